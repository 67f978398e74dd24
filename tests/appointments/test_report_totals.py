"""Whatever was written and corrected: the totals of a year's report are the entries of the log that stand, and nothing else."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from appointments import noting, reporting
from appointments.models import Appointment, DutyEntry
from core.dates import today
from tests.appointments.making import house, in_post

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
# Noon in the middle of a year: no day and no year turns while a test runs.
NOON = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
KINDS = st.sampled_from(DutyEntry.Kind.values)
# What is done, how many days ago, and which earlier entry it corrects, if any.
DEEDS = st.lists(st.tuples(KINDS, st.integers(0, 900), st.none() | st.integers(0, 30)), max_size=12)


Deeds = list[tuple[str, int, int | None]]


def test_the_totals_of_every_year_equal_the_log(employer: User, learner: User) -> None:
    with time_machine.travel(NOON, tick=False):
        post = in_post(house(employer, learner), learner, employer, since=today() - 1000 * DAY)

        @settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
        @given(DEEDS)
        def check(deeds: Deeds) -> None:
            with transaction.atomic():
                _compare(post, deeds, learner)
                transaction.set_rollback(True)

        check()


def _compare(post: Appointment, deeds: Deeds, by: User) -> None:
    written: list[DutyEntry] = []
    stands: dict[object, tuple[str, int]] = {}
    for kind, ago, which in deeds:
        open_ones = [one for one in written if one.pk in stands]
        corrects = open_ones[which % len(open_ones)] if which is not None and open_ones else None
        day = today() - ago * DAY
        given: dict[str, Any] = {"kind": kind, "done_on": day, "text": "事", "outcome": "", "evidence": [], "corrects": corrects}
        made = noting.note(appointment=post, by=by, **given)
        if corrects:
            del stands[corrects.pk]
        written.append(made)
        stands[made.pk] = (kind, day.year)
    for year in (2023, 2024, 2025, 2026):
        told = reporting.report(post, year)
        wanted = Counter(kind for kind, of in stands.values() if of == year)
        assert {line.kind: line.count for line in told.lines if line.count} == wanted
        assert told.total == len(told.entries) == sum(wanted.values())
