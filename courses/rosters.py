"""A group's learners as a workbook (名单): every text is a text, so that no name or address is taken for a formula."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from courses.models import Enrolment
from courses.teaching import Group, people, with_lessons_done


def workbook(group: Group) -> bytes:
    """Name, address, enrolled, lessons completed, completed."""
    version = group.run.version if group.run else group.course.current
    codes = version.codes if version else []
    book = Workbook(write_only=True)
    sheet = book.create_sheet(group.course.code)
    heads = (_("Full name"), _("E-mail"), _("Enrolled"), _("Lessons completed"), _("Lessons in all"), _("Completed"))
    sheet.append([text_cell(sheet, head) for head in heads])
    for row in with_lessons_done(people(group, "all"), codes).iterator(chunk_size=1000):
        sheet.append(list(_cells(sheet, row, len(codes))))
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cells(sheet: Any, row: Enrolment, lessons: int) -> Iterable[Any]:
    done: int = row.done  # type: ignore[attr-defined]  # counted by with_lessons_done
    yield text_cell(sheet, row.learner.full_name)
    yield text_cell(sheet, row.learner.email)
    yield localtime(row.enrolled_at).date()
    yield from (done, lessons)
    yield localtime(row.completed_at).date() if row.completed_at else None


def text_cell(sheet: Any, words: str) -> WriteOnlyCell:
    """A cell that is text whatever it begins with; characters no sheet can hold are left out."""
    cell = WriteOnlyCell(sheet, value="".join(sign for sign in words if sign >= " "))
    cell.data_type = "s"
    return cell
