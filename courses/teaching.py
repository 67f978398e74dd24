"""What a teacher sees of his learners (教学): figures per course and run, where people drop off, and the names behind a bar."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import today
from courses.dashboard import Section
from courses.models import ActivityProgress, CheckAnswer, Course, CourseRun, CourseTeacher, Enrolment, LessonProgress, Tally
from courses.standing import content_language
from courses.syllabus import told

# What a bar stands for, and so which names it leads to.
PARTS = ("all", "completed", "under_way", "begun", "finished", "dropped", "wrong", "tried", "passed")

# What upper rooms add to the page of a group, as in courses/dashboard.py: callable(group).
sections: "list[Callable[[Group], Section | None]]" = []


@dataclass(frozen=True)
class Group:
    """Those of a run, or those without one, of a course."""

    course: Course
    run: CourseRun | None
    started: int = 0
    finished: int = 0
    median_seconds: int | None = None
    counted_at: dt.datetime | None = None

    @property
    def title(self) -> str:
        return self.run.title if self.run else _("At their own pace")

    @property
    def key(self) -> str:
        """How its pages' addresses name it."""
        return str(self.run.pk) if self.run else "own-pace"

    @property
    def under_way(self) -> int:
        return self.started - self.finished

    @property
    def median(self) -> str:
        return lasted(self.median_seconds)


@dataclass(frozen=True)
class LessonRow:
    """One lesson as a bar: of so many people, how many began and finished it."""

    code: str
    title: str
    started: int
    finished: int
    of: int
    median: str

    @property
    def dropped(self) -> int:
        return self.started - self.finished

    @property
    def begun_width(self) -> str:
        return _percent(self.started, self.of)

    @property
    def finished_width(self) -> str:
        return _percent(self.finished, self.of)


@dataclass(frozen=True)
class CheckRow:
    """One self-check: how many answers, how many of them wrong."""

    lesson: str
    check_id: str
    number: int
    given: int
    wrong: int

    @property
    def width(self) -> str:
        return _percent(self.wrong, self.given)

    @property
    def percent(self) -> int:
        return self.wrong * 100 // self.given if self.given else 0


def _percent(part: int, of: int) -> str:
    return f"{100 * min(part, of) / of:.2f}%" if of else "0%"


def lasted(seconds: int | None) -> str:
    """A span as a teacher reads it."""
    if seconds is None:
        return "—"
    if seconds < 5400:
        return _("%(n)s min") % {"n": max(1, seconds // 60)}
    if seconds < 172800:
        return _("%(n)s h") % {"n": seconds // 3600}
    return _("%(n)s days") % {"n": seconds // 86400}


def groups(user: User, course: Course | None = None) -> list[Group]:
    """The groups this person teaches, by course; runs nobody joined too. Four queries, however many."""
    runs = CourseRun.objects.taught_by(user).select_related("course").order_by("course__code", "starts_at", "title")
    if user.has_perm("courses.change_courserun"):
        courses = Course.objects.all()
    else:
        mine = CourseTeacher.objects.between(today(), today()).filter(person=user, run=None)
        courses = Course.objects.filter(pk__in=mine.values("course"))
    if course is not None:
        runs, courses = runs.filter(course=course), courses.filter(pk=course.pk)
    pairs = [(one, None) for one in courses] + [(run.course, run) for run in runs]
    counted = {
        (row.course_id, row.run_id): row for row in Tally.objects.filter(lesson="", course__in={one.pk for one, _r in pairs})
    }
    found = []
    for one, run in pairs:
        row = counted.get((one.pk, run.pk if run else None))
        figures = (row.started, row.finished, row.median_seconds, row.counted_at) if row else ()
        found.append(Group(one, run, *figures))
    return sorted(found, key=lambda group: (group.course.code, group.run is not None))


def group_of(user: User, course: Course, key: str) -> Group | None:
    """One group this person teaches, or None."""
    return next((one for one in groups(user, course) if one.key == key), None)


def told_of(group: Group) -> list[Section]:
    """What upper rooms say of it."""
    return [section for tell in sections if (section := tell(group)) is not None]


def lessons(group: Group) -> list[LessonRow]:
    """Every lesson of the version the group learns by, in its order, with its bar. Two queries."""
    version = group.run.version if group.run else group.course.current
    counted = {row.lesson: row for row in Tally.objects.filter(course=group.course, run=group.run, check_id="")}
    rows = []
    for lesson in version.lessons if version else []:
        row, title = counted.get(lesson["code"]), told(lesson["title"], content_language())
        started, finished = (row.started, row.finished) if row else (0, 0)
        median = lasted(row.median_seconds if row else None)
        rows.append(LessonRow(lesson["code"], title, started, finished, group.started, median))
    return rows


def hardest(group: Group, limit: int = 10) -> list[CheckRow]:
    """The self-checks most often answered wrongly. Two queries."""
    version = group.run.version if group.run else group.course.current
    places = {
        (one["code"], check): n for one in (version.lessons if version else []) for n, check in enumerate(one["checks"], start=1)
    }
    rows = [
        CheckRow(row.lesson, row.check_id, places.get((row.lesson, row.check_id), 0), row.started, row.started - row.finished)
        for row in Tally.objects.filter(course=group.course, run=group.run).exclude(check_id="")
    ]
    return sorted((row for row in rows if row.wrong), key=lambda row: (-row.percent, -row.wrong))[:limit]


def people(group: Group, part: str, lesson: str = "", check: str = "") -> QuerySet[Enrolment]:
    """The names behind a figure, counted live: who is in the group and did, or did not, what the bar stands for."""
    rows = Enrolment.objects.filter(course=group.course, run=group.run).select_related("learner", "version")
    worked = LessonProgress.objects.filter(learner=OuterRef("learner"), lesson_code=lesson)
    match part:
        case "completed":
            rows = rows.exclude(completed_at=None)
        case "under_way":
            rows = rows.filter(completed_at=None)
        case "begun":
            rows = rows.filter(Exists(worked))
        case "finished":
            rows = rows.filter(Exists(worked.exclude(completed_at=None)))
        case "dropped":
            rows = rows.filter(Exists(worked.filter(completed_at=None)))
        case "wrong":
            answers = CheckAnswer.objects.filter(learner=OuterRef("learner"), lesson_code=lesson, check_id=check, right=False)
            rows = rows.filter(Exists(answers))
        case "tried" | "passed":
            reached = ActivityProgress.objects.filter(learner=OuterRef("learner"), lesson_code=lesson, activity_id=check)
            reached = reached.filter(score__isnull=False)
            rows = rows.filter(Exists(reached.exclude(completed_at=None) if part == "passed" else reached))
    return rows.order_by("learner__full_name", "pk")


def with_lessons_done(rows: QuerySet[Enrolment], codes: list[str]) -> QuerySet[Enrolment]:
    """With `done`, the lessons of these codes each has completed (no further query)."""
    of = Q(learner__lesson_progress__lesson_code__in=codes, learner__lesson_progress__completed_at__isnull=False)
    return rows.annotate(done=Count("learner__lesson_progress", filter=of, distinct=True))
