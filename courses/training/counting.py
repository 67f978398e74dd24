"""Counting (统计): how far each task has come, from the learning itself. Kept beside the task, so that ten thousand rows
are summed by the database; counted anew when a course is completed or an exam passed, every ten minutes for whoever
worked on a lesson since, each night for all, and whenever a manager asks.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from accounts.models import User
from core.dates import local_day, now
from courses import pathfinding
from courses.models import CompletionRecord, CourseVersion, Enrolment, LessonProgress, Track, TrainingTask
from courses.training.states import Done, Progress, of_track

AT_A_TIME = 500
# Work that a run just missed is looked at twice rather than never.
OVERLAP = dt.timedelta(minutes=5)
_COUNTED = ("begun_on", "done_on", "was_done_before", "steps_done", "steps_total", "counted_at")
Person = int


@dataclass(frozen=True)
class _Lesson:
    """One lesson of one person."""

    opened_at: dt.datetime
    worked_at: dt.datetime
    completed_at: dt.datetime | None


@dataclass
class _Facts:
    """What some people did, and what there is to do."""

    codes: dict[int, str] = field(default_factory=dict)  # course: its code
    newest: dict[int, list[str]] = field(default_factory=dict)  # course: lessons of its current version
    enrolled: dict[tuple[Person, int], tuple[list[str], dt.datetime | None]] = field(default_factory=dict)
    completed: dict[tuple[Person, int], dt.date] = field(default_factory=dict)
    lessons: dict[Person, dict[str, _Lesson]] = field(default_factory=lambda: defaultdict(dict))
    exams: Mapping[tuple[Person, str], dt.date] = field(default_factory=dict)


def count(tasks: Iterable[TrainingTask]) -> int:
    """Count these tasks; how many had changed. Six queries for each five hundred, and as many writes as needed."""
    changed, rows = 0, list(tasks)
    for start in range(0, len(rows), AT_A_TIME):
        part = rows[start : start + AT_A_TIME]
        facts, moment = _facts(part), now()
        moved = [task for task in part if _set(task, _progress(task, facts))]
        for task in moved:
            task.counted_at = moment
        TrainingTask.objects.bulk_update(moved, _COUNTED, batch_size=100)
        rest = {task.pk for task in part} - {task.pk for task in moved}
        TrainingTask.objects.filter(pk__in=rest).update(counted_at=moment)
        changed += len(moved)
    return changed


def count_person(person: User) -> int:
    """Count one person's tasks; one query if there are none."""
    return count(_live().filter(membership__person=person))


def count_organisation(organisation: UUID) -> int:
    """Count everything that stands in a body."""
    return count(_live().filter(organisation_id=organisation))


def count_recent() -> int:
    """Count whoever worked on a lesson since the last run, and what was never counted. Safe to run twice and beside itself."""
    last = TrainingTask.objects.live().aggregate(last=Max("counted_at"))["last"]
    if last is None:
        return count_all()
    busy = LessonProgress.objects.filter(worked_at__gte=last - OVERLAP).values("learner")
    done = CompletionRecord.objects.filter(completed_at__gte=last - OVERLAP).values("learner")
    return count(_live().filter(Q(membership__person__in=busy) | Q(membership__person__in=done) | Q(counted_at=None)))


def count_all() -> int:
    """Count everything: completions run out and exams are annulled without a lesson being worked on."""
    total, keys = 0, list(TrainingTask.objects.live().order_by("membership", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_A_TIME):
        total += count(_live().filter(pk__in=keys[start : start + AT_A_TIME]))
    return total


def _live() -> "QuerySet[TrainingTask]":
    return TrainingTask.objects.live().select_related("membership", "track")


def _facts(tasks: list[TrainingTask]) -> _Facts:
    people = {task.membership.person_id for task in tasks if task.membership.person_id}
    tracks = {task.track_id: task.track for task in tasks if task.track}
    exams = {step.code for track in tracks.values() for stage in track.stages for step in stage.steps if step.kind == "exam"}
    found = _Facts()
    for version in CourseVersion.objects.newest().select_related("course"):
        found.codes[version.course_id], found.newest[version.course_id] = version.course.code, version.codes
    versions: dict[int, list[str]] = {}
    for mine in Enrolment.objects.filter(learner__in=people).select_related("version").defer("run"):
        codes = versions.setdefault(mine.version_id, mine.version.codes)
        found.enrolled[mine.learner_id, mine.course_id] = ([*codes, *mine.carried], mine.counts_from)
    held = CompletionRecord.objects.standing().filter(learner__in=people).order_by("completed_at")
    for one in held:
        if one.completed_at:
            found.completed.setdefault((one.learner_id, one.course_id), local_day(one.completed_at))
    columns = ("learner_id", "lesson_code", "opened_at", "worked_at", "completed_at", "renewed_at")
    for learner, code, opened, worked, first, again in LessonProgress.objects.filter(learner__in=people).values_list(*columns):
        found.lessons[learner][code] = _Lesson(opened, worked, again or first)
    if exams:
        found.exams = {key: day for days in pathfinding.exam_days for key, day in days(exams, people).items()}
    return found


def _progress(task: TrainingTask, facts: _Facts) -> Progress:
    person = task.membership.person_id
    if person is None:
        return Progress(0, 0, None, None)
    if task.course_id is not None:
        return _of_course(person, task.course_id, facts)
    assert task.track is not None  # noqa: S101 - the database says so
    return _of_track(person, task.track, facts)


def _of_course(person: Person, course: int, facts: _Facts) -> Progress:
    """A course: lessons of the version one has, in the present cycle; done while a completion stands."""
    codes, since = facts.enrolled.get((person, course), (facts.newest.get(course, []), None))
    mine = [facts.lessons[person][code] for code in dict.fromkeys(codes) if code in facts.lessons[person]]
    begun = [max(one.opened_at, since) if since else one.opened_at for one in mine if since is None or one.worked_at >= since]
    finished = [one for one in mine if one.completed_at and (since is None or one.completed_at >= since)]
    done_on, total = facts.completed.get((person, course)), len(dict.fromkeys(codes))
    begun_on = local_day(min(begun)) if begun else done_on
    return Progress(total if done_on else len(finished), total, begun_on, done_on)


def _of_track(person: Person, track: Track, facts: _Facts) -> Progress:
    """A track: its required steps; begun with the first lesson of any of its steps."""
    stages, by_code = track.stages, {code: key for key, code in facts.codes.items()}
    steps = [step for stage in stages for step in stage.steps]
    courses = {step.code for step in steps if step.kind == "course"}
    of_it = {code for step in steps for code in step.of}
    of_it |= {code for course in courses for code in facts.newest.get(by_code.get(course, 0), [])}
    mine = facts.lessons[person]
    begun = [local_day(mine[code].opened_at) for code in of_it if code in mine]
    done = Done(
        courses={code: day for code in courses if (day := facts.completed.get((person, by_code.get(code, 0))))},
        lessons={code: local_day(at) for code in of_it if code in mine and (at := mine[code].completed_at)},
        exams={code: day for (who, code), day in facts.exams.items() if who == person},
    )
    return of_track(stages, done, min(begun, default=None))


def _set(task: TrainingTask, found: Progress) -> bool:
    """Write into the task what the body may know; whether anything is new. Days before joining are not told."""
    before = tuple(getattr(task, name) for name in _COUNTED[:-1])
    from_day = task.membership.seen_from
    task.was_done_before = found.done_on is not None and found.done_on < from_day
    task.begun_on = max(found.begun_on, from_day) if found.begun_on else None
    task.done_on = max(found.done_on, from_day) if found.done_on else None
    task.steps_done, task.steps_total = found.done, found.total
    return before != tuple(getattr(task, name) for name in _COUNTED[:-1])
