"""The public count: enterprises with a chief quality officer in post, by industry and quarter; small numbers are withheld."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from appointments.counting import figures
from appointments.models import Appointment
from core.dates import now
from organisations.models import Industry
from tests.organisations.making import firm

DAY = dt.date(2026, 11, 27)
pytestmark = pytest.mark.django_db


def posts(industry: str, number: int, person: User, *, since: dt.date, ended: dt.date | None = None) -> None:
    for n in range(number):
        Appointment.objects.create(
            organisation=firm(f"示例{industry}{since}{n}", industry=Industry.objects.get(code=industry)),
            person=person,
            post="cqo",
            duties="x",
            since=since,
            proposed_by=person,
            accepted_at=now(),
            ended_on=ended,
            end_reason="调岗" if ended else "",
        )


def test_the_count_is_of_enterprises_with_somebody_in_post_on_the_last_day(learner: User) -> None:
    posts("manufacturing", 6, learner, since=dt.date(2026, 5, 1))
    posts("manufacturing", 5, learner, since=dt.date(2026, 8, 1), ended=dt.date(2026, 10, 1))
    told = figures(DAY)
    assert told.quarters == ["2026 Q1", "2026 Q2", "2026 Q3", "2026 Q4"]
    row = next([number for _quarter, number in numbers] for name, stage, numbers in told.rows() if stage == 1)
    assert row == [0, 6, 11, 6]
    assert [number for _quarter, number in told.sums()] == [0, 6, 11, 6]


def test_a_small_number_is_withheld(client: Client, learner: User) -> None:
    posts("manufacturing", 9, learner, since=dt.date(2026, 1, 1))
    posts("services", 2, learner, since=dt.date(2026, 1, 1))
    told = figures(DAY)
    assert any(number is None for name, stage, numbers in told.rows() for _quarter, number in numbers)
    assert all(number != 2 for name, stage, numbers in told.rows() for _quarter, number in numbers)
    assert "不公布" in client.get(reverse("appointments:figures")).content.decode()
    assert client.get(reverse("appointments:figures_file")).content.decode().startswith("\ufeff")
