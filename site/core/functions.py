"""Functions that PostgreSQL keeps (数据库函数): several statements of one deed in a single message. SQLite has none of them;
there the plain way is taken, which every caller must have."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class Function(Operation):
    """Lay the function `name` with these `arguments`, which `returns` what it says, in `body`; `settings` hold while it runs."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str, arguments: str, returns: str, body: str, settings: str = "") -> None:
        self.name, self.arguments, self.returns, self.body, self.settings = name, arguments, returns, body, settings

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        names = ("name", "arguments", "returns", "body", "settings")
        return self.__class__.__qualname__, [], {name: getattr(self, name) for name in names}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models' state does not change."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        head = f"CREATE OR REPLACE FUNCTION {self.name}({self.arguments}) RETURNS {self.returns} LANGUAGE plpgsql {self.settings}"
        schema_editor.execute(f"{head} AS $${self.body}$$", params=None)

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.name}({self.arguments})", params=None)

    def describe(self) -> str:
        return f"Lay the function {self.name}"
