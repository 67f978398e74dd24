"""What waits for whoever opens the admin (等您办理): each desk on which something is decided says how much lies on it.

Rooms put their desks here from their wagtail_hooks. One query for each desk that a person may decide at, no other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from wagtail.admin.ui.components import Component

if TYPE_CHECKING:
    from django.contrib.auth.models import PermissionsMixin


@dataclass(frozen=True)
class Desk:
    """`waiting`: what lies there for this person; what is one's own another decides."""

    label: "Promise | str"
    permission: str
    page: str
    waiting: Callable[["PermissionsMixin"], "QuerySet[Any]"]


@dataclass(frozen=True)
class Pile:
    label: "Promise | str"
    address: str
    count: int


desks: list[Desk] = []


def piles(user: "PermissionsMixin") -> Iterator[Pile]:
    """What lies on each desk of a person, the empty ones too."""
    for desk in desks:
        if user.has_perm(desk.permission):
            yield Pile(desk.label, reverse(desk.page), desk.waiting(user).order_by().count())


class WaitingPanel(Component):
    """The first thing on the admin's first screen; who decides nothing has none."""

    name = "waiting"
    template_name = "wagtailadmin/home/waiting.html"
    order = 10

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        found = list(piles(parent_context["request"].user))
        return {"has_desks": bool(found), "piles": [one for one in found if one.count]}
