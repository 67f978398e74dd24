"""One's dates: from every room, as a page and as a calendar that programs follow by a secret link."""

import datetime as dt
from typing import Any

import icalendar
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from certificates.issuing import issue
from certificates.loading import load
from core.report import Report
from courses import agenda, cycles, places
from courses.models import CalendarKey, CompletionRecord, Enrolment
from exams import registering
from exams.models import Registration, Sitting
from tests.certificates.conftest import make_result
from tests.courses.learning import complete_all, enrol
from tests.courses.small import make_course
from tests.courses.test_places import make_run
from tests.courses.training import assign
from tests.events.making import book, make_event
from tests.exams import making
from tests.organisations.making import firm, member

DAY = dt.timedelta(days=1)
FEED = "courses:calendar_feed"


@pytest.fixture
def seat(learner: User, time_machine: Any) -> Registration:
    """A seat in a sitting of 20 November 2026, 9 to 11 o'clock."""
    time_machine.move_to("2026-11-02T09:00:00+08:00", tick=False)
    opens = dt.datetime.fromisoformat("2026-11-20T09:00:00+08:00")
    sitting = making.sitting(opens_at=opens, closes_at=opens + dt.timedelta(hours=2), walk_in=False, venue="香洲考点")
    made = registering.admit(learner, sitting, opens)
    made.state = Registration.State.ADMITTED
    made.save()
    return made


@pytest.fixture
def key(learner: User) -> CalendarKey:
    return CalendarKey.objects.create(person=learner)


def events(client: Client, key: CalendarKey) -> list[Any]:
    answer = client.get(reverse(FEED), {"k": key.key})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_sitting_stands_in_the_calendar_at_its_local_hour(client: Client, seat: Registration, key: CalendarKey) -> None:
    (event,) = events(client, key)
    assert event["uid"] == f"sitting-{seat.sitting_id}@127.0.0.1"
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert event.decoded("dtstart").isoformat() == "2026-11-20T09:00:00+08:00"
    assert event["location"] == "香洲考点"
    assert event["url"].endswith(seat.get_absolute_url())


def test_lines_are_folded_as_the_standard_says(client: Client, seat: Registration, key: CalendarKey) -> None:
    lines = client.get(reverse(FEED), {"k": key.key}).content.split(b"\r\n")
    assert max(map(len, lines)) <= 75


def test_the_same_thing_moved_keeps_its_name_and_raises_its_sequence(
    client: Client, seat: Registration, key: CalendarKey
) -> None:
    (first,) = events(client, key)
    (again,) = events(client, key)
    assert again["sequence"] == first["sequence"], "nothing has changed"
    Sitting.objects.update(venue="横琴考点")
    (moved,) = events(client, key)
    assert (moved["uid"], moved["sequence"]) == (first["uid"], first["sequence"] + 1)


def test_what_is_over_leaves_the_calendar(client: Client, seat: Registration, key: CalendarKey, time_machine: Any) -> None:
    time_machine.move_to("2026-11-21T09:00:00+08:00", tick=False)
    assert events(client, key) == []


def test_the_link_is_made_renewed_and_taken_back(client: Client, learner: User) -> None:
    client.force_login(learner)
    page, deed = reverse("courses:calendar"), reverse("courses:calendar_key")
    assert "calendar.ics" not in client.get(page).content.decode(), "no link until one is asked for"
    client.post(deed)
    first = CalendarKey.objects.get().key
    assert first in client.get(page).content.decode()
    client.post(deed)
    stranger = Client()
    assert stranger.get(reverse(FEED), {"k": first}).status_code == 404, "an old link is dead"
    client.post(deed, {"revoke": "1"})
    assert not CalendarKey.objects.exists()
    for wrong in ("", "x" * 43):
        assert stranger.get(reverse(FEED), {"k": wrong}).status_code == 404


def test_an_account_switched_off_closes_its_calendar(client: Client, learner: User, key: CalendarKey) -> None:
    User.objects.update(is_active=False)
    assert client.get(reverse(FEED), {"k": key.key}).status_code == 404


def test_nobody_sees_the_dates_of_another(client: Client, seat: Registration, colleague: User) -> None:
    page = reverse("courses:calendar")
    assert client.get(page).status_code == 302
    client.force_login(colleague)
    assert "香洲考点" not in client.get(page).content.decode()
    client.force_login(seat.candidate)
    assert "香洲考点" in client.get(page).content.decode()


def test_the_calendar_asks_the_same_however_many_dates(
    client: Client, seat: Registration, key: CalendarKey, django_assert_num_queries: Any
) -> None:
    sitting = seat.sitting
    events(client, key)
    with django_assert_num_queries(11):
        events(client, key)
    for n in range(10):
        other = making.sitting(
            sitting.exam_version, opens_at=sitting.opens_at + n * DAY, closes_at=sitting.opens_at + (n + 1) * DAY, walk_in=False
        )
        Registration.objects.create(candidate=seat.candidate, sitting=other, admission_no=f"T{n}", state="admitted")
    events(client, key)
    with django_assert_num_queries(11):
        assert len(events(client, key)) == 11


def test_the_next_comes_first(seat: Registration, learner: User) -> None:
    sooner = making.sitting(seat.sitting.exam_version, opens_at=seat.sitting.opens_at - DAY, walk_in=False)
    Registration.objects.create(candidate=learner, sitting=sooner, admission_no="T1", state="admitted")
    assert [date.day.day for date in agenda.of(learner)] == [19, 20]


def test_every_kind_of_day_stands_in_it_and_what_is_done_leaves(client: Client, learner: User, employer: User) -> None:
    """What is assigned, what is to be done once more, runs, certificates and events: each room's days, and then none."""
    body = firm("甲公司", manager=employer)
    course, renewed = make_course(), make_course("REN", validity_months=12, renewal_days=400)
    member(body, learner)
    task = assign(body, course, employer)
    complete_all(enrol(learner, "REN"))
    cycles.start_due()
    run = make_run(course)
    places.take(learner=learner, run=run)
    event = make_event()
    book(learner, event)
    load(settings.CONTENT_DIR, Report())
    issue(result=make_result(learner))
    key = CalendarKey.objects.create(person=learner)
    told = {str(one["uid"]).partition("-")[0]: one for one in events(client, key)}
    assert set(told) == {"training", "cycle", "run", "event", "certificate"}
    assert "课程TST" in told["training"]["summary"]
    assert told["training"].decoded("dtstart") == task.due_on
    assert "甲公司" in told["training"]["description"]
    assert "课程REN" in told["cycle"]["summary"]
    assert told["cycle"].decoded("dtstart") == CompletionRecord.objects.get(course=renewed, cycle=2).due_on
    complete_all(enrol(learner, "TST"))
    cycles.waive(enrolment=Enrolment.objects.get(course=renewed), by=employer, because="同等学历")
    left = {str(one["uid"]).partition("-")[0] for one in events(client, key)}
    assert left == {"run", "event", "certificate"}
