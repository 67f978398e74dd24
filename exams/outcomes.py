"""Outcomes (成绩数据): a released result as other systems may know it. Only the exam office sees it item by item.

The candidate's own file says what the result page says: answers and marks of single items would spread the questions.
"""

from decimal import Decimal
from typing import Any

from django.conf import settings

from accounts.models import User
from accounts.pseudonyms import pseudonym
from exams import assessing
from exams.answers import Counted
from exams.exchange.results import Answered, Outcome
from exams.models import Mark, Result
from exams.models.sitting import runs_exams


def outcome(result: Result, *, seen_by: User) -> Outcome:
    """The facts of `result` for this reader (six queries for the office, three for the candidate)."""
    attempt = result.attempt
    assert attempt.submitted_at is not None  # noqa: S101 - a result comes of an attempt that was handed in
    assert result.released_at is not None  # noqa: S101 - only released results are told
    return Outcome(
        attempt=str(attempt.pk),
        home=settings.SITE_URL,
        person=pseudonym(attempt.candidate_id),
        name=attempt.candidate.full_name,
        exam=attempt.exam.code,
        version=attempt.exam_version.number,
        title=dict(attempt.exam.title),
        started_at=attempt.started_at,
        submitted_at=attempt.submitted_at,
        released_at=result.released_at,
        total=result.total,
        maximum=result.maximum,
        cut_score=result.cut_score,
        passed=result.passed,
        sections=tuple(
            (section["area"], Decimal(section["marks"]), Decimal(section["maximum"])) for section in result.by_section
        ),
        items=_items(result) if runs_exams(seen_by) else (),
    )


def _items(result: Result) -> tuple[Answered, ...]:
    attempt = result.attempt
    marks = {mark.attempt_item_id: mark for mark in assessing.final_marks(attempt)}
    responses = assessing.counted_responses(attempt)
    rows = attempt.items.select_related("item_version__item").order_by("slot")
    return tuple(
        Answered(
            code=row.item_version.item.code,
            version=row.item_version.number,
            slot=row.slot,
            kind=row.item_version.item.kind,
            maximum=row.max_marks,
            **_given(responses.get(row.pk)),
            **_earned(marks.get(row.pk), is_case=bool(row.parts)),
        )
        for row in rows
    )


def _given(response: Counted | None) -> dict[str, Any]:
    return {"value": response.value, "at": response.received_at} if response else {}


def _earned(mark: Mark | None, *, is_case: bool) -> dict[str, Any]:
    if mark is None:
        return {"marks": None}
    parts = {part["part"]: Decimal(part["marks"]) for part in mark.rubric if "part" in part} if is_case else None
    return {"marks": mark.marks, "parts": parts}
