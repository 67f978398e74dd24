"""S14: how long a session lasts. Left alone it ends; after twelve hours in any case; never under a running exam."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session

from accounts import idling
from tests.accounts.factors import signed_in

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def is_in(browser) -> bool:
    return browser.get("/account/").status_code == 200


@pytest.mark.parametrize(("minutes", "stays"), [(29, True), (31, False)])
def test_s14_staff_are_signed_out_after_half_an_hour(examiner, time_machine, minutes, stays):
    time_machine.move_to(dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC), tick=False)
    browser = signed_in(examiner)
    time_machine.shift(dt.timedelta(minutes=minutes))
    assert is_in(browser) is stays


@pytest.mark.parametrize(("minutes", "stays"), [(119, True), (121, False)])
def test_s14_learners_after_two_hours(learner, time_machine, minutes, stays):
    time_machine.move_to(dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC), tick=False)
    browser = signed_in(learner)
    time_machine.shift(dt.timedelta(minutes=minutes))
    assert is_in(browser) is stays


def test_s14_whoever_goes_on_working_stays_but_not_beyond_twelve_hours(learner, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC), tick=False)
    browser = signed_in(learner)
    for _hour in range(11):
        time_machine.shift(HOUR)
        assert is_in(browser)
    time_machine.shift(HOUR + dt.timedelta(minutes=1))
    assert not is_in(browser)


def test_s14_a_running_exam_is_never_ended_by_this_clock(learner, time_machine, monkeypatch):
    monkeypatch.setattr(idling, "_excuses", [lambda user: True])
    time_machine.move_to(dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC), tick=False)
    browser = signed_in(learner)
    time_machine.shift(3 * HOUR)
    assert is_in(browser)


def test_s14_signing_in_gives_a_new_session_and_signing_out_ends_it(learner, client):
    client.get("/account/login/")
    client.session["planted"] = True
    before = client.session.session_key
    browser = signed_in(learner)
    assert browser.session.session_key != before
    kept = browser.cookies["sessionid"].value
    browser.post("/account/logout/")
    browser.cookies["sessionid"] = kept
    assert not is_in(browser)


def test_a_request_costs_no_write_for_this(learner, client_of):
    browser = client_of(learner)
    browser.get("/account/")
    before = Session.objects.get(pk=browser.session.session_key).session_data
    browser.get("/account/data/")
    assert Session.objects.get(pk=browser.session.session_key).session_data == before
