"""Who may see which certificates beyond their own."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from accounts.roles import ADMINISTRATOR

if TYPE_CHECKING:
    from accounts.models import User


def keeps_register(user: "User | AbstractBaseUser | AnonymousUser") -> bool:
    """Whether `user` keeps the register of certificates (one query)."""
    if not user.is_authenticated or not hasattr(user, "groups"):
        return False
    return bool(getattr(user, "is_superuser", False)) or user.groups.filter(name=ADMINISTRATOR).exists()
