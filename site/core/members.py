"""Asking the database for a member of a JSON list, which PostgreSQL knows by a sign and SQLite by a table of the members."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler


class Holds(models.Func):
    """Whether a JSON list holds a text: SQLite has no such operator, but a table of a list's members."""

    output_field = models.BooleanField()
    arity = 2

    def as_sqlite(self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper", **context: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="EXISTS (SELECT 1 FROM json_each(%(expressions)s))",
            arg_joiner=") WHERE value = (",
            **context,
        )

    def as_postgresql(self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper", **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" ? ", **context)


class HoldsCode(models.Func):
    """As `Holds`, for codes of plain letters: SQLite looks for the quoted code in the list's text, with no table for each row."""

    output_field = models.BooleanField()
    arity = 2

    def as_sqlite(self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper", **context: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="""(instr(%(expressions)s || '"') > 0)""",
            arg_joiner=""", '"' || """,
            **context,
        )

    def as_postgresql(self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper", **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" ? ", **context)


def holding(name: str, value: str) -> Holds:
    """Rows whose list `name` holds `value`, for `filter`."""
    return Holds(models.F(name), models.Value(value))


def holding_code(name: str, code: str) -> models.Q:
    """The same where members are codes of plain letters and very many rows are counted."""
    return models.Q(HoldsCode(models.F(name), models.Value(code)))
