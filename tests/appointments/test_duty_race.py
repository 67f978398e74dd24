"""Clicks at once on one day: the database lets one record through."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection

from accounts.models import User
from appointments.duties import daily
from appointments.duties.models import DayLine, DayRecord, RiskList
from tests.appointments.duty import Works, works


@pytest.fixture
def there(employer: User, learner: User, school: User) -> Works:
    return works(employer, learner, school)


def _race(there: Works, held: RiskList, barrier: Barrier, results: list[str]) -> None:
    def one() -> None:
        barrier.wait()
        try:
            there.day(held)
            results.append("ok")
        except (daily.AlreadyWritten, IntegrityError):
            results.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=one) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
def test_of_four_clicks_at_once_one_record_is_written(there: Works, guarded: bool) -> None:
    held = there.listed()
    constraint = next(c for c in DayRecord._meta.constraints if c.name == "dayrecord_one_a_day_uniq")
    if not guarded:
        # The control: without the constraint each click writes a record of its own.
        with connection.schema_editor() as editor:
            editor.remove_constraint(DayRecord, constraint)
    results: list[str] = []
    try:
        _race(there, held, Barrier(4), results)
        written = DayRecord.objects.of(there.firm).count()
    finally:
        if not guarded:
            _without_records()
            with connection.schema_editor() as editor:
                editor.add_constraint(DayRecord, constraint)
    assert len(results) == 4
    assert (written == 1 and results.count("ok") == 1) if guarded else written > 1


def _without_records() -> None:
    """Take the second records away, so that the constraint can come back."""
    from core.tables import AppendOnly

    tables = [AppendOnly("appointments", name) for name in ("DayLine", "DayRecord")]
    state = _state()
    with connection.schema_editor() as editor:
        for table in tables:
            table.database_backwards("appointments", editor, state, state)
    DayLine.objects.all().delete()
    DayRecord.objects.all().delete()
    with connection.schema_editor() as editor:
        for table in tables:
            table.database_forwards("appointments", editor, state, state)


def _state() -> Any:
    from django.db.migrations.loader import MigrationLoader

    return MigrationLoader(connection).project_state()
