"""Very many people are moved by jobs: a piece at a time, each once, and the page tells how far it is."""

import pytest
from django.urls import reverse

from courses import moving
from courses.models import Course, CourseRun, Enrolment, VersionDecision, VersionMove
from courses.models.course import CourseVersion
from tests.cast import person
from tests.courses.learning import enrol
from tests.courses.small import make_course, page_of, publish
from tests.courses.test_races import at_once


@pytest.fixture
def course(db, monkeypatch):
    """Seven people on version 1 of two; more than three are moved by jobs, two at a time."""
    monkeypatch.setattr(moving, "AT_ONCE", 3)
    monkeypatch.setattr(moving, "AT_A_TIME", 2)
    made = make_course()
    for n in range(7):
        enrol(person(f"学员{n}", f"many{n}"), "TST")
    publish(page_of(made), [["TST-01"], ["TST-05"]])
    return Course.objects.get()


def left(course) -> int:
    return Enrolment.objects.exclude(version=course.current).count()


def test_more_than_a_page_can_wait_for_are_moved_by_jobs(course, administrator, client_of):
    order = moving.order(course=course, run=None, by=administrator, because="新版更清楚")
    assert isinstance(order, VersionMove)
    assert (left(course), order.total, VersionDecision.objects.count()) == (7, 7, 0)
    assert moving.order(course=course, run=None, by=administrator, because="再点一次") == order
    assert moving._move_some(order.pk) is False
    assert left(course) == 5
    page = reverse("courses_office:versions", args=[course.pk])
    assert "7人中已换2人" in client_of(administrator).get(page).content.decode()
    assert moving.go_on(order.pk) is True
    order.refresh_from_db()
    decision = VersionDecision.objects.get()
    assert (left(course), order.moved, decision.moved, decision.by) == (0, 7, 7, administrator)
    assert order.done_at
    assert moving.go_on(order.pk) is True
    assert VersionDecision.objects.count() == 1
    assert "正在换到" not in client_of(administrator).get(page).content.decode()


def test_the_office_orders_it_and_the_outbox_does_it(course, administrator, client_of, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        door = reverse("courses_office:decision", args=[course.pk])
        assert client_of(administrator).post(door, {"decision": "move", "because": "新版"}).status_code == 302
    assert left(course) == 0
    assert VersionMove.objects.get().done_at


def test_few_are_moved_at_once(course, administrator):
    Enrolment.objects.filter(pk__in=list(Enrolment.objects.values_list("pk", flat=True)[:4])).update(version=course.current)
    assert isinstance(moving.order(course=course, run=None, by=administrator, because="新版"), VersionDecision)
    assert left(course) == 0
    assert not VersionMove.objects.exists()


def test_a_job_that_stops_in_the_middle_goes_on_where_it_was(course, administrator):
    order = moving.order(course=course, run=None, by=administrator, because="新版")
    assert moving.go_on(order.pk, seconds=-1) is False
    assert left(course) == 5
    assert moving.go_on(order.pk) is True
    assert VersionMove.objects.get().moved == 7


@pytest.mark.django_db(transaction=True)
def test_four_jobs_at_once_move_each_once(course, administrator):
    order = VersionMove.objects.create(course=course, version=course.current, by=administrator, because="新版", total=7)
    assert at_once([lambda: moving.go_on(order.pk)] * 4) == []
    order.refresh_from_db()
    assert (order.moved, VersionDecision.objects.get().moved, left(course)) == (7, 7, 0)
    assert CourseRun.objects.count() == 0
    assert CourseVersion.objects.count() == 2
