"""Making the document of a certificate (制证): drawn once, signed, stored once, recorded with its digest (`storing`).

A task may run twice, at once or later, on SQLite, PostgreSQL and object storage alike.
"""

import json

from certificates import signing_keys
from certificates.badges.credential import enveloped
from certificates.editions import edition, template_for
from certificates.models import Artefact, Badge, Certificate, SigningKey
from certificates.rendering import TEMPLATE_VERSION, render
from certificates.storing import Overtaken, store
from core.pdf.archiving import Enclosed

_TRIES = 3


class NameGone(Exception):
    """The name was taken off the register: no document is made of this certificate any more."""


def make_pdf(certificate: Certificate, language: str = Artefact.Language.ZH_HANS) -> Artefact:
    """The PDF of a certificate in a language: the stored one, or one made now."""
    return _stored(certificate, language, badge=None)


def make_badge_pdf(badge: Badge) -> Artefact:
    """The certificate in Chinese with this badge inside it: the stored one, or one made now."""
    return _stored(badge.consent.certificate, Artefact.Language.ZH_HANS, badge=badge)


def _stored(certificate: Certificate, language: str, badge: Badge | None) -> Artefact:
    if certificate.name_removed_at is not None:
        raise NameGone(certificate.number)
    for _try in range(_TRIES):
        recorded = Artefact.objects.filter(certificate=certificate, kind=_kind(badge), language=language, badge=badge).first()
        if recorded is not None:
            return recorded
        try:
            return _made(certificate, language, badge)
        except Overtaken as reason:
            overtaken = reason
    raise overtaken


def _made(certificate: Certificate, language: str, badge: Badge | None) -> Artefact:
    template = template_for(certificate)
    content = render(certificate.facts(), edition(certificate, language, template), _enclosed(badge))
    key = signing_keys.in_use(SigningKey.Purpose.PDF)
    if key is not None:
        content = _signed(content, certificate, key)
    drawn_by = {"template": template, "template_version": TEMPLATE_VERSION}
    return store(certificate, content, kind=_kind(badge), language=language, badge=badge, signing_key=key, **drawn_by)


def _kind(badge: Badge | None) -> Artefact.Kind:
    return Artefact.Kind.PDF_WITH_BADGE if badge else Artefact.Kind.PDF


def _enclosed(badge: Badge | None) -> Enclosed | None:
    """The badge as it was signed, under the name and type that wallets know (Verifiable Credentials 2.0, 4.13)."""
    if badge is None:
        return None
    content = json.dumps(enveloped(badge.token), ensure_ascii=False, indent=2).encode()
    return Enclosed("credential.json", content, "application/vc", "Open Badges 3.0 · Verifiable Credential 2.0")


def _signed(content: bytes, certificate: Certificate, key: SigningKey) -> bytes:
    """The last step. Its words are those of the Chinese document, whatever language the page is in."""
    from certificates.pades import sign  # pyHanko takes half a second to load; a site without keys never pays it

    facts = certificate.facts()
    return sign(content, key, issuer=facts.issuing_body, reason=f"颁发{facts.title} {facts.number}", url=facts.url)
