"""What follows from news of Django itself and of accounts."""

from typing import Any

from django.db import connections
from django.dispatch import receiver

from accounts.models import User
from accounts.signals import person_erased
from organisations.laying import lay
from organisations.models import Invitation, Organisation


def lay_lists(sender: Any, using: str, **kwargs: Any) -> None:
    """After migrations: the lists stand as soon as their tables do (migrated back, there are none)."""
    if using == "default" and Organisation._meta.db_table in connections[using].introspection.table_names():
        lay()


@receiver(person_erased, sender=User)
def forget_address(sender: type[User], user: User, **kwargs: Any) -> None:
    """The letters that called this person in keep their day and lose the address."""
    Invitation.objects.filter(membership__person=user).update(email="")
