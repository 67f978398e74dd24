"""The door: who is let in, the list, and hours for who came."""

import io

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core.dates import now
from courses.models import CreditEntry
from events import attending
from events.models import CheckIn, Event
from tests.courses.small import make_course
from tests.courses.test_races import at_once
from tests.events.making import DAY, HOUR, book, guest, make_event
from tests.events.pages import words


@pytest.fixture
def today_event(db, school):
    """It begins in an hour, and 苏老师 stands at the door."""
    return make_event(9, starts_at=now() + HOUR, host=school, group_limit=5)


def test_the_qr_code_leads_to_a_button_that_lets_in_once(today_event, learner, school, client_of):
    mine, door = book(learner, today_event, 3), client_of(school)
    address = attending.address(mine).partition("8000")[2] or attending.address(mine)
    address = address[address.index("/events/") :]
    assert "林悦" in words(door.get(address))
    assert not CheckIn.objects.exists()
    assert "签到成功，2人" in words(door.post(f"/events/{today_event.slug}/check-in/", {"code": mine.code, "persons": "2"}))
    again = words(door.post(f"/events/{today_event.slug}/check-in/", {"code": mine.code_shown.lower()}))
    assert "苏老师" in again
    assert "已于" in again
    assert "已于" in words(door.get(address))
    assert CheckIn.objects.get().persons == 2
    assert "1</b>" not in again
    assert "签到于" in words(client_of(learner).get(mine.get_absolute_url())) or "已于" in again


def test_what_is_no_ticket_is_told_in_words(today_event, learner, stranger, school, client_of):
    door, here = client_of(school), f"/events/{today_event.slug}/check-in/"
    mine = book(learner, today_event)
    other = book(stranger, make_event())
    assert "没有使用这个签到码" in words(door.post(here, {"code": "222222222"}), 409)
    assert "属于另一场活动" in words(door.post(here, {"code": other.code}), 409)
    assert "不是本站生成的" in words(door.get(f"{here}{mine.code}:forged/"), 422)
    from events import booking

    booking.give_back(mine)
    assert "已经退还" in words(door.post(here, {"code": mine.code}), 409)
    assert not CheckIn.objects.exists()


def test_people_are_let_in_from_the_day_before_and_for_a_week(learner, administrator, client_of):
    event = make_event()
    mine, door = book(learner, event), client_of(administrator)
    here = f"/events/{event.slug}/check-in/"
    assert "时间还早" in words(door.post(here, {"code": mine.code}), 409)
    with time_machine.travel(event.ends_at + 9 * DAY):
        assert "名单关闭" in words(client_of(administrator).post(here, {"code": mine.code}), 409)


def test_nobody_else_stands_at_the_door_or_reads_the_list(today_event, learner, client_of, client):
    mine = book(learner, today_event)
    for tail in ("check-in/", "attendance/", "attendance.xlsx", f"check-in/{attending.sealed(mine)}/"):
        assert client_of(learner).get(f"/events/{today_event.slug}/{tail}").status_code == 404, tail
        assert client.get(f"/events/{today_event.slug}/{tail}").url.startswith("/account/login/"), tail


def test_hours_are_credited_once_to_who_came_and_to_nobody_else(learner, stranger, administrator):
    course = make_course()
    event = make_event(starts_at=now() + HOUR, course=course, credit_minutes=90)
    mine = book(learner, event)
    book(stranger, event)
    visitor = guest(event)
    for code in (mine.code, mine.code, visitor.code):
        attending.let_in(event=event, code=code, by=administrator)
    entry = CreditEntry.objects.get()
    assert (entry.learner, entry.seconds, entry.reason, entry.source_ref) == (learner, 5400, "event", f"event:{event.pk}")
    assert (entry.note, entry.rule_version) == (event.title, "attended-1/45")


def test_the_hours_of_an_event_stand_in_the_ledger_by_its_name(learner, administrator, client_of):
    event = make_event(starts_at=now() + HOUR, course=make_course(), credit_minutes=45)
    attending.let_in(event=event, code=book(learner, event).code, by=administrator)
    assert event.title in words(client_of(learner).get("/learn/hours/")).replace("课程TST", "")


@pytest.mark.django_db(transaction=True)
def test_scanned_sixteen_times_at_once_one_came_and_the_hours_count_once():
    from tests.cast import person

    who, door = person("林悦", "linyue"), person("苏老师", "su")
    event = make_event(starts_at=now() + HOUR, course=make_course(), credit_minutes=45)
    mine = book(who, event)
    assert at_once([lambda: attending.let_in(event=event, code=mine.code, by=door)] * 16) == []
    assert (CheckIn.objects.count(), CreditEntry.objects.count()) == (1, 1)


def test_what_happened_at_the_door_cannot_be_rewritten(today_event, learner, school):
    attending.let_in(event=today_event, code=book(learner, today_event).code, by=school)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.update(persons=5)


def test_u03_no_name_in_the_workbook_is_a_formula(today_event, school, client_of):
    from events import booking
    from events.booking import Booker

    booking.book(event=today_event, by=Booker("=1+1", "f@example.org"), persons=2, group="@SUM(A1)")
    answer = client_of(school).get(f"/events/{today_event.slug}/attendance.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    row = next(sheet.iter_rows(min_row=2))
    assert [(cell.value, cell.data_type) for cell in row[:3]] == [("=1+1", "s"), ("f@example.org", "s"), ("@SUM(A1)", "s")]
    assert row[3].value == 2


def test_the_list_asks_as_many_queries_with_two_people_as_with_twenty(today_event, school, client_of):
    door, counts = client_of(school), []
    Event.objects.filter(pk=today_event.pk).update(seats=None)
    for start, many in ((0, 2), (2, 18)):
        for number in range(start, start + many):
            mine = guest(today_event, f"q{number}")
            attending.let_in(event=today_event, code=mine.code, by=school)
        door.get(f"/events/{today_event.slug}/attendance/")
        with CaptureQueriesContext(connection) as asked:
            door.get(f"/events/{today_event.slug}/attendance/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_host_takes_a_registration_back_and_says_why(today_event, learner, school, client_of):
    mine = book(learner, today_event)
    Event.objects.filter(pk=today_event.pk).update(starts_at=now() + 3 * DAY, ends_at=now() + 4 * DAY)
    door, address = client_of(school), f"/events/{today_event.slug}/attendance/{mine.pk}/withdrawal/"
    assert "请写明原因" in words(door.post(address, {"reason": ""}, follow=True))
    door.post(address, {"reason": "场地缩小"})
    assert "场地缩小" in words(client_of(learner).get(mine.get_absolute_url()))
