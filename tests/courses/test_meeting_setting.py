"""Setting a meeting face to face, telling of it, and what an editor may write about one."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from cms import pagecache
from core.dates import now, today
from courses import agenda, moving, news, working
from courses.locking import dead_ends
from courses.meetings import attending, listing
from courses.models import (
    Course,
    CoursePage,
    LessonPage,
    Meeting,
)
from notices.models import Notice
from tests.cast import person
from tests.courses.activities import lesson_page, reading
from tests.courses.meeting import HOUR, SESSION, course_that_meets, meet, run_of
from tests.courses.small import publish


@pytest.fixture
def course(db):
    return course_that_meets()


@pytest.fixture
def run(course, school, learner):
    return run_of(course, school, learner)


@pytest.fixture
def meeting(run, school):
    return meet(run, school)


def here(meeting):
    return f"/learn/meetings/{meeting.pk}/here/"


def fields(school, **others):
    values = {"sitting": f"F2F-01/{SESSION}", "starts_at": "2027-03-06T09:00", "ends_at": "2027-03-06T12:00"}
    return values | {"place": "一号厂房", "teacher": school.pk} | others


def test_a_teacher_sets_moves_and_calls_off_a_meeting_and_the_run_is_told(run, school, learner, client_of):
    page, browser = f"/learn/teaching/f2f/{run.pk}/meetings/", client_of(school)
    assert browser.post(page, fields(school)).status_code == 302
    meeting = Meeting.objects.get()
    assert localtime(meeting.starts_at).hour == 9
    assert browser.post(meeting.get_absolute_url() + "details/", fields(school, place="二号厂房")).status_code == 302
    assert browser.post(meeting.get_absolute_url() + "cancellation/", {"because": ""}).status_code == 409
    assert browser.post(meeting.get_absolute_url() + "cancellation/", {"because": "台风"}).status_code == 302
    told = list(
        Notice.objects.filter(reader=learner, code__startswith="courses.meeting")
        .order_by("made_at")
        .values_list("code", flat=True)
    )
    assert told == ["courses.meeting_set", "courses.meeting_set", "courses.meeting_called_off"]
    with pytest.raises(attending.Refused, match="台风"):
        attending.put_down(meeting=Meeting.objects.get(), learner=learner, by=school)


@pytest.mark.parametrize(
    "wrong",
    [{"ends_at": "2027-03-06T08:00"}, {"ends_at": "2027-03-08T12:00"}, {"minutes": "600"}, {"place": ""}, {"sitting": "X"}],
    ids=["ends first", "two days", "too many minutes", "no place", "no such session"],
)
def test_a_meeting_that_cannot_be_is_refused_and_nothing_is_kept(run, school, client_of, wrong):
    assert client_of(school).post(f"/learn/teaching/f2f/{run.pk}/meetings/", fields(school, **wrong)).status_code == 422
    assert not Meeting.objects.exists()


def test_once_somebody_is_on_the_list_a_meeting_stays_as_it_is(meeting, school, learner, client_of):
    attending.put_down(meeting=meeting, learner=learner, by=school)
    client_of(school).post(meeting.get_absolute_url() + "details/", fields(school))
    assert client_of(school).post(meeting.get_absolute_url() + "cancellation/", {"because": "台风"}).status_code == 409
    assert Meeting.objects.get().place == "三楼会议室"


def test_meetings_stand_among_the_dates_and_in_the_calendar_file(run, school, learner, client_of):
    meeting = meet(run, school, starts_at=now() + 30 * HOUR)
    for who in (learner, school):
        assert f"meeting-{meeting.pk}" in {date.key for date in agenda.of(who)}
    client_of(learner).post("/learn/calendar/key/")
    from courses.models import CalendarKey

    file = Client().get(f"/learn/calendar.ics?k={CalendarKey.objects.get().key}").content.decode()
    assert f"UID:meeting-{meeting.pk}@" in file.replace("\r\n ", "")
    Meeting.objects.update(called_off_at=now(), called_off_because="台风")
    assert f"meeting-{meeting.pk}" not in {date.key for date in agenda.of(learner)}


def test_the_day_before_learner_and_teacher_are_reminded_and_nobody_else(run, school, learner, stranger):
    meet(run, school, starts_at=now() + dt.timedelta(days=1))
    due = list(news.meetings_soon(today(), today(), None))
    assert {one.reader for one in due} == {learner, school}
    assert list(news.meetings_soon(today() - dt.timedelta(days=1), today() - dt.timedelta(days=1), None)) == []
    assert [one.reader for one in news.meetings_soon(today(), today(), learner)] == [learner]


def test_the_next_meeting_stands_first_and_those_that_are_over_last(run, school):
    for days in (5, -3, 9, 1, -8, 2):
        meet(run, school, starts_at=now() + dt.timedelta(days=days))
    told = [round((row.meeting.starts_at - now()) / dt.timedelta(days=1)) for row in listing.rows(run)]
    assert told == [1, 2, 5, 9, -8, -3]


def test_lists_ask_as_many_queries_for_two_rows_as_for_twenty(course, run, school, client_of, monkeypatch):
    from courses import places

    # A store that is busy for a second, or emptied, is asked in vain; then who runs this site is read anew, by two queries.
    monkeypatch.setattr(pagecache, "generation", lambda *tags: "held")
    reader, counts, meeting = client_of(school), [], meet(run, school)
    for many in (2, 18):
        for n in range(many):
            meet(run, school, place=f"{many}-{n}")
            somebody = person(f"学员{many}{n}", f"m{many}x{n}")
            places.take(learner=somebody, run=run)
            attending.put_down(meeting=meeting, learner=somebody, by=school)
        row = []
        for page in (
            meeting.get_absolute_url(),
            meeting.get_absolute_url() + "sheet/",
            f"/learn/teaching/f2f/{run.pk}/meetings/",
        ):
            reader.get(page)
            with CaptureQueriesContext(connection) as asked:
                reader.get(page)
            row.append(len(asked))
        counts.append(row)
    assert counts[0] == counts[1]
    assert len(listing.people(meeting)) == 21


# --- authoring --------------------------------------------------------------------------------------------------


def test_a_session_nobody_could_attend_is_refused_when_it_is_saved_with_the_remedy(course, school):
    Course.objects.update(is_self_paced=True)
    lesson, page = LessonPage.objects.get(code="F2F-01"), CoursePage.objects.get()
    for one, name in ((lesson, "body"), (page, "modules")):
        with pytest.raises(ValidationError) as told:
            one.full_clean()
        said = str(told.value.message_dict[name])
        assert "请先为课程建一个班次" in said, name
        assert "现场演练" in said, name
    assert any("现场演练" in line for line in dead_ends())
    run_of(course, school)
    lesson.full_clean()
    page.full_clean()


def test_a_course_taken_in_runs_only_may_hold_a_session_before_it_has_one(course):
    assert not course.runs.exists()
    LessonPage.objects.get(code="F2F-01").full_clean()
    course.pages.get().full_clean()


def test_moved_within_the_course_a_session_keeps_its_meetings_and_who_was_there(meeting, course, school, learner):
    attending.put_down(meeting=meeting, learner=learner, by=school)
    other = lesson_page([reading()], code="F2F-02")
    publish(course.pages.get(), [["F2F-02"], ["F2F-01"]])
    assert other.code in course.current.codes
    moving.move(course=course, run=meeting.run, by=school, because="重排课时")
    assert learner.enrolments.get().version == course.current
    assert working.done(learner, "F2F-01") == {SESSION}
    assert [row.there for row in listing.rows(meeting.run)] == [1]
