"""The matrix, the hours and the plan for other programs: one table each, read from the database piece by piece."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.dates import today
from core.workbooks import Cell
from courses.exports.tables import A_STEP, Table
from courses.models import TrainingTask
from courses.training.hours_report import Report
from courses.training.matrix import Column
from courses.training.planning import Plan
from courses.training.states import key, state
from organisations.models import Membership

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


def of_matrix(people: "People", shown: Sequence[Column]) -> Table:
    """These people with their cells in words (a query, and one for every five hundred people)."""
    heads = [_("Name"), _("Department"), _("Post"), _("Employee number"), *(column.title for column in shown)]
    return Table(_("Training matrix"), heads, _rows(people, [column.key for column in shown]))


def _rows(people: "People", shown: Sequence[str]) -> Iterator[Sequence[Cell]]:
    """Ten thousand with twenty courses each are a fifth of a million cells: of each no more is read than its words need, what
    many say alike is put into words once, and no more people than a piece are held.
    """
    say, coming = _Words(), one_by_one(people)
    while some := list(islice(coming, A_STEP)):
        cells = defaultdict[object, dict[str, str]](dict)
        tasks = TrainingTask.objects.live().filter(membership__in=[one.pk for one in some]).order_by()
        for member, course, track, *told in tasks.values_list("membership_id", "course_id", "track_id", *_TOLD):
            cells[member][key(course, track)] = say(*told)
        for one in some:
            yield [*_told(one), *(cells[one.pk].get(column, "—") for column in shown)]


def one_by_one(people: "People") -> Iterator[Membership]:
    """People, of whom never more than a piece is held."""
    return people.iterator(A_STEP) if isinstance(people, QuerySet) else iter(people)


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
    return Table(_("Hours report"), heads, _lines(report))


def _lines(report: Report) -> Iterator[Sequence[Cell]]:
    for line in report.of(one_by_one(report.people)):
        yield [*_told(line.member), line.minutes, line.hours]
    yield [_("Total"), "", "", "", report.minutes, report.hours]


def of_plan(plan: Plan) -> Table:
    heads = [_("Month"), *(str(head) for head in PLAN_HEADS)]
    lines: list[Sequence[Cell]] = [
        [
            f"{plan.year}-{row.line.month:02}",
            row.title,
            row.for_whom,
            row.line.hours,
            row.line.budget,
            row.words,
            f"{row.done}/{row.people}",
        ]
        for row in plan.rows
    ]
    lines.append([_("Total"), "", "", None, plan.budget, "", f"{plan.done}/{len(plan.rows)}"])
    return Table(_("Training plan %(year)s") % {"year": plan.year}, heads, lines)


def _told(member: Membership) -> list[str]:
    return [str(getattr(member, name) or "") for name in ("name", "department", "post", "employee_number")]
