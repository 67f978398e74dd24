"""The demo's run: one learner seated, one meeting, one task that waits; a second time changes nothing."""

from django.core.management import call_command
from django.test import override_settings

from accounts.models import User
from core.models import Job
from courses.models import Course, CourseRun, Medium, Meeting, RunAnnouncement, Work
from tests.courses.small import make_course


def test_the_demo_has_a_run_with_a_meeting_and_a_task_to_mark(db, client_of):
    make_course()
    people = [User.objects.create(email=f"{name}@demo.haizhun.local", full_name=name) for name in ("sulaoshi", "linyue")]
    with override_settings(DEBUG=True):
        for _time in range(2):
            call_command("demo_teaching")
    assert (CourseRun.objects.get().taken, Meeting.objects.count(), RunAnnouncement.objects.count()) == (1, 1, 1)
    assert Work.objects.taught_by(people[0]).waiting().count() == 1
    handouts = Medium.objects.get(kind="pdf")
    assert Job.objects.filter(task="courses.leaf_medium", kwargs={"pk": handouts.pk}).count() == 1
    assert Course.objects.get(code="SITE").current.codes == ["SITE-01"]
    assert "一道工序三个风险" in client_of(people[0]).get("/learn/works/").content.decode()
