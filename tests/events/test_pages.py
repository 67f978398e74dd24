"""The public pages of events: the programme and its filters, an event in each of its states, files for calendars and feeds."""

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from core.dates import now
from events import arranging, booking
from events.models import Event
from tests.events.making import DAY, HOUR, book, make_event
from tests.reading import english, refused

NAMES = (r"iCal|Atom|ICP|event-\d",)


def told_by(client: Client, address: str) -> Any:
    """The first event of a calendar file."""
    return Calendar.from_ical(client.get(address).content).walk("VEVENT")[0]


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_the_programme_lists_what_is_to_come_soonest_first(client, db):
    make_event(title="后天的讲座", starts_at=now() + 2 * DAY)
    make_event(title="明天的参访", starts_at=now() + DAY, seats=60)
    make_event(title="上月的沙龙", starts_at=now() - 30 * DAY)
    make_event(title="还没发布", published_at=None)
    html = page(client, "/events/")
    assert html.index("明天的参访") < html.index("后天的讲座")
    assert "上月的沙龙" not in html
    assert "还没发布" not in html
    assert "可报名，余60席" in html
    assert (english(html, *NAMES), refused(html)) == ([], [])
    assert "上月的沙龙" in page(client, "/events/?when=past")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("audience=schools", ["一支铅笔的标准"]),
        ("area=online", ["授权书怎么写"]),
        ("kind=visit", ["走进船坞"]),
        ("month=2031-09", ["走进船坞"]),
        ("month=2031-08", []),
        ("audience=schools&area=online", []),
        ("audience=nobody&month=2031-13&area=<script>", ["一支铅笔的标准", "授权书怎么写", "走进船坞"]),
    ],
    ids=["audience", "place", "kind", "month", "another month", "both", "unknown values narrow nothing"],
)
def test_the_filters_stand_in_the_address(client, db, query, found):
    make_event(title="一支铅笔的标准", audience="schools")
    make_event(title="授权书怎么写", area="online", link="https://example.org/live")
    make_event(title="走进船坞", kind="visit", starts_at=now().replace(year=2031, month=9, day=5))
    html = page(client, f"/events/?{query}")
    assert [title for title in ("一支铅笔的标准", "授权书怎么写", "走进船坞") if title in html] == found
    calendar = page(client, f"/events/calendar.ics?{query}")
    assert [title for title in ("一支铅笔的标准", "授权书怎么写", "走进船坞") if title in calendar] == found


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "可报名"),
        ({"seats": 1, "taken": 1}, "候补中"),
        ({"seats": 1, "taken": 1, "has_waiting_list": False}, "已报满"),
        ({"opens_at": now() + DAY}, "未开放"),
        ({"closes_at": now() - HOUR}, "报名已截止"),
        ({"starts_at": now() - HOUR}, "正在进行"),
        ({"starts_at": now() - 3 * DAY}, "已结束"),
    ],
    ids=["open", "waiting", "full", "not yet open", "closed", "under way", "over"],
)
def test_each_state_has_its_words_and_asks_for_nothing_that_is_too_late(client, db, fields, words):
    event = make_event(**fields)
    html = page(client, event.get_absolute_url())
    assert words in html
    assert ("/registration/" in html) == (words in ("可报名", "候补中"))
    assert (english(html, *NAMES), refused(html)) == ([], [])
    answer = client.post(event.get_absolute_url() + "registration/", {"name": "访客", "email": "g@example.org"})
    assert answer.status_code == (200 if words in ("可报名", "候补中") else 409)


def test_a_cancelled_event_says_why_and_its_calendar_file_says_so(client, administrator, django_capture_on_commit_callbacks):
    event = make_event()
    before = told_by(client, f"/events/{event.slug}.ics")
    with django_capture_on_commit_callbacks(execute=True):
        arranging.cancel(event, by=administrator, reason="台风红色预警")
    html = page(client, event.get_absolute_url())
    assert "台风红色预警" in html
    assert "EventCancelled" in html
    after = told_by(client, f"/events/{event.slug}.ics")
    assert after["STATUS"] == "CANCELLED"
    assert (before["UID"], before["SEQUENCE"] + 1) == (after["UID"], after["SEQUENCE"])


def test_what_is_not_there_is_404_in_words(client, db):
    make_event(slug="draft", published_at=None)
    for address in ("/events/nothing/", "/events/draft/", "/events/draft.ics", "/events/nothing/registration/"):
        assert client.get(address).status_code == 404, address


def test_a_calendar_file_is_whole(client, db):
    event = make_event(title="标准讲座" * 15, starts_at=now().replace(month=6, day=1, microsecond=0) + 900 * DAY)
    raw = client.get(f"/events/{event.slug}.ics")
    assert raw["Content-Type"].startswith("text/calendar")
    assert all(len(line) <= 75 for line in raw.content.split(b"\r\n"))
    one = told_by(client, f"/events/{event.slug}.ics")
    assert one["SUMMARY"] == event.title
    assert one["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert one["DTSTART"].dt == event.starts_at
    whole = told_by(client, "/events/calendar.ics")
    assert (whole["UID"], whole["SEQUENCE"]) == (one["UID"], one["SEQUENCE"])


def test_a_new_place_raises_the_sequence(client, administrator, django_capture_on_commit_callbacks):
    event = make_event()
    address = f"/events/{event.slug}.ics"
    first = told_by(client, address)["SEQUENCE"]
    before = arranging.standing(event)
    event.place = "金湾会议厅"
    event.save()
    with django_capture_on_commit_callbacks(execute=True):
        arranging.saved(event, before=before, by=administrator)
    told = told_by(client, address)
    assert told["SEQUENCE"] == first + 1
    assert "金湾会议厅" in told["LOCATION"]


def test_what_one_is_registered_for_stands_in_ones_own_calendar(learner, stranger, client_of):
    event = make_event(1)
    book(learner, event)
    book(stranger, event)
    assert event.title in client_of(learner).get("/learn/calendar/").content.decode()
    assert event.title not in client_of(stranger).get("/learn/calendar/").content.decode()


def test_the_feed_is_atom_and_tells_the_newest_first(client, db):
    make_event(title="先发布的")
    make_event(title="后改动的", changed_at=now() + HOUR)
    root = ET.fromstring(client.get("/events/feed.atom").content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{atom}title") for entry in root.findall(f"{atom}entry")] == ["后改动的", "先发布的"]
    assert all(entry.findtext(f"{atom}id", "").startswith("urn:uuid:") for entry in root.findall(f"{atom}entry"))


def test_search_engines_are_told_the_event_and_markup_in_it_stays_text(client, db):
    event = make_event(5, title="</script><script>alert(1)</script>", summary="甲 & 乙")
    html = page(client, event.get_absolute_url())
    assert refused(html) == []
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])
    assert (data["@type"], data["name"], data["remainingAttendeeCapacity"]) == ("Event", event.title, 5)
    assert '<meta name="description" content="甲 &amp; 乙">' in html


def test_public_pages_set_no_cookie_and_are_fresh_after_a_booking(db, learner, django_capture_on_commit_callbacks):
    event, reader = make_event(9), Client()
    for address in (
        "/events/",
        event.get_absolute_url(),
        f"/events/{event.slug}.ics",
        "/events/calendar.ics",
        "/events/feed.atom",
    ):
        answer = reader.get(address)
        assert "public" in answer["Cache-Control"], address
        assert not answer.cookies, address
    with CaptureQueriesContext(connection) as asked:
        assert "余9席" in page(reader, "/events/")
    assert len(asked) == 0
    with django_capture_on_commit_callbacks(execute=True):
        book(learner, event)
    assert "余8席" in page(reader, "/events/")
    with django_capture_on_commit_callbacks(execute=True):
        booking.give_back(learner.event_registrations.get())
    assert "余9席" in page(reader, event.get_absolute_url()) or "空余9个" in page(reader, event.get_absolute_url())


@pytest.mark.parametrize("address", ["/events/", "/events/?when=past", "/events/calendar.ics", "/events/feed.atom"])
def test_lists_ask_as_many_queries_with_two_events_as_with_twenty(db, client_of, learner, address):
    reader, counts = client_of(learner), []
    for many in (2, 18):
        for _ in range(many):
            make_event(3, starts_at=now() - 3 * DAY if "past" in address else now() + 3 * DAY)
        reader.get(address)
        with CaptureQueriesContext(connection) as asked:
            reader.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_draft_is_seen_by_its_host_and_the_office_alone(learner, stranger, administrator, client_of):
    event = make_event(published_at=None, host=learner)
    assert "尚未发布" in page(client_of(learner), event.get_absolute_url())
    assert page(client_of(administrator), event.get_absolute_url())
    assert client_of(stranger).get(event.get_absolute_url()).status_code == 404
    assert set(Event.objects.visible_to(learner)) == {event}


def test_pages_are_read_and_nothing_else(client, db):
    event = make_event()
    for address in ("/events/", event.get_absolute_url(), f"/events/{event.slug}.ics", "/events/feed.atom"):
        assert client.post(address).status_code == 405, address
