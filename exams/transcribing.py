"""Typing in an answer sheet (录入答题卡): two people type it, each without seeing the other's; what differs is settled from the
sheet; then the answers go through the same save and hand-in as any others.

The candidate's row is locked first, as at the start of any attempt, so of two first entries one becomes the second.
Each deed is on record; an entry is never changed, and a sheet begun wrongly is discarded with its reason and begun anew.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from core.audit import record
from core.clock import now
from exams import delivery
from exams.models import AnswerSheet, Attempt, PrintedPaper, Registration, SheetEntry
from exams.saving import Answer

Kind, State = SheetEntry.Kind, Registration.State
Answers = Mapping[int, Any]


class NotPossible(Exception):
    """The deed does not fit what is there; `why` is own, absent, sat, form, same, entered, agreed or stored."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def standing(registration: Registration) -> AnswerSheet | None:
    """The sheet of this registration as it stands (two queries)."""
    return AnswerSheet.objects.standing().told().filter(registration=registration).first()


@transaction.atomic
def enter(*, registration: Registration, paper: PrintedPaper, answers: Answers, by: User) -> AnswerSheet:
    """Keep what one person typed. The second entry, if it agrees with the first, is stored at once. Raises NotPossible."""
    fresh = _locked(registration, by)
    sheet = standing(fresh) or _opened(fresh, paper)
    if sheet.attempt_id:
        raise NotPossible("stored")
    if sheet.paper_id != paper.pk:
        raise NotPossible("form")
    first = sheet.entry(Kind.FIRST)
    if first and sheet.entry(Kind.SECOND):
        raise NotPossible("entered")
    if first and first.typed_by_id == by.pk:
        raise NotPossible("same")
    _keep(sheet, Kind.SECOND if first else Kind.FIRST, answers, by)
    return sheet


def store(*, sheet: AnswerSheet, by: User) -> Attempt | None:
    """Store the answers both entries agree on, or that were settled; None while something is still open.

    Raises conditions.NotAllowed when the rules do not let this candidate's paper count: nothing is stored then.
    """
    with transaction.atomic():
        registration = _locked(sheet.registration, by)
        fresh = AnswerSheet.objects.told().get(pk=sheet.pk)
        if fresh.attempt is not None or fresh.discarded_at is not None:
            return fresh.attempt
        agreed = settled(fresh)
        if agreed is None:
            return None
        typists = sorted({entry.typed_by_id for entry in fresh.entries.all()})
        attempt = delivery.start(candidate=registration.candidate, sitting=registration.sitting, form=fresh.paper)
        delivery.hand_in_sheet(attempt=attempt, answers=[Answer(slot, value) for slot, value in agreed], typed_by=typists)
        fresh.attempt = attempt
        fresh.save(update_fields=["attempt"])
        record("sheet.stored", fresh, by=by, attempt=str(attempt.pk), typed_by=typists)
    return attempt


def settled(sheet: AnswerSheet) -> list[tuple[int, Any]] | None:
    """The answers that hold, by slot; None while an entry is missing or a difference open."""
    final = sheet.entry(Kind.SETTLED)
    if final is None:
        final = sheet.entry(Kind.SECOND)
        if final is None or differing(sheet):
            return None
    return sorted((int(slot), value) for slot, value in final.answers.items())


def differing(sheet: AnswerSheet) -> list[int]:
    """The slots at which the two entries differ."""
    first, second = sheet.entry(Kind.FIRST), sheet.entry(Kind.SECOND)
    if first is None or second is None:
        return []
    slots = first.answers.keys() | second.answers.keys()
    return sorted(int(slot) for slot in slots if first.answers.get(slot) != second.answers.get(slot))


@transaction.atomic
def settle(*, sheet: AnswerSheet, answers: Answers, by: User) -> AnswerSheet:
    """Decide each difference from the sheet: `answers` holds what it says at the slots that differ. Raises NotPossible."""
    _locked(sheet.registration, by)
    fresh = AnswerSheet.objects.standing().told().get(pk=sheet.pk)
    if fresh.attempt_id or fresh.entry(Kind.SETTLED):
        raise NotPossible("stored")
    open_slots, second = set(differing(fresh)), fresh.entry(Kind.SECOND)
    if second is None or not open_slots:
        raise NotPossible("agreed")
    agreed = {int(slot): value for slot, value in second.answers.items() if int(slot) not in open_slots}
    _keep(fresh, Kind.SETTLED, {**agreed, **{slot: answers.get(slot) for slot in open_slots}}, by)
    return fresh


@transaction.atomic
def discard(*, sheet: AnswerSheet, because: str, by: User) -> None:
    """Begin anew: what was typed stays on record and counts no more. Raises NotPossible once it is stored and stands."""
    _locked(sheet.registration, by)
    fresh = AnswerSheet.objects.standing().told().get(pk=sheet.pk)
    if fresh.attempt is not None and fresh.attempt.state != Attempt.State.VOID:
        raise NotPossible("stored")
    fresh.discarded_at, fresh.discarded_by, fresh.discarded_because = now(), by, because
    fresh.save(update_fields=["discarded_at", "discarded_by", "discarded_because"])
    record("sheet.discarded", fresh, by=by, because=because)


def _locked(registration: Registration, by: User) -> Registration:
    if registration.candidate_id == by.pk:
        raise NotPossible("own")
    User.objects.select_for_update(no_key=True).only("pk").get(pk=registration.candidate_id)
    return Registration.objects.told().get(pk=registration.pk)


def _opened(registration: Registration, paper: PrintedPaper) -> AnswerSheet:
    if paper.sitting_id != registration.sitting_id:
        raise NotPossible("form")
    if registration.state not in (State.ADMITTED, State.ATTENDED):
        raise NotPossible("absent")
    if Attempt.objects.filter(registration=registration).exclude(state=Attempt.State.VOID).exists():
        raise NotPossible("sat")
    return AnswerSheet.objects.create(registration=registration, paper=paper)


def _keep(sheet: AnswerSheet, kind: SheetEntry.Kind, answers: Answers, by: User) -> None:
    written = {str(slot): value for slot, value in answers.items() if value is not None}
    SheetEntry.objects.create(sheet=sheet, kind=kind, answers=written, typed_by=by)
    record(f"sheet.{kind.value}", sheet, by=by, answers=len(written))
