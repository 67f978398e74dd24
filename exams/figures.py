"""What the statistics pages show: figures in words and numbers, charts as coordinates, what to look at first.

Charts are drawn on the server, and each has a table beside it that says the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from courses.dashboard import Section
from exams import bars
from exams.analysis.items import REPORTABLE
from exams.bars import FIELD
from exams.languages import SOURCE
from exams.models import ExamStat, ItemStat, Kind
from exams.models.sitting import runs_exams

FLAG_WORDS = {
    "hard": gettext_lazy("very hard"),
    "easy": gettext_lazy("very easy"),
    "weak": gettext_lazy("hardly discriminates"),
    "negative": gettext_lazy("discriminates the wrong way"),
    "idle_choice": gettext_lazy("a distractor hardly anybody takes"),
    "luring_choice": gettext_lazy("a distractor that draws the strong"),
}
# Two labels at the end of lines closer than this would touch.
APART = 18


@dataclass(frozen=True)
class Line:
    """One figure of the exam: what it is, how much, and what it means. `value` is “—” where nothing can be said."""

    name: str
    value: str
    meaning: str


def _number(value: float | None, places: int = 2) -> str:
    return "—" if value is None else f"{value:.{places}f}".replace("-", "−")


def lines(stat: ExamStat) -> list[Line]:
    """The exam's figures, each with what it means."""
    said = stat.figures
    told = [
        Line(_("Mean"), _number(said["mean"]), _("out of %(marks)s marks") % {"marks": _number(float(stat.maximum), 0)}),
        Line(_("Standard deviation"), _number(said["deviation"]), _("marks")),
        Line(_("Skewness"), _number(said["skewness"]), _("below nought: most did well, a few did badly")),
        Line(_("Kurtosis"), _number(said["kurtosis"]), _("above nought: a sharp peak with long tails")),
    ]
    if stat.is_drawn:
        told += [
            Line(
                _("Stratified alpha"),
                _number(said.get("stratified_alpha"), 3),
                _("reliability of drawn papers, judged cell by cell; reported from %(n)s papers on") % {"n": REPORTABLE},
            ),
            Line(
                _("Binomial error of measurement"),
                _number(said.get("binomial_sem")),
                _("marks; only where every item is right or wrong and every cell has two items"),
            ),
        ]
    else:
        told += [
            Line(_("Cronbach's alpha"), _number(said.get("alpha"), 3), _("how far the items measure the same")),
            Line(_("KR-20"), _number(said.get("kr20"), 3), _("the same for papers of right-or-wrong items")),
        ]
    meaning = _("marks; a candidate's true mark lies within one such error in two of three cases")
    return [*told, Line(_("Standard error of measurement"), _number(said.get("sem")), meaning)]


def histogram(stat: ExamStat) -> bars.Histogram:
    """The distribution of totals with the pass mark, and one error of measurement to either side of it."""
    maximum = float(stat.maximum) or 1.0
    cut, error = float(stat.exam_version.cut_score), stat.figures.get("sem") or 0.0
    return bars.histogram(stat.histogram, 100 * cut / maximum, 100 * error / maximum)


@dataclass(frozen=True)
class ItemRow:
    """One item in the list, and at the head of its own page."""

    code: str
    number: int
    url: str
    kind: str
    stem: str
    n: int
    facility: str
    rest_r: str
    efficiency: str
    d27: str
    alpha_without: str
    deviation: str
    flags: list[str]
    reportable: bool


def rows(stats: Iterable[ItemStat]) -> list[ItemRow]:
    """Items as rows (the stats come with item_version__item and exam_version__exam at hand)."""
    return [row(stat) for stat in stats]


def row(stat: ItemStat) -> ItemRow:
    version = stat.item_version
    return ItemRow(
        code=version.item.code,
        number=version.number,
        url=stat.get_absolute_url(),
        kind=str(Kind(version.item.kind).label),
        stem=version.body_in(get_language() or "")["stem"].replace("**", ""),
        n=stat.n,
        facility=_number(stat.facility),
        rest_r=_number(stat.rest_r),
        efficiency=_number(stat.efficiency),
        d27=_number(stat.d27),
        alpha_without=_number(stat.alpha_without, 3),
        deviation=_number(stat.deviation),
        flags=[str(FLAG_WORDS[flag]) for flag in stat.flags],
        reportable=stat.n >= REPORTABLE,
    )


@dataclass(frozen=True)
class Segment:
    x1: str
    y1: float
    x2: str
    y2: float


@dataclass(frozen=True)
class Choice:
    """One choice of an item: its words, who took it, and its line on the chart."""

    id: str
    text: str
    count: int
    percent: str
    rest_r: str
    is_key: bool
    groups: list[str]
    segments: list[Segment]
    label_y: float


def choices(stat: ItemStat) -> list[Choice]:
    """The choices in the order of the wording; the labels at the end of the lines kept apart."""
    told = [_choice(stat, entry) for entry in stat.choices]
    ends = _apart([choice.label_y for choice in told])
    return [Choice(**{**vars(choice), "label_y": end}) for choice, end in zip(told, ends, strict=True)]


def _choice(stat: ItemStat, entry: dict[str, Any]) -> Choice:
    groups: list[float | None] = entry["groups"]
    points = [
        (f"{100 * (place + 0.5) / len(groups):.1f}%", _height(share)) for place, share in enumerate(groups) if share is not None
    ]
    return Choice(
        id=_letter(entry["id"]),
        text=_words(stat, entry["id"]),
        count=entry["count"],
        percent=f"{100 * entry['share']:.0f}%",
        rest_r=_number(entry["rest_r"]),
        is_key=entry["is_key"],
        groups=["—" if share is None else f"{100 * share:.0f}%" for share in groups],
        segments=[Segment(*start, *end) for start, end in pairwise(points)],
        label_y=points[-1][1] + 4 if points else float(FIELD),
    )


def _height(share: float) -> float:
    return round(20 + FIELD * (1 - share), 1)


def _letter(choice: str) -> str:
    return {"true": _("Right"), "false": _("Wrong")}.get(choice, choice)


def _words(stat: ItemStat, choice: str) -> str:
    body = stat.item_version.body_in(get_language() or SOURCE)
    return next((line["text"] for line in body.get("choices", []) if str(line["id"]) == choice), "")


def _apart(ends: Sequence[float]) -> list[float]:
    """The heights of labels, pushed up where they would touch or leave the field; the lowest keeps its place.

    >>> _apart([180.0, 20.0, 181.0])
    [163.0, 20.0, 181.0]
    """
    placed = dict[int, float]()
    limit = FIELD + 24.0
    for place in sorted(range(len(ends)), key=lambda place: -ends[place]):
        placed[place] = round(min(ends[place], limit), 1)
        limit = placed[place] - APART
    return [placed[place] for place in range(len(ends))]


def on_desk(user: User) -> Section | None:
    """How many items want another look, for whoever runs exams (one query)."""
    if not runs_exams(user):
        return None
    return Section(template="exams/desk_statistics.html", context={"flagged": ItemStat.objects.exclude(flags=[]).count()})
