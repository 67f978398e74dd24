"""Who may see which certificates beyond their own, and who handles measures against them."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin

from accounts.roles import ADMINISTRATOR

if TYPE_CHECKING:
    from accounts.models import User


def keeps_register(user: "User | AbstractBaseUser | AnonymousUser") -> bool:
    """Whether `user` keeps the register of certificates (one query)."""
    if not user.is_authenticated or not hasattr(user, "groups"):
        return False
    return bool(getattr(user, "is_superuser", False)) or user.groups.filter(name=ADMINISTRATOR).exists()


def handles_proceedings(user: "User | AbstractBaseUser | AnonymousUser") -> bool:
    """Whether `user` opens and decides measures against certificates: administrators, and whom an operator lets (cached)."""
    return isinstance(user, PermissionsMixin) and user.is_active and user.has_perm("certificates.change_proceeding")


def handles_applications(user: "User | AbstractBaseUser | AnonymousUser") -> bool:
    """Whether `user` looks at applications and decides about them: administrators, and whom an operator lets (cached)."""
    return isinstance(user, PermissionsMixin) and user.is_active and user.has_perm("certificates.change_application")
