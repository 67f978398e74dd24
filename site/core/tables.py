"""Append-only tables: what a dispute could need is written once, and the database itself refuses to change it.

`AppendOnly("exams", "Response")` in a migration lays a BEFORE UPDATE and a BEFORE DELETE trigger on that
table, on SQLite and PostgreSQL alike, so that not even raw SQL rewrites it. `except_columns` names the
columns that may still change (a file key that is filled in later, say). `once` names a column that freezes its row
by holding a value: a draft until it is handed in, say. A table may bear both; the triggers have different names.

`Forgettable` lets one column of such a table be overwritten once, by a constant and in no other way: a name, say, when the
time for keeping it is over. `Expiring` lets whole rows go once they are so many days old.
"""

from typing import Any, ClassVar

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


class AppendOnly(Operation):
    """Refuse UPDATE and DELETE on the table of `app.model`."""

    reversible = True
    reduces_to_sql = True

    def __init__(
        self, app: str, model: str, except_columns: tuple[str, ...] = (), deletable: bool = False, once: str = ""
    ) -> None:
        self.app, self.model, self.except_columns, self.deletable = app, model, tuple(except_columns), deletable
        self.once = once

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kwargs: dict[str, Any] = {"app": self.app, "model": self.model}
        if self.except_columns:
            kwargs["except_columns"] = self.except_columns
        if self.deletable:
            kwargs["deletable"] = True
        if self.once:
            kwargs["once"] = self.once
        return self.__class__.__qualname__, [], kwargs

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models' state does not change; only the database learns to refuse."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(self.app, self.model)
        columns = [f.column for f in model._meta.local_concrete_fields if f.column not in self.except_columns]
        # Laid anew where a table was rebuilt (SQLite drops its triggers then) or has learned a column since.
        self.database_backwards(app_label, schema_editor, to_state, from_state)
        make = _postgres if schema_editor.connection.vendor == "postgresql" else _sqlite
        for sql in make(model._meta.db_table, _deeds(columns, bool(self.except_columns), self.deletable), self.once):
            schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        table = from_state.apps.get_model(self.app, self.model)._meta.db_table
        on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        for deed in ("update", "delete"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{_name(table, deed, self.once)}"{on}', params=None)

    def describe(self) -> str:
        return f"Make {self.app}.{self.model} append-only"


def _deeds(columns: list[str], partial: bool, deletable: bool) -> list[tuple[str, str]]:
    update = "UPDATE OF " + ", ".join(f'"{c}"' for c in columns) if partial else "UPDATE"
    return [("update", update)] + ([] if deletable else [("delete", "DELETE")])


def _name(table: str, deed: str, once: str) -> str:
    return f"{table}_no_{deed}" + (f"_once_{once}" if once else "")


def _when(once: str) -> str:
    return f'WHEN (OLD."{once}" IS NOT NULL) ' if once else ""


def _sqlite(table: str, deeds: list[tuple[str, str]], once: str, when: str = "") -> list[str]:
    return [
        f'CREATE TRIGGER "{_name(table, name, once)}" BEFORE {deed} ON "{table}" {when or _when(once)}'
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for name, deed in deeds
    ]


def _postgres(table: str, deeds: list[tuple[str, str]], once: str, when: str = "") -> list[str]:
    function = (
        "CREATE OR REPLACE FUNCTION haizhun_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    return [function] + [
        f'CREATE TRIGGER "{_name(table, name, once)}" BEFORE {deed} ON "{table}" '
        f"FOR EACH ROW {when or _when(once)}EXECUTE FUNCTION haizhun_append_only()"
        for name, deed in deeds
    ]


class Forgettable(Operation):
    """Let `column` change only to `to`, once, and only together with the moment `at` being filled in.

    `after` names a column that must hold a value first; until then the column may be written freely, a draft's say.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, app: str, model: str, column: str, to: str, at: str, after: str = "") -> None:
        self.app, self.model, self.column, self.to, self.at, self.after = app, model, column, to, at, after

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kwargs = {"app": self.app, "model": self.model, "column": self.column, "to": self.to, "at": self.at}
        if self.after:
            kwargs["after"] = self.after
        return self.__class__.__qualname__, [], kwargs

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models' state does not change; only the database learns to refuse."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(self.app, self.model)._meta.db_table
        column, at, to = self.column, self.at, schema_editor.quote_value(self.to)
        allowed = f'OLD."{at}" IS NULL AND NEW."{at}" IS NOT NULL AND NEW."{column}" = {to}'
        bound = f'OLD."{self.after}" IS NOT NULL AND ' if self.after else ""
        make = _postgres if schema_editor.connection.vendor == "postgresql" else _sqlite
        deed = [(f"rewriting_{column}", f'UPDATE OF "{column}", "{at}"')]
        self.database_backwards(app_label, schema_editor, to_state, from_state)  # laid anew, as above
        for sql in make(table, deed, "", f"WHEN ({bound}NOT ({allowed})) "):
            schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        table = from_state.apps.get_model(self.app, self.model)._meta.db_table
        on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f'DROP TRIGGER IF EXISTS "{_name(table, f"rewriting_{self.column}", "")}"{on}', params=None)

    def describe(self) -> str:
        return f"Let {self.app}.{self.model}.{self.column} be forgotten once"


class Expiring(Operation):
    """Refuse DELETE of rows younger than `days`, by the column `at`. Older ones may go: what is kept has a term.

    In place of the refusal that AppendOnly lays; it comes after that one.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, app: str, model: str, at: str, days: int) -> None:
        self.app, self.model, self.at, self.days = app, model, at, days

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], {"app": self.app, "model": self.model, "at": self.at, "days": self.days}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models' state does not change; only the database learns to refuse."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(self.app, self.model)._meta.db_table
        if schema_editor.connection.vendor == "postgresql":
            make, young = _postgres, f"OLD.\"{self.at}\" > now() - interval '{int(self.days)} days'"
        else:
            make, young = _sqlite, f"julianday(OLD.\"{self.at}\") > julianday('now', '-{int(self.days)} days')"
        self.database_backwards(app_label, schema_editor, to_state, from_state)
        for sql in make(table, [("delete", "DELETE")], "", f"WHEN ({young}) "):
            schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        table = from_state.apps.get_model(self.app, self.model)._meta.db_table
        on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f'DROP TRIGGER IF EXISTS "{_name(table, "delete", "")}"{on}', params=None)

    def describe(self) -> str:
        return f"Let rows of {self.app}.{self.model} go after {self.days} days"


class CreateTables(Operation):
    """All tables of a room, as they are now, in one operation: the start of a new database.

    Django draws every related model anew for each model it adds, which takes as long as the square of their number. Here they
    are added together and drawn once. `models` are CreateModel operations with everything the tables have.
    """

    reversible = True
    reduces_to_sql = True
    serialization_expand_args: ClassVar = ["models"]

    def __init__(self, models: list[CreateModel]) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], {"models": self.models}

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # drawn when next asked for, all at once
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        for made in self._of(app_label, schema_editor, to_state):
            schema_editor.create_model(made)

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        for made in reversed(self._of(app_label, schema_editor, from_state)):
            schema_editor.delete_model(made)

    def describe(self) -> str:
        return f"Create {len(self.models)} tables"

    def _of(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: Any) -> list[Any]:
        found = [state.apps.get_model(app_label, model.name) for model in self.models]
        return [model for model in found if self.allow_migrate_model(schema_editor.connection.alias, model)]
