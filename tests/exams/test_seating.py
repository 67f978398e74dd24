"""Seats: who may register, what a full sitting does, who moves up, and that the last seat is given once."""

import datetime as dt
import threading
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import translation

from core.dates import now
from exams import closing, delivery, registering, seating
from exams.conditions import NotAllowed
from exams.models import Registration, Sitting, SittingEntry
from tests.cast import person
from tests.exams.making import finished, sitting, version
from tests.exams.test_races import at_once

START = dt.datetime(2026, 12, 7, 1, 0, tzinfo=dt.UTC)
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


def announced(**fields: Any) -> Sitting:
    """A sitting by registration a week from now."""
    of = fields.pop("of", None) or version(["single"])
    return sitting(of, **{"walk_in": False, "opens_at": now() + 7 * DAY, "closes_at": now() + 7 * DAY + 2 * HOUR, **fields})


def unmet(refusal: NotAllowed) -> dict[str, str]:
    return {condition.key: condition.sentence for condition in refusal.conditions}


@pytest.mark.django_db
class TestRegistering:
    def test_whoever_meets_the_conditions_gets_a_seat_and_a_number_and_the_ground_is_kept(self, learner):
        made = seating.register(candidate=learner, sitting=announced())
        assert made.state == "admitted"
        assert made.admission_no.startswith(f"TST{now():%y}-")
        assert [entry["key"] for entry in made.eligibility_basis] == ["registration", "attempts"]
        assert SittingEntry.objects.values_list("kind", "by").get() == ("registered", learner.pk)

    def test_registering_again_is_the_same_registration(self, learner):
        at = announced()
        assert seating.register(candidate=learner, sitting=at) == seating.register(candidate=learner, sitting=at)

    def test_before_and_after_the_window_the_day_is_named(self, learner):
        with time_machine.travel(START, tick=False):
            at = announced(registration_opens_at=START + DAY, registration_closes_at=START + 3 * DAY)
            with pytest.raises(NotAllowed) as early:
                seating.register(candidate=learner, sitting=at)
        assert unmet(early.value) == {"registration": "报名于2026年12月8日 09:00开始。"}
        assert early.value.conditions[0].allowed_from == START + DAY
        with time_machine.travel(START + 3 * DAY, tick=False), pytest.raises(NotAllowed) as late:
            seating.register(candidate=learner, sitting=at)
        assert unmet(late.value) == {"registration": "报名已于2026年12月10日 09:00截止。"}
        with time_machine.travel(START + 3 * DAY - dt.timedelta(seconds=1), tick=False):
            assert seating.register(candidate=learner, sitting=at).state == "admitted"

    def test_the_office_may_register_after_the_window_and_is_bound_by_all_else(self, learner, examiner):
        of = version(["single"], eligibility={"course": "QSO"})
        at = announced(registration_closes_at=now() - DAY)
        assert seating.register(candidate=learner, sitting=at, by=examiner).state == "admitted"
        with pytest.raises(NotAllowed) as refusal:
            seating.register(candidate=learner, sitting=announced(of=of), by=examiner)
        assert "course" in unmet(refusal.value)

    def test_a_wait_that_is_over_when_the_sitting_opens_is_no_obstacle_and_one_that_is_not_names_the_moment(self, learner):
        of = version(["single"], cooling_off_days=[7, 30, 90])
        with time_machine.travel(START, tick=False):
            finished(learner, sitting(of), right=False)
            in_time = announced(of=of, opens_at=START + 7 * DAY)
            too_early = announced(of=of, opens_at=START + 7 * DAY - dt.timedelta(seconds=1))
            with pytest.raises(NotAllowed) as refusal:
                seating.register(candidate=learner, sitting=too_early)
            assert unmet(refusal.value) == {"cooling_off": "未通过后须间隔7天，2026年12月14日 09:00起可以再考。"}
            assert seating.register(candidate=learner, sitting=in_time).state == "admitted"

    def test_one_seat_at_a_time(self, learner):
        of = version(["single"])
        first, second = announced(of=of), announced(of=of)
        held = seating.register(candidate=learner, sitting=first)
        with pytest.raises(NotAllowed) as refusal:
            seating.register(candidate=learner, sitting=second)
        assert list(unmet(refusal.value)) == ["elsewhere"]
        seating.withdraw(registration=held, by=learner)
        assert seating.register(candidate=learner, sitting=second).state == "admitted"

    def test_a_role_and_the_age_of_the_account_can_be_asked_for(self, learner):
        at = announced(of=version(["single"], eligibility={"role": "examiner", "account_days": 30}))
        with pytest.raises(NotAllowed) as refusal:
            seating.register(candidate=learner, sitting=at)
        assert set(unmet(refusal.value)) == {"role", "account"}

    def test_a_walk_in_sitting_and_a_draft_take_no_registrations(self, learner):
        for at in (sitting(version(["single"])), announced(state="draft"), announced(state="cancelled")):
            with pytest.raises(NotAllowed):
                seating.register(candidate=learner, sitting=at)

    def test_whoever_was_refused_reads_why_and_only_the_office_lets_them_in(
        self, learner, examiner, django_capture_on_commit_callbacks
    ):
        at = announced()
        with django_capture_on_commit_callbacks(execute=True):
            seating.refuse(registration=seating.register(candidate=learner, sitting=at), because="资料不符", by=examiner)
        assert mail.outbox[-1].to == [learner.email]
        assert "资料不符" in mail.outbox[-1].body
        with pytest.raises(NotAllowed) as refusal:
            seating.register(candidate=learner, sitting=at)
        assert unmet(refusal.value) == {"registration": "考务未通过这次报名：资料不符"}
        assert seating.register(candidate=learner, sitting=at, by=examiner).state == "admitted"


@pytest.mark.django_db
class TestTheWaitingList:
    def test_when_every_seat_is_taken_one_waits_and_moves_up_in_order(
        self, learner, stranger, employer, django_capture_on_commit_callbacks
    ):
        at = announced(capacity=1)
        first, second, third = (seating.register(candidate=who, sitting=at) for who in (learner, stranger, employer))
        assert [one.state for one in (first, second, third)] == ["admitted", "applied", "applied"]
        with django_capture_on_commit_callbacks(execute=True):
            seating.withdraw(registration=first, by=learner)
        assert [Registration.objects.get(pk=one.pk).state for one in (first, second, third)] == [
            "withdrawn",
            "admitted",
            "applied",
        ]
        assert mail.outbox[0].to == [stranger.email]
        assert mail.outbox[0].subject == "您有座位了：小考"

    def test_more_seats_let_more_move_up(self, learner, stranger):
        at = announced(capacity=1)
        seating.register(candidate=learner, sitting=at)
        waiting = seating.register(candidate=stranger, sitting=at)
        assert seating.fill(at) == 0
        Sitting.objects.filter(pk=at.pk).update(capacity=2)
        assert seating.fill(at) == 1
        waiting.refresh_from_db()
        assert waiting.state == "admitted"

    def test_the_candidate_withdraws_until_the_window_closes_the_office_until_the_start(self, learner, examiner):
        with time_machine.travel(START, tick=False):
            at = announced(registration_closes_at=START + DAY)
            held = seating.register(candidate=learner, sitting=at)
        with time_machine.travel(START + DAY, tick=False):
            with pytest.raises(seating.TooLate):
                seating.withdraw(registration=held, by=learner)
            assert seating.withdraw(registration=held, by=examiner).state == "withdrawn"
            with pytest.raises(seating.TooLate):
                seating.withdraw(registration=held, by=examiner)

    def test_a_full_walk_in_sitting_lets_nobody_in_but_those_who_sat_there(self, learner, stranger):
        at = sitting(version(["single"]), capacity=1)
        finished(learner, at)
        with pytest.raises(NotAllowed) as refusal:
            delivery.start(candidate=stranger, sitting=at)
        assert unmet(refusal.value) == {"seat": "这场考试的座位已满。"}
        assert delivery.start(candidate=learner, sitting=at).ordinal == 2


@pytest.mark.django_db
class TestAbsence:
    def test_after_the_sitting_whoever_never_started_is_absent(self, learner, stranger, employer):
        with time_machine.travel(START, tick=False):
            at = announced(capacity=2, opens_at=START, closes_at=START + 2 * HOUR, registration_closes_at=START + HOUR)
            came, stayed, waited = (seating.register(candidate=who, sitting=at) for who in (learner, stranger, employer))
            delivery.start(candidate=learner, sitting=at)
        with time_machine.travel(START + 2 * HOUR - dt.timedelta(seconds=1), tick=False):
            assert closing.mark_absent_due() == 0
        with time_machine.travel(START + 2 * HOUR, tick=False):
            assert [closing.mark_absent_due(), closing.mark_absent_due()] == [1, 0]
        states = [Registration.objects.get(pk=one.pk).state for one in (came, stayed, waited)]
        assert states == ["attended", "absent", "applied"]
        assert SittingEntry.objects.filter(kind="absent", registration=stayed, by=None).count() == 1

    def test_a_cancelled_sitting_has_no_absent(self, learner):
        at = announced()
        seating.register(candidate=learner, sitting=at)
        Sitting.objects.filter(pk=at.pk).update(state="cancelled", opens_at=now() - 2 * DAY, closes_at=now() - DAY)
        assert closing.mark_absent_due() == 0


MANY, SEATS = 16, 5


@pytest.mark.django_db(transaction=True)
def test_r19_sixteen_at_once_take_five_seats_and_eleven_wait():
    at = announced(capacity=SEATS)
    people = [person("考生", f"c{number}") for number in range(MANY)]
    made = at_once(*[lambda who=who: seating.register(candidate=who, sitting=at) for who in people])
    assert sorted(one.state for one in made) == ["admitted"] * SEATS + ["applied"] * (MANY - SEATS)
    assert Registration.objects.filter(sitting=at).seated().count() == SEATS


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_walk_into_five_seats():
    at = sitting(version(["single"]), capacity=SEATS)
    people = [person("考生", f"c{number}") for number in range(MANY)]
    outcomes = at_once(*[lambda who=who: delivery.start(candidate=who, sitting=at) for who in people])
    assert sum(isinstance(one, NotAllowed) for one in outcomes) == MANY - SEATS
    assert Registration.objects.filter(sitting=at).seated().count() == SEATS


@pytest.mark.django_db(transaction=True)
def test_control_count_then_insert_sells_seats_twice():
    at = announced(capacity=SEATS)
    people = [person("考生", f"c{number}") for number in range(MANY)]
    counted = threading.Barrier(MANY)

    def plain(who: Any) -> None:
        free = not registering.is_full(at)
        counted.wait(timeout=30)
        if free:
            Registration.objects.create(candidate=who, sitting=at, state="admitted", admission_no=f"N{who.pk}")

    at_once(*[lambda who=who: plain(who) for who in people])
    assert Registration.objects.filter(sitting=at).seated().count() > SEATS


def test_an_admission_refused_while_its_holder_starts_is_not_used(learner):
    held = Registration.objects.create(
        candidate=learner, sitting=sitting(version(["single"])), admission_no="A-1", state="refused"
    )
    with pytest.raises(registering.Withdrawn):
        registering.admit(learner, held.sitting, now(), held)
    assert Registration.objects.get().state == "refused"
