"""Assessing (评卷): marks for every answer that counts, and the result they come to.

Called with the attempt's row locked and already closed; marks are added, never changed.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from accounts.models import User
from core.audit import record
from core.prepared import insert
from exams import agreement, answers, events, fingerprints, marking, passing, rubrics, rush
from exams.answers import Counted
from exams.models import AnswerKey, Attempt, AttemptItem, ExamVersion, Mark, Result, Sitting
from exams.signals import result_released

# Which mark of an item holds: the one that was given last in the order of procedure.
_RANK = {stage: rank for rank, stage in enumerate(Mark.Stage)}
_SECRET = ("key__data", "key__explanation", "key__rubric", "key__reason")
_BLIND = (Mark.Stage.FIRST, Mark.Stage.SECOND)


def counted_responses(attempt: Attempt) -> dict[int, Counted]:
    """The answer that counts for each item of the paper that has one (one query)."""
    return rush.counted(attempt.pk)


def receipt(attempt: Attempt, items: Iterable[AttemptItem], responses: Mapping[int, Counted]) -> str:
    """What proves later what was handed in."""
    counted = ((item.slot, responses[item.pk].seq, responses[item.pk].value) for item in items if item.pk in responses)
    return fingerprints.receipt(attempt.paper_sha256, counted)


def assess(
    attempt: Attempt, items: list[AttemptItem], responses: Mapping[int, Counted], at: dt.datetime, *, noted: events.Noted
) -> Result | None:
    """Mark by machine what a machine can mark. A paper with nothing else gets its result; any other waits (None).

    Of an attempt that was closed just now: no result stands before this one. What is still to be `noted` of its end goes
    on record together with what follows from it.
    """
    keys = newest_keys((item.item_version_id for item in items), bare=True)
    marks = [mark for item in items if (mark := _auto_mark(item, keys[item.item_version_id], responses.get(item.pk), at))]
    insert(marks)
    if len(marks) < len(items):
        events.note_all(attempt, [noted], at)
        return None
    at_once = attempt.sitting is not None and attempt.sitting.release == Sitting.Release.AUTOMATIC
    result = _conclude(attempt, items, marks, at, Result.Cause.INITIAL, before=None, released_at=at if at_once else None)
    if at_once:
        _tell(result, by=None, at=at, before=[noted])
    else:
        events.note_all(attempt, [noted], at)
        _is_marked(attempt)
    return result


def conclude(attempt: Attempt, *, cause: str, at: dt.datetime) -> Result:
    """A further result from the marks that hold now; it supersedes the one before. The caller holds the attempt's lock."""
    items = list(attempt.items.all())
    before = attempt.results.order_by("-revision").first()
    result = _conclude(attempt, items, final_marks(attempt), at, cause, before=before)
    _is_marked(attempt)
    return result


def is_marked(attempt: Attempt) -> bool:
    """Whether every item of the paper has a mark that holds (three queries)."""
    return len(final_marks(attempt)) == attempt.items.count()


def final_marks(attempt: Attempt, *, with_keys: bool = True) -> list[Mark]:
    """The mark that holds for each item; none for an item that still waits for a marker (two queries).

    Without keys, nothing of what a key says is selected, only by which rule it marks.
    """
    by_item: dict[int, list[Mark]] = {}
    given = Mark.objects.filter(attempt_item__attempt=attempt).select_related("key", "attempt_item")
    for mark in given if with_keys else given.defer(*_SECRET):
        by_item.setdefault(mark.attempt_item_id, []).append(mark)
    held = (final_mark(marks, attempt.exam_version) for marks in by_item.values())
    return [mark for mark in held if mark is not None]


def final_mark(marks: Iterable[Mark], version: ExamVersion) -> Mark | None:
    """Of one item's marks the one that holds: the last in the order of procedure; of two blind markers who agree, the mean."""
    given = sorted(marks, key=lambda mark: (_RANK[Mark.Stage(mark.stage)], mark.round))
    last = given[-1]
    if version.marking == ExamVersion.Marking.SINGLE or last.stage not in _BLIND:
        return last
    first, second = (next((mark for mark in given if mark.stage == stage), None) for stage in _BLIND)
    apart = agreement.limit(version.tolerance_marks, last.attempt_item.max_marks)
    if first is None or second is None or not agreement.agree(first.marks, second.marks, apart):
        return None
    return _mean(first, second)


def _mean(first: Mark, second: Mark) -> Mark:
    """Two markers' mean, which is no mark anybody gave: it is worked out from theirs and never stored."""
    if not first.attempt_item.parts:
        return Mark(attempt_item=first.attempt_item, key=first.key, marks=agreement.mean(first.marks, second.marks))
    rubric = agreement.mean_of_parts(first.rubric, second.rubric)
    total = sum((Decimal(part["marks"]) for part in rubric), Decimal(0))
    return Mark(attempt_item=first.attempt_item, key=first.key, marks=total, rubric=rubric)


def release(result: Result, *, by: User | None, at: dt.datetime) -> bool:
    """Let the candidate read the result, once; upper rooms hear of it in the same transaction."""
    if result.attempt.state == Attempt.State.VOID:
        return False
    if not Result.objects.filter(pk=result.pk, released_at=None).update(released_at=at, released_by=by):
        return False
    result.released_at, result.released_by = at, by
    _tell(result, by=by, at=at)
    return True


def _tell(result: Result, *, by: User | None, at: dt.datetime, before: Sequence[events.Noted] = ()) -> None:
    """What follows from a release; what came `before` it goes on record with it."""
    attempt = result.attempt
    attempt.state = Attempt.State.RELEASED
    rush.release(attempt.pk)
    events.note_all(attempt, [*before, ("released", {"result": str(result.pk)})], at)
    record("result.released", result, by=by, passed=result.passed)
    result_released.send(sender=Result, result=result)


def newest_keys(versions: Iterable[int], *, bare: bool = False) -> dict[int, AnswerKey]:
    """The key that holds for each item version (one query); `bare`: what a machine marks by, without words for people."""
    asked = list(versions)
    if bare:
        return {key.item_version_id: key for key in rush.bare_keys(asked)} if asked else {}
    return {key.item_version_id: key for key in AnswerKey.objects.filter(item_version__in=asked).order_by("revision")}


def by_rule(item: AttemptItem, key: AnswerKey, value: Any) -> tuple[Decimal, list[dict[str, str]]] | None:
    """What the answer earns without a person, part by part for a case; None when a person must look.

    An answer that is empty earns nothing under any rule: nobody need look at it.
    """
    if key.rule in (marking.VOID, marking.FULL):
        full = key.rule == marking.FULL
        return (item.max_marks if full else Decimal(0)), rubrics.flat(item.parts, full=full)
    if key.rule == marking.MANUAL and answers.is_blank(value):
        return Decimal(0), rubrics.flat(item.parts, full=False)
    marks = marking.mark(key.rule, key.data, value, item.max_marks)
    return None if marks is None else (marks, [])


def _auto_mark(item: AttemptItem, key: AnswerKey, response: Counted | None, at: dt.datetime) -> Mark | None:
    earned = by_rule(item, key, response.value if response else None)
    if earned is None:
        return None
    return Mark(attempt_item=item, stage=Mark.Stage.AUTO, marks=earned[0], rubric=earned[1], key=key, marked_at=at)


def _conclude(
    attempt: Attempt,
    items: list[AttemptItem],
    marks: Iterable[Mark],
    at: dt.datetime,
    cause: str,
    *,
    before: Result | None,
    released_at: dt.datetime | None = None,
) -> Result:
    by_item = {mark.attempt_item_id: mark for mark in marks}
    outcome = outcome_of(items, by_item, attempt.exam_version)
    result = Result(
        attempt=attempt,
        revision=before.revision + 1 if before else 1,
        total=outcome.total,
        maximum=outcome.maximum,
        passed=outcome.passed,
        by_section=[section.as_json() for section in outcome.judged],
        cause=cause,
        supersedes=before,
        computed_at=at,
        released_at=released_at,
    )
    insert([result])
    return result


def _is_marked(attempt: Attempt) -> None:
    attempt.state = Attempt.State.MARKED
    attempt.save(update_fields=["state"])


def outcome_of(items: Iterable[AttemptItem], marks: Mapping[int, Mark], version: ExamVersion) -> passing.Outcome:
    """What these marks come to under the exam's rules. Items that were struck count neither way, and lower the pass mark."""
    paper = list(items)
    lines = [line for item in paper for line in _lines(item, marks[item.pk])]
    counted, full = sum((line.maximum for line in lines), Decimal(0)), sum((item.max_marks for item in paper), Decimal(0))
    return passing.decide(lines, replace(standard(version), cut_score=passing.lowered(version.cut_score, counted, full)))


def _lines(item: AttemptItem, mark: Mark) -> list[passing.Line]:
    """An item's marks in its area; those of a case part by part, as its marker gave them; none where it was struck."""
    if mark.key.rule == marking.VOID:
        return []
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
