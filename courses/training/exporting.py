"""The matrix and the hours for other programs: one table, written as XLSX or CSV. No text in it is ever a formula."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.sheets import safe
from courses.models import TrainingTask
from courses.training.hours_report import Report
from courses.training.matrix import Column, Row
from courses.training.planning import Plan
from organisations.models import Membership
from organisations.roster.books import XLSX, table

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


def words(task: TrainingTask | None) -> str:
    """A cell in words, as on screen: the state, and the day done or the day due."""
    if task is None:
        return "—"
    names = {
        "done": _("Completed it"),
        "on_time": _("Under way, in time"),
        "late": _("Late, the date is past"),
        "never": _("Never started"),
    }
    if task.was_done_before:
        return f"{names['done']} {_('before joining')}"
    return f"{names[task.state]} {(task.done_on or task.due_on).isoformat()}"


def of_matrix(rows: Sequence[Row], shown: Sequence[Column]) -> Table:
    heads = [_("Name"), _("Department"), _("Post"), _("Employee number"), *(column.title for column in shown)]
    lines = [[*_told(row.member), *(words(task) for _column, task in row.cells)] for row in rows]
    return Table(_("Training matrix"), heads, lines)


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
