"""Assessing (评卷): marks for every answer that counts, and the result they come to.

Called with the attempt's row locked and already closed; marks are added, never changed.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from accounts.models import User
from core.audit import record
from exams import events, fingerprints, marking, passing
from exams.models import AnswerKey, Attempt, AttemptItem, ExamVersion, Mark, Response, Result, Sitting
from exams.signals import result_released

# Which mark of an item holds: the one that was given last in the order of procedure.
_RANK = {stage: rank for rank, stage in enumerate(Mark.Stage)}


def counted_responses(attempt: Attempt) -> dict[int, Response]:
    """The answer that counts for each item of the paper: the newest that is not late (one query)."""
    timely = Response.objects.filter(attempt_item__attempt=attempt, late=False).order_by("seq")
    return {response.attempt_item_id: response for response in timely}


def receipt(attempt: Attempt, items: Iterable[AttemptItem], responses: dict[int, Response]) -> str:
    """What proves later what was handed in."""
    counted = ((item.slot, responses[item.pk].seq, responses[item.pk].value) for item in items if item.pk in responses)
    return fingerprints.receipt(attempt.paper_sha256, counted)


def assess(attempt: Attempt, items: list[AttemptItem], responses: dict[int, Response], at: dt.datetime) -> Result | None:
    """Mark by machine what a machine can mark. A paper with nothing else gets its result; any other waits (None)."""
    keys = _newest_keys(items)
    marks = [mark for item in items if (mark := _auto_mark(item, keys[item.item_version_id], responses.get(item.pk), at))]
    Mark.objects.bulk_create(marks)
    if len(marks) < len(items):
        return None
    result = _conclude(attempt, items, marks, at)
    if attempt.sitting is not None and attempt.sitting.release == Sitting.Release.AUTOMATIC:
        release(result, by=None, at=at)
    return result


def conclude(attempt: Attempt, *, cause: str, at: dt.datetime) -> Result:
    """A further result from the marks that hold now; it supersedes the one before. The caller holds the attempt's lock."""
    items = list(attempt.items.all())
    return _conclude(attempt, items, final_marks(attempt), at, cause)


def final_marks(attempt: Attempt) -> list[Mark]:
    """The mark that holds for each item: of the last stage and round."""
    marks = sorted(
        Mark.objects.filter(attempt_item__attempt=attempt), key=lambda mark: (_RANK[Mark.Stage(mark.stage)], mark.round)
    )
    return list({mark.attempt_item_id: mark for mark in marks}.values())


def release(result: Result, *, by: User | None, at: dt.datetime) -> bool:
    """Let the candidate read the result, once; upper rooms hear of it in the same transaction."""
    attempt = result.attempt
    if attempt.state == Attempt.State.VOID:
        return False
    if not Result.objects.filter(pk=result.pk, released_at=None).update(released_at=at, released_by=by):
        return False
    result.released_at, result.released_by = at, by
    attempt.state = Attempt.State.RELEASED
    attempt.save(update_fields=["state"])
    events.note(attempt, "released", at, result=str(result.pk))
    record("result.released", result, by=by, passed=result.passed)
    result_released.send(sender=Result, result=result)
    return True


def _newest_keys(items: Iterable[AttemptItem]) -> dict[int, AnswerKey]:
    versions = [item.item_version_id for item in items]
    return {key.item_version_id: key for key in AnswerKey.objects.filter(item_version__in=versions).order_by("revision")}


def _auto_mark(item: AttemptItem, key: AnswerKey, response: Response | None, at: dt.datetime) -> Mark | None:
    marks = marking.mark(key.rule, key.data, response.value if response else None, item.max_marks)
    if marks is None:
        return None
    return Mark(attempt_item=item, stage=Mark.Stage.AUTO, marks=marks, key=key, marked_at=at)


def _conclude(
    attempt: Attempt, items: list[AttemptItem], marks: Iterable[Mark], at: dt.datetime, cause: str = Result.Cause.INITIAL
) -> Result:
    by_item = {mark.attempt_item_id: mark for mark in marks}
    lines = [line for item in items for line in _lines(item, by_item[item.pk])]
    outcome = passing.decide(lines, standard(attempt.exam_version))
    before = attempt.results.order_by("-revision").first()
    result = Result.objects.create(
        attempt=attempt,
        revision=before.revision + 1 if before else 1,
        total=outcome.total,
        maximum=outcome.maximum,
        passed=outcome.passed,
        by_section=[section.as_json() for section in outcome.judged],
        cause=cause,
        supersedes=before,
        computed_at=at,
    )
    attempt.state = Attempt.State.MARKED
    attempt.save(update_fields=["state"])
    return result


def _lines(item: AttemptItem, mark: Mark) -> list[passing.Line]:
    """An item's marks in its area; those of a case part by part, as its marker gave them."""
    if not item.parts:
        return [passing.Line(item.area, mark.marks, item.max_marks)]
    given: dict[str, Any] = {part["part"]: part["marks"] for part in mark.rubric}
    return [passing.Line(part["area"], Decimal(given[part["id"]]), Decimal(part["marks"]), is_case=True) for part in item.parts]


def standard(version: ExamVersion) -> passing.Standard:
    """What this version asks of a candidate."""
    return passing.Standard(
        cut_score=version.cut_score,
        floors={area: Decimal(str(percent)) for area, percent in version.floors.items()},
        area_floor=None if version.area_floor_percent is None else Decimal(version.area_floor_percent),
        case_floor=None if version.case_floor_percent is None else Decimal(version.case_floor_percent),
    )
