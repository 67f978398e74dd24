"""Move a site from SQLite to PostgreSQL (迁移数据库): every row, in one transaction that is kept only if both sides agree.

Tables, constraints and the triggers of append-only tables are those that `migrate` has laid in the new database; only rows are
moved. The rows `migrate` itself wrote there give way first (TRUNCATE, which no row's trigger sees).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from core.backups import prints
from core.backups.prints import BATCH, Print

Told = Callable[[str, Print], None]


class CannotMove(Exception):
    """The new database is as it was before; why."""


@dataclass(frozen=True, slots=True)
class Moved:
    tables: int
    rows: int


def move(source: str, target: str, told: Told = lambda table, found: None) -> Moved:
    """Move all rows from one connection to the other; `told` hears of each table that agrees. Raises CannotMove."""
    _refuse_the_wrong_way(source, target)
    everything = prints.kept()
    try:
        with transaction.atomic(using=source), transaction.atomic(using=target):
            _empty(everything, target)
            rows = 0
            for model in everything:
                found = _moved(model, source, target)
                told(model._meta.db_table, found)
                rows += found.rows
            _count_on(everything, target)
    except DatabaseError as reason:
        raise CannotMove(str(reason)) from reason
    return Moved(len(everything), rows)


def _refuse_the_wrong_way(source: str, target: str) -> None:
    if connections[source].vendor != "sqlite" or connections[target].vendor != "postgresql":
        raise CannotMove(
            _("Only from SQLite to PostgreSQL: leave DATABASE_URL at SQLite, and name the new one in HAIZHUN_MOVE_TO.")
        )
    recorded = [set(MigrationRecorder(connections[alias]).applied_migrations()) for alias in (source, target)]
    if recorded[0] ^ recorded[1]:
        app, name = min(recorded[0] ^ recorded[1])
        raise CannotMove(
            _("The databases are not at the same migration: %(name)s. Run manage.py migrate on both.") % {"name": f"{app}.{name}"}
        )
    if get_user_model()._base_manager.using(target).exists():
        raise CannotMove(_("There are people in the new database already. It is not overwritten; name an empty one."))


def _empty(everything: "Iterable[type[models.Model]]", target: str) -> None:
    """All tables at once, the search index among them: it is made anew afterwards."""
    quote = connections[target].ops.quote_name
    # This process knows the index as the old database has it: which tables it has in the new one, that one says.
    index = tuple(f"{app}_" for app in prints.DERIVED)
    derived = [name for name in connections[target].introspection.table_names() if name.startswith(index)]
    names = ", ".join(map(quote, {*(model._meta.db_table for model in everything), *derived}))
    with connections[target].cursor() as cursor:
        # Filling takes longer than a page may.
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")


def _moved(model: type[models.Model], source: str, target: str) -> Print:
    """One table; its fingerprint, the same on both sides. Who points at whom is asked at the end of the transaction alone."""
    fields = model._meta.local_concrete_fields
    try:
        coming = prints.rows(model, source)
        while batch := list(islice(coming, BATCH)):
            # Past save() and bulk_create(): rows as they are, of a child's own table alone.
            model._base_manager._insert(batch, fields=fields, using=target, raw=True)  # type: ignore[attr-defined]  # Django's own road
    except (DatabaseError, ValueError) as reason:
        raise CannotMove(_("Table %(table)s: %(reason)s") % {"table": model._meta.db_table, "reason": reason}) from reason
    ours, theirs = prints.fingerprint(model, source), prints.fingerprint(model, target)
    if ours != theirs:
        text = _("Table %(table)s: %(ours)s rows here, %(theirs)s there, and they are not the same.")
        raise CannotMove(text % {"table": model._meta.db_table, "ours": ours.rows, "theirs": theirs.rows})
    return ours


def _count_on(everything: "Iterable[type[models.Model]]", target: str) -> None:
    """The next row of each table gets the number after the highest."""
    connection: Any = connections[target]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(everything)):
            cursor.execute(statement)
