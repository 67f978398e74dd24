"""What the practice pages show: courses and units to practise, a question, and what was right, in words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from courses.catalogue import offers
from courses.models import CourseVersion
from exams import keys, practising
from exams.languages import SOURCE, in_language
from exams.models import AnswerKey, ItemVersion, Kind
from exams.practising import Asked, Judged, Tally
from exams.wording import markup


@dataclass(frozen=True)
class Unit:
    """A part of a course one may practise by itself; number 0 is the whole course."""

    number: int
    title: str
    lessons: tuple[str, ...]


@dataclass(frozen=True)
class Deck:
    """A course to practise."""

    code: str
    title: str
    units: tuple[Unit, ...]

    @property
    def lessons(self) -> tuple[str, ...]:
        return self.units[0].lessons

    def unit(self, number: int) -> Unit:
        """The unit of that number, or the whole course."""
        return next((unit for unit in self.units if unit.number == number), self.units[0])


def decks() -> list[Deck]:
    """Every published course as something to practise (2 queries)."""
    return [Deck(offer.page.course.code, offer.page.title, tuple(_units(offer.version))) for offer in offers()]


def _units(version: CourseVersion) -> Iterable[Unit]:
    yield Unit(0, _("Whole course"), tuple(version.codes))
    for number, module in enumerate(version.structure["modules"], 1):
        codes = tuple(lesson["code"] for lesson in module["lessons"])
        yield Unit(number, in_language(module["title"], get_language() or SOURCE), codes)


@dataclass(frozen=True)
class Row:
    """A course in the list, with where its reader stands."""

    deck: Deck
    tally: Tally


def rows(learner: User) -> list[Row]:
    """The courses that hold something to practise (two queries a course; there are three)."""
    told = [Row(deck, practising.tally(learner, deck.lessons)) for deck in decks()]
    return [row for row in told if row.tally.total]


@dataclass(frozen=True)
class Verdict:
    """An answer judged, in words."""

    right: bool
    partly: bool
    yours: list[str]
    answer: list[str]
    explanation: SafeString
    source: str
    lesson: str
    again: str


def verdict(asked: Asked, judged: Judged, value: Any, at: dt.datetime) -> Verdict:
    """What was answered, what is right and why, and when the question comes back."""
    key = judged.key
    return Verdict(
        right=judged.right,
        partly=0 < judged.share < 1,
        yours=in_words(asked.version, value),
        answer=right_answer(asked.version, key),
        explanation=markup(key.explanation_in(get_language() or "")),
        source=asked.item.source,
        lesson=asked.item.objective,
        again=again(judged.due_at - at),
    )


def right_answer(version: ItemVersion, key: AnswerKey) -> list[str]:
    """The key in the words of the choices, a line each."""
    told = in_words(version, keys.model_answer(key.rule, key.data))
    unit = version.body_in(get_language() or "").get("unit", "")
    return [f"{told[0]} {unit}".strip()] if told and version.item.kind == Kind.NUMERIC else told


def in_words(version: ItemVersion, value: Any) -> list[str]:
    """An answer as its reader knows it: the choices' own words, not their letters, which stand in another order each time."""
    if value is None:
        return []
    body = version.body_in(get_language() or "")
    texts = {str(line["id"]): str(line["text"]) for name in ("choices", "right") for line in body.get(name) or ()}
    if isinstance(value, bool):
        return [_("Right") if value else _("Wrong")]
    if isinstance(value, Mapping):
        left = {str(line["id"]): str(line["text"]) for line in body.get("left") or ()}
        return [f"{left.get(place, place)} → {texts.get(match, match)}" for place, match in value.items()]
    told = [texts.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value])]
    return [f"{number}. {text}" for number, text in enumerate(told, 1)] if version.item.kind == Kind.ORDERING else told


def again(wait: dt.timedelta) -> str:
    """When a question comes back."""
    minutes = max(1, round(wait.total_seconds() / 60))
    if minutes < 60:
        return ngettext("It comes back in %(n)s minute.", "It comes back in %(n)s minutes.", minutes) % {"n": minutes}
    days = max(1, round(minutes / 1440))
    return ngettext("It comes back in %(n)s day.", "It comes back in %(n)s days.", days) % {"n": days}
