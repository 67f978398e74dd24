"""Working through lessons: answering checks, completing a lesson (学完), completing a course. Granted, it stays."""

import datetime as dt
from typing import Any

from django.db import transaction

from accounts.models import User
from core.audit import record
from core.dates import now
from courses import activities, hours, working
from courses.checking import Answer, is_right
from courses.checks import Check
from courses.models import CheckAnswer, CourseRun, CourseVersion, Enrolment, LessonProgress
from courses.signals import course_completed


class NotYet(Exception):
    """A lesson cannot be completed yet: these activities are open, and these checks have not been answered right."""

    def __init__(self, open_checks: list[str], open_activities: list[str]) -> None:
        super().__init__(open_checks, open_activities)
        self.open_checks, self.open_activities = open_checks, open_activities


def completed_at(learner: User, course_code: str) -> dt.datetime | None:
    """When this person completed the course; None while it is not complete."""
    return Enrolment.objects.visible_to(learner).filter(course__code=course_code).values_list("completed_at", flat=True).first()


@transaction.atomic
def enrol(*, learner: User, version: CourseVersion, run: CourseRun | None = None) -> Enrolment:
    """Enrol in a course at this version, in a run or at one's own pace; the enrolment there is, if asked again.

    Who learned at his own pace and now joins a run keeps his version and all he did.
    """
    hours.lock(learner)
    enrolment, created = Enrolment.objects.get_or_create(
        learner=learner, course=version.course, defaults={"version": version, "run": run, "enrolled_at": now()}
    )
    if run and enrolment.run_id != run.pk:
        enrolment.run = run
        enrolment.save(update_fields=["run"])
    if created:
        record("course.enrolled", enrolment, by=learner, version=version.number)
        _settle(learner)
    return enrolment


@transaction.atomic
def answer(*, learner: User, lesson_code: str, check: Check, given: Answer, revision_id: int | None) -> CheckAnswer:
    """Keep an answer to a self-check and note that the lesson was worked on."""
    hours.lock(learner)
    working.work_on(learner, lesson_code)
    return CheckAnswer.objects.create(
        learner=learner,
        lesson_code=lesson_code,
        check_id=check.id,
        answer=given,
        right=is_right(check.kind, check.key, given),
        revision_id=revision_id,
    )


@transaction.atomic
def complete(*, enrolment: Enrolment, lesson_code: str) -> LessonProgress:
    """Complete a lesson: its required activities done, every check answered right once. The hours follow, as the cap allows.

    Raises NotYet with what is open. Asked again it changes nothing.
    """
    learner = enrolment.learner
    hours.lock(learner)
    lesson = _lesson(enrolment, lesson_code)
    progress = LessonProgress.objects.visible_to(learner).filter(lesson_code=lesson_code).first()
    if progress and progress.completed_at:
        return progress
    right, required = passed(learner, lesson_code), [one.id for one in activities.of(lesson) if one.required]
    done = working.done(learner, lesson_code) if required else set()
    open_checks = [check for check in lesson["checks"] if check not in right]
    open_activities = [one for one in required if one not in done]
    if open_checks or open_activities:
        raise NotYet(open_checks, open_activities)
    progress = working.work_on(learner, lesson_code)
    progress.completed_at = now()
    progress.save(update_fields=["completed_at"])
    hours.credit(learner=learner, course=enrolment.course, lesson_code=lesson_code, seconds=lesson["minutes"] * 60)
    _settle(learner)
    return progress


def passed(learner: User, lesson_code: str) -> set[str]:
    """The checks of a lesson this person has answered right at least once."""
    answers = CheckAnswer.objects.visible_to(learner).filter(lesson_code=lesson_code, right=True)
    return set(answers.values_list("check_id", flat=True))


def _lesson(enrolment: Enrolment, lesson_code: str) -> dict[str, Any]:
    lesson = enrolment.version.lesson(lesson_code)
    if lesson is None:
        raise LookupError(f"{enrolment.version} has no lesson {lesson_code}")
    return lesson


def _settle(learner: User) -> None:
    """Close every open enrolment all of whose lessons are complete: a lesson counts in each course that shows it."""
    complete = LessonProgress.objects.visible_to(learner).exclude(completed_at=None)
    done = set(complete.values_list("lesson_code", flat=True))
    for enrolment in Enrolment.objects.visible_to(learner).filter(completed_at=None).select_related("version", "course"):
        if enrolment.version.codes and done.issuperset(enrolment.version.codes):
            enrolment.completed_at = now()
            enrolment.save(update_fields=["completed_at"])
            record("course.completed", enrolment, by=None, version=enrolment.version.number)
            course_completed.send(sender=Enrolment, enrolment=enrolment)
