"""What an admin screen lets one do, for things that are looked at or amended but never made or removed by hand."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from wagtail.permission_policies import ModelPermissionPolicy


class Looking(ModelPermissionPolicy):
    """Permission to look, and to change where `allowed` says so; nobody adds, copies or deletes by hand."""

    allowed: tuple[str, ...] = ("view",)

    def user_has_permission(self, user: AbstractBaseUser | AnonymousUser, action: str) -> bool:
        return action in self.allowed and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: AbstractBaseUser | AnonymousUser, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class Changing(Looking):
    allowed = ("view", "change")


class Making(Looking):
    allowed = ("view", "add", "change")
