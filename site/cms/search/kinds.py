"""What the public search finds, kind by kind. Each room tells of its own; the page that searches knows none of them.

A room writes a `Kind` and registers it in its AppConfig.ready():

    class EventKind(Kind):
        name, label, place = "event", _("Events"), 50
        model = Event

        def things(self) -> QuerySet[Event]:
            return Event.objects.published()

    kinds.register(EventKind)

`model` is indexed (index.Indexed with search_fields) and has get_absolute_url(). One object of the class serves one
search, so it may keep what it has read.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from wagtail.models import Page

from cms.openness import locale, open_to_all


class Kind:
    """One kind of thing the public may find. Every method has an answer that suits most models."""

    name: ClassVar[str]  # in the address: ?kind=event
    label: ClassVar["Promise | str"]  # on the tab and beside each result
    place: ClassVar[int] = 100  # tabs stand in this order
    model: ClassVar[type[Any]]

    def things(self) -> "models.QuerySet[Any]":
        """All that everybody may find, in the language now active. (Pages are asked for together.)"""
        found: models.QuerySet[Any] = self.model._default_manager.all()
        return found

    def heading(self) -> "models.F | models.Expression":
        """What a thing is headed by, as the database has it: who asks for it by name is shown it first."""
        return models.F("title")

    def named(self, heading: str) -> str:
        """The heading as a reader knows it."""
        return heading

    def load(self, keys: Collection[int]) -> Mapping[int, Any]:
        """The things of one sheet, with all that `title`, `texts` and `address` need. One query."""
        found: Mapping[int, Any] = self.model._default_manager.in_bulk(list(keys))
        return found

    def title(self, thing: Any) -> str:
        return str(thing)

    def texts(self, thing: Any) -> list[str]:
        """The words from which the passage is cut; by default all that is indexed but the title."""
        out: list[str] = []
        for field in thing.get_searchable_search_fields():
            if field.field_name != "title":
                value = field.get_value(thing)
                out += [str(part) for part in value] if isinstance(value, list) else [str(value or "")]
        return out

    def address(self, thing: Any, terms: Sequence[str]) -> str:
        """Where it is read, in the language now active; `terms` for a kind that leads to the very place."""
        return str(thing.get_absolute_url())


class PageKind(Kind):
    """A kind of Wagtail pages. All of them are asked for together, and loaded together."""

    def readable(self) -> models.Q:
        """Which of its pages can be read somewhere, asked of `Page`."""
        return models.Q()

    def title(self, thing: Any) -> str:
        return str(thing.title)


_kinds: list[type[Kind]] = []


def register(*kinds: type[Kind]) -> None:
    """Tell of kinds that the public may find. Their names must be their own."""
    for kind in kinds:
        if any(kind.name == other.name for other in _kinds):
            raise ValueError(f"two kinds of finds are called {kind.name}")
        _kinds.append(kind)
    _kinds.sort(key=lambda kind: kind.place)


def registered() -> list[type[Kind]]:
    """All kinds in the order of their tabs."""
    return list(_kinds)


def public_pages() -> "models.QuerySet[Page]":
    """The pages anyone may read, of the language now active (or of the first one, where it has no tree)."""
    return open_to_all(Page.objects.live()).filter(locale=locale())
