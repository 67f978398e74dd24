"""What people in a run are told: a seat, the beginning, and what their teacher says."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from core.dates import today
from courses import news, places
from courses.models import CourseTeacher, RunAnnouncement
from courses.signals import run_announced
from notices.models import Notice
from notices.reminding import foresee, remind_due
from tests.cast import person
from tests.courses.small import make_course
from tests.courses.test_places import make_run


@pytest.fixture
def run(db):
    return make_run(make_course(), 1)


def told(reader, code):
    return [notice.subject for notice in Notice.objects.filter(reader=reader, code=code)]


def test_who_moves_up_from_the_waiting_list_is_told(run, learner, colleague, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        places.take(learner=learner, run=run)
        places.take(learner=colleague, run=run)
    assert len(told(learner, "courses.seat")) == 1
    assert told(colleague, "courses.seat") == [], "whoever waits has no seat"
    with django_capture_on_commit_callbacks(execute=True):
        places.give_back(learner=learner, run=run)
    assert len(told(colleague, "courses.seat")) == 1
    assert [message.to for message in mail.outbox] == [[learner.email], [colleague.email]]


def test_a_seat_taken_again_is_told_again(run, learner):
    places.take(learner=learner, run=run)
    places.give_back(learner=learner, run=run)
    places.take(learner=learner, run=run)
    assert len(told(learner, "courses.seat")) == 2


def test_three_days_before_it_begins_the_run_is_recalled_once(run, learner, time_machine):
    places.take(learner=learner, run=run)
    first = today()
    assert [
        one.due.on for one in foresee(learner, start=first, end=first + dt.timedelta(days=20)) if one.kind is news.RUN_SOON
    ] == [first + dt.timedelta(days=7)]
    days = []
    for day in range(11):
        time_machine.move_to(dt.datetime.combine(first + dt.timedelta(days=day), dt.time(2, 20), dt.UTC))
        days += [day] * remind_due()
    assert days == [7]


def test_a_teacher_reaches_everybody_with_a_seat_and_nobody_else(db, learner, colleague, examiner, client):
    run = make_run(make_course(), 1)
    CourseTeacher.objects.create(course=run.course, run=run, person=examiner)
    places.take(learner=learner, run=run)
    places.take(learner=colleague, run=run)
    client.force_login(examiner)
    page = reverse("courses:teaching_announcements", args=[run.course.slug, run.pk])
    client.post(page, {"title": "首日 100% 到场", "text": "请带身份证。"})
    assert told(learner, "courses.announced") == ["首日 100% 到场"]
    assert Notice.objects.get(code="courses.announced").text == "请带身份证。"
    assert told(colleague, "courses.announced") == [], "whoever waits is not in the run"


def test_telling_a_run_takes_as_many_queries_for_two_as_for_twenty(db, examiner, django_assert_num_queries):
    run = make_run(make_course())
    for n in range(2):
        places.take(learner=person(f"学员{n:02}", f"few{n}"), run=run)
    first = RunAnnouncement.objects.create(run=run, author=examiner, title="一", text="一")
    with django_assert_num_queries(6):
        run_announced.send(sender=RunAnnouncement, announcement=first)
    for n in range(18):
        places.take(learner=person(f"学员{n:02}", f"many{n}"), run=run)
    second = RunAnnouncement.objects.create(run=run, author=examiner, title="二", text="二")
    with django_assert_num_queries(6):
        run_announced.send(sender=RunAnnouncement, announcement=second)
