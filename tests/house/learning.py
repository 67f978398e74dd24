"""Courses: a text with a film and a package, a task that was handed in, a run that meets; learned by one, taught by another."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse

from accounts.models import User
from courses import noting, viewing
from courses.activities import of as activities_of
from courses.exports import asking
from courses.meetings import attending
from courses.models import Course, CourseTeacher, LearningRecord, Medium, ReportExport, WorkFile
from courses.models.media import LEAVES_EDITION
from courses.packages import tickets
from tests.courses.activities import block, course_of, enrol, lesson_page, reading, rule
from tests.courses.films import medium, video
from tests.courses.meeting import course_that_meets, meet, run_of
from tests.courses.packing import scorm12
from tests.courses.playing import ACTIVITY, opened, package_block, uploaded
from tests.courses.small import make_course
from tests.courses.test_places import make_run
from tests.courses.tracks import make_track
from tests.courses.works import TASK, course_with_task, hand_in
from tests.house.people import Names, People

READING, FILM = "6f1b2c34-0000-4000-8000-00000000a1a1", "6f1b2c34-0000-4000-8000-00000000a2a2"
PAPER = "6f1b2c34-0000-4000-8000-00000000a3a3"


def learning(who: People) -> Names:
    return {**_at_ones_own_pace(who), **_handed_in(who), **_meeting(who)}


def _at_ones_own_pace(who: People) -> Names:
    owner = who["owner"]
    package, film = uploaded(scorm12(), who["superuser"]), medium()
    told = {"pages": 1, "leaves": [{"t": "规程"}], "edition": LEAVES_EDITION}
    paper = Medium.objects.create(title="规程", kind="pdf", ending="pdf", sha256="7" * 64, leaves=told)
    paged = block("file", {"title": "规程", "medium": paper.pk, "note": "", "rule": rule("read")}, PAPER)
    page = lesson_page([reading(block_id=READING), video(film, block_id=FILM), package_block(package), paged])
    course = course_of(page)
    mine = enrol(owner, course)
    enrol(who["other"], course)
    row = mine.version.lesson("ACT-01")
    assert row is not None
    watched = next(one for one in activities_of(row) if one.id == FILM)
    sitting = viewing.open_session(enrolment=mine, lesson_code="ACT-01", activity=watched, device="d").session
    draft = noting.Draft(key=uuid4(), edition=0, writer=uuid4(), text="要点")
    noting.keep(learner=owner, course=course, lesson_code="ACT-01", draft=draft)
    attempt = opened(mine, package)
    enrol(owner, make_course())
    here = {"course": "act", "lesson": "act-01"}
    return {
        "course": {"course": "act"},
        "lesson": here,
        "film": here | {"activity": FILM},
        "reading": here | {"activity": READING},
        "package of a lesson": here | {"activity": ACTIVITY},
        "attempt at a package": {"key": attempt.key, "number": attempt.opening},
        "package": {"pk": package.pk},
        "sitting at a film": {"key": sitting.key},
        "medium": {"key": film.key, "ending": film.ending, "language": "zh-hans"},
        "document": {"key": paper.key},
        "note": {"key": draft.key},
        "file of one's own": {"kind": "json"},
        "learning record": {"code": _record(owner).code},
        "lesson with checks": {"course": "tst", "lesson": "tst-01"},
        "frame of a package": dict(zip(("key", "ticket"), tickets.to_attempt(attempt), strict=True))
        | {"unit": 0, "path": "index.html"},
        "track": {"slug": make_track().slug},
    }


def _record(owner: User) -> LearningRecord:
    browser = Client()
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    browser.post(reverse("courses:records"))
    return LearningRecord.objects.get()


def _handed_in(who: People) -> Names:
    """A task handed in by the owner at his own pace; one teacher teaches those, the other a run of the same course."""
    course = course_with_task()
    CourseTeacher.objects.create(course=course, person=who["teacher_a"])
    CourseTeacher.objects.create(course=course, run=make_run(course), person=who["teacher_b"])
    work = hand_in(enrol(who["owner"], course))
    file = WorkFile.objects.get()
    wish = ReportExport(report=ReportExport.Report.GROUP, kind="csv", course=course, by=who["teacher_a"])
    here = {"course": "tsk", "lesson": "tsk-01", "activity": TASK}
    group = {"course": "tsk", "key": "own-pace", "kind": "csv"}
    return {
        "task": here,
        "file of a task": here | {"pk": file.pk},
        "work": {"pk": work.pk},
        "group": group,
        "export": {"pk": asking.ask(wish).pk},
    }


def _meeting(who: People) -> Names:
    course: Course = course_that_meets()
    run = run_of(course, who["teacher_a"], who["owner"])
    run_of(course, who["teacher_b"], who["other"])
    meeting = meet(run, who["teacher_a"])
    row = attending.put_down(meeting=meeting, learner=who["owner"], by=who["teacher_a"])
    return {
        "run": {"course": "f2f", "pk": run.pk},
        "group of a run": {"course": "f2f", "key": str(run.pk), "kind": "csv"},
        "meeting": {"pk": meeting.pk},
        "attendance": {"pk": meeting.pk, "attendance": row.pk},
    }
