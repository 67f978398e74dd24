"""What each report is made of (报表内容): how large it is, what it was filtered by in words, its table and its paper.

The same functions that the pages read, so figures on screen and in the file cannot differ.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.http import QueryDict

from courses import rosters
from courses.exports.tables import Table
from courses.models import ReportExport
from courses.teaching import Group
from courses.training import asking, exporting, matrix, planning, printing
from courses.training.hours_report import report
from organisations.departments import tree
from organisations.models import Organisation


@dataclass(frozen=True)
class Order:
    """A file to be made: rows and columns are known before, the table and the paper are made when they are wanted."""

    facts: Sequence[str]
    rows: int
    columns: int
    table: Callable[[], Table]
    paper: Callable[[], bytes] | None = None

    @property
    def cells(self) -> int:
        return self.rows * self.columns


def of(held: ReportExport) -> Order:
    """What an export is to hold, in the language now active."""
    return _ORDERS[ReportExport.Report(held.report)](held)


def _matrix(held: ReportExport) -> Order:
    body, asked = _body(held), matrix.Asked.read(QueryDict(held.query))
    all_columns = matrix.columns(body)
    shown = [column for column in all_columns if asked.subject in ("", column.key)]
    people, facts = matrix.members(body, asked), asking.in_words(asked, all_columns, tree(body))
    number = people.count()
    return Order(
        facts,
        number,
        printing.WHO + len(shown),
        partial(exporting.of_matrix, people, shown),
        lambda: printing.of_training(body, matrix.sums(body), people, number, shown, facts),
    )


def _hours(held: ReportExport) -> Order:
    body, told = _body(held), QueryDict(held.query)
    asked, start, end = matrix.Asked.read(told), *(dt.date.fromisoformat(told[name]) for name in ("start", "end"))
    people, facts = matrix.members(body, asked), [asking.period(start, end), *asking.in_words(asked, [], tree(body))]
    number = people.count()
    return Order(
        facts,
        number,
        printing.WHO + 2,
        lambda: exporting.of_hours(report(body, people, start, end)),
        lambda: printing.of_credit(body, report(body, people, start, end), number, facts),
    )


def _plan(held: ReportExport) -> Order:
    body, year = _body(held), int(QueryDict(held.query)["year"])
    plan = planning.of_year(body, year)
    table = partial(exporting.of_plan, plan)
    return Order([str(year)], len(plan.rows), 1 + len(exporting.PLAN_HEADS), table, lambda: printing.of_plan(body, table()))


def _group(held: ReportExport) -> Order:
    assert held.course is not None  # noqa: S101 - the database says so
    group = Group(held.course, held.run)
    return Order([], rosters.learners(group).count(), len(rosters.HEADS), partial(rosters.of_group, group))


def _body(held: ReportExport) -> Organisation:
    assert held.organisation is not None  # noqa: S101 - the database says so
    return held.organisation


_ORDERS: dict[ReportExport.Report, Callable[[ReportExport], Order]] = {
    ReportExport.Report.MATRIX: _matrix,
    ReportExport.Report.HOURS: _hours,
    ReportExport.Report.PLAN: _plan,
    ReportExport.Report.GROUP: _group,
}
