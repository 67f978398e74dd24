"""What follows from news of accounts."""

from typing import Any

from django.dispatch import receiver

from accounts.models import Consent, User
from accounts.signals import consent_withdrawn, person_erased
from talents import advising, profiling
from talents.models import ExpertListing, TalentProfile


@receiver(person_erased, sender=User)
def hide_profile(sender: type[User], user: User, **kwargs: Any) -> None:
    """Nobody looks for somebody who has left: the profile is closed, and no longer says for which posts and where."""
    for profile in TalentProfile.objects.filter(person=user):
        profiling.withdraw(profile, by=user)
    TalentProfile.objects.filter(person=user).update(posts=[], district=None)


@receiver(person_erased, sender=User)
def hide_expert(sender: type[User], user: User, **kwargs: Any) -> None:
    """Nobody asks somebody who has left; and it is no longer told what he knows and where he works."""
    advising.hide(user)
    ExpertListing.objects.filter(person=user).update(fields=[], methods=[], organisation=None)


@receiver(consent_withdrawn, sender=Consent)
def hide_who_agrees_no_more(sender: type[Consent], consent: Consent, **kwargs: Any) -> None:
    """The consent may be taken back on the page of one's data, too."""
    if consent.purpose == Consent.Purpose.EXPERTS:
        advising.hide(consent.user)
