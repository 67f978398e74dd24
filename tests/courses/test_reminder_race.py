"""Two managers press at once: each person is reminded once. The control shows that the race is real."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from courses.models import TrainingReminder
from courses.training import reminding
from notices.models import Notice
from organisations.models import Membership, Organisation
from tests.cast import person
from tests.courses.small import make_course
from tests.courses.training import assign, crowd
from tests.exams.test_races import at_once, without
from tests.organisations.making import firm, member

MANY = 3
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bosses(employer: User) -> list[User]:
    return [employer, person("副经理", "deputy")]


@pytest.fixture
def people(bosses: list[User]) -> list[Membership]:
    """Three people with a task each, whom two managers may remind."""
    body = firm("甲公司", manager=bosses[0])
    member(body, bosses[1], role="manager")
    rows = crowd(body, MANY)
    assign(body, make_course(codes=[["TST-01"]]), bosses[0], members=rows)
    return rows


def pressed(people: list[Membership], bosses: list[User], remind: Callable[..., Any]) -> list[Any]:
    body: Organisation = people[0].organisation
    return at_once(*[lambda boss=boss: remind(organisation=body, members=people, by=boss) for boss in bosses])


def test_of_two_managers_at_once_one_reminds_and_the_other_finds_it_said(people: list[Membership], bosses: list[User]) -> None:
    assert sorted(pressed(people, bosses, reminding.remind)) == [0, MANY]
    assert TrainingReminder.objects.count() == MANY
    told = Notice.objects.filter(code="courses.training_reminded")
    assert sorted(told.values_list("reader__full_name", flat=True)) == sorted(row.name for row in people)


def test_without_the_lock_everybody_is_reminded_twice(people: list[Membership], bosses: list[User]) -> None:
    """The control: see who is to be reminded, then remind, each in its own time; with the last guard of the database away."""
    without(TrainingReminder, "trainingreminder_one_a_day")
    seen = threading.Barrier(len(bosses))

    def careless(*, organisation: Organisation, members: list[Membership], by: User) -> None:
        planned = reminding.plan(organisation, members)
        seen.wait(timeout=30)
        TrainingReminder.objects.bulk_create(TrainingReminder(task=task, by=by) for one in planned for task in one.tasks)

    assert pressed(people, bosses, careless) == [None, None]
    assert TrainingReminder.objects.count() == 2 * MANY
