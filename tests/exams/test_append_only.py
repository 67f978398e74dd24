"""What a dispute could need is written once: the database itself refuses raw SQL, on SQLite and PostgreSQL alike."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.dates import now
from exams import cases, delivery, recording
from exams.models import (
    AnswerKey,
    Arrangement,
    Attempt,
    AttemptEvent,
    AttemptItem,
    BlueprintRow,
    Case,
    CaseNote,
    ExamVersion,
    ItemVersion,
    Mark,
    Pool,
    Response,
    Result,
    SittingEntry,
    TimeGrant,
)
from tests.exams.making import answer, sitting

FROZEN = [
    ItemVersion,
    AnswerKey,
    ExamVersion,
    BlueprintRow,
    Pool,
    AttemptItem,
    Response,
    TimeGrant,
    AttemptEvent,
    Mark,
    CaseNote,
    SittingEntry,
]
PARTLY = {
    Attempt: ("seed", "started_at", "paper_sha256", "ordinal", "candidate_id", "exam_version_id"),
    Result: ("total", "passed", "by_section", "attempt_id", "supersedes_id"),
    Arrangement: ("registration_id", "time_factor", "extra_s", "other", "reason", "made_at"),
    Case: ("kind", "attempt_id", "sitting_id", "subject_ref", "opened_by_id", "opened_at", "due_at"),
}


@pytest.fixture
def history(learner, examiner):
    """A house in which every one of these tables has a row."""
    at = sitting()
    attempt = delivery.start(candidate=learner, sitting=at)
    delivery.grant_time(attempt=attempt, seconds=60, reason="停电", by=examiner)
    answer(attempt)
    delivery.submit(attempt=attempt)
    recording.enter(at, SittingEntry.Kind.CODE, by=examiner)
    Arrangement.objects.create(registration=at.registrations.get(), reason="视力障碍")
    cases.open_case(kind="incident", by=examiner, text="停电", attempt=attempt)


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            assert cursor.rowcount != 0, "nothing there to refuse"
    except DatabaseError as reason:
        return "append-only" in str(reason)
    return False


@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_no_column_can_be_rewritten_by_raw_sql(history, model):
    table = connection.ops.quote_name(model._meta.db_table)
    assert model.objects.exists()
    for field in model._meta.local_concrete_fields:
        column = connection.ops.quote_name(field.column)
        assert refused(f"UPDATE {table} SET {column} = {column}"), field.column


@pytest.mark.parametrize("model", [*FROZEN, *PARTLY], ids=lambda model: model.__name__)
def test_no_row_can_be_deleted_by_raw_sql(history, model):
    assert refused(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


@pytest.mark.parametrize("model", PARTLY, ids=lambda model: model.__name__)
def test_of_an_attempt_and_a_result_only_what_must_change_can(history, model):
    table = connection.ops.quote_name(model._meta.db_table)
    for column in PARTLY[model]:
        assert refused(f'UPDATE {table} SET "{column}" = "{column}"'), column


def test_the_refusal_is_not_met_by_what_may_change(history):
    """The control: the same statement on a column that may change goes through."""
    assert not refused('UPDATE "exams_attempt" SET "state" = "state"')
    assert not refused('UPDATE "exams_result" SET "released_at" = "released_at"')
    assert Attempt.objects.update(session_epoch=7) == 1
    assert Result.objects.update(released_at=now()) == 1
