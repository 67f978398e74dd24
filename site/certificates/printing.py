"""Making the document of a certificate (制证): drawn once, signed, stored once, recorded with its digest (`storing`).

A task may run twice, at once or later, on SQLite, PostgreSQL and object storage alike.
"""

from certificates import signing_keys
from certificates.editions import edition, template_for
from certificates.models import Artefact, Certificate, SigningKey
from certificates.rendering import TEMPLATE_VERSION, render
from certificates.storing import Overtaken, store

_TRIES = 3


class NameGone(Exception):
    """The name was taken off the register: no document is made of this certificate any more."""


def make_pdf(certificate: Certificate, language: str = Artefact.Language.ZH_HANS) -> Artefact:
    """The PDF of a certificate in a language: the stored one, or one made now."""
    if certificate.name_removed_at is not None:
        raise NameGone(certificate.number)
    for _try in range(_TRIES):
        recorded = Artefact.objects.filter(certificate=certificate, kind=Artefact.Kind.PDF, language=language).first()
        if recorded is not None:
            return recorded
        try:
            return _made(certificate, language)
        except Overtaken as reason:
            overtaken = reason
    raise overtaken


def _made(certificate: Certificate, language: str) -> Artefact:
    template = template_for(certificate)
    content = render(certificate.facts(), edition(certificate, language, template))
    key = signing_keys.in_use(SigningKey.Purpose.PDF)
    if key is not None:
        content = _signed(content, certificate, key)
    drawn_by = {"template": template, "template_version": TEMPLATE_VERSION}
    return store(certificate, content, language=language, signing_key=key, **drawn_by)


def _signed(content: bytes, certificate: Certificate, key: SigningKey) -> bytes:
    """The last step. Its words are those of the Chinese document, whatever language the page is in."""
    from certificates.pades import sign  # pyHanko takes half a second to load; a site without keys never pays it

    facts = certificate.facts()
    return sign(content, key, issuer=facts.issuing_body, reason=f"颁发{facts.title} {facts.number}", url=facts.url)
