"""The record of a sitting to read, print and take along (考场记录): everyone, their times, and what was done."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook

from exams import closing
from exams.exchange.sheets import safe
from exams.models import Attempt, Registration, Sitting
from exams.overview import arrangement_told
from exams.watching import ROOMFUL


@dataclass(frozen=True)
class Person:
    """One candidate in the record."""

    registration: Registration
    attempt: Attempt | None
    granted_s: int
    arranged: str
    # Not noted yet, but nobody can start any more.
    is_missing: bool = False

    @property
    def state(self) -> str:
        if self.is_missing:
            return str(Registration.State.ABSENT.label)
        if self.attempt is None:
            return str(self.registration.get_state_display())
        return str(self.attempt.get_submit_reason_display() if self.attempt.submit_reason else self.attempt.get_state_display())

    @property
    def granted(self) -> int:
        """Whole minutes given while the exam ran."""
        return self.granted_s // 60


def sheets(sitting: Sitting) -> Paginator[Registration]:
    """Everyone with a seat or a refusal, by admission number, a roomful at a time."""
    registrations = Registration.objects.filter(sitting=sitting).exclude(state=Registration.State.WITHDRAWN)
    return Paginator(registrations.select_related("candidate").order_by("admission_no"), ROOMFUL)


def people(sitting: Sitting, registrations: Sequence[Registration]) -> list[Person]:
    """These candidates as the record tells them: four queries."""
    attempts = Attempt.objects.filter(registration__in=registrations).exclude(state=Attempt.State.VOID)
    missing = closing.missing(sitting).filter(pk__in=[one.pk for one in registrations])
    absent = set(missing.values_list("pk", flat=True)) if closing.is_settled(sitting) else set()
    by_registration = {attempt.registration_id: attempt for attempt in attempts.prefetch_related("time_grants")}
    return [
        Person(
            one,
            attempt,
            sum(grant.seconds for grant in attempt.time_grants.all()) if attempt else 0,
            _join(arrangement_told(one)),
            one.pk in absent,
        )
        for one in registrations
        for attempt in [by_registration.get(one.pk)]
    ]


def table(sitting: Sitting) -> Iterator[list[str]]:
    """The record as a table: the head, then one line each."""
    yield [
        _("Admission number"),
        _("Candidate"),
        _("State"),
        _("Checked in"),
        _("Started"),
        _("Deadline"),
        _("Handed in"),
        _("Minutes granted"),
        _("Arrangements"),
    ]
    everyone = sheets(sitting)
    for one in (told for sheet in everyone for told in people(sitting, list(sheet.object_list))):
        times = [one.registration.checked_in_at]
        times += [one.attempt.started_at, one.attempt.deadline_at, one.attempt.submitted_at] if one.attempt else [None] * 3
        told = [f"{localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else "" for moment in times]
        granted = str(one.granted) if one.granted_s else ""
        yield [one.registration.admission_no, one.registration.candidate.full_name, one.state, *told, granted, one.arranged]


def as_csv(sitting: Sitting) -> bytes:
    """For any spreadsheet; the mark at its head tells Excel that it is UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows([safe(cell) for cell in line] for line in table(sitting))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sitting: Sitting) -> bytes:
    """The same as a workbook; every cell is text."""
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    for row, line in enumerate(table(sitting), 1):
        for column, text in enumerate(line, 1):
            cell = sheet.cell(row, column, safe(text))
            cell.data_type = "s"
    sheet.freeze_panes = "A2"
    book.save(out)
    return out.getvalue()


def _join(sentences: list[str]) -> str:
    return "; ".join(sentences)
