"""The admin's menu (后台菜单): what may be done stands with what it is done to, and is shown to whoever may do it.

The order of the groups: what people learn and prove, who they are, what happens in public, what it rests on.
"""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.snippets.views.snippets import SnippetViewSetGroup

COURSES, EXAMS, CERTIFICATES, ORGANISATIONS, TALENTS = 240, 242, 244, 246, 248
EVENTS, CASES, QUALITY_MONTH, STATUTE, OVERSIGHT = 250, 252, 254, 256, 258


class PermittedMenuItem(MenuItem):
    """Shown to whoever has the permission."""

    def __init__(self, label: Any, url: Any, *, permission: str, **kwargs: Any) -> None:
        super().__init__(label, url, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))


class Office(SnippetViewSetGroup):
    """A group of screens, and behind its lists the desks on which something is decided."""

    def desks(self) -> list[MenuItem]:
        return []

    def get_submenu_items(self) -> list[MenuItem]:
        return [*super().get_submenu_items(), *self.desks()]
