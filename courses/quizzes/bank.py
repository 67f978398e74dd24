"""The bank a quiz is drawn from. It belongs to an upper room, which makes itself known here; this room knows only what it asks.

In its `AppConfig.ready()` the upper room calls `register` with an object that has these four answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from courses.quizzes.draw import Draw

if TYPE_CHECKING:
    from courses.dashboard import Section
    from courses.showing import Shown

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Fit:
    """How many questions a rule can be given, and how many of them each place has."""

    found: int = 0
    by_source: Mapping[str, int] = field(default_factory=dict)


class Bank(Protocol):
    """What a quiz asks of the bank."""

    def sources(self) -> Sequence[tuple[str, Choices]]:
        """Where questions may be drawn from, in groups, each with its name and how many it has."""

    def kinds(self) -> Choices:
        """The kinds of question it marks by itself."""

    def fit(self, draw: Draw) -> Fit:
        """What may be drawn by this rule today."""

    def panel(self, shown: "Shown", draw: Draw) -> "Section":
        """Where the reader stands, for the lesson: his attempts, the best of them, and how he begins. One query."""


_known: list[Bank] = []


def register(bank: Bank) -> None:
    """Make the bank known; there is one."""
    _known[:] = [bank]


def bank() -> Bank | None:
    return _known[0] if _known else None


def sources() -> Sequence[tuple[str, Choices]]:
    """For the editor's form: asked for each time it is drawn, for the bank grows."""
    return _known[0].sources() if _known else []


def kinds() -> Choices:
    return _known[0].kinds() if _known else []


def fit(draw: Draw) -> Fit:
    return _known[0].fit(draw) if _known else Fit()


def named(place: str, n: int) -> str:
    """A place with how many questions it has."""
    return _("%(place)s (%(n)s)") % {"place": place, "n": n}


def shortage(draw: Draw) -> str:
    """Why no quiz can be drawn by this rule, and what to do; empty when one can. Three queries."""
    there = fit(draw)
    if there.found >= draw.count:
        return ""
    places = _(", ").join(named(source, there.by_source.get(source, 0)) for source in draw.sources)
    return _(
        "%(count)s questions are asked for, and %(found)s that are open to practice fit: %(places)s. Ask for fewer, draw from "
        "more lessons, or allow more kinds and difficulties."
    ) % {"count": draw.count, "found": there.found, "places": places}
