"""The culture pulse: answers raise counts, few replies are withheld, members alone answer."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from appointments.appointing import Refused
from appointments.duties import pulsing
from appointments.duties.grouping import SMALLEST, shown
from appointments.duties.models import (
    Pulse,
    PulseCount,
    PulseTurn,
)
from core.models import AuditEntry
from tests.appointments.duty import DAY, FRIDAY, Works
from tests.cast import person
from tests.organisations.making import department, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]


def survey(there: Works, *sizes: int, level: int = 4) -> Pulse:
    """A survey in which departments of these sizes have answered, over since yesterday."""
    with time_machine.travel(FRIDAY - 20 * DAY, tick=False):
        pulse = pulsing.open_pulse(firm=there.firm, by=there.head)
        for number, size in enumerate(sizes):
            room = department(there.firm, f"{number}车间")
            for n in range(size):
                someone = person(f"工人{n}", f"worker-{number}-{n}")
                member(there.firm, someone, department=room)
                pulsing.answer(pulse=pulse, levels={code: level for code, _words in pulsing.STATEMENTS}, by=someone)
    return pulse


def test_an_answer_raises_counts_and_leaves_no_row_of_its_own(there: Works) -> None:
    pulse = survey(there, 2)
    assert PulseTurn.objects.filter(pulse=pulse).count() == 2
    assert {row.number for row in PulseCount.objects.filter(pulse=pulse)} == {2}
    fields = {field.name for field in PulseCount._meta.get_fields()} | {field.name for field in PulseTurn._meta.get_fields()}
    assert fields == {"id", "pulse", "department", "statement", "level", "number", "person"}
    assert set(AuditEntry.objects.filter(subject__contains="pulse").values_list("deed", flat=True)) == {"pulse.opened"}
    with time_machine.travel(FRIDAY - 20 * DAY, tick=False):
        again = PulseTurn.objects.filter(pulse=pulse).first()
        assert again is not None
        with pytest.raises(Refused, match="已经"):
            pulsing.answer(pulse=pulse, levels={code: 1 for code, _words in pulsing.STATEMENTS}, by=again.person)


def test_results_are_hidden_under_five_replies_and_before_the_end(there: Works) -> None:
    assert pulsing.told(survey(there, 4)).is_withheld
    with time_machine.travel(FRIDAY + 90 * DAY, tick=False):
        pulse = pulsing.open_pulse(firm=there.firm, by=there.head)
        assert pulsing.told(pulse).is_withheld
        with pytest.raises(Refused, match="已经"):
            pulsing.open_pulse(firm=there.firm, by=there.head)
        with pytest.raises(Refused, match="主要负责人"):
            pulsing.open_pulse(firm=there.firm, by=there.director)


@pytest.mark.parametrize(("size", "tells"), [(4, False), (6, True)], ids=["four", "six"])
def test_the_page_of_a_survey_tells_no_number_of_four_replies(client: Client, there: Works, size: int, tells: bool) -> None:
    pulse = survey(there, size)
    client.force_login(there.head)
    for path in (pulse.get_absolute_url(), reverse("appointments:pulses", args=[there.firm.slug])):
        assert ("4.0" in client.get(path).content.decode()) is tells, path
    assert ("不足5人作答，不显示结果" in client.get(pulse.get_absolute_url()).content.decode()) is not tells


def test_a_small_department_cannot_be_worked_out_from_the_others(there: Works) -> None:
    told = pulsing.told(survey(there, 7, 5, 2))
    assert told.replies == 14
    assert [part.name for part in told.parts] == ["0车间"]


@pytest.mark.parametrize("sizes", [(9, 6, 2), (5, 5, 5), (4, 4), (5, 1), (30, 4, 3, 1), (6,)], ids=str)
def test_whatever_is_taken_away_is_about_five_or_nobody(sizes: tuple[int, ...]) -> None:
    replies = dict(enumerate(sizes))
    left = sum(sizes) - sum(replies[group] for group in shown(replies))
    assert all(replies[group] >= SMALLEST for group in shown(replies))
    assert left == 0 or left >= SMALLEST or not shown(replies)


def test_a_survey_is_answered_by_members_alone(client: Client, there: Works, stranger: User, regulator: User) -> None:
    pulse = pulsing.open_pulse(firm=there.firm, by=there.head)
    path = pulse.get_absolute_url()
    client.force_login(stranger)
    assert client.get(path).status_code == 404
    member(there.firm, regulator)
    client.force_login(regulator)
    assert client.get(path).status_code == 200
    assert client.post(path, {"first": "4"}).status_code == 422
    given = {code: "4" for code, _words in pulsing.STATEMENTS}
    assert client.post(path, given).status_code == 302
    assert client.post(path, given).status_code == 409
    assert client.get(reverse("appointments:pulses", args=[there.firm.slug])).status_code == 200
