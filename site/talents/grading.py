"""The gradebook of a class (成绩册): who is in it, what was graded, the marks; and coming into a class by its code."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.dates import now, today
from talents.models import ClassGroup, ClassMember, Grade, GradeColumn


class Refused(Exception):
    """It cannot be done so; the message says why."""


@dataclass(frozen=True)
class Row:
    """A student's marks, in the order of the columns; the share of all full marks, None while something is missing."""

    member: ClassMember
    points: tuple[Decimal | None, ...]
    share: int | None

    @property
    def name(self) -> str:
        return self.member.student.full_name


@dataclass(frozen=True)
class Book:
    columns: tuple[GradeColumn, ...]
    rows: tuple[Row, ...]


def book(group: ClassGroup, *, only: User | None = None) -> Book:
    """The gradebook (three queries, however many students); with `only` that student's line alone."""
    columns = tuple(group.columns.all())
    members = group.members.filter(left_on=None).select_related("student")
    found = list(members.filter(student=only) if only else members)
    marks = {(one.member_id, one.column_id): one.points for one in Grade.objects.filter(member__in=[one.pk for one in found])}
    return Book(columns, tuple(_row(one, columns, marks) for one in found))


def _row(member: ClassMember, columns: tuple[GradeColumn, ...], marks: Mapping[tuple[int, int], Decimal]) -> Row:
    points = tuple(marks.get((member.pk, column.pk)) for column in columns)
    known = [one for one in points if one is not None]
    full = sum(column.maximum for column in columns)
    share = int(100 * sum(known) / full) if columns and len(known) == len(columns) else None
    return Row(member, points, share)


@transaction.atomic
def join(*, code: str, student: User) -> ClassMember:
    """Come into the class of this code. Asked again: the place one has; who left comes back."""
    group = ClassGroup.objects.filter(code=code).first()
    if group is None:
        raise Refused(_("No class has this code. Look at it once more; there is no 0, O, 1 or I in it."))
    if group.teacher_id == student.pk:
        raise Refused(_("You teach this class."))
    member, is_new = ClassMember.objects.get_or_create(group=group, student=student)
    if not is_new and member.left_on is not None:
        member.left_on = None
        member.save(update_fields=["left_on"])
    if is_new:
        record("class.joined", group, by=student)
    return member


@transaction.atomic
def leave(*, group: ClassGroup, student: User) -> None:
    """Leave the class; what was graded stays with it."""
    if ClassMember.objects.filter(group=group, student=student, left_on=None).update(left_on=today()):
        record("class.left", group, by=student)


@transaction.atomic
def grade(*, column: GradeColumn, points: Mapping[int, Decimal], by: User) -> None:
    """Write marks of a column. Overwriting them is logged with what stood there."""
    there = {one.member_id: one for one in Grade.objects.select_for_update(no_key=True).filter(column=column)}
    for member in column.group.members.filter(pk__in=points):
        mine, value = there.get(member.pk), points[member.pk]
        if mine is None:
            Grade.objects.create(column=column, member=member, points=value, written_by=by)
        elif mine.points != value:
            record("grade.changed", mine, by=by, before=str(mine.points), now=str(value))
            mine.points, mine.written_by, mine.written_at = value, by, now()
            mine.save(update_fields=["points", "written_by", "written_at"])
