"""Sixteen answers at once to a proposed substitute: one counts, and what waited is noted once. With a control."""

import threading

import pytest
from django.db import connection

from certificates import substituting
from certificates.models import NameSubstitute
from core.audit import record
from core.dates import now
from core.models import AuditEntry, Job
from tests.cast import person
from tests.exams.test_races import MANY, at_once

pytestmark = pytest.mark.django_db(transaction=True)
NAME, PRINTED = "王\U0002a6a5", "王龘"


@pytest.fixture
def holder(learner, rename):
    rename(learner, NAME)
    return learner


@pytest.fixture
def proposed(holder, administrator):
    return substituting.propose(holder=holder, name=NAME, printed=PRINTED, kind="variant", reasons="异体字", by=administrator)


def of(proposed):
    return NameSubstitute.objects.get(pk=proposed.pk)


def answers():
    return AuditEntry.objects.filter(deed__in=["substitute.agreed", "substitute.refused"])


def test_sixteen_presses_of_the_same_button_are_one_consent_and_one_job(proposed, holder, passed):
    result = passed(holder)
    told = at_once(*[lambda: substituting.agree(substitute=of(proposed), by=holder)] * MANY)
    assert [one for one in told if isinstance(one, Exception)] == []
    assert of(proposed).state == "agreed"
    assert answers().count() == 1
    assert Job.objects.filter(task="certificates.issue_certificate", kwargs={"result": str(result.pk)}).count() == 1


def test_of_a_yes_and_a_no_at_once_one_stands_and_the_other_is_told(proposed, holder):
    colleague = person("钱主任", "qian", "administrator")
    told = at_once(
        *[lambda: substituting.agree(substitute=of(proposed), by=holder)] * (MANY // 2),
        *[lambda: substituting.refuse(substitute=of(proposed), by=colleague)] * (MANY // 2),
    )
    late = [one for one in told if isinstance(one, substituting.NotPossible)]
    assert len(late) == MANY // 2
    assert [one for one in told if isinstance(one, Exception) and one not in late] == []
    assert answers().get().deed == f"substitute.{of(proposed).state}"


def test_control_looked_at_first_and_settled_after_several_answers_are_noted(proposed, holder):
    """What the database itself holds, that an agreed one never changes, is taken out as well."""
    with connection.cursor() as cursor:
        for statement in unguarded():
            cursor.execute(statement)
    looked = threading.Barrier(4)

    def plainly():
        mine = of(proposed)
        is_open = mine.state == NameSubstitute.State.OPEN
        looked.wait(timeout=30)
        if is_open:
            NameSubstitute.objects.filter(pk=mine.pk).update(state="agreed", settled_by=holder, settled_at=now())
            record("substitute.agreed", mine, by=holder)

    at_once(*[plainly] * 4)
    assert answers().count() > 1


def unguarded():
    table = NameSubstitute._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return [f"ALTER TABLE {table} DISABLE TRIGGER USER"]
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        return [f'DROP TRIGGER "{name}"' for (name,) in cursor.fetchall()]
