"""The named constraints of the design: the database refuses, whatever the code above it does."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import translation

from core.dates import now
from exams import models as exams_models
from exams.models import AnswerKey, Attempt, Case, ItemVersion, Mark, Registration, Response, Result, TimeGrant
from tests.exams.making import finished, sitting, version

NAMED = [
    "itemversion_item_number_uniq",
    "itemversion_item_hash_uniq",
    "itemversion_marks_positive",
    "answerkey_version_revision_uniq",
    "examversion_exam_number_uniq",
    "examversion_duration_positive",
    "examversion_cut_in_range",
    "blueprintrow_count_positive",
    "sitting_window_ordered",
    "registration_candidate_sitting_uniq",
    "registration_time_factor_range",
    "attempt_one_open_uniq",
    "attempt_ordinal_uniq",
    "attempt_registration_uniq",
    "attempt_deadline_after_start",
    "attempt_submitted_iff_closed",
    "attemptitem_slot_uniq",
    "attemptitem_version_uniq",
    "response_seq_uniq",
    "mark_stage_round_uniq",
    "mark_auto_has_no_marker",
    "mark_not_negative",
    "result_revision_uniq",
    "result_one_successor_uniq",
    "case_one_subject",
    "case_decider_not_opener",
]


def again(row: models.Model, **changes: object) -> None:
    """A copy of `row` with changes, put in by the side of the code."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.local_concrete_fields if not field.primary_key}
    type(row)._default_manager.create(**{**values, **changes})


def test_every_constraint_of_the_design_is_there_and_speaks():
    found = {constraint.name: constraint for name in exams_models.__all__ for constraint in _constraints(name)}
    assert set(NAMED) <= set(found)
    with translation.override("zh-hans"):
        for name, constraint in found.items():
            words = str(constraint.violation_error_message)
            assert any("\u4e00" <= sign <= "\u9fff" for sign in words), name


def _constraints(name: str) -> list[models.BaseConstraint]:
    model = getattr(exams_models, name)
    return list(model._meta.constraints) if hasattr(model, "_meta") else []


@pytest.fixture
def attempt(learner):
    return finished(learner, sitting())


def cases(attempt: Attempt) -> dict[str, tuple[models.Model, dict[str, object]]]:
    """For each constraint a row and the change that would break it."""
    item = attempt.items.select_related("item_version").first()
    assert item is not None
    wording, exam, place = item.item_version, attempt.exam_version, attempt.exam_version.blueprint.first()
    key, response, mark = AnswerKey.objects.get(item_version=wording), item.responses.first(), item.marks.first()
    result, registration = attempt.results.first(), attempt.registration
    at = attempt.sitting
    case = Case.objects.create(kind="complaint", attempt=attempt, opened_by=attempt.candidate, due_at=now())
    assert place is not None
    assert key is not None
    assert response is not None
    assert mark is not None
    assert result is not None
    assert registration is not None
    assert at is not None
    soon = now() + dt.timedelta(hours=1)
    opened = {"state": "in_progress", "submitted_at": None, "registration_id": None}
    decided = {"state": "decided", "decision": "upheld", "decided_at": soon, "reasons": "是"}
    return {
        "itemversion_item_number_uniq": (wording, {"content_sha256": "0"}),
        "itemversion_item_hash_uniq": (wording, {"number": 2}),
        "itemversion_marks_positive": (wording, {"number": 2, "content_sha256": "0", "max_marks": 0}),
        "answerkey_version_revision_uniq": (key, {}),
        "examversion_exam_number_uniq": (exam, {}),
        "examversion_duration_positive": (exam, {"number": 9, "grace_s": 61}),
        "examversion_cut_in_range": (exam, {"number": 9, "cut_score": Decimal(-1)}),
        "blueprintrow_count_positive": (place, {"position": 99, "difficulty_min": 4, "difficulty_max": 3}),
        "sitting_window_ordered": (at, {"closes_at": at.opens_at}),
        "registration_candidate_sitting_uniq": (registration, {"admission_no": "X"}),
        "registration_time_factor_range": (registration, {"admission_no": "X", "visit": 2, "time_factor": Decimal("0.9")}),
        "attempt_ordinal_uniq": (attempt, {"registration_id": None}),
        "attempt_registration_uniq": (attempt, {"ordinal": 2}),
        "attempt_deadline_after_start": (attempt, {"ordinal": 2, "registration_id": None, "deadline_at": attempt.started_at}),
        "attempt_submitted_iff_closed": (attempt, {"ordinal": 2, **opened, "submitted_at": soon}),
        "attemptitem_slot_uniq": (item, {"item_version_id": ItemVersion.objects.exclude(attempt_items__attempt=attempt)[0].pk}),
        "attemptitem_version_uniq": (item, {"slot": 99}),
        "response_seq_uniq": (response, {}),
        "mark_stage_round_uniq": (mark, {}),
        "mark_auto_has_no_marker": (mark, {"round": 2, "marker_id": attempt.candidate_id}),
        "mark_not_negative": (mark, {"round": 2, "marks": Decimal("-0.01")}),
        "result_revision_uniq": (result, {}),
        "case_one_subject": (case, {"subject_ref": "other"}),
        "case_decider_not_opener": (case, {**decided, "decided_by_id": case.opened_by_id}),
    }


@pytest.mark.parametrize("name", [name for name in NAMED if name not in ("attempt_one_open_uniq", "result_one_successor_uniq")])
def test_the_database_refuses(attempt, name):
    row, changes = cases(attempt)[name]
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        again(row, **changes)
    # SQLite names the columns of a unique constraint, everything else names the constraint itself.
    assert name in str(caught.value) or "UNIQUE constraint failed" in str(caught.value)


def test_a_second_open_attempt_at_one_exam_is_refused(attempt):
    opened = {"state": "in_progress", "submitted_at": None, "registration_id": None}
    again(attempt, ordinal=2, **opened)
    with pytest.raises(IntegrityError), transaction.atomic():
        again(attempt, ordinal=3, **opened)
    again(attempt, ordinal=4, registration_id=None)


def test_a_result_has_one_successor(attempt):
    first = attempt.results.get()
    again(first, revision=2, supersedes_id=first.pk, cause="correction")
    with pytest.raises(IntegrityError), transaction.atomic():
        again(first, revision=3, supersedes_id=first.pk, cause="appeal")


def test_a_broken_rule_is_told_in_words(attempt):
    with translation.override("zh-hans"), pytest.raises(ValidationError, match="补时只能增加"):
        TimeGrant(attempt=attempt, seconds=0, reason="x", granted_by=attempt.candidate).full_clean()


def test_what_is_right_is_accepted(attempt, stranger):
    """The control: the same rows, without the fault, go in."""
    registration = attempt.registration
    again(registration, admission_no="Y", visit=2)
    assert Registration.objects.count() == 2
    item = attempt.items.first()
    again(item.responses.first(), seq=99)
    again(item.marks.first(), round=2)
    assert Response.objects.filter(seq=99).exists()
    assert Mark.objects.filter(round=2).count() == Result.objects.count() == 1
    version(count=1)
