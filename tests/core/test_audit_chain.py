"""P04: the audit log is a chain. Who goes round the database and alters, removes or slips in a line is found, and named first."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from core import audit_keys, chaining
from core.audit import forget, record
from core.dates import now
from core.models import AuditEntry, AuditHead, AuditLink, Job

pytestmark = pytest.mark.django_db
TABLES = {"core_auditentry": AuditEntry, "core_auditlink": AuditLink, "core_audithead": AuditHead}


@pytest.fixture
def lines() -> list[AuditEntry]:
    made = [record("job.done", Job(pk=number), by=None, name="林悦", marks=[1.5, None]) for number in range(1, 6)]
    chaining.seal()
    return made


def behind_the_back(statement: str) -> None:
    """As somebody does it who may change the database itself: the triggers are taken off first."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
                for (name,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(statement)


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_p04_a_log_nobody_touched_holds(lines):
    assert AuditLink.objects.count() == 5
    chaining.sign_head()
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue().strip() == "the audit log holds: 5 links, 1 signed heads"


def test_p04_sealing_twice_and_signing_twice_adds_nothing(lines):
    assert chaining.seal() == 0
    head = chaining.sign_head()
    record("job.done", Job(pk=9), by=None)
    assert chaining.sign_head() == head
    assert list(chaining.faults()) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE core_auditentry SET deed = 'job.lost' WHERE subject = 'core.job:3'", "was altered"),
        ("UPDATE core_auditentry SET data = '{}' WHERE subject = 'core.job:3'", "tells was altered"),
        ("DELETE FROM core_auditentry WHERE subject = 'core.job:3'", "was removed"),
        ("DELETE FROM core_auditlink WHERE position = 3", "link 3 is missing"),
        ("UPDATE core_auditlink SET data_sha256 = deed_sha256 WHERE position = 3", "link 3 does not follow"),
    ],
    ids=["deed", "data", "removed", "link-removed", "link-altered"],
)
def test_p04_the_first_broken_line_is_named(lines, statement, fault):
    behind_the_back(statement)
    assert fault in next(chaining.faults())
    with pytest.raises(CommandError, match="the audit log does not hold; first: "):
        call_command("verify_audit", stdout=StringIO())


def test_p04_a_tail_cut_off_with_its_links_shows_in_the_signed_head(lines):
    chaining.sign_head()
    behind_the_back("DELETE FROM core_auditlink WHERE position > 3")
    behind_the_back("DELETE FROM core_auditentry WHERE subject IN ('core.job:4', 'core.job:5')")
    assert ["the chain is not the one whose head was signed" in fault for fault in chaining.faults()] == [True]


def test_p04_a_head_written_by_another_bears_no_signature_of_ours(lines):
    chaining.sign_head()
    behind_the_back("UPDATE core_audithead SET sha256 = 'f'")
    assert "bears no signature of this site" in next(chaining.faults())


def test_p04_a_line_slipped_in_later_has_no_place(lines):
    AuditEntry.objects.create(deed="job.done", subject="core.job:7", at=now() - dt.timedelta(hours=2))
    assert "has no place in the chain" in next(chaining.faults())


@pytest.mark.parametrize("table", TABLES)
def test_p04_the_database_itself_refuses_to_change_or_delete(lines, table):
    chaining.sign_head()
    column = "deed" if table == "core_auditentry" else "sha256"
    refused(f"UPDATE {table} SET {column} = 'x'")
    refused(f"DELETE FROM {table}")


def test_p04_words_may_be_emptied_once_and_the_chain_still_holds(lines):
    assert forget(AuditEntry.objects.filter(subject="core.job:2"), by=None) == 1
    chaining.seal()
    assert AuditEntry.objects.get(subject="core.job:2").data == {}
    assert list(chaining.faults()) == []
    refused("UPDATE core_auditentry SET data = '{\"a\": 1}' WHERE subject = 'core.job:2'")
    refused("UPDATE core_auditentry SET data = '{\"a\": 1}' WHERE subject = 'core.job:3'")


def test_p04_lines_stay_four_hundred_days_and_then_go_while_the_chain_holds(lines):
    old = AuditEntry.objects.create(deed="job.done", subject="core.job:8", at=now() - dt.timedelta(days=402))
    chaining.seal()
    refused("DELETE FROM core_auditentry WHERE subject = 'core.job:1'")
    assert chaining.expire() == 1
    assert not AuditEntry.objects.filter(pk=old.pk).exists()
    behind_the_back(f"UPDATE core_auditlink SET made_at = '2020-01-01 00:00:00+00:00' WHERE entry_id = {old.pk}")
    assert list(chaining.faults()) == []


def test_p04_a_signature_is_worth_something_only_for_its_own_words():
    signature, key_id = audit_keys.sign(b"a")
    assert audit_keys.holds(b"a", signature, key_id)
    assert not audit_keys.holds(b"b", signature, key_id)
    assert not audit_keys.holds(b"a", signature, "0" * 16)
