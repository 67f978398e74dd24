"""The result as its candidate reads it: on a scale, by area, with what to review. Never items, never keys."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, TypedDict

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.models import Course
from exams import layout, papers, resits
from exams.eligibility import conditions
from exams.models import Attempt, Item, Result
from exams.overview import area_names
from exams.passing import cut_off, lowered
from exams.tries import Told, attempts_left, known
from exams.wording import plain, took

MOST_LESSONS = 4
# Two labels on one side of the scale closer than this many per cent would touch on a phone.
APART = 16


@dataclass(frozen=True)
class Pin:
    """A label on the scale, at `at` per cent of its length."""

    at: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Scale:
    """The score on its scale, with the pass mark and, if there was one, the last score."""

    value: Pin
    cut: Pin
    last: Pin | None
    last_below: bool
    label: str
    ticks: ClassVar = tuple(f"{tick * 2.5:g}%" for tick in range(41))


@dataclass(frozen=True)
class Bar:
    """One area of the result."""

    name: str
    marks: str
    maximum: str
    floor: str
    reached: bool
    is_weak: bool
    lessons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def state(self) -> str:
        return "is-warn" if self.is_weak or not self.reached else ""


class Retry(TypedDict):
    """What stands between a candidate and the next attempt."""

    wait: list[str]
    retry_url: str


@dataclass(frozen=True)
class Report:
    """Everything the result page says."""

    title: str
    ordinal: int
    total: str
    cut_score: str
    took: str
    scale: Scale
    bars: list[Bar]
    missed: list[str]
    attempts_left: int
    wait: list[str]
    retry_url: str

    @property
    def weak(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.is_weak or not bar.reached]


def report(result: Result) -> Report:
    """The report on `result`, made for the language now active."""
    attempt, version = result.attempt, result.attempt.exam_version
    # One exam and one set of rules, however one comes to them: each is read once.
    version.exam = attempt.exam
    if attempt.sitting and attempt.sitting.exam_version_id == version.pk:
        attempt.sitting.exam_version = version
    # As the paper was drawn; who asks its rows to be added up asks once more for what is remembered.
    result.cut_score = lowered(version.cut_score, result.maximum, layout.full_marks(attempt.pk) or result.maximum)
    made, told = known(attempt.candidate, version, result)
    names = area_names(attempt.exam.credential)
    bars = [_bar(section, names, result.cut_score / result.maximum) for section in result.by_section]
    lessons = papers.recent(("lessons", attempt.exam.credential), lambda: _lessons(attempt.exam.credential))
    for bar, section in zip(bars, result.by_section, strict=True):
        if bar.is_weak or not bar.reached:
            bar.lessons.extend(lessons(section["area"]))
    return Report(
        title=attempt.exam.title_in(get_language() or ""),
        ordinal=attempt.ordinal,
        total=shown(result.total),
        cut_score=plain(result.cut_score),
        took=took((attempt.submitted_at or attempt.started_at) - attempt.started_at),
        scale=scale(result, _last(attempt, made, told)),
        bars=bars,
        missed=[_("“%(area)s” %(floor)s%%") % {"area": bar.name, "floor": bar.floor} for bar in bars if not bar.reached],
        attempts_left=attempts_left(attempt.candidate, version, made),
        **_retry(result, made, told),
    )


def _retry(result: Result, made: Sequence[Attempt], told: Told) -> Retry:
    """After a fail: where the next attempt starts, and what stands in its way until when."""
    sitting, candidate = result.attempt.sitting, result.attempt.candidate
    if result.passed or sitting is None or not sitting.is_open() or resits.concerns(sitting):
        return {"wait": [], "retry_url": ""}
    unmet = [condition.sentence for condition in conditions(candidate, sitting, made=made, told=told) if not condition.met]
    return {"wait": unmet, "retry_url": sitting.get_absolute_url()}


def shown(marks: Decimal) -> str:
    """Marks for showing: cut off at two places, so that no figure shown is higher than the one that counts."""
    return plain(cut_off(marks, 2))


def scale(result: Result, last: Result | None) -> Scale:
    """Where the labels stand; the last score goes below when it would touch this one."""

    def pin(marks: Decimal, text: str) -> Pin:
        per_cent = min(Decimal(100), marks * 100 / result.maximum)
        anchor = "start" if per_cent < 8 else "end" if per_cent > 92 else "middle"
        return Pin(f"{per_cent:.4g}%", text, anchor)

    cut = result.cut_score
    values = {"score": shown(result.total), "cut": plain(cut), "last": shown(last.total) if last else ""}
    label = _("Score %(score)s, pass mark %(cut)s, last time %(last)s") if last else _("Score %(score)s, pass mark %(cut)s")
    return Scale(
        value=pin(result.total, values["score"]),
        cut=pin(cut, _("pass mark %(cut)s") % values),
        last=pin(last.total, _("last time %(last)s") % values) if last else None,
        last_below=last is not None and abs(last.total - result.total) * 100 < APART * result.maximum,
        label=label % values,
    )


def _last(attempt: Attempt, made: Sequence[Attempt], told: Told) -> Result | None:
    """The candidate's result before that of `attempt`, in the same exam."""
    earlier = [one for one in made if one.ordinal < attempt.ordinal and one.pk in told]
    return told[max(earlier, key=lambda one: one.ordinal).pk] if earlier else None


def _bar(section: Mapping[str, Any], names: Callable[[str], str], cut: Decimal) -> Bar:
    marks, maximum = Decimal(section["marks"]), Decimal(section["maximum"])
    return Bar(
        name=_("Case") if section["area"] == "case" else names(section["area"]),
        marks=shown(marks),
        maximum=plain(maximum),
        floor=plain(Decimal(section["floor"])) if section["floor"] else "",
        reached=section["reached"],
        is_weak=marks < cut * maximum,
    )


def _lessons(credential: str) -> Callable[[str], Iterable[tuple[str, str]]]:
    """Which lessons of the course of the same code teach an area: those its questions come from (three queries, or one)."""
    course = Course.objects.filter(code=credential).first()
    version = course.current if course else None
    if course is None or version is None:
        return lambda _area: []
    lessons = version.lessons
    taught: dict[str, set[str]] = {}
    for areas, objective in Item.objects.for_credential(credential).values_list("areas", "objective").distinct():
        taught.setdefault(areas[credential], set()).add(objective)

    def of(area: str) -> list[tuple[str, str]]:
        language = get_language() or ""
        there = [lesson for lesson in lessons if lesson["code"] in taught.get(area, ())]
        return [
            (_title(lesson["title"], language), reverse("courses:lesson", args=[course.slug, lesson["slug"]]))
            for lesson in there[:MOST_LESSONS]
        ]

    return of


def _title(titles: Mapping[str, str], language: str) -> str:
    return titles.get(language) or titles["zh-hans"]
