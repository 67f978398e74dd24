"""Guests and tickets, the door and the list, hours for who came, and events that others submit."""

import io
import re

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core.dates import now
from courses.models import CreditEntry
from events import attending
from events.models import CheckIn, Event, Registration, Submission
from notices.models import Notice
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


# --- registering on the pages ------------------------------------------------------------------------------


def test_who_is_signed_in_registers_at_once_and_gets_a_ticket(learner, client_of):
    event, reader = make_event(5, group_limit=4), client_of(learner)
    form = f"/events/{event.slug}/registration/"
    assert "参加人数" in words(reader.get(form))
    assert words(reader.post(form, {"persons": "9"}), 422)
    ticket = words(reader.post(form, {"persons": "3", "group": "示例厂"}, follow=True))
    mine = Registration.objects.get()
    assert (mine.persons, mine.group, mine.is_seated) == (3, "示例厂", True)
    assert mine.code_shown in ticket
    assert "<svg viewBox" in ticket
    assert reader.get(form).url == mine.get_absolute_url()
    assert reader.post(form, {"persons": "3"}).url == mine.get_absolute_url()
    assert event.title in words(reader.get("/events/mine/"))
    gone = words(reader.post(f"/events/tickets/{mine.pk}/withdrawal/", follow=True))
    assert "您已退还这份报名" in gone
    assert mine.code_shown not in gone


def test_anothers_ticket_is_not_found(learner, stranger, client_of, client):
    mine = book(learner, make_event())
    for reader in (client_of(stranger), client):
        assert reader.get(mine.get_absolute_url()).status_code == 404
        assert reader.post(f"/events/tickets/{mine.pk}/withdrawal/").status_code == 404
    assert client_of(learner).get(f"/events/tickets/{mine.pk}/withdrawal/").status_code == 405


def _invited(event: Event, kept, **fields: str) -> str:
    """Register as a guest; the link of the letter."""
    with kept(execute=True):
        answer = Client().post(f"/events/{event.slug}/registration/", {"name": "访客甲", "email": "Guest@Example.org", **fields})
    assert "guest@example.org" in words(answer)
    return re.search(r"(/events/guests/\S+)", str(mail.outbox[-1].body))[1]


def test_a_guest_registers_by_a_link_that_proves_the_address(db, client, django_capture_on_commit_callbacks):
    event = make_event(5, group_limit=3)
    link = _invited(event, django_capture_on_commit_callbacks, persons="2")
    assert not Registration.objects.exists()
    assert "访客甲" in words(client.get(link))
    assert not Registration.objects.exists()
    ticket = words(client.post(link, follow=True))
    mine = Registration.objects.get()
    assert (mine.email, mine.persons, mine.person) == ("guest@example.org", 2, None)
    assert mine.code_shown in ticket
    assert client.post(link).url == mine.get_absolute_url()
    assert Registration.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(f"/events/{event.slug}/registration/", {"name": "访客甲", "email": "guest@example.org", "persons": "1"})
    assert len([one for one in mail.outbox if "/guests/" in one.body]) == 1
    client.post(f"/events/tickets/{mine.pk}/withdrawal/")
    mine.refresh_from_db()
    assert mine.left_at


def test_a_guests_link_lasts_a_day_and_cannot_be_made_by_others(db, client, django_capture_on_commit_callbacks):
    link = _invited(make_event(5), django_capture_on_commit_callbacks)
    assert words(client.get(link[:-2] + "x/"), 410)
    with time_machine.travel(now() + 2 * DAY):
        assert "重新报名" in words(client.post(link), 410)
    assert not Registration.objects.exists()


def test_a_guests_form_says_what_is_wrong(db, client):
    event = make_event()
    html = words(client.post(f"/events/{event.slug}/registration/", {"name": "", "email": "x"}), 422)
    assert "报名还没有完成" in html


# --- the door ----------------------------------------------------------------------------------------------


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


def test_no_name_in_the_workbook_is_a_formula(today_event, school, client_of):
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


# --- submitting and moderating ------------------------------------------------------------------------------


def filled(**fields: str) -> dict[str, str]:
    starts = now() + 30 * DAY
    values = {
        "title": "企业开放参观",
        "kind": "visit",
        "summary": "看一条装配线。",
        "text": "",
        "audience": "everybody",
        "organiser": "示例电器厂",
        "starts_at": f"{starts:%Y-%m-%dT09:00}",
        "ends_at": f"{starts:%Y-%m-%dT11:00}",
        "area": "jinwan",
        "place": "一号门",
        "link": "",
        "seats": "20",
        "group_limit": "5",
        "closes_at": "",
    }
    return values | fields


def test_a_submitted_event_is_seen_by_nobody_until_another_publishes_it(employer, regulator, client_of, client):
    mine, office = client_of(employer), client_of(regulator)
    assert words(mine.get("/events/submit/"))
    assert "等待审核" in words(mine.post("/events/submit/", filled(), follow=True))
    event, submission = Event.objects.get(), Submission.objects.get()
    assert client.get(event.get_absolute_url()).status_code == 404
    assert "企业开放参观" not in client.get("/events/").content.decode()
    assert "企业开放参观" in office.get("/cms/events/submissions/").content.decode()
    office.post(f"/cms/events/submissions/{submission.pk}/decision/", {"decision": "publish"})
    assert client.get(event.get_absolute_url()).status_code == 200
    assert Notice.objects.filter(reader=employer, code="events.published").exists()
    submission.refresh_from_db()
    assert submission.decided_by == regulator


def test_a_returned_event_says_what_to_mend_and_comes_again(employer, regulator, client_of):
    mine, office = client_of(employer), client_of(regulator)
    mine.post("/events/submit/", filled())
    event, first = Event.objects.get(), Submission.objects.get()
    office.post(f"/cms/events/submissions/{first.pk}/decision/", {"decision": "return", "reason": ""})
    first.refresh_from_db()
    assert first.decided_at is None
    office.post(f"/cms/events/submissions/{first.pk}/decision/", {"decision": "return", "reason": "写清集合地点"})
    assert "写清集合地点" in words(mine.get("/events/mine/"))
    assert "写清集合地点" in words(mine.get(f"/events/submit/{event.slug}/"))
    mine.post(f"/events/submit/{event.slug}/", filled(place="二号门"))
    event.refresh_from_db()
    assert (event.place, event.submissions.count(), event.is_published) == ("二号门", 2, False)


def test_nobody_decides_on_what_he_submitted_himself(administrator, client_of):
    office = client_of(administrator)
    office.post("/events/submit/", filled())
    submission = Submission.objects.get()
    office.post(f"/cms/events/submissions/{submission.pk}/decision/", {"decision": "publish"})
    office.post(f"/cms/events/{submission.event_id}/publication/")
    submission.refresh_from_db()
    assert submission.decided_at is None
    assert not Event.objects.public().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(decided_at=now(), decided_by=administrator, is_accepted=True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"starts_at": "2020-01-01T09:00", "ends_at": "2020-01-01T11:00"}, "已经过去"),
        ({"starts_at": "2099-01-01T09:00", "ends_at": "2099-01-01T11:00"}, "请核对年份"),
        ({"place": ""}, "请填写具体地点"),
        ({"area": "online", "link": ""}, "参加活动的链接"),
        ({"area": "online", "link": "javascript:alert(1)"}, "link"),
        ({"seats": "0"}, "seats"),
    ],
    ids=["past", "far future", "no place", "online without a link", "a link that is a script", "no seats"],
)
def test_a_faulty_submission_is_told_and_nothing_is_kept(employer, client_of, fields, said):
    html = words(client_of(employer).post("/events/submit/", filled(**fields)), 422)
    assert said in html
    assert not Event.objects.exists()


def test_another_cannot_mend_it_nor_decide_without_the_duty(employer, stranger, learner, client_of):
    client_of(employer).post("/events/submit/", filled())
    event, submission = Event.objects.get(), Submission.objects.get()
    assert client_of(stranger).get(f"/events/submit/{event.slug}/").status_code == 404
    answer = client_of(learner).post(f"/cms/events/submissions/{submission.pk}/decision/", {"decision": "publish"})
    assert answer.status_code in (302, 403)
    assert Client().get("/events/submit/")["Location"].startswith("/account/login/")
    submission.refresh_from_db()
    assert submission.decided_at is None


# --- the office ---------------------------------------------------------------------------------------------


def test_the_office_makes_publishes_moves_and_cancels_an_event(administrator, learner, client_of):
    office, starts = client_of(administrator), now() + 20 * DAY
    values = {
        "title": "标准讲座",
        "slug": "standards-talk",
        "kind": "lecture",
        "summary": "一小时讲清楚。",
        "text": "",
        "audience": "everybody",
        "organiser": "示例院",
        "starts_at": f"{starts:%Y-%m-%d} 09:00",
        "ends_at": f"{starts:%Y-%m-%d} 11:00",
        "area": "xiangzhou",
        "place": "报告厅",
        "link": "",
        "opens_at": "",
        "closes_at": "",
        "seats": "1",
        "has_waiting_list": "on",
        "group_least": "1",
        "group_limit": "1",
        "course": "",
        "credit_minutes": "0",
    }
    base = "/cms/snippets/events/event/"
    assert office.post(base + "add/", values | {"slug": "calendar"}).status_code == 200
    made = office.post(base + "add/", values)
    event = Event.objects.get()
    assert made.url == f"/cms/events/{event.pk}/"
    office.post(f"/cms/events/{event.pk}/publication/")
    book(learner, event)
    office.post(f"{base}edit/{event.pk}/", values | {"place": "二楼报告厅"})
    assert Notice.objects.filter(reader=learner, code="events.moved").count() == 1
    assert "二楼报告厅" in office.get(f"/cms/events/{event.pk}/").content.decode()
    office.post(f"/cms/events/{event.pk}/cancellation/", {"reason": "停电"})
    event = Event.objects.get()
    assert event.is_cancelled
    assert event.cancellation.by == administrator


def test_search_finds_what_is_published_alone_and_by_its_present_words(administrator, client_of):
    from events import arranging

    event = make_event(title="卡尺检定体验", published_at=None)
    reader = client_of(administrator)
    assert event.get_absolute_url() not in reader.get("/search/?q=卡尺检定").content.decode()
    arranging.publish(event, by=administrator)
    assert event.get_absolute_url() in reader.get("/search/?q=卡尺检定").content.decode()
    before = arranging.standing(event)
    event.title = "砝码校准体验"
    event.save()
    arranging.saved(event, before=before, by=administrator)
    html = reader.get("/search/?q=砝码校准").content.decode()
    assert event.get_absolute_url() in html
    assert "砝码" in html
