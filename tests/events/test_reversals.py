"""A check-in noted by mistake is taken back; and the link by which an organiser without an account reads the list."""

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.dates import now
from core.models import AuditEntry
from courses import hours
from courses.models import CreditEntry
from events import attending, lending, listing
from events.models import CheckIn, Event, OrganiserLink, Registration, Reversal
from tests.courses.small import make_course
from tests.courses.test_races import at_once
from tests.events.making import DAY, HOUR, book, guest, make_event
from tests.reading import english, refused

NAMES = (r"iCal|Atom|ICP|XLSX|URL|event-\d", r"[2-9A-Z]{4}-[2-9A-Z]{4}")


def words(answer, status=200) -> str:
    assert answer.status_code == status
    html = answer.content.decode()
    assert (english(html, *NAMES), refused(html)) == ([], [])
    return html


def seconds(learner) -> list[int]:
    return list(CreditEntry.objects.filter(learner=learner).order_by("pk").values_list("seconds", flat=True))


@pytest.fixture
def event(db, school) -> Event:
    """It begins in an hour, earns 45 minutes, and 苏老师 stands at the door."""
    return make_event(9, starts_at=now() + HOUR, host=school, group_limit=5, course=make_course(), credit_minutes=45)


def let_in(mine: Registration, by) -> CheckIn:
    return attending.let_in(event=mine.event, code=mine.code, by=by).check_in


def test_a_check_in_taken_back_stands_nowhere_and_its_hours_are_taken_back(event, learner, school, client_of):
    mine, door = book(learner, event), client_of(school)
    made = let_in(mine, school)
    page = f"/events/{event.slug}/attendance/"
    assert "撤销签到" in words(door.get(page))
    address = f"{page}{mine.pk}/reversal/"
    assert "请写明为什么撤销" in words(door.post(address, {"number": made.number, "reason": " "}, follow=True))
    assert not Reversal.objects.exists()
    told = words(door.post(address, {"number": made.number, "reason": "扫错了票"}, follow=True))
    assert "签到已撤销" in told
    assert listing.count(event).came == 0
    assert Registration.objects.get(pk=mine.pk).came is None
    assert "签到于" not in words(client_of(learner).get(mine.get_absolute_url()))
    assert seconds(learner) == [2700, -2700]
    assert "扫错了票" in words(client_of(learner).get("/learn/hours/")).replace("课程TST", "")
    assert AuditEntry.objects.filter(deed="event.check_in_reversed").count() == 1


def test_who_comes_after_all_is_let_in_anew_and_credited_once_more(event, learner, school):
    mine = book(learner, event)
    first = let_in(mine, school)
    attending.take_back(mine, number=first.number, by=school, reason="扫错了票")
    second = let_in(mine, school)
    assert (first.number, second.number, let_in(mine, school)) == (1, 2, second)
    assert seconds(learner) == [2700, -2700, 2700]
    # A page left open since the first one takes nothing back again.
    attending.take_back(mine, number=first.number, by=school, reason="再按一次")
    assert Registration.objects.get(pk=mine.pk).came == second
    assert seconds(learner) == [2700, -2700, 2700]
    assert listing.count(event).came == 1


def test_hours_taken_back_leave_room_for_others_that_day_and_count_for_no_renewal(event, learner, school):
    mine = book(learner, event)
    course = event.course
    free = hours.room_today(learner, course)
    made = let_in(mine, school)
    assert hours.room_today(learner, course) == free - 2700
    attending.take_back(mine, number=made.number, by=school, reason="扫错了票")
    assert hours.room_today(learner, course) == free
    lines = hours.learned([learner.pk])
    assert [(one.seconds, one.ref.removeprefix(f"event:{event.pk}")) for one in lines] == [(2700, ""), (-2700, ":back")]
    assert len({one.day for one in lines}) == 1


def test_only_who_stands_at_the_door_takes_a_check_in_back(event, learner, stranger, school, client_of, client):
    mine = book(learner, event)
    let_in(mine, school)
    address = f"/events/{event.slug}/attendance/{mine.pk}/reversal/"
    for who in (learner, stranger):
        assert client_of(who).post(address, {"number": 1, "reason": "x"}).status_code == 404
    assert "/account/login/" in client.post(address, {"number": 1, "reason": "x"}).url
    assert client_of(school).get(address).status_code == 405
    assert not Reversal.objects.exists()


def test_nothing_is_taken_back_where_nobody_came_or_the_list_is_closed(event, learner, school, client_of):
    mine = book(learner, event)
    door, address = client_of(school), f"/events/{event.slug}/attendance/{mine.pk}/reversal/"
    for sent in ({"number": "1", "reason": "x"}, {"number": "9" * 30, "reason": "x"}, {"number": "甲", "reason": "x"}):
        assert "没有签到" in words(door.post(address, sent, follow=True))
    let_in(mine, school)
    with time_machine.travel(event.ends_at + 9 * DAY):
        assert "名单关闭" in words(client_of(school).post(address, {"number": 1, "reason": "x"}, follow=True))
    assert not Reversal.objects.exists()


def test_a_reversal_cannot_be_rewritten(event, learner, school):
    mine = book(learner, event)
    attending.take_back(mine, number=let_in(mine, school).number, by=school, reason="扫错了票")
    for deed in (
        lambda: Reversal.objects.update(reason="别的"),
        lambda: Reversal.objects.all().delete(),
        CheckIn.objects.all().delete,
    ):
        with pytest.raises((IntegrityError, Exception)), transaction.atomic():
            deed()
    assert Reversal.objects.get().reason == "扫错了票"


@pytest.mark.django_db(transaction=True)
def test_taken_back_and_let_in_at_once_one_check_in_stands():
    from tests.cast import person

    who, door = person("林悦", "linyue"), person("苏老师", "su")
    event = make_event(starts_at=now() + HOUR, course=make_course(), credit_minutes=45)
    mine = book(who, event)
    let_in(mine, door)
    assert at_once([lambda: attending.take_back(mine, number=1, by=door, reason="扫错了票")] * 8) == []
    assert at_once([lambda: let_in(mine, door)] * 8) == []
    assert (CheckIn.objects.count(), CheckIn.objects.standing().count(), Reversal.objects.count()) == (2, 1, 1)
    assert sum(seconds(who)) == 2700


# --- the organiser's link ----------------------------------------------------------------------------------


@pytest.fixture
def link(event, administrator) -> OrganiserLink:
    return lending.lend(event, to="示例计量院 王工", by=administrator)


def test_an_organiser_without_an_account_reads_who_comes_but_no_address_and_no_code(event, link, learner, school, client):
    mine = book(learner, event)
    visitor = guest(event)
    let_in(mine, school)
    html = words(client.get(link.get_absolute_url()))
    assert mine.name in html
    assert visitor.name in html
    for kept in (visitor.email, learner.email, mine.code_shown, visitor.code_shown):
        assert kept not in html
    assert 'content="noindex"' in html
    answer = client.get(link.get_absolute_url())
    assert (answer["Referrer-Policy"], "no-store" in answer["Cache-Control"]) == ("no-referrer", True)
    link.refresh_from_db()
    assert link.opened == 2
    assert client.post(link.get_absolute_url()).status_code == 405


def test_an_organisers_link_is_of_one_event_and_nobody_makes_one_himself(event, link, client, learner):
    other = make_event()
    late = book(learner, other)
    assert late.name not in words(client.get(link.get_absolute_url()))
    for forged in (f"/events/organisers/{link.pk}/", f"/events/organisers/{link.token[:-2]}xx/", "/events/organisers/x.y/"):
        assert "没有这个链接" in words(client.get(forged), 404)


def test_a_link_taken_back_or_run_out_shows_nothing_not_even_the_event(event, link, client, administrator, client_of):
    office = client_of(administrator)
    with time_machine.travel(event.ends_at + 31 * DAY):
        assert event.title not in words(Client().get(link.get_absolute_url()), 410)
    office.post(reverse("events_office:link_revocation", args=[link.pk]))
    assert event.title not in words(client.get(link.get_absolute_url()), 410)
    assert "已经收回" in office.get(reverse("events_office:event", args=[event.pk])).content.decode()


def test_the_office_makes_a_link_for_a_published_event_and_says_for_whom(event, administrator, client_of, learner):
    office = client_of(administrator)
    address = reverse("events_office:links", args=[event.pk])
    office.post(address, {"to": " "})
    assert not OrganiserLink.objects.exists()
    page = office.post(address, {"to": "协办单位"}, follow=True).content.decode()
    made = OrganiserLink.objects.get()
    assert made.get_absolute_url() in page
    assert made.to == "协办单位"
    draft = make_event(published_at=None)
    office.post(reverse("events_office:links", args=[draft.pk]), {"to": "协办单位"})
    assert not draft.organiser_links.exists()
    assert client_of(learner).post(address, {"to": "我"}).status_code in (302, 403)
    assert event.organiser_links.count() == 1


def test_the_organisers_list_asks_as_many_queries_with_two_people_as_with_twenty(event, link, school, client):
    Event.objects.filter(pk=event.pk).update(seats=None)
    event.refresh_from_db()
    client.get(link.get_absolute_url())
    counts = []
    for start, many in ((0, 2), (2, 18)):
        for number in range(start, start + many):
            let_in(guest(event, f"q{number}"), school)
        with CaptureQueriesContext(connection) as asked:
            client.get(link.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]
