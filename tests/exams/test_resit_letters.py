"""A resit follows its spot check when the office moves it, and who failed is told by letter from when to when it is."""

import datetime as dt
import inspect
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.timezone import localtime

from accounts.models import User
from core.dates import local_day, now
from core.models import AuditEntry
from exams import posting, registering, resit_letters, seating, sittings
from exams.conditions import in_words
from exams.models import Attempt, Letter, Result, Sitting
from notices.models import Notice
from tests.cast import person
from tests.exams.checking import check, ended, resit_of, sat
from tests.exams.making import finished, sitting, version
from tests.exams.test_races import at_once

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
EDIT = "/cms/snippets/exams/sitting/edit/{}/"


@pytest.fixture
def at(examiner: User) -> Sitting:
    return check(examiner)


@pytest.fixture
def learner(learner: User) -> User:
    """Reads English."""
    learner.preferred_language = "en"
    learner.save()
    return learner


@pytest.fixture
def office(client_of: Callable[[User], Client], examiner: User) -> Client:
    return client_of(examiner)


@pytest.fixture
def posted(django_capture_on_commit_callbacks: Any) -> Callable[..., list[Any]]:
    """Do a deed with the jobs it leaves, and those they leave; the mails about resits it sent."""

    def run(deed: Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            deed(*args, **kwargs)
        return [letter for letter in mail.outbox if "resit" in letter.subject]

    return run


def minute(moment: dt.datetime) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}"


def saved(office: Client, held: Sitting, **changes: Any) -> Any:
    """The office's form as it stands, with changes."""
    filled = {
        "exam_version": held.exam_version_id,
        "opens_at": minute(held.opens_at),
        "closes_at": minute(held.closes_at) if held.closes_at else "",
        "registration_opens_at": "",
        "registration_closes_at": minute(held.registration_closes_at) if held.registration_closes_at else "",
        "mode": held.mode,
        "venue": held.venue,
        "capacity": "",
        "instructions": "",
        "release": held.release,
        "state": held.state,
        "cancelled_because": "",
        "invigilators": [one.pk for one in held.invigilators.all()],
        **({"walk_in": "on"} if held.walk_in else {}),
        **changes,
    }
    answer = office.post(EDIT.format(held.pk), filled)
    assert answer.status_code == 302, answer.content.decode()
    held.refresh_from_db()
    return answer


def days(at: Sitting) -> int:
    there = resit_of(at)
    assert there.closes_at
    assert at.closes_at
    return (local_day(there.closes_at) - local_day(at.closes_at)).days


# --- the dates follow -----------------------------------------------------------------------------------


@pytest.mark.parametrize("later", [HOUR, 72 * HOUR, -HOUR], ids=["an hour", "three days", "earlier"])
def test_a_check_prolonged_or_moved_takes_its_resit_along_with_its_days(office: Client, at: Sitting, later: dt.timedelta):
    assert at.closes_at
    ends, before = at.closes_at + later, days(at)
    saved(office, at, closes_at=minute(ends), venue="横琴二厂")
    there = resit_of(at)
    assert (at.closes_at, there.opens_at, there.venue) == (ends, ends, "横琴二厂")
    assert days(at) == before == 10
    assert there.registration_closes_at == there.closes_at
    assert AuditEntry.objects.filter(deed="sitting.resit_dated", subject=f"exams.sitting:{there.pk}").count() == 1


def test_saved_without_a_new_date_nothing_moves_and_nobody_is_written_to(office: Client, at: Sitting, learner: User, posted: Any):
    finished(learner, at, right=False)
    before = resit_of(at)
    assert not posted(saved, office, at, instructions="带身份证")
    assert not posted(saved, office, resit_of(at))
    there = resit_of(at)
    assert (there.opens_at, there.closes_at, there.venue) == (before.opens_at, before.closes_at, before.venue)


def test_a_beginning_the_office_set_stays_until_the_check_would_not_be_over(office: Client, at: Sitting):
    assert at.closes_at
    begins, ends = at.closes_at + 48 * HOUR, at.closes_at + 96 * HOUR
    Sitting.objects.filter(resit_of=at).update(opens_at=begins, closes_at=ends, venue="市质检院")
    saved(office, at, closes_at=minute(at.closes_at + HOUR), venue="横琴二厂")
    there = resit_of(at)
    assert (there.opens_at, there.closes_at, there.venue) == (begins, ends, "市质检院")
    saved(office, at, closes_at=minute(begins + HOUR))
    there = resit_of(at)
    assert (there.opens_at, there.closes_at) == (begins + HOUR, ends + HOUR)


# --- and are told ---------------------------------------------------------------------------------------


def test_who_fails_is_written_to_once_with_dates_place_and_the_way(at: Sitting, learner: User, stranger: User, posted: Any):
    finished(stranger, at, right=True)
    (letter,) = posted(finished, learner, at, right=False)
    there = resit_of(at)
    assert letter.to == [learner.email]
    with translation.override("en"):
        assert there.closes_at
        for words in (
            in_words(there.opens_at),
            in_words(there.closes_at),
            there.venue,
            there.get_absolute_url(),
            "Register for it",
        ):
            assert words in letter.body
    assert Notice.objects.filter(reader=learner, code="exams.resit").count() == 1
    assert not posted(resit_letters.tell, Result.objects.get(passed=False)), "a correction that leaves it a fail"


def test_new_dates_reach_whoever_has_the_resit_before_him(at: Sitting, learner: User, examiner: User, posted: Any):
    passed, seated, done = (person(name, f"p{number}") for number, name in enumerate(("甲一", "乙二", "丙三")))
    for who in (passed, seated, done, learner):
        finished(who, at, right=who == passed)
    sat(done, ended(at), examiner, right=True)
    there = resit_of(at)
    seating.register(candidate=seated, sitting=there)
    told = posted(sittings.tell_change, there, occasion="1")
    assert [letter.to for letter in told] == [[learner.email]]
    assert Letter.objects.filter(news="changed").get().reader == seated
    assert not posted(resit_letters.write_all, there, "1"), "the job run twice"


def test_of_a_resit_that_is_over_nobody_is_told_and_its_place_stays(at: Sitting, learner: User, office: Client, posted: Any):
    finished(learner, at, right=False)
    over = now() - HOUR
    Sitting.objects.filter(resit_of=at).update(opens_at=over - HOUR, registration_closes_at=over, closes_at=over)
    place = resit_of(at).venue
    assert not posted(saved, office, at, venue="横琴二厂")
    assert (at.venue, resit_of(at).venue) == ("横琴二厂", place)
    assert not posted(saved, office, resit_of(at), venue="市质检院")


def test_a_resit_called_off_and_set_anew_is_told_both_times(at: Sitting, learner: User, office: Client, posted: Any):
    finished(learner, at, right=False)
    (off,) = posted(saved, office, resit_of(at), state="cancelled", cancelled_because="停电")
    assert "The exam office will set its date" in off.body
    (anew,) = posted(saved, office, resit_of(at), state="open")
    assert resit_of(at).get_absolute_url() in anew.body


def test_a_resit_that_is_called_after_the_check_is_told(at: Sitting, learner: User, office: Client, posted: Any):
    Sitting.objects.filter(resit_of=at).delete()
    assert not posted(finished, learner, at, right=False)
    assert [letter.to for letter in posted(saved, office, at, instructions="带身份证")] == [[learner.email]]


def test_a_fail_annulled_before_the_letter_leaves_is_told_of_no_resit(at: Sitting, learner: User, posted: Any):
    failed = finished(learner, at, right=False)
    Attempt.objects.filter(pk=failed.pk).update(state="void")
    assert not posted(posting.post, str(Letter.objects.get(news="resit").pk))
    assert not Notice.objects.filter(code="exams.resit").exists()


def test_other_exams_are_asked_nothing(learner: User, django_assert_num_queries: Any):
    finished(learner, sitting(version(["single"])), right=False)
    failed = Result.objects.told().get()
    with django_assert_num_queries(0):
        resit_letters.tell(failed)
    assert not Letter.objects.filter(news="resit").exists()


# --- at once --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_same_job_four_times_at_once_writes_one_letter():
    learner, at = person("林悦", "linyue"), check(person("周考官", "zhou", "examiner"))
    finished(learner, at, right=False)
    at_once(*[lambda: resit_letters.write_all(resit_of(at), "1")] * 4)
    assert Letter.objects.filter(news="resit", occasion="1").count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_it_is_written_more_than_once(monkeypatch: pytest.MonkeyPatch):
    learner, at = person("林悦", "linyue"), check(person("周考官", "zhou", "examiner"))
    finished(learner, at, right=False)
    gate, write = threading.Barrier(4), posting.about_attempt
    monkeypatch.setattr(registering, "lock", lambda resit: resit)

    def after_all_looked(*args: Any, **kwargs: Any) -> None:
        gate.wait(timeout=20)
        write(*args, **kwargs)

    monkeypatch.setattr(posting, "about_attempt", after_all_looked)
    unlocked = inspect.unwrap(resit_letters.write_all)
    at_once(*[lambda: unlocked(resit_of(at), "1")] * 4)
    assert Letter.objects.filter(news="resit", occasion="1").count() > 1
