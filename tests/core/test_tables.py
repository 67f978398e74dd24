"""Append-only tables: the database refuses, whatever the road to it."""

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations import CreateModel
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import OperationWriter

from core.audit import record
from core.models import AuditEntry, Job
from core.tables import AppendOnly, CreateTables

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return record("certificate.issued", Job(pk=1), by=None)


def refused(deed):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        deed()


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", ["UPDATE core_auditentry SET deed = 'x'", "DELETE FROM core_auditentry"])
def test_not_even_raw_sql_rewrites_the_audit_log(entry, statement):
    refused(lambda: sql(statement))
    entry.refresh_from_db()
    assert entry.deed == "certificate.issued"


def test_neither_a_saved_object_nor_a_queryset_gets_through(entry):
    entry.deed = "certificate.lost"
    refused(entry.save)
    refused(lambda: AuditEntry.objects.update(deed="x"))
    refused(AuditEntry.objects.all().delete)
    assert AuditEntry.objects.get().deed == "certificate.issued"


def test_control_a_table_without_the_triggers_lets_itself_be_rewritten():
    Job.objects.create(task="a")
    sql("UPDATE core_job SET task = 'b'")
    assert Job.objects.get().task == "b"
    sql("DELETE FROM core_job")
    assert not Job.objects.exists()


class Draft:
    """A table made for one test, with the operation laid on it."""

    def __init__(self, **how):
        before = ProjectState()
        fields: dict[str, models.Field[Any, Any]] = {"id": models.BigAutoField(primary_key=True)}
        fields |= {"fact": models.TextField(), "file": models.TextField(null=True)}
        before.add_model(ModelState("core", "Draft", fields))
        self.operation = AppendOnly("core", "Draft", **how)
        self.state = before
        with connection.schema_editor(atomic=True) as editor:
            editor.create_model(before.apps.get_model("core", "Draft"))
            self.operation.database_forwards("core", editor, before, before)
        sql("INSERT INTO core_draft (fact, file) VALUES ('a', NULL)")

    def undo(self):
        with connection.schema_editor(atomic=True) as editor:
            self.operation.database_backwards("core", editor, self.state, self.state)


@pytest.fixture
def without_foreign_keys_checked(transactional_db):
    """SQLite's schema editor wants to switch them off, which it cannot do inside a test's transaction."""


def test_a_named_column_may_still_be_filled_in(without_foreign_keys_checked):
    Draft(except_columns=("file",))
    sql("UPDATE core_draft SET file = 'sha256'")
    refused(lambda: sql("UPDATE core_draft SET fact = 'b'"))
    refused(lambda: sql("DELETE FROM core_draft"))


def test_a_deletable_table_refuses_changes_only(without_foreign_keys_checked):
    Draft(deletable=True)
    refused(lambda: sql("UPDATE core_draft SET fact = 'b'"))
    sql("DELETE FROM core_draft")


def test_a_row_may_be_rewritten_until_its_column_is_filled_and_then_no_more(without_foreign_keys_checked):
    Draft(once="file")
    sql("UPDATE core_draft SET fact = 'b'")
    sql("UPDATE core_draft SET file = 'sha256'")
    refused(lambda: sql("UPDATE core_draft SET fact = 'c'"))
    refused(lambda: sql("DELETE FROM core_draft"))


def test_taken_back_the_operation_leaves_no_trace(without_foreign_keys_checked):
    draft = Draft()
    draft.undo()
    sql("UPDATE core_draft SET fact = 'b'")
    sql("DELETE FROM core_draft")


def test_the_operation_survives_being_written_into_a_migration():
    written = AppendOnly("core", "Draft", except_columns=("file",), deletable=True, once="file").deconstruct()
    _name, args, kwargs = written
    assert AppendOnly(*args, **kwargs).deconstruct() == written


def tables_that_must_not_change():
    """Every model that a migration of ours made append-only."""
    from django.db.migrations.loader import MigrationLoader

    rooms = {app.label for app in apps.get_app_configs()}
    found = MigrationLoader(None).disk_migrations.values()
    operations = [deed for migration in found if migration.app_label in rooms for deed in migration.operations]
    return sorted({f"{deed.app}.{deed.model}" for deed in operations if isinstance(deed, AppendOnly)})


def test_what_a_dispute_could_need_is_append_only():
    assert {
        "accounts.Consent",
        "certificates.CertificateEvent",
        "core.AuditEntry",
        "courses.CreditEntry",
        "exams.AttemptEvent",
        "exams.Mark",
        "exams.Response",
        "exams.Result",
    } <= set(tables_that_must_not_change())


@pytest.mark.parametrize("label", tables_that_must_not_change())
def test_every_such_table_still_bears_its_trigger(label):
    """SQLite makes a table anew to add a constraint, and forgets its triggers: whoever does that lays them again."""
    table = apps.get_model(label)._meta.db_table
    ask = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    if connection.vendor == "postgresql":
        ask = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(ask, [table])
        names = [row[0] for row in cursor.fetchall()]
    assert any(name.startswith(f"{table}_no_update") for name in names)


def test_tables_made_at_once_are_drawn_once_and_hold_what_they_list(without_foreign_keys_checked):
    """A room's starting migration: what it lists is written out whole, and draws no model while they are added."""
    first = CreateModel("First", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))])
    above = models.ForeignKey("core.First", models.CASCADE)
    second = CreateModel("Second", [("id", models.BigAutoField(primary_key=True)), ("first", above)])
    together, before = CreateTables([first, second]), ProjectState()
    text, _imports = OperationWriter(together).serialize()
    assert "name='Second'" in text
    after = before.clone()
    together.state_forwards("core", after)
    assert "apps" not in after.__dict__, "no model is drawn before it is asked for"
    with connection.schema_editor() as editor:
        together.database_forwards("core", editor, before, after)
    drawn = after.apps.get_model("core", "Second")
    kept = drawn.objects.create(first=after.apps.get_model("core", "First").objects.create(name="甲"))
    assert drawn.objects.get().pk == kept.pk
    with connection.schema_editor() as editor:
        together.database_backwards("core", editor, after, before)
    assert "core_second" not in connection.introspection.table_names()
