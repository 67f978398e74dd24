"""Copying a run or a course with dates shifted (复制): people, seats taken and completions stay behind."""

from django.db import transaction
from wagtail.models import Page

from accounts.models import User
from core.audit import record
from courses.models import Course, CoursePage, CourseRun, CourseTeacher
from courses.run_states import shifted


@transaction.atomic
def copy_run(*, run: CourseRun, title: str, days: int, by: User, course: Course | None = None) -> CourseRun:
    """The same run so many days later, with the same teachers, on the version its course has now; not announced yet."""
    home = course or run.course
    dates = shifted(run.dates, days)
    made = CourseRun.objects.create(
        course=home,
        version=home.current or run.version,
        title=title,
        mode=run.mode,
        place=run.place,
        seats=run.seats,
        starts_at=dates.starts_at,
        ends_at=dates.ends_at,
        enrolment_opens_at=dates.enrolment_opens_at,
        enrolment_closes_at=dates.enrolment_closes_at,
    )
    for teacher in run.teachers.filter(until=None):
        CourseTeacher.objects.create(course=home, run=made, person=teacher.person)
    record("run.copied", made, by=by, source=str(run.pk), days=days)
    return made


@transaction.atomic
def copy_course(*, course: Course, code: str, title: str, days: int, by: User) -> Course:
    """The course under another code: its pages as drafts, its rules, and every run that is not over with dates shifted.

    Lessons are not copied: they stand in the library once, and what somebody learned counts in the copy too.
    """
    made = Course.objects.get(pk=course.pk)
    made.pk, made.code = None, code
    made._state.adding = True
    made.save()
    made.prerequisites.set(course.prerequisites.all())
    key = None
    for page in CoursePage.objects.filter(course=course).order_by("pk"):
        changes = {"course": made, "slug": code.lower(), "content_sha256": ""}
        if key is None:
            changes["title"] = title
        twin: Page = page.copy(update_attrs=changes, keep_live=False, user=by, copy_revisions=False)
        key = key or twin.translation_key
        CoursePage.objects.filter(pk=twin.pk).update(translation_key=key)
    record("course.copied", made, by=by, source=course.code, days=days)
    for run in course.runs.select_related("course", "version"):
        if not run.state.is_over:
            copy_run(run=run, title=run.title, days=days, by=by, course=made)
    return made
