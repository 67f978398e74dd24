"""Appealing (申诉): how a candidate asks for a review, and what its decision does to marks, results and attempts.

Lock order as everywhere: the attempt's row first, then the case. Marks are added at the stage of appeal, never changed.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core.audit import record
from core.clock import now
from exams import assessing, cases, events, rubrics, rush
from exams.models import Attempt, AttemptItem, Case, Mark, Response, Result
from exams.signals import attempt_annulled
from exams.superseding import supersede

# Working days after the release within which one may appeal (scheme, 3.4).
WITHIN = 15
UPHELD = (Case.Decision.UPHELD, Case.Decision.PARTLY)


class TooLate(Exception):
    """The time for an appeal is over."""


class NothingToChange(Exception):
    """Marks, answers or the attempt can change only by a case that is upheld, about a paper that is marked."""


@dataclass(frozen=True)
class Consequences:
    """What a decision does besides being one. `awards`: item of the paper -> marks part by part ("1" where it has none)."""

    awards: Mapping[int, Mapping[str, Decimal]] = field(default_factory=dict)
    counts_late: bool = False
    annuls: bool = False

    @property
    def any(self) -> bool:
        return bool(self.awards or self.counts_late or self.annuls)


def deadline(result: Result) -> dt.datetime:
    """The last moment for an appeal about this result."""
    return cases.end_of_working_day(result.released_at or result.computed_at, WITHIN)


def standing(result: Result) -> Case | None:
    """The appeal about this result, if one was made (one query, none where it is known that none was)."""
    if not getattr(result, "is_appealed", True):
        return None
    return rush.newest_appeal(result.attempt_id, result.released_at)


def appeal(*, result: Result, by: User, text: str) -> Case:
    """Ask for a review of one's released result; asking twice returns the first appeal. Raises TooLate."""
    with transaction.atomic():
        _lock(result.attempt_id)
        if made := standing(result):
            return made
        if now() > deadline(result):
            raise TooLate(result.pk)
        return cases.open_case(kind=Case.Kind.APPEAL, by=by, text=text, attempt=result.attempt, result=str(result.pk))


def complain(*, attempt: Attempt, by: User, text: str) -> Case:
    """Complain about how one's exam went."""
    return cases.open_case(kind=Case.Kind.COMPLAINT, by=by, text=text, attempt=attempt)


def decide(*, case: Case, by: User, decision: str, reasons: str, then: Consequences | None = None) -> Case:
    """Decide a case with all it brings about, at once. Raises cases.NotPending, cases.NotImpartial, NothingToChange."""
    what = then or Consequences()
    with transaction.atomic():
        attempt = _lock(case.attempt_id) if case.attempt_id else None
        if what.any and (decision not in UPHELD or attempt is None):
            raise NothingToChange(case.pk)
        told = {"awards": len(what.awards), "counts_late": what.counts_late, "annuls": what.annuls} if what.any else {}
        decided = cases.decide(case=case, by=by, decision=decision, reasons=reasons, **told)
        if attempt is not None and (what.awards or what.counts_late):
            _mark_anew(attempt, what, by, reasons)
        if attempt is not None and what.annuls:
            annul(attempt, by=by, reason=reasons)
    return decided


def annul(attempt: Attempt, *, by: User, reason: str) -> None:
    """Make the attempt void: it counts for nothing, not even as an attempt. The caller holds its lock."""
    attempt.state = Attempt.State.VOID
    attempt.save(update_fields=["state"])
    events.note(attempt, "annulled", now(), reason=reason, by=by.pk)
    record("attempt.annulled", attempt, by=by)
    attempt_annulled.send(sender=Attempt, attempt=attempt)


def late_answers(attempt: Attempt) -> dict[int, Any]:
    """The newest late answer of each item of the paper that has one (one query)."""
    late = Response.objects.filter(attempt_item__attempt=attempt, late=True).order_by("seq")
    return dict(late.values_list("attempt_item", "value"))


def _mark_anew(attempt: Attempt, what: Consequences, by: User, reasons: str) -> None:
    if attempt.state not in (Attempt.State.MARKED, Attempt.State.RELEASED):
        raise NothingToChange(attempt.pk)
    items = {item.pk: item for item in attempt.items.all()}
    keys = assessing.newest_keys(item.item_version_id for item in items.values())
    earned: dict[int, tuple[Decimal, Sequence[Mapping[str, Any]]]] = {}
    for pk, value in late_answers(attempt).items() if what.counts_late else ():
        marked = assessing.by_rule(items[pk], keys[items[pk].item_version_id], value)
        if marked is not None:
            earned[pk] = marked
    earned |= {pk: _awarded(items[pk], marks) for pk, marks in what.awards.items()}
    for pk, (marks, rubric) in earned.items():
        last = items[pk].marks.filter(stage=Mark.Stage.APPEAL).aggregate(last=Max("round"))["last"] or 0
        Mark.objects.create(
            attempt_item=items[pk],
            stage=Mark.Stage.APPEAL,
            round=last + 1,
            marks=marks,
            marker=by,
            key=keys[items[pk].item_version_id],
            rubric=list(rubric),
            comment=reasons,
            marked_at=now(),
        )
    supersede(attempt, cause=Result.Cause.APPEAL, by=by, at=now())


def _awarded(item: AttemptItem, marks: Mapping[str, Decimal]) -> tuple[Decimal, list[dict[str, Any]]]:
    total = sum(marks.values(), Decimal(0)).quantize(rubrics.CENT)
    return total, [{"part": part, "marks": f"{given:f}"} for part, given in marks.items()] if item.parts else []


def _lock(pk: Any) -> Attempt:
    locked = Attempt.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("exam_version", "sitting").get(pk=pk)
