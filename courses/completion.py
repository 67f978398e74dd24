"""Working through lessons: answering checks, completing a lesson (学完), completing a course. Granted, it stays."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from accounts.models import User
from core.audit import record
from core.dates import now
from courses import activities, crediting, cycles, hours, logbook, working
from courses.checking import Answer, is_right
from courses.checks import Check
from courses.models import CheckAnswer, CompletionRecord, CourseRun, CourseVersion, Enrolment, LessonProgress
from courses.signals import course_completed


class NotYet(Exception):
    """A lesson cannot be completed yet: these activities are open, and these checks have not been answered right."""

    def __init__(self, open_checks: list[str], open_activities: list[str]) -> None:
        super().__init__(open_checks, open_activities)
        self.open_checks, self.open_activities = open_checks, open_activities


class Locked(Exception):
    """Other lessons have to be completed first: these."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(codes)
        self.codes = codes


def completed_at(learner: User, course_code: str) -> dt.datetime | None:
    """When this person completed the course, if that still holds; None while it does not. One query."""
    mine = CompletionRecord.objects.filter(enrolment=OuterRef("pk"))
    holding = mine.standing().order_by("-cycle").values("completed_at")[:1]
    told = Enrolment.objects.visible_to(learner).filter(course__code=course_code)
    row = told.annotate(holding=Subquery(holding), has=Exists(mine)).values_list("completed_at", "holding", "has").first()
    if row is None:
        return None
    return row[1] if row[2] else row[0]


@transaction.atomic
def enrol(*, learner: User, version: CourseVersion, run: CourseRun | None = None, by: User | None = None) -> Enrolment:
    """Enrol in a course at this version, in a run or at one's own pace; the enrolment there is, if asked again.

    Who learned at his own pace and now joins a run keeps his version and all he did. `by`: somebody else enrols him.
    """
    hours.lock(learner)
    enrolment, created = Enrolment.objects.get_or_create(
        learner=learner, course=version.course, defaults={"version": version, "run": run, "enrolled_at": now()}
    )
    if run and enrolment.run_id != run.pk:
        enrolment.run = run
        enrolment.save(update_fields=["run"])
    if created:
        cycles.record_of(enrolment)
        logbook.began(enrolment)
        record("course.enrolled", enrolment, by=by or learner, version=version.number)
        crediting.count_later(enrolment)
        settle(learner)
    return enrolment


@transaction.atomic
def answer(*, learner: User, lesson_code: str, check: Check, given: Answer, revision_id: int | None) -> CheckAnswer:
    """Keep an answer to a self-check and note that the lesson was worked on."""
    hours.lock(learner)
    working.work_on(learner, lesson_code)
    right = is_right(check.kind, check.key, given)
    logbook.answered(learner, lesson_code, check.id, right=right)
    return CheckAnswer.objects.create(
        learner=learner,
        lesson_code=lesson_code,
        check_id=check.id,
        answer=given,
        right=right,
        revision_id=revision_id,
    )


@transaction.atomic
def complete(*, enrolment: Enrolment, lesson_code: str) -> LessonProgress:
    """Complete a lesson: its required activities done, every check answered right once. The hours follow, as the cap allows.

    Raises NotYet with what is open, or Locked with the lessons to complete first. Asked again it changes nothing.
    """
    learner = enrolment.learner
    hours.lock(learner)
    lesson = _lesson(enrolment, lesson_code)
    progress = LessonProgress.objects.visible_to(learner).filter(lesson_code=lesson_code).first()
    since = enrolment.counts_from
    if progress and progress.counts_since(since):
        return progress
    if missing := _missing(learner, lesson.get("after", []), since):
        raise Locked(missing)
    right, required = passed(learner, lesson_code, since), [one.id for one in activities.of(lesson) if one.required]
    done = working.done(learner, lesson_code, since) if required else set()
    open_checks = [check for check in lesson["checks"] if check not in right]
    open_activities = [one for one in required if one not in done]
    if open_checks or open_activities:
        raise NotYet(open_checks, open_activities)
    progress = working.work_on(learner, lesson_code)
    kept = "renewed_at" if progress.completed_at else "completed_at"
    setattr(progress, kept, now())
    progress.save(update_fields=[kept])
    crediting.credit(enrolment, lesson)
    logbook.completed_lesson(learner, enrolment.course.code, lesson_code, lesson["minutes"] * 60)
    settle(learner)
    return progress


def passed(learner: User, lesson_code: str, since: dt.datetime | None = None) -> set[str]:
    """The checks of a lesson this person has answered right at least once, in this cycle if it is a later one."""
    answers = CheckAnswer.objects.visible_to(learner).filter(lesson_code=lesson_code, right=True)
    if since:
        answers = answers.filter(at__gte=since)
    return set(answers.values_list("check_id", flat=True))


def _missing(learner: User, codes: list[str], since: dt.datetime | None) -> list[str]:
    """Of these lessons, those not completed, in their order. No query for a lesson that waits for nothing."""
    if not codes:
        return []
    rows = LessonProgress.objects.visible_to(learner).filter(lesson_code__in=codes)
    done = {row.lesson_code for row in rows if row.counts_since(since)}
    return [code for code in codes if code not in done]


def _lesson(enrolment: Enrolment, lesson_code: str) -> dict[str, Any]:
    lesson = enrolment.version.lesson(lesson_code)
    if lesson is None:
        raise LookupError(f"{enrolment.version} has no lesson {lesson_code}")
    return lesson


def settle(learner: User) -> None:
    """Close every open enrolment all of whose lessons are complete: a lesson counts in each course that shows it."""
    rows = list(LessonProgress.objects.visible_to(learner).exclude(completed_at=None))
    for enrolment in Enrolment.objects.visible_to(learner).filter(completed_at=None).select_related("version", "course"):
        done = {row.lesson_code for row in rows if row.counts_since(enrolment.counts_from)}
        if enrolment.version.codes and done.issuperset(enrolment.version.codes):
            _close(enrolment)


def _close(enrolment: Enrolment) -> None:
    """Complete a course. Moved to another version in the same moment, it is judged by that one the next time."""
    enrolment.completed_at = now()
    pinned = Enrolment.objects.filter(pk=enrolment.pk, version=enrolment.version_id, completed_at=None)
    if pinned.update(completed_at=enrolment.completed_at):
        cycles.close(enrolment)
        logbook.completed(enrolment)
        record("course.completed", enrolment, by=None, version=enrolment.version.number)
        course_completed.send(sender=Enrolment, enrolment=enrolment)
