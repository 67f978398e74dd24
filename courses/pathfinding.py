"""A track as one reader has it (我的路径): each step in a sentence, and the first that is open.

Exams belong to an upper room: it appends to `exam_tellers` a callable(codes, user) that answers what each exam is called, where
it is, and whether this person passed it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from courses.catalogue import LessonPlace, lesson_places, pages
from courses.models import CompletionRecord, CoursePage, CourseVersion, Track
from courses.standing import content_language, steps
from courses.syllabus import told
from courses.tracks import Facts, Judged, Known, faults, first_unmet, is_met, is_open_before, judge


@dataclass(frozen=True)
class ToldExam:
    code: str
    title: str
    url: str
    passed: bool


@dataclass(frozen=True)
class ToldStep:
    """A step in words."""

    judged: Judged
    title: str
    url: str
    sentence: str
    lessons: list[tuple[str, str, bool]]

    @property
    def state(self) -> str:
        return self.judged.state


@dataclass(frozen=True)
class Way:
    """A track before one reader. Where his next step begins: courses/leading.py."""

    track: Track
    title: str
    summary: str
    stages: list[tuple[str, list[ToldStep]]]
    next: ToldStep | None
    is_met: bool

    def before(self, exam: str) -> bool:
        """Whether all that stands before this exam is done."""
        return is_open_before([[one.judged for one in row] for _title, row in self.stages], exam)


exam_tellers: list[Callable[[Iterable[str], "User | AnonymousUser"], list[ToldExam]]] = []
# For many people at once: callable(codes, people's ids) answers {(person, code): the day the exam was passed}.
exam_days: list[Callable[[Iterable[str], Iterable[int]], Mapping[tuple[int, str], dt.date]]] = []


def way(track: Track, user: User | AnonymousUser) -> Way:
    """The track with this reader's own state. Ten queries, whatever it holds."""
    stages, language = track.stages, content_language()
    exams = {one.code: one for one in _exams(track, user)}
    shelf = {page.course.code: page for page in pages().values()}
    done = {code for code, step in steps(user).items() if step.completed_at}
    completed = _completed(user)
    passed = {code for code, one in exams.items() if one.passed}
    rows = judge(stages, Facts(frozenset(completed), frozenset(done), frozenset(passed)))
    places = lesson_places(code for stage in stages for step in stage.steps for code in step.of)
    first = first_unmet(rows)
    words = _Words(shelf, exams, places, _newest(shelf), frozenset(done), first)
    told_rows = [[words.tell(one) for one in row] for row in rows]
    next_ = next((one for row in told_rows for one in row if one.judged is first), None) if first else None
    named = [(told(stage.title, language), row) for stage, row in zip(stages, told_rows, strict=True)]
    return Way(track, track.title(language), track.summary(language), named, next_, is_met(rows))


@dataclass(frozen=True)
class _Words:
    """What is needed to put a step into words."""

    shelf: dict[str, CoursePage]
    exams: dict[str, ToldExam]
    places: dict[str, LessonPlace]
    newest: dict[str, CourseVersion]
    done: frozenset[str]
    first: Judged | None

    def title(self, one: Judged) -> str:
        """What a step is called."""
        match one.step.kind:
            case "course":
                page = self.shelf.get(one.step.code)
                return page.title if page else one.step.code
            case "exam":
                exam = self.exams.get(one.step.code)
                return exam.title if exam else one.step.code
        return _("Electives: any %(k)s of %(n)s") % {"k": one.need, "n": len(one.step.of)}

    def tell(self, one: Judged) -> ToldStep:
        match one.step.kind:
            case "course":
                return self._course(one)
            case "exam":
                exam = self.exams.get(one.step.code)
                sentence = _("Passed.") if one.state == "met" else self._waiting(one, _("Pass the exam."))
                return ToldStep(one, self.title(one), exam.url if exam else "", sentence, [])
        return self._lessons(one)

    def _course(self, one: Judged) -> ToldStep:
        page, version = self.shelf.get(one.step.code), self.newest.get(one.step.code)
        codes = version.codes if version else []
        done = len(self.done.intersection(codes))
        if one.state == "met":
            sentence = _("Completed.")
        else:
            words = {"done": done, "total": len(codes)}
            sentence = self._waiting(one, _("%(done)s of %(total)s lessons completed, in whichever course.") % words)
        return ToldStep(one, self.title(one), page.address if page else "", sentence, [])

    def _lessons(self, one: Judged) -> ToldStep:
        left = one.need - one.have
        done = _("Done: %(n)s chosen.") % {"n": one.have}
        to_go = ngettext("%(n)s more to complete.", "%(n)s more to complete.", left) % {"n": left}
        rows = [
            (self.places[code].title, self.places[code].address, code in self.done) for code in one.step.of if code in self.places
        ]
        return ToldStep(one, self.title(one), "", done if one.state == "met" else to_go, rows)

    def _waiting(self, one: Judged, sentence: str) -> str:
        if one.state == "open" or self.first is None:
            return sentence
        return _("Locked until “%(title)s” is done.") % {"title": self.title(self.first)}


def published(slug: str, user: User) -> Way | None:
    """The track under this address with this reader's own state; None when there is none."""
    track = Track.objects.filter(slug=slug, is_published=True).first()
    return way(track, user) if track else None


def known(exam_codes: Iterable[str]) -> Known:
    """What a track may point at."""
    versions = CourseVersion.objects.newest().select_related("course")
    courses = {version.course.code: frozenset(version.codes) for version in versions}
    return Known(courses, frozenset(code for codes in courses.values() for code in codes), frozenset(exam_codes))


def problems(track: Track) -> list[str]:
    """Rules of a track that can never be fulfilled, in words."""
    exams = [one.code for one in _exams(track, AnonymousUser())]
    words = {
        "empty": _("The track has no step."),
        "unknown_course": _("There is no published course with the code %(about)s."),
        "unknown_exam": _("There is no exam with the code %(about)s."),
        "unknown_lesson": _("No published course has a lesson %(about)s."),
        "twice": _("%(about)s stands in it twice."),
        "none_needed": _("Electives ask for at least one lesson."),
        "more_than_there_are": _("Electives ask for more than there are: %(about)s."),
    }
    return [words[kind] % {"about": about} for kind, about in faults(track.stages, known(exams))]


def _exams(track: Track, user: User | AnonymousUser) -> list[ToldExam]:
    codes = [step.code for stage in track.stages for step in stage.steps if step.kind == "exam"]
    return [one for tell in exam_tellers for one in tell(codes, user)] if codes else []


def _completed(user: User | AnonymousUser) -> set[str]:
    if not user.is_authenticated:
        return set()
    mine = CompletionRecord.objects.standing().filter(learner=user)
    return set(mine.values_list("course__code", flat=True))


def _newest(shelf: dict[str, CoursePage]) -> dict[str, CourseVersion]:
    wanted = CourseVersion.objects.newest().filter(course__code__in=list(shelf)).select_related("course")
    return {version.course.code: version for version in wanted}


@dataclass(frozen=True)
class WayTo:
    """A published track and the courses it leads through."""

    slug: str
    title: str
    level: str
    level_label: str
    courses: frozenset[str]

    @property
    def listed(self) -> tuple[str, str, str]:
        """As `index()` tells of it."""
        return self.title, self.level_label, reverse("courses:track", args=[self.slug])


def ways_to_courses() -> list[WayTo]:
    """Every published track with its courses. One query."""
    language = content_language()
    return [
        WayTo(
            one.slug,
            one.title(language),
            one.level,
            str(one.get_level_display()),
            one.courses,
        )
        for one in Track.objects.filter(is_published=True)
    ]


def index() -> list[tuple[str, str, str]]:
    """Every published track: title, level, address."""
    language = content_language()
    return [
        (one.title(language), one.get_level_display(), reverse("courses:track", args=[one.slug]))
        for one in Track.objects.filter(is_published=True)
    ]
