"""Who may do what with the law: its articles come from the published text, nobody adds or deletes one by hand."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from wagtail.permission_policies import ModelPermissionPolicy


class EditOnly(ModelPermissionPolicy):
    """Editing needs the usual permission; adding and deleting are refused to everyone."""

    def user_has_permission(self, user: AbstractBaseUser | AnonymousUser, action: str) -> bool:
        return action not in ("add", "delete") and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: AbstractBaseUser | AnonymousUser, actions: Iterable[str]) -> bool:
        return bool(super().user_has_any_permission(user, set(actions) - {"add", "delete"}))
