"""Claiming (领取答卷): an answer is held by one marker at one stage, for a while, and marked once.

Two lines of defence against marking one answer twice at one stage: the claim (claim_item_stage_uniq) and the mark itself
(mark_stage_round_uniq). Who gives up a claim, or lets it lapse, leaves the answer to others.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from core.clock import now
from exams import assessing, events, workload
from exams.anonymity import number
from exams.models import AnswerKey, Attempt, Claim, ItemVersion, Mark, Result
from exams.permissions import may_adjudicate

# How long an untouched answer is held, and one with a draft.
HELD, HELD_WITH_DRAFT = dt.timedelta(minutes=30), dt.timedelta(days=3)


class Lost(Exception):
    """The answer is no longer held by this marker, or its paper is no longer to be marked."""


def take(*, version: ItemVersion, marker: User, after: Claim | None = None) -> Claim | None:
    """The next answer to mark: one the marker holds already (after `after`), else a free one; None when none is left.

    Free ones come in the order of their anonymous numbers, which tells nothing of who wrote them, or when.
    """
    mine = Claim.objects.of_item(version).held_by(marker).filter(until__gt=now())
    held = mine.filter(taken_at__gt=after.taken_at).first() if after else mine.first()
    if held:
        return held
    adjudicates, known = may_adjudicate(marker), set(mine.values_list("attempt_item", flat=True))
    free = [answer for answer in workload.answers(version) if answer.pk not in known]
    for answer in sorted(free, key=lambda answer: number("answer", answer.pk)):
        for stage in answer.stages_for(marker, adjudicates=adjudicates):
            if claim := _claim(answer.pk, stage, marker):
                return claim
    return None


def save_draft(*, claim: Claim, marker: User, given: Mapping[str, str], comment: str) -> Claim:
    """Keep what was typed so far; the answer stays with its marker for longer."""
    at = now()
    changes: dict[str, Any] = {"given": dict(given), "comment": comment, "saved_at": at, "until": at + HELD_WITH_DRAFT}
    if not Claim.objects.held_by(marker).filter(pk=claim.pk).update(**changes):
        raise Lost(claim.pk)
    for name, value in changes.items():
        setattr(claim, name, value)
    return claim


def put_back(*, claim: Claim, marker: User) -> None:
    """Leave the answer to others."""
    Claim.objects.held_by(marker).filter(pk=claim.pk).delete()


def give(*, claim: Claim, marker: User, rubric: list[dict[str, Any]], marks: Any, key: AnswerKey, comment: str = "") -> Mark:
    """Give the mark and let the answer go. When it was the last one of the paper, the result is made; a person releases it.

    Raises Lost when somebody else holds the answer by now, or the paper is void.
    """
    with transaction.atomic():
        attempt = _lock(claim)
        held = Claim.objects.held_by(marker).filter(pk=claim.pk).first()
        if held is None or attempt.state != Attempt.State.SUBMITTED:
            raise Lost(claim.pk)
        at = now()
        mark = Mark.objects.create(
            attempt_item=held.attempt_item,
            stage=held.stage,
            marks=marks,
            marker=marker,
            key=key,
            rubric=rubric,
            comment=comment,
            marked_at=at,
        )
        held.delete()
        conclude_if_marked(attempt, at)
    return mark


def conclude_if_marked(attempt: Attempt, at: dt.datetime) -> Result | None:
    """The result of a paper whose last answer has its mark. The caller holds the attempt's lock."""
    if attempt.state != Attempt.State.SUBMITTED or not assessing.is_marked(attempt):
        return None
    result = assessing.conclude(attempt, cause=Result.Cause.INITIAL, at=at)
    events.note(attempt, "marked", at, result=str(result.pk))
    return result


def _claim(answer: int, stage: str, marker: User) -> Claim | None:
    """Hold the answer, unless someone else does; the database says who was first."""
    at = now()
    Claim.objects.lapsed(at).filter(attempt_item=answer, stage=stage).delete()
    wanted = Claim(attempt_item_id=answer, stage=stage, marker=marker, taken_at=at, until=at + HELD)
    Claim.objects.bulk_create([wanted], ignore_conflicts=True)
    claim = Claim.objects.filter(pk=wanted.pk).first()
    if claim and Mark.objects.filter(attempt_item=answer, stage=stage).exists():
        # Marked between our look and our claim: the mark comes before the claim is let go, so it is seen here.
        claim.delete()
        return None
    return claim


def _lock(claim: Claim) -> Attempt:
    attempts = Attempt.objects.filter(items__pk=claim.attempt_item_id)
    return attempts.select_for_update(of=("self",), no_key=True).select_related("exam_version", "sitting").get()
