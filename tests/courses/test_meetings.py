"""Meetings face to face: the code that changes, the teacher's list, what it earns, and how a mistake is mended."""

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils.timezone import localtime

from core.dates import now
from courses import completion, hours, working
from courses.meetings import attending, rotating
from courses.models import (
    ActivityEvidence,
    ActivityProgress,
    Attendance,
    AttendanceReversal,
    CreditEntry,
)
from tests.courses.meeting import HOUR, SESSION, course_that_meets, meet, run_of, session
from tests.courses.test_places import make_run
from tests.reading import english


@pytest.fixture
def course(db):
    return course_that_meets()


@pytest.fixture
def run(course, school, learner):
    return run_of(course, school, learner)


@pytest.fixture
def meeting(run, school):
    return meet(run, school)


def address(meeting, seconds_ago=0, of=None):
    """What the code led to so many seconds ago."""
    step = rotating.step_at(now().timestamp() - seconds_ago)
    return f"/learn/meetings/{meeting.pk}/here/?c={rotating.code(attending.key_of(of or meeting), step)}"


def here(meeting):
    return f"/learn/meetings/{meeting.pk}/here/"


# --- the code -------------------------------------------------------------------------------------------------


def test_scan_sign_in_confirm_and_one_is_on_the_list_once(meeting, learner, client_of):
    browser = client_of(learner)
    assert browser.get(address(meeting), follow=True).redirect_chain == [(here(meeting), 302)]
    assert not Attendance.objects.exists()
    assert "您已在本次面授的名单上" in browser.post(here(meeting), follow=True).content.decode()
    browser.get(address(meeting))
    browser.post(here(meeting))
    row = Attendance.objects.get()
    assert (row.learner, row.via, row.by, row.seconds) == (learner, "code", None, 3 * 3600)
    assert hours.credited(learner, "F2F-01") == 3 * 3600
    assert CreditEntry.objects.get().reason == "attended"
    assert working.done(learner, "F2F-01") == {SESSION}


def test_who_signs_in_first_still_counts_as_having_scanned_in_time(meeting, learner):
    browser = Client()
    with time_machine.travel(now(), tick=False) as clock:
        answer = browser.get(address(meeting))
        assert answer["Location"].startswith("/account/login/?next=")
        clock.shift(240)
        browser.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
        assert "我在现场" in browser.get(here(meeting)).content.decode()
        browser.post(here(meeting))
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("seconds", [60, 61, 3600], ids=["a minute", "just over", "an hour"])
def test_a_photograph_sent_to_a_friend_is_refused_with_the_reason(meeting, learner, client_of, seconds):
    browser = client_of(learner)
    answer = browser.get(address(meeting, seconds_ago=seconds))
    assert (answer.status_code, "二维码已过期" in answer.content.decode()) == (403, True)
    assert browser.post(here(meeting)).status_code == 403
    assert not Attendance.objects.exists()


def test_a_code_of_another_meeting_or_a_forged_one_is_refused_with_the_reason(meeting, run, school, learner, client_of):
    other = meet(run, school, place="二楼")
    browser = client_of(learner)
    for bad in (address(meeting, of=other), here(meeting) + "?c=1.AAAA", here(meeting) + "?c=你好", here(meeting) + "?c="):
        answer = browser.get(bad)
        assert (answer.status_code, "不是本次面授的二维码" in answer.content.decode()) == (403, True), bad
    assert browser.post(here(meeting)).status_code == 403
    assert not Attendance.objects.exists()


def test_a_scan_is_good_for_ten_minutes_and_for_one_meeting(meeting, run, school, learner, client_of):
    other = meet(run, school, place="二楼")
    with time_machine.travel(now(), tick=False) as clock:
        browser = client_of(learner)
        browser.get(address(meeting))
        assert browser.post(here(other)).status_code == 403
        clock.shift(601)
        assert browser.post(here(meeting)).status_code == 403
    assert not Attendance.objects.exists()


def test_who_has_no_seat_in_the_run_is_refused_with_the_reason(meeting, stranger, client_of):
    browser = client_of(stranger)
    browser.get(address(meeting))
    answer = browser.post(here(meeting))
    assert (answer.status_code, "您不在该班次" in answer.content.decode()) == (409, True)
    assert "三楼会议室" not in client_of(stranger).get(here(meeting)).content.decode()


def test_the_code_is_taken_from_an_hour_before_until_half_an_hour_after(meeting, learner):
    for hours_later, taken in ((-2, False), (3.1, False), (2, True)):
        with time_machine.travel(now() + hours_later * HOUR, tick=False):
            if taken:
                attending.put_down(meeting=meeting, learner=learner)
            else:
                with pytest.raises(attending.Refused):
                    attending.put_down(meeting=meeting, learner=learner)
    assert Attendance.objects.count() == 1


def test_the_screen_shows_another_code_every_twenty_seconds_without_a_script_too(meeting, school, client_of):
    with time_machine.travel(dt.datetime.fromtimestamp(int(now().timestamp()) // 20 * 20 + 5, tz=dt.UTC), tick=False) as clock:
        browser, pages = client_of(school), []
        for shift in (0, 10, 10):
            clock.shift(shift)
            pages.append(browser.get(f"/learn/meetings/{meeting.pk}/code/").content.decode())
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in pages[0]
    drawn = [page.partition('<path d="')[2].partition('"')[0] for page in pages]
    assert drawn[0] == drawn[1] != drawn[2]
    part = client_of(school).get(f"/learn/meetings/{meeting.pk}/code/", headers={"X-Requested-With": "fetch"}).content.decode()
    assert "<html" not in part
    assert "data-seconds" in part


# --- the list -------------------------------------------------------------------------------------------------


def test_the_teacher_ticks_and_writes_who_came_late_or_left_early(course, school, learner, stranger, employer, client_of):
    """At ten in the morning: the hours that the teacher writes are read on the meeting's own day."""
    from courses import places

    with time_machine.travel(dt.datetime(2027, 3, 5, 2, tzinfo=dt.UTC), tick=False):
        run = run_of(course, school, learner)
        meeting = meet(run, school)
        for who in (stranger, employer):
            places.take(learner=who, run=run)
        late, early = (f"{localtime(at):%H:%M}" for at in (meeting.starts_at + HOUR, meeting.ends_at - HOUR / 2))
        data = {"present": [learner.pk, stranger.pk, employer.pk], f"came-{learner.pk}": ""}
        data |= {f"came-{stranger.pk}": late, f"left-{employer.pk}": early}
        assert client_of(school).post(meeting.get_absolute_url() + "attendance/", data).status_code == 302
    rows = {row.learner: row for row in Attendance.objects.all()}
    assert (rows[learner].seconds, rows[learner].by, rows[learner].via) == (3 * 3600, school, "list")
    assert [rows[who].seconds for who in (stranger, employer)] == [2 * 3600, 5 * 1800]
    absent = CreditEntry.objects.get(learner=stranger, reason="absent")
    assert (absent.seconds, absent.refused_seconds) == (0, 3600)


def test_an_hour_that_is_none_is_told_with_the_name_and_changes_nothing(meeting, school, learner, client_of):
    data = {"present": [learner.pk], f"came-{learner.pk}": "25:99"}
    answer = client_of(school).post(meeting.get_absolute_url() + "attendance/", data)
    assert (answer.status_code, "林悦：时刻请写成9:30" in answer.content.decode()) == (422, True)
    assert not Attendance.objects.exists()


def test_a_mistake_is_mended_by_a_reversing_row_and_a_reversing_entry(meeting, school, learner, client_of):
    row = attending.put_down(meeting=meeting, learner=learner, by=school)
    door = f"{meeting.get_absolute_url()}attendance/{row.pk}/reversal/"
    assert client_of(school).post(door, {"because": " "}).status_code == 422
    assert client_of(school).post(door, {"because": "点错了人"}).status_code == 302
    client_of(school).post(door, {"because": "再点一次"})
    assert AttendanceReversal.objects.get().because == "点错了人"
    assert hours.credited(learner, "F2F-01") == 0
    assert [(one.seconds, one.reason) for one in CreditEntry.objects.order_by("pk")] == [
        (10800, "attended"),
        (-10800, "corrected"),
    ]
    assert working.done(learner, "F2F-01") == set()
    assert ActivityEvidence.objects.filter(deed="taken_back", by=school).count() == 1
    again = attending.put_down(meeting=meeting, learner=learner, by=school)
    assert again.number == 2
    assert hours.credited(learner, "F2F-01") == 10800
    assert working.done(learner, "F2F-01") == {SESSION}
    assert "点错了人" in client_of(school).get(meeting.get_absolute_url()).content.decode()


def test_nobody_puts_himself_down_by_the_list(run, learner, course):
    from courses.models import CourseTeacher

    CourseTeacher.objects.create(course=course, run=run, person=learner)
    meeting = meet(run, learner)
    with pytest.raises(attending.Refused):
        attending.put_down(meeting=meeting, learner=learner, by=learner)
    row = attending.put_down(meeting=meeting, learner=learner)
    with pytest.raises(attending.Refused):
        attending.take_back(attendance=row, by=learner, because="我来过")


@pytest.mark.parametrize("table", [Attendance, AttendanceReversal], ids=["attendance", "reversal"])
@pytest.mark.parametrize("deed", ["UPDATE {table} SET id = id + 1000", "DELETE FROM {table}"], ids=["update", "delete"])
def test_the_database_refuses_to_rewrite_who_was_there(meeting, school, learner, table, deed):
    attending.take_back(attendance=attending.put_down(meeting=meeting, learner=learner, by=school), by=school, because="错")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(table=table._meta.db_table))


# --- hours ----------------------------------------------------------------------------------------------------


def test_attendance_and_completion_together_earn_the_lesson_once(meeting, school, learner):
    attending.put_down(meeting=meeting, learner=learner, by=school, left_at=meeting.starts_at + 2 * HOUR)
    assert hours.credited(learner, "F2F-01") == 7200
    enrolment = learner.enrolments.get()
    completion.complete(enrolment=enrolment, lesson_code="F2F-01")
    assert hours.credited(learner, "F2F-01") == 180 * 60
    assert [(one.reason, one.seconds) for one in CreditEntry.objects.exclude(seconds=0).order_by("pk")] == [
        ("attended", 7200),
        ("completed", 3600),
    ]


def test_a_second_meeting_of_a_full_lesson_is_refused_as_counted_already(meeting, run, school, learner):
    attending.put_down(meeting=meeting, learner=learner, by=school)
    attending.put_down(meeting=meet(run, school, place="二楼"), learner=learner, by=school)
    last = CreditEntry.objects.order_by("-pk")[0]
    assert (last.seconds, last.refused_seconds, last.reason) == (0, 3 * 3600, "counted")
    assert hours.credited(learner, "F2F-01") == 180 * 60


def test_the_daily_cap_holds_and_the_rest_comes_with_the_completion(school, learner):
    course = course_that_meets(daily_cap_hours=2)
    meeting = meet(run_of(course, school, learner), school)
    attending.put_down(meeting=meeting, learner=learner, by=school)
    entry = CreditEntry.objects.get()
    assert (entry.seconds, entry.refused_seconds, entry.reason) == (5400, 5400, "daily_cap")
    assert hours.outstanding(learner) == {}
    with time_machine.travel(now() + dt.timedelta(days=1)):
        completion.complete(enrolment=learner.enrolments.get(), lesson_code="F2F-01")
        assert hours.credited(learner, "F2F-01") == 180 * 60
        assert hours.make_up(learner=learner, lesson_code="F2F-01") is None


def test_minutes_of_several_meetings_add_up_where_the_rule_asks_for_time(school, learner):
    course = course_that_meets(session(by="time", at_least=300), minutes=400)
    run = run_of(course, school, learner)
    attending.put_down(meeting=meet(run, school), learner=learner, by=school)
    assert working.done(learner, "F2F-01") == set()
    row = attending.put_down(meeting=meet(run, school, place="二楼"), learner=learner, by=school)
    assert working.done(learner, "F2F-01") == {SESSION}
    attending.take_back(attendance=row, by=school, because="点错了")
    assert working.done(learner, "F2F-01") == set()
    assert ActivityProgress.objects.counting(None).get().seconds == 3 * 3600


def test_a_late_scan_counts_from_then_on_where_the_meeting_says_so(run, school, learner):
    meeting = meet(run, school, starts_at=now() - HOUR, counts_arrival=True)
    attending.put_down(meeting=meeting, learner=learner, arrived_at=now())
    assert 7195 <= Attendance.objects.get().seconds <= 7200


# --- who may --------------------------------------------------------------------------------------------------


def test_stranger_colleague_and_learner_find_no_teachers_page(meeting, course, school, colleague, stranger, learner, client_of):
    from courses.models import CourseTeacher

    CourseTeacher.objects.create(course=course, run=make_run(course, title="第二期"), person=colleague)
    row = attending.put_down(meeting=meeting, learner=learner, by=school)
    pages = [meeting.get_absolute_url() + end for end in ("", "code/", "sheet/", "details/")]
    pages.append(f"/learn/teaching/f2f/{meeting.run_id}/meetings/")
    deeds = ["attendance/", "cancellation/", f"attendance/{row.pk}/reversal/"]
    for who in (stranger, colleague, learner):
        browser = client_of(who)
        assert [browser.get(page).status_code for page in pages] == [404] * 5
        assert [browser.post(meeting.get_absolute_url() + deed, {"because": "x"}).status_code for deed in deeds] == [404] * 3
    assert [client_of(school).get(page).status_code for page in pages] == [200] * 5
    assert Client().get(pages[0]).status_code == 302
    assert client_of(school).get(meeting.get_absolute_url() + "attendance/").status_code == 405
    assert not AttendanceReversal.objects.exists()


def test_the_pages_speak_chinese(meeting, school, learner, client_of):
    attending.put_down(meeting=meeting, learner=learner, by=school)
    base = meeting.get_absolute_url()
    for page in (base, base + "code/", base + "sheet/", base + "details/", f"/learn/teaching/f2f/{meeting.run_id}/meetings/"):
        assert english(client_of(school).get(page).content.decode(), r"F2F[-\w]*", r"ICP") == [], page
    for page in (here(meeting), "/courses/f2f/f2f-01/", "/learn/hours/"):
        assert english(client_of(learner).get(page).content.decode(), r"F2F[-\w]*", r"ICP") == [], page
    assert "三楼会议室" in client_of(learner).get("/courses/f2f/f2f-01/").content.decode()
