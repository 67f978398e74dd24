"""What follows from news of accounts."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import person_erased
from talents import profiling
from talents.models import TalentProfile


@receiver(person_erased, sender=User)
def hide_profile(sender: type[User], user: User, **kwargs: Any) -> None:
    """Nobody looks for somebody who has left: the profile is closed, and no longer says for which posts and where."""
    for profile in TalentProfile.objects.filter(person=user):
        profiling.withdraw(profile, by=user)
    TalentProfile.objects.filter(person=user).update(posts=[], district=None)
