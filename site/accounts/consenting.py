"""Giving and taking back consent (同意与撤回): for each purpose apart, with its words, one as easily as the other.

Personal Information Protection Law, art. 14 to 16: what one may refuse is refused without loss of anything else.
"""

import hashlib

from django.db import transaction
from django.utils.translation import override

from accounts.models import Consent, User, Withdrawal
from accounts.privacy import purposes
from accounts.signals import consent_withdrawn
from core.audit import record


def standing(user: User, purpose: str) -> Consent | None:
    """The consent that holds now, if there is one."""
    return Consent.objects.filter(user=user, purpose=purpose, withdrawal=None).first()


@transaction.atomic
def give(user: User, purpose: str, *, language: str | None) -> Consent:
    """Keep that the person agreed, now, to the purpose as the privacy page words it in `language`."""
    with override(language):
        told = purposes.by_key(purpose)
        text = "\n".join(str(part) for part in (told.title, told.data, told.why, told.basis, told.kept))
    consent = Consent.objects.create(
        user=user,
        purpose=purpose,
        version=f"{language or ''} {purposes.VERSION}".strip(),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    record("consent.given", consent, by=user, version=consent.version)
    return consent


@transaction.atomic
def withdraw(consent: Consent, *, by: User) -> Withdrawal:
    """Take it back, and with it what rested on it alone. Taking it back twice returns the first withdrawal."""
    withdrawal, is_new = Withdrawal.objects.get_or_create(consent=consent)
    if is_new:
        record("consent.withdrawn", consent, by=by)
        consent_withdrawn.send(sender=Consent, consent=consent)
    return withdrawal


def may_be_withdrawn(consent: Consent) -> bool:
    """Whether it was given to something one can do without; the terms of the account end with the account."""
    return purposes.by_key(consent.purpose).is_optional


def of(user: User) -> list[Consent]:
    """All that the person has agreed to, the newest first, each with its withdrawal."""
    return list(Consent.objects.filter(user=user).select_related("withdrawal"))
