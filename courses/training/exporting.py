"""The matrix and the hours for other programs: one table, written as XLSX or CSV. No text in it is ever a formula."""

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.dates import today
from core.sheets import safe
from courses.models import TrainingTask
from courses.training.hours_report import Report
from courses.training.matrix import Column
from courses.training.planning import Plan
from courses.training.states import key, state
from organisations.models import Membership
from organisations.roster.books import XLSX, table

if TYPE_CHECKING:
    People = QuerySet[Membership] | Collection[Membership]

PLAN_HEADS = (
    gettext_lazy("What to learn"),
    gettext_lazy("For whom"),
    gettext_lazy("Planned hours a person"),
    gettext_lazy("Budget in yuan"),
    gettext_lazy("State"),
    pgettext_lazy("of a training plan", "Done"),
)
KINDS = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True)
class Table:
    """Headings and rows of text."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def of_matrix(people: "People", shown: Sequence[Column]) -> Table:
    """These people with their cells in words (two queries). Ten thousand with twenty courses each are a fifth of a million cells,
    so of each no more is read than its words need, and what many say alike is put into words once.
    """
    heads = [_("Name"), _("Department"), _("Post"), _("Employee number"), *(column.title for column in shown)]
    cells, say = defaultdict[object, dict[str, str]](dict), _Words()
    there: Any = people.order_by().values("pk") if isinstance(people, QuerySet) else [one.pk for one in people]
    tasks = TrainingTask.objects.live().filter(membership__in=there).order_by()
    for member, course, track, *told in tasks.values_list("membership_id", "course_id", "track_id", *_TOLD):
        cells[member][key(course, track)] = say(*told)
    lines = [[*_told(one), *(cells[one.pk].get(column.key, "—") for column in shown)] for one in people]
    return Table(_("Training matrix"), heads, lines)


_TOLD = ("due_on", "begun_on", "done_on", "was_done_before")


class _Words:
    """A cell in words, as on screen: the state, and the day done or the day due."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {
            "done": _("Completed it"),
            "on_time": _("Under way, in time"),
            "late": _("Late, the date is past"),
            "never": _("Never started"),
        }
        self.before, self.today = f"{self.names['done']} {_('before joining')}", today()
        self.said: dict[tuple[object, ...], str] = {}

    def __call__(self, due_on: dt.date, begun_on: dt.date | None, done_on: dt.date | None, was_before: bool) -> str:
        known = (due_on, begun_on, done_on, was_before)
        if known not in self.said:
            name = self.names[state(due_on=due_on, begun_on=begun_on, done_on=done_on, today=self.today)]
            self.said[known] = self.before if was_before else f"{name} {(done_on or due_on).isoformat()}"
        return self.said[known]


def of_hours(report: Report) -> Table:
    heads = [_("Name"), _("Department"), _("Post"), _("Employee number"), _("Minutes credited"), _("credit hours")]
    lines = [[*_told(line.member), str(line.minutes), str(line.hours)] for line in report.lines]
    lines.append([_("Total"), "", "", "", str(report.minutes), str(report.hours)])
    return Table(_("Hours report"), heads, lines)


def of_plan(plan: Plan) -> Table:
    heads = [_("Month"), *(str(head) for head in PLAN_HEADS)]
    lines = [
        [
            f"{plan.year}-{row.line.month:02}",
            row.title,
            row.for_whom,
            "" if row.line.hours is None else str(row.line.hours),
            "" if row.line.budget is None else str(row.line.budget),
            row.words,
            f"{row.done}/{row.people}",
        ]
        for row in plan.rows
    ]
    lines.append([_("Total"), "", "", "", str(plan.budget), "", f"{plan.done}/{len(plan.rows)}"])
    return Table(_("Training plan %(year)s") % {"year": plan.year}, heads, lines)


def _told(member: Membership) -> list[str]:
    return [str(getattr(member, name) or "") for name in ("name", "department", "post", "employee_number")]


def written(told: Table, kind: str) -> bytes:
    """The table as a file. CSV begins with a byte-order mark, so that Excel reads the Chinese."""
    if kind == "xlsx":
        return table(told.title, told.heads, told.rows)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[safe(cell) for cell in line] for line in (told.heads, *told.rows)])
    return out.getvalue().encode("utf-8-sig")
