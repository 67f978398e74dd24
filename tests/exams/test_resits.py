"""Who fails a spot check has one resit (补考) within the days the office set; nobody else, and nobody twice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from accounts.models import User
from core.dates import local_day
from exams import delivery, eligibility, invigilating, resits, seating, sittings
from exams.conditions import NotAllowed, in_words
from exams.firms import listing
from exams.models import Attempt, Registration, Result, Sitting
from tests.cast import person
from tests.exams.checking import check, ended, resit_of, sat
from tests.exams.making import answer, finished, sitting, version
from tests.exams.test_races import at_once
from tests.organisations.making import firm

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def at(examiner: User) -> Sitting:
    return check(examiner)


def keys(refusal: Any) -> list[str]:
    return [condition.key for condition in refusal.value.conditions]


def page_of(client: Client, attempt: Attempt) -> str:
    return client.get(f"/en/exams/results/{attempt.results.current().get().pk}/").text


def test_the_office_sets_the_days_and_the_resit_begins_where_the_check_ends(client_of: SignIn, examiner: User, at: Sitting):
    office = client_of(examiner)
    assert f'value="{resits.DAYS}"' in office.get("/exams/spot-checks/").text
    sent = {"exam": at.exam_version.exam_id, "hours": "2", "resit_days": "7"}
    assert office.post("/exams/spot-checks/", sent).status_code == 302
    made = Sitting.objects.get(walk_in=True, venue="")
    there = resit_of(made)
    assert made.closes_at
    assert there.opens_at == made.closes_at
    assert there.closes_at
    assert (local_day(there.closes_at) - local_day(made.closes_at)).days == 7
    assert (there.walk_in, there.needs_check_in, there.release) == (False, True, made.release)
    assert list(there.invigilators.all()) == [examiner]
    for days in ("0", str(resits.MOST_DAYS + 1), ""):
        assert office.post("/exams/spot-checks/", {**sent, "resit_days": days}).status_code == 422


def test_who_fails_reads_of_it_with_its_date_registers_and_passes(client_of: SignIn, learner: User, examiner: User, at: Sitting):
    failed, there = finished(learner, at, right=False), resit_of(at)
    mine = client_of(learner)
    page = page_of(mine, failed)
    assert there.get_absolute_url() in page
    assert "You have one resit, from" in page
    assert there.closes_at
    with translation.override("en"):
        assert in_words(there.closes_at) in page
    assert "attempts</dd>" not in page, "a check is sat once: no count of attempts"
    assert there.get_absolute_url() not in page_of(client_of(examiner), failed), "the office is not led to register"
    assert mine.post(f"/exams/sittings/{there.pk}/registration/").status_code == 302
    there = ended(at)
    with pytest.raises(NotAllowed) as unseen:
        delivery.start(candidate=learner, sitting=there)
    assert keys(unseen) == ["check_in"]
    invigilating.check_in(registration=Registration.objects.get(sitting=there), by=examiner)
    attempt = delivery.start(candidate=learner, sitting=there)
    answer(attempt)
    result = delivery.submit(attempt=attempt)
    assert result
    assert result.passed
    assert "this counts as having passed the spot check" in page_of(mine, attempt)
    assert there.get_absolute_url() not in page_of(mine, failed)


def test_a_second_fail_is_final_and_says_so(client_of: SignIn, learner: User, examiner: User, at: Sitting):
    first = finished(learner, at, right=False)
    there = ended(at)
    second = sat(learner, there, examiner, right=False)
    page = page_of(client_of(learner), second)
    assert "this is final" in page
    assert there.get_absolute_url() not in page + page_of(client_of(learner), first)
    assert seating.register(candidate=learner, sitting=there).pk == second.registration_id
    with pytest.raises(NotAllowed) as refusal:
        delivery.start(candidate=learner, sitting=there)
    assert "resit" in keys(refusal)
    assert Attempt.objects.filter(candidate=learner).count() == 2


def test_nobody_else_is_let_in_not_even_by_the_office(learner: User, stranger: User, examiner: User, at: Sitting):
    finished(learner, at, right=True)
    there = ended(at)
    for who in (learner, stranger):
        for by in (None, examiner):
            with pytest.raises(NotAllowed) as refusal:
                seating.register(candidate=who, sitting=there, by=by)
            assert keys(refusal) == ["resit"]
        # A seat made by the side of the verb opens nothing either.
        Registration.objects.create(candidate=who, sitting=there, admission_no=f"X{who.pk}", state="admitted")
        with pytest.raises(NotAllowed) as refusal:
            delivery.start(candidate=who, sitting=there)
        assert "resit" in keys(refusal)


def test_a_fail_elsewhere_or_one_not_released_yet_opens_nothing(learner: User, examiner: User, at: Sitting):
    finished(learner, at, right=False)
    another = check(examiner)
    with pytest.raises(NotAllowed) as refusal:
        seating.register(candidate=learner, sitting=resit_of(another))
    assert keys(refusal) == ["resit"]
    Result.objects.update(released_at=None)
    with pytest.raises(NotAllowed) as refusal:
        seating.register(candidate=learner, sitting=resit_of(at))
    assert keys(refusal) == ["resit"]


def test_a_check_is_sat_once_and_an_annulled_attempt_counts_for_nothing(learner: User, at: Sitting):
    failed = finished(learner, at, right=False)
    with pytest.raises(NotAllowed) as refusal:
        delivery.start(candidate=learner, sitting=at)
    assert keys(refusal) == ["resit"]
    Attempt.objects.filter(pk=failed.pk).update(state="void")
    assert delivery.start(candidate=learner, sitting=at).pk != failed.pk
    with pytest.raises(NotAllowed):
        seating.register(candidate=learner, sitting=resit_of(at))


def test_attempts_used_up_by_other_checks_take_no_resit_away(learner: User, examiner: User):
    at = check(examiner, max_attempts=1, cooling_off_days=[30])
    finished(learner, at, right=False)
    assert sat(learner, ended(at), examiner, right=True).results.get().passed


def test_after_its_days_it_is_over_and_the_result_says_so(client_of: SignIn, learner: User, at: Sitting):
    failed = finished(learner, at, right=False)
    there = ended(at, resit=True)
    assert "was not sat" in page_of(client_of(learner), failed)
    with pytest.raises(NotAllowed):
        seating.register(candidate=learner, sitting=there)


def test_a_resit_is_announced_to_nobody(client: Client, learner: User, at: Sitting):
    finished(learner, at, right=False)
    page = client.get("/exams/").text
    assert at.get_absolute_url() in page
    assert resit_of(at).get_absolute_url() not in page


def test_no_firm_takes_seats_there(employer: User, at: Sitting):
    body, there = firm("甲公司", manager=employer), resit_of(at)
    assert there not in listing.sittings(body)
    Sitting.objects.filter(pk=there.pk).update(resit_of=None)
    assert there in listing.sittings(body), "the control: any other sitting by registration is offered"


def test_a_check_made_by_hand_has_a_resit_of_the_default_days_once(examiner: User, at: Sitting):
    Sitting.objects.filter(resit_of=at).delete()
    for _time in range(2):
        resits.call_if_missing(check=at, by=examiner)
    there = resit_of(at)
    assert there.closes_at
    assert (local_day(there.closes_at) - local_day(there.opens_at)).days == resits.DAYS
    resits.call_if_missing(check=there, by=examiner)
    assert not Sitting.objects.filter(resit_of=there).exists()


def test_a_check_called_off_takes_its_resit_along(examiner: User, at: Sitting):
    sittings.cancel(sitting=at, because="停电", by=examiner)
    assert resit_of(at).state == "cancelled"


def test_the_database_allows_one_resit_by_registration_alone(at: Sitting):
    there = resit_of(at)
    for deed in (
        lambda: Sitting.objects.filter(pk=there.pk).update(walk_in=True),
        lambda: Sitting.objects.create(exam_version=at.exam_version, opens_at=there.opens_at, resit_of=at),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


def test_other_exams_know_nothing_of_it(learner: User):
    other = sitting(version(["single"]))
    finished(learner, other, right=False)
    assert "resit" not in {condition.key for condition in eligibility.conditions(learner, other)}
    assert resits.offer(Result.objects.get()) == resits.Offer()


# --- at once --------------------------------------------------------------------------------------------


def _twice(candidate: User, at: Sitting) -> list[Any]:
    """What came of starting and handing in, two times over."""
    outcomes: list[Any] = []
    for _time in range(2):
        try:
            outcomes.append(delivery.submit(attempt=delivery.start(candidate=candidate, sitting=at)))
        except NotAllowed as refusal:
            outcomes.append(refusal)
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_four_devices_at_once_sit_a_check_once_and_have_one_seat_at_the_resit():
    learner, at = person("林悦", "linyue"), check(person("周考官", "zhou", "examiner"))
    at_once(*[lambda: _twice(learner, at)] * 4)
    assert Attempt.objects.filter(sitting=at).count() == 1
    held = at_once(*[lambda: seating.register(candidate=learner, sitting=resit_of(at))] * 4)
    assert {one.pk for one in held} == {Registration.objects.get(sitting__resit_of=at).pk}


@pytest.mark.django_db(transaction=True)
def test_control_without_the_rule_they_sit_it_again(monkeypatch: pytest.MonkeyPatch):
    learner, at = person("林悦", "linyue"), check(person("周考官", "zhou", "examiner"), max_attempts=99)
    monkeypatch.setattr(resits, "once", lambda *_given: None)
    at_once(*[lambda: _twice(learner, at)] * 4)
    assert Attempt.objects.filter(sitting=at).count() > 1
