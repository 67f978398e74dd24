"""Whether somebody is writing an exam just now: then no session ends by itself, and no account is closed."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from exams.models import Attempt

if TYPE_CHECKING:
    from accounts.models import User


def is_writing(user: "User") -> bool:
    """Whether an attempt of this person is open (one query)."""
    return Attempt.objects.open().filter(candidate=user).exists()


def hindrances(user: "User") -> list[str]:
    """What an open attempt stands in the way of."""
    return [_("You are writing an exam. Hand it in first.")] if is_writing(user) else []
