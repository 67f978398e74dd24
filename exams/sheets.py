"""Where the sheets of a sitting stand (答题卡进度), and what two entries of one make differently."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator

from accounts.models import User
from exams import sheet_forms, transcribing
from exams.models import AnswerSheet, Attempt, Registration, Sitting
from exams.sheet_forms import Box, Section
from exams.watching import ROOMFUL


@dataclass(frozen=True)
class Row:
    """One candidate of a sitting. `key` is none, first, differing, ready, stored, screen or absent."""

    registration: Registration
    sheet: AnswerSheet | None
    key: str
    typists: list[str]
    differing: int
    may_type: bool


@dataclass(frozen=True)
class Difference:
    """One question the two entries read differently, and the fields to type it once more."""

    slot: int
    first: str
    second: str
    boxes: list[Box]


def pages(sitting: Sitting, words: str = "") -> Paginator[Registration]:
    """Everyone with a seat, or those whose name or number has these words, by admission number, a roomful at a time."""
    seated = Registration.objects.filter(sitting=sitting).seated().saying(words)
    return Paginator(seated.select_related("candidate").order_by("admission_no"), ROOMFUL)


def rows(seated: Sequence[Registration], reader: User) -> list[Row]:
    """How far the sheets of these are (three queries, however many)."""
    known = {sheet.registration_id: sheet for sheet in AnswerSheet.objects.standing().told().filter(registration__in=seated)}
    attempts = Attempt.objects.filter(registration__in=seated).exclude(state=Attempt.State.VOID)
    sat = set(attempts.values_list("registration", flat=True))
    return [_row(one, known.get(one.pk), one.pk in sat, reader) for one in seated]


def differences(sheet: AnswerSheet, found: Iterable[Section]) -> list[Difference]:
    """Both readings of each question that differs, as they would be typed."""
    first, second = sheet.entry("first"), sheet.entry("second")
    told = []
    for line in (line for section in found for line in section.lines):
        slot = line.shape.slot
        one, other = (sheet_forms.shown(line, entry.answers.get(str(slot)) if entry else None) for entry in (first, second))
        told.append(Difference(slot, one, other, line.boxes))
    return sorted(told, key=lambda one: one.slot)


def _row(registration: Registration, sheet: AnswerSheet | None, sat: bool, reader: User) -> Row:
    entries = [entry for entry in sheet.entries.all() if entry.kind != "settled"] if sheet else []
    differing = len(transcribing.differing(sheet)) if sheet else 0
    key = _key(registration, sheet, sat, differing)
    typed = reader.pk in {entry.typed_by_id for entry in entries}
    may_type = key in ("none", "first") and not typed and registration.candidate_id != reader.pk
    return Row(registration, sheet, key, [entry.typed_by.full_name for entry in entries], differing, may_type)


def _key(registration: Registration, sheet: AnswerSheet | None, sat: bool, differing: int) -> str:
    if sheet is None:
        if sat:
            return "screen"
        return "absent" if registration.state == Registration.State.ABSENT else "none"
    if sheet.attempt_id:
        return "stored"
    if sheet.entry("second") is None:
        return "first"
    return "differing" if differing and not sheet.entry("settled") else "ready"
