"""The old program goes on running while the new one's tables are made (R16): what one release may do to a table, and what not.

A column or table is taken away one release after the last program that reads it; a renamed one is two columns for a release.
A new column that must hold something says what by `db_default`, or the old program's rows are refused. Data moves apart from
tables.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

ROOT = Path(__file__).resolve().parents[1]
OURS = {
    "accounts", "appointments", "campaigns", "cases", "certificates", "cms", "core", "courses", "events", "exams", "notices",
    "organisations", "pages", "schools", "statutes", "talents",
}  # fmt: skip
GONE = (
    operations.RemoveField,
    operations.DeleteModel,
    operations.RenameField,
    operations.RenameModel,
    operations.AlterModelTable,
)
# Before this release nobody runs an older program. With the next version what this one has goes into ALLOWED, and the rule holds.
FIRST = "0.1.0"
# Migration: why an older program does not stumble over it.
ALLOWED: dict[str, str] = {}


def faults(migration: Migration, before: ProjectState) -> Iterator[str]:
    """What in it an older program would stumble over; `before` are the tables as they stand."""
    shapes = [op for op in migration.operations if not isinstance(op, operations.RunPython)]
    if shapes and len(shapes) != len(migration.operations) and any(op.reduces_to_sql for op in shapes):
        yield "moves data and changes tables at once"
    for operation in migration.operations:
        if isinstance(operation, GONE):
            yield f"{type(operation).__name__} {operation.describe()}"
        elif isinstance(operation, operations.AddField) and _demands(operation.field):
            yield f"a column that must hold something, and nothing is said what: {operation.model_name}.{operation.name}"
        elif isinstance(operation, operations.AlterField):
            old = before.models[migration.app_label, operation.model_name_lower].fields[operation.name]
            if old.null and not operation.field.null:
                yield f"a column that could be empty must not be any more: {operation.model_name}.{operation.name}"
        operation.state_forwards(migration.app_label, before)


def _demands(field: Any) -> bool:
    # Django fills the rows there are with a field's own default, and then takes it off the column again: only what the database
    # itself puts in helps a program that does not know the column.
    return not (field.null or field.many_to_many or field.db_default is not models.NOT_PROVIDED)


def begun(loader: MigrationLoader) -> list[tuple[str, str]]:
    """The migrations of our rooms that run on a new database, in order, without the first of each room."""
    replaced = {one for migration in loader.disk_migrations.values() for one in migration.replaces}
    found: list[tuple[str, str]] = []
    for leaf in sorted(loader.graph.leaf_nodes()):
        if leaf[0] in OURS:
            found += [key for key in loader.graph.forwards_plan(leaf) if key[0] in OURS and key not in replaced]
    return list(dict.fromkeys(found))


def test_r16_no_migration_takes_away_what_the_release_before_still_uses():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    if version == FIRST:
        pytest.skip(f"{FIRST} is the first release: there is no program before it")
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found = {}
    for key in begun(loader):
        migration = loader.disk_migrations[key]
        if migration.initial or migration.replaces or ".".join(key) in ALLOWED:
            continue
        before = loader.project_state(key, at_end=False)
        if told := list(faults(migration, before)):
            found[".".join(key)] = told
    assert found == {}


def test_every_exception_has_a_migration_and_a_reason():
    known = {".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    assert set(ALLOWED) <= known
    assert all(len(reason) > 20 for reason in ALLOWED.values())


@pytest.fixture
def before():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return loader.project_state(loader.graph.leaf_nodes("core"))


def move(apps, schema_editor):
    """Moves data, in a test."""


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ([operations.RemoveField("job", "error")], True),
        ([operations.RenameField("job", "error", "reason")], True),
        ([operations.DeleteModel("Job")], True),
        ([operations.AddField("job", "kind", models.CharField(max_length=9))], True),
        ([operations.AddField("job", "kind", models.CharField(max_length=9, default=""))], True),
        ([operations.AddField("job", "kind", models.CharField(max_length=9, default="", db_default=""))], False),
        ([operations.AddField("job", "kind", models.CharField(max_length=9, null=True))], False),
        ([operations.AddField("job", "kind", models.CharField(max_length=9, db_default=""))], False),
        ([operations.AlterField("job", "done_at", models.DateTimeField())], True),
        ([operations.AlterField("job", "error", models.TextField(null=True))], False),
        ([operations.AddField("job", "k", models.TextField(null=True)), operations.RunPython(move, move)], True),
        ([operations.RunPython(move, move)], False),
        ([operations.AlterModelOptions("job", {"ordering": ["pk"]})], False),
    ],
    ids=[
        "drop", "rename", "drop table", "must hold", "of the program alone", "default", "may be empty", "default of the database",
        "must not be empty",
        "may be empty now", "data and tables", "data", "options",
    ],
)  # fmt: skip
def test_control_the_rule_sees_each_kind_of_fault(before, told, wrong):
    class Made(Migration):
        operations = told

    assert bool(list(faults(Made("9999_made", "core"), before))) is wrong
