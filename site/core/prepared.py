"""Statements put together once (预备语句). Django builds and compiles a query anew each time it is asked; for a query that a
rush asks thousands of times that is two thirds of its cost. Here it is compiled the first time, by Django, for the
database in use; from then on only the values change. What comes back is what the queryset would have given.

Only where docs/algorithms/cost.md says so: a queryset is plainer, and everywhere else it is cheap enough.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connection, models, transaction
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")


class Given(Expression):
    """The place of a value in a statement: under which name it is given, and as what it is stored."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: "SQLCompiler", connection: Any) -> tuple[str, list["Given"]]:  # type: ignore[override]
        """A placeholder, and itself among the parameters until a value comes."""
        return "%s", [self]

    def prepared(self, values: Mapping[str, Any]) -> Any:
        """Its value as the database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection, prepared=False)


class _Statement:
    """Text and parameters, made by `compile` for each kind of database once."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def made(self) -> Any:
        """For the database in use. Two threads may make it at once: they make the same."""
        found = self._made.get(connection.vendor)
        if found is None:
            found = self._made[connection.vendor] = self._compiled()
        return found

    def _compiled(self) -> Any:
        raise NotImplementedError


def _filled(parameters: Sequence[Any], values: Mapping[str, Any]) -> list[Any]:
    return [one.prepared(values) if isinstance(one, Given) else one for one in parameters]


class _Query(_Statement, Generic[T]):
    """A queryset, compiled once."""

    def __init__(self, make: "Callable[[], Any]") -> None:
        super().__init__()
        self.make = make

    def all(self, **values: Any) -> list[T]:
        """Every row (one statement)."""
        text, parameters, is_locking, built = self.made()
        if is_locking and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        with connection.cursor() as cursor:
            cursor.execute(text, _filled(parameters, values))
            return [built(row) for row in cursor.fetchall()]

    def first(self, **values: Any) -> T | None:
        """The first row, if there is one."""
        return next(iter(self.all(**values)), None)

    def _compiled(self) -> tuple[str, Sequence[Any], bool, Callable[[Sequence[Any]], T]]:
        queryset = self.make()
        compiler: Any = queryset.query.get_compiler(queryset.db)
        text, parameters = compiler.as_sql()
        return text, parameters, queryset.query.select_for_update, self._builder(queryset, compiler)

    def _builder(self, queryset: Any, compiler: Any) -> Callable[[Sequence[Any]], T]:
        raise NotImplementedError


class Rows(_Query[M], Generic[M]):
    """Whole objects. Related rows come along by select_related; prefetching does not."""

    def __init__(self, make: "Callable[[], models.QuerySet[M]]") -> None:
        super().__init__(make)

    def _builder(self, queryset: Any, compiler: Any) -> Callable[[Sequence[Any]], M]:
        """As django.db.models.query.ModelIterable, all that is the same for each row worked out before."""
        info, select, alias = compiler.klass_info, compiler.select, queryset.db
        model: type[M] = info["model"]
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column[0].target.attname for column in select[start:end]]
        populators = get_related_populators(info, select, alias)  # type: ignore[call-arg]  # the stubs are of a later Django
        convert, further = _converter(compiler), list((compiler.annotation_col_map or {}).items())

        def built(told: Sequence[Any]) -> M:
            row = convert(told)
            made = model.from_db(alias, names, row[start:end])
            for populator in populators:
                populator.populate(row, made)
            for name, place in further:
                setattr(made, name, row[place])
            return made

        return built


class Values(_Query[tuple[Any, ...]]):
    """Tuples, of a queryset that gives them (values_list, its columns in the order selected)."""

    def _builder(self, queryset: Any, compiler: Any) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
        convert = _converter(compiler)
        return lambda row: tuple(convert(row))


def _converter(compiler: Any) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """From what the database gives to what Python knows."""
    found = compiler.get_converters([column[0] for column in compiler.select])
    steps = [(place, converts, expression) for place, (converts, expression) in found.items()]
    if not steps:
        return lambda row: row

    def convert(told: Sequence[Any]) -> Sequence[Any]:
        row = list(told)
        for place, converts, expression in steps:
            for one in converts:
                row[place] = one(row[place], expression, connection)
        return row

    return convert


class Change(_Statement):
    """An UPDATE of a queryset, compiled once; `to` gives each field a constant or a Given."""

    def __init__(self, make: "Callable[[], models.QuerySet[Any]]", **to: Any) -> None:
        super().__init__()
        self.make, self.to = make, to

    def run(self, **values: Any) -> int:
        """How many rows were changed (one statement)."""
        text, parameters = self.made()
        with connection.cursor() as cursor:
            cursor.execute(text, _filled(parameters, values))
            return int(cursor.rowcount)

    def _compiled(self) -> tuple[str, Sequence[Any]]:
        queryset = self.make()
        query = queryset.query.chain(UpdateQuery)
        query.add_update_values(self.to)  # type: ignore[attr-defined]  # chain() gives what it is asked for
        text, parameters = query.get_compiler(queryset.db).as_sql()
        return text, parameters


def insert(rows: Sequence[M]) -> Sequence[M]:
    """As bulk_create, all rows in one statement. PostgreSQL is handed them as one JSON text, not value by value."""
    if not rows:
        return rows
    model = type(rows[0])
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows)
        return rows
    text, fields, key = _inserting(model, rows[0].pk is None)
    # What PostgreSQL reads from text (a moment, a number, a UUID) goes as text.
    told = [{field.column: field.pre_save(row, add=True) for field in fields} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(text, [json.dumps(told, default=str, ensure_ascii=False)])
        if key:
            for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = number
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def _inserting(model: type[models.Model], makes_key: bool) -> tuple[str, "list[models.Field[Any, Any]]", str]:
    """Text, the fields it sets, and the column it gives back when the database makes the key."""
    found = _insertions.get((model, makes_key))
    if found is None:
        quote, meta = connection.ops.quote_name, model._meta
        fields = [field for field in meta.concrete_fields if not (makes_key and field is meta.pk)]
        columns = ", ".join(quote(str(field.column)) for field in fields)
        types = ", ".join(f"{quote(str(field.column))} {field.rel_db_type(connection)}" for field in fields)
        key = str(meta.pk.column) if makes_key else ""
        back = f" RETURNING {quote(key)}" if key else ""
        source = f"SELECT {columns} FROM json_to_recordset(%s) AS given ({types})"  # noqa: S608 - the model's own names
        text = f"INSERT INTO {quote(meta.db_table)} ({columns}) {source}{back}"
        found = _insertions[model, makes_key] = text, fields, key
    return found


_insertions: dict[tuple[type[models.Model], bool], tuple[str, "list[models.Field[Any, Any]]", str]] = {}
