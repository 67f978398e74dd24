"""Daily control (日管控): one record a day and workshop, however often the button is pressed; a correction is a further entry."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from appointments.appointing import Refused
from appointments.attaching import without_place
from appointments.duties.models import ControlPoint, DayFile, DayLine, DayRecord, RiskList
from appointments.duties.permissions import Post, Standing
from certificates.evidence import Evidence
from core.audit import record
from core.dates import today

# So far ahead days without operation are marked: a long holiday, a planned overhaul.
FURTHEST = 60
MOST_DAYS = 31


class AlreadyWritten(Refused):
    """The day has its record; it stands beside the words."""

    def __init__(self, there: DayRecord) -> None:
        super().__init__(_("The record of this day is written already. What you add now is a further entry that corrects it."))
        self.there = there


@dataclass(frozen=True)
class Found:
    """What was found at one point."""

    point: ControlPoint
    state: str
    finding: str = ""
    measure: str = ""
    files: Sequence[Evidence] = ()


@transaction.atomic
def note(
    *,
    standing: Standing,
    risk_list: RiskList,
    unit: str,
    day: dt.date,
    found: Sequence[Found],
    text: str = "",
    keeps_place: bool = False,
    corrects: DayRecord | None = None,
) -> DayRecord:
    """Write a day's record, or the entry that corrects it. Raises AlreadyWritten, Refused."""
    post = standing.post(Post.QSO, Post.QSD)
    if post is None:
        raise Refused(_("The quality safety officer or director in post writes the daily record."))
    if day > today():
        raise Refused(_("That day has not come yet."))
    if {one.point.pk for one in found} != {point.pk for point in risk_list.daily(unit)}:
        raise Refused(_("Answer every point of the list."))
    made = _written(
        DayRecord(
            organisation=standing.firm,
            risk_list=risk_list,
            appointment=post,
            unit=unit,
            day=day,
            note=text,
            corrects=corrects,
            written_by=standing.user,
        )
    )
    for one in found:
        line = DayLine.objects.create(record=made, point=one.point, state=one.state, finding=one.finding, measure=one.measure)
        _keep(one.files, line, keeps_place=keeps_place)
    record("day.noted", made, by=standing.user, findings=sum(one.state == DayLine.State.FINDING for one in found))
    return made


@transaction.atomic
def mark_idle(*, standing: Standing, risk_list: RiskList, first: dt.date, last: dt.date, text: str) -> int:
    """Mark days on which nothing runs; days that have a record keep it. How many were marked. Raises Refused."""
    if not standing.may_mark_idle:
        raise Refused(_("The head, or somebody in post, marks days without operation."))
    number = (last - first).days + 1
    if not 1 <= number <= MOST_DAYS or last > today() + dt.timedelta(days=FURTHEST):
        raise Refused(
            _("Mark at most %(most)s days at a time, at most %(ahead)s days ahead.") % {"most": MOST_DAYS, "ahead": FURTHEST}
        )
    days = [first + dt.timedelta(days=offset) for offset in range(number)]
    rows = [
        DayRecord(
            organisation=standing.firm,
            risk_list=risk_list,
            appointment=standing.post(Post.QSO, Post.QSD),
            unit=unit,
            day=day,
            is_idle=True,
            note=text,
            written_by=standing.user,
        )
        for day in days
        for unit in risk_list.units
    ]
    there = DayRecord.objects.of(standing.firm).filter(corrects=None)
    had = set(there.filter(day__range=(first, last)).values_list("unit", "day"))
    new = [row for row in rows if (row.unit, row.day) not in had]
    # Somebody may write one of these days this very moment: the constraint keeps the first.
    DayRecord.objects.bulk_create(new, ignore_conflicts=True)
    record("day.idle", standing.firm, by=standing.user, first=str(first), last=str(last))
    return len(new)


def _written(row: DayRecord) -> DayRecord:
    """The row, kept; the database lets one a day through."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:
        if row.corrects_id is not None:
            raise Refused(_("That entry was corrected already. Correct the newer one.")) from twice
        same = DayRecord.objects.of(row.organisation).filter(unit=row.unit, day=row.day, corrects=None)
        raise AlreadyWritten(same.get()) from twice
    return row


def _keep(files: Sequence[Evidence], line: DayLine, *, keeps_place: bool) -> None:
    """Keep the photos; where they were taken is taken out unless it is wanted."""
    for given in files:
        file, pk = given if keeps_place else without_place(given), uuid4()
        DayFile.objects.create(
            pk=pk,
            line=line,
            name=file.name,
            media_type=file.mime,
            size=len(file.content),
            key=file.keep(pk),
            sha256=file.sha256,
        )
