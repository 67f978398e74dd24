"""Awarding a badge (颁发徽章): once the holder has agreed, the certificate's frozen facts are signed as a credential.

Signed once and kept; a download hands out what was signed. Everything in it was frozen when the certificate was issued.
"""

import datetime as dt
import hashlib
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _

from certificates import signing_keys, tasks
from certificates.badges import issuing_body, statuslists
from certificates.badges.credential import Achievement, Award, Json, claims, credential
from certificates.models import Artefact, Badge, BadgeConsent, Certificate, SchemeVersion, SigningKey
from certificates.status import LIVE
from certificates.wording import hours_in_words
from core import audit, jobs
from core.dates import now

if TYPE_CHECKING:
    from accounts.models import User

# Goes up when what is agreed to changes: then the words below and the page that shows them were changed too.
CONSENT_VERSION = "2026-11"
_PURPOSE = SigningKey.Purpose.CREDENTIAL


class NoBadge(Exception):
    """No badge is made of this certificate: it has ended, or this site has no key to sign one with."""


def agreed_text() -> list[str]:
    """What a holder agrees to, sentence by sentence, in the language of the page."""
    return [
        _("The badge names me in full, with my certificate, its number, its term and the issuing body, readable by anyone."),
        _("Anyone who has the badge or its address can read it, copy it and check it without asking me or this site."),
        _("I can take this back at any time. This site then no longer hands the badge out; copies already given away remain."),
    ]


def is_offered() -> bool:
    """Whether this site can sign a badge at all (one query)."""
    return signing_keys.in_use(_PURPOSE) is not None


def standing_consent(certificate: Certificate) -> BadgeConsent | None:
    """The consent that is in force (one query)."""
    last = certificate.badge_consents.order_by("-ordinal").first()
    return last if last is not None and last.is_given else None


def standing(certificate: Certificate) -> Badge | None:
    """The badge that is handed out today (two queries)."""
    consent = standing_consent(certificate)
    if consent is None:
        return None
    return consent.badges.filter(forgotten_at=None).select_related("signing_key").order_by("-made_at").first()


def is_standing(badge: Badge) -> bool:
    """Whether the consent this badge rests on is still the latest word (one query)."""
    return (
        badge.forgotten_at is None
        and not badge.consent.certificate.badge_consents.filter(ordinal__gt=badge.consent.ordinal).exists()
    )


def agree(certificate: Certificate, *, by: "User") -> Badge:
    """Record that the holder agrees, and sign the badge. Agreeing twice returns the first badge. Raises NoBadge, KeyAway."""
    if certificate.state not in LIVE or certificate.name_removed_at is not None:
        raise NoBadge(certificate.number)
    try:
        with transaction.atomic():
            consent = standing_consent(certificate) or _record(certificate, is_given=True, by=by)
            badge = _sign(consent)
            print_later(badge)
            return badge
    except IntegrityError:  # the same click arrived twice: the other one made it
        made = standing(certificate)
        if made is None:
            raise
        return made
    except signing_keys.NoKey as reason:
        raise NoBadge(str(reason)) from reason


def take_back(certificate: Certificate, *, by: "User") -> BadgeConsent | None:
    """Record that the holder takes the consent back. Taking it back twice leaves the first answer."""
    try:
        with transaction.atomic():
            return _record(certificate, is_given=False, by=by) if standing_consent(certificate) else None
    except IntegrityError:
        return None


def printed(badge: Badge) -> Artefact | None:
    """The certificate's document with this badge inside, once it has been made (one query)."""
    return badge.artefacts.first()


def is_being_printed(badge: Badge) -> bool:
    """Whether that document is about to be made (one query)."""
    return jobs.is_waiting(tasks.render_badge, badge=str(badge.pk))


def print_later(badge: Badge) -> None:
    """Have the certificate's document made with this badge inside; asked for twice, it is made once."""
    if printed(badge) is None and not is_being_printed(badge):
        jobs.enqueue(tasks.render_badge, badge=str(badge.pk))


def forget(certificate: Certificate) -> None:
    """Empty what still names the holder, when the register itself forgets the name."""
    Badge.objects.filter(consent__certificate=certificate, forgotten_at=None).update(token="", forgotten_at=now())


def _record(certificate: Certificate, *, is_given: bool, by: "User") -> BadgeConsent:
    last = certificate.badge_consents.order_by("-ordinal").first()
    consent = BadgeConsent.objects.create(
        certificate=certificate,
        ordinal=last.ordinal + 1 if last else 1,
        is_given=is_given,
        version=CONSENT_VERSION,
        text_sha256=hashlib.sha256("\n".join(agreed_text()).encode()).hexdigest(),
        by=by,
    )
    audit.record(f"badge.{'agreed' if is_given else 'taken_back'}", certificate, by=by, version=CONSENT_VERSION)
    return consent


def _sign(consent: BadgeConsent) -> Badge:
    """The badge of this consent; signed anew only when the key it was signed with has leaked."""
    key = signing_keys.in_use(_PURPOSE)
    if key is None:
        raise signing_keys.NoKey(_PURPOSE)
    made = consent.badges.select_related("signing_key").order_by("-made_at").first()
    if made is not None and made.signing_key.compromised_at is None:
        return made
    badge = Badge(consent=consent, signing_key=key)
    badge.token = signing_keys.sign_jws(_PURPOSE, claims(credential(award(consent.certificate, badge.pk))))
    badge.save(force_insert=True)
    return badge


def award(certificate: Certificate, badge: uuid.UUID) -> Award:
    """What a badge of this certificate says."""
    subject = certificate.subject
    learned = Decimal(certificate.decision_basis.get("hours", "0"))
    # Hours are told only where the certificate tells them (issuing._route).
    hours = learned if certificate.decision_basis.get("route") == "trained" and learned else None
    return Award(
        id=issuing_body.address("credential", badge),
        # For this badge alone: two badges of one person cannot be joined by it.
        subject=f"urn:uuid:{uuid.uuid5(badge, 'holder')}",
        holder=certificate.holder_name,
        number=certificate.number,
        text=str(subject["text"]),
        awarded=localtime(certificate.issued_at),
        valid_from=_midnight(certificate.valid_from),
        valid_until=_last_second(certificate.valid_until) if certificate.valid_until else None,
        hours=hours,
        achievement=achievement(certificate.scheme_version),
        issuer=issuing_body.issuer(str(subject["issuing_body"])),
        listed=statuslists.listed(certificate),
        page=certificate.public_url,
    )


def achievement(version: SchemeVersion) -> Achievement:
    """What everybody showed who holds a certificate of this version, told in the site's own language."""
    asked = version.requirements
    hours = Decimal(asked.get("training_hours", 0)) or None
    with translation.override(settings.LANGUAGE_CODE):
        told = _("Complete the course of %(hours)s credit hours or show the same competence, then pass the exam with %(mark)s.")
        criteria = told % {"hours": hours_in_words(hours or Decimal(0)), "mark": asked.get("pass_mark", "—")}
    return Achievement(
        id=issuing_body.address("achievement", version.scheme.code, version.number),
        name=version.title_zh,
        description=f"{version.title_zh}（{version.title_en}）。{version.disclaimer}",
        criteria=criteria,
        criteria_url=f"{issuing_body.root()}/courses/",
        picture=issuing_body.address("badge_picture", version.scheme.code, "png"),
        version=str(version.number),
        hours=hours,
    )


def readable(badge: Badge) -> Json:
    """The same credential unsigned, to be read by people; it proves nothing."""
    return credential(award(badge.consent.certificate, badge.pk))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=get_current_timezone())


def _last_second(day: dt.date) -> dt.datetime:
    return _midnight(day + dt.timedelta(days=1)) - dt.timedelta(seconds=1)
