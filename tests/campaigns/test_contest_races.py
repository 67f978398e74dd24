"""Many at once: seats are never given out twice, a try is begun once; each with a control."""

import datetime as dt
import threading

import pytest

from campaigns import playing, seating
from campaigns.models import Play, Seat
from core.dates import now
from tests.campaigns.making import contest_of
from tests.exams.test_races import MANY, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contest(db):
    made = contest_of(opens_at=now() - dt.timedelta(hours=1), closes_at=now() + dt.timedelta(hours=1), seats=3)
    seating.lay(made, now())
    return made


def test_sixteen_players_take_three_seats_and_the_others_wait_without_an_error(contest):
    plays = [playing.ask(contest=contest, who=f"d:{number}") for number in range(MANY)]
    done = at_once(*[lambda play=play: playing.admit(play) for play in plays])
    assert not [one for one in done if isinstance(one, Exception)]
    seated = Play.objects.exclude(started_at=None)
    assert 1 <= seated.count() <= 3
    for play in Play.objects.filter(started_at=None).order_by("asked_at"):
        playing.admit(play)
    assert seated.count() == 3
    assert seated.values("seat").distinct().count() == 3


def test_control_without_the_lock_one_seat_is_given_to_several(contest):
    looked = threading.Barrier(4)

    def plainly():
        seat = Seat.objects.filter(contest=contest, free_at__lte=now()).order_by("number").first()
        looked.wait(timeout=30)
        return seat.pk if seat else None

    taken = at_once(*[plainly] * 4)
    assert len(set(taken)) < 4


def test_sixteen_clicks_begin_one_try(contest):
    plays = at_once(*[lambda: playing.ask(contest=contest, who="d:one")] * MANY)
    assert {getattr(play, "pk", play) for play in plays} == {Play.objects.get().pk}


def test_the_last_answer_sent_twice_finishes_once(contest):
    play = playing.admit(playing.ask(contest=contest, who="d:one"))
    slots = playing.slots(play)
    for slot in slots[:-1]:
        playing.answer(play=play, slot=slot, value="B")
    at_once(*[lambda: playing.answer(play=play, slot=slots[-1], value="B")] * 4)
    play.refresh_from_db()
    assert play.finished_at is not None
    assert play.answers.count() == 3
    assert Seat.objects.filter(free_at__lte=now()).count() == 3
