"""A group's learners as a table (学员名单), and cells of workbooks that are text whatever they begin with."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.cell import WriteOnlyCell

from core.workbooks import Cell
from courses.exports.tables import A_STEP, Table
from courses.models import Enrolment
from courses.teaching import Group, people, with_lessons_done

if TYPE_CHECKING:
    from django.db.models import QuerySet

HEADS = (
    gettext_lazy("Full name"),
    gettext_lazy("E-mail"),
    gettext_lazy("Enrolled"),
    gettext_lazy("Lessons completed"),
    gettext_lazy("Lessons in all"),
    gettext_lazy("Completed"),
)


def learners(group: Group) -> "QuerySet[Enrolment]":
    """Everybody in the group, by name."""
    return people(group, "all")


def of_group(group: Group) -> Table:
    """Name, address, enrolled, lessons completed, completed (one query)."""
    return Table(_("Learners of a group"), [str(head) for head in HEADS], _rows(group))


def _rows(group: Group) -> Iterator[Sequence[Cell]]:
    version = group.run.version if group.run else group.course.current
    codes = version.codes if version else []
    for row in with_lessons_done(learners(group), codes).iterator(A_STEP):
        done: int = row.done  # type: ignore[attr-defined]  # counted by with_lessons_done
        ended = localtime(row.completed_at).date() if row.completed_at else None
        yield row.learner.full_name, row.learner.email, localtime(row.enrolled_at).date(), done, len(codes), ended


def text_cell(sheet: Any, words: str) -> WriteOnlyCell:
    """A cell that is text whatever it begins with; characters no sheet can hold are left out."""
    cell = WriteOnlyCell(sheet, value="".join(sign for sign in words if sign >= " "))
    cell.data_type = "s"
    return cell
