"""Where a person stands: in one course, or in all of his (我的学习). Queries stay the same however many courses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Sum
from django.utils.translation import get_language

from accounts.models import User
from courses.allotment import in_hours
from courses.catalogue import pages, plainly
from courses.cycle_wording import sentence
from courses.models import Course, CoursePage, CourseVersion, CreditEntry, Enrolment, LessonProgress
from courses.syllabus import Step, Syllabus, draw


@dataclass(frozen=True)
class Standing:
    """A course as one reader has it: not enrolled, under way or complete."""

    course: Course
    version: CourseVersion
    syllabus: Syllabus
    enrolment: Enrolment | None = None
    page: CoursePage | None = None
    seconds: int = 0
    done: Mapping[str, Step] = field(default_factory=dict)

    @property
    def hours(self) -> str:
        """Hours credited for its lessons."""
        return str(in_hours(self.seconds, self.course.minutes_per_hour))

    @property
    def hours_of(self) -> str:
        """Hours of the whole course."""
        return plainly(self.version.minutes * 60, self.course.minutes_per_hour)

    @property
    def is_complete(self) -> bool:
        return self.enrolment is not None and self.enrolment.completed_at is not None

    @property
    def is_behind_current(self) -> bool:
        """The course has been published anew since this person enrolled."""
        current = self.course.current
        return self.enrolment is not None and current is not None and current.number > self.version.number

    @property
    def sentence(self) -> str:
        """Where the reader stands with his present cycle, in a sentence."""
        record = self.enrolment.records.filter(cycle=self.enrolment.cycle).first() if self.enrolment else None
        return sentence(record) if record and (record.completed_at or record.cycle > 1) else ""

    @property
    def carried(self) -> int:
        """Lessons completed in an earlier version that this one no longer holds."""
        return len(self.enrolment.carried) if self.enrolment else 0


def content_language() -> str:
    """Titles in a version are kept by locale; what lacks the reader's is told in Chinese."""
    return get_language() or settings.LANGUAGE_CODE


def steps(learner: User | AnonymousUser) -> dict[str, Step]:
    """What a person did, lesson by lesson."""
    columns = ("lesson_code", "worked_at", "completed_at", "renewed_at")
    rows = LessonProgress.objects.visible_to(learner).values_list(*columns)
    return {code: Step(worked, renewed or completed) for code, worked, completed, renewed in rows}


def since(done: Mapping[str, Step], enrolment: Enrolment | None) -> Mapping[str, Step]:
    """Of what a person did, what counts in the present cycle of an enrolment."""
    start = enrolment.counts_from if enrolment else None
    if start is None:
        return done
    return {
        code: Step(step.worked_at, step.completed_at if step.completed_at and step.completed_at >= start else None)
        for code, step in done.items()
        if step.worked_at >= start
    }


def seconds_by_lesson(learner: User | AnonymousUser) -> dict[str, int]:
    rows = CreditEntry.objects.visible_to(learner).order_by().values_list("lesson_code").annotate(Sum("seconds"))
    return dict(rows)


def of(
    learner: User | AnonymousUser, course: Course, page: CoursePage | None = None, *, with_hours: bool = True
) -> Standing | None:
    """One course for one reader; None when nothing of it was ever published. Three queries; two without the hours."""
    enrolment = Enrolment.objects.visible_to(learner).filter(course=course).select_related("version").first()
    version = enrolment.version if enrolment else course.current
    if version is None:
        return None
    credited = seconds_by_lesson(learner) if enrolment and with_hours else {}
    return _standing(course, version, enrolment, page, steps(learner) if enrolment else {}, credited)


def all_of(learner: User) -> list[Standing]:
    """Every course a person is enrolled in: those under way first, the newest enrolment first. Four queries."""
    enrolments = Enrolment.objects.visible_to(learner).select_related("course", "version")
    done, credited, told = steps(learner), seconds_by_lesson(learner), pages()
    rows = [_standing(one.course, one.version, one, told.get(one.course_id), done, credited) for one in enrolments]
    return sorted(rows, key=lambda row: row.is_complete)


def _standing(
    course: Course,
    version: CourseVersion,
    enrolment: Enrolment | None,
    page: CoursePage | None,
    done: Mapping[str, Step],
    credited: Mapping[str, int],
) -> Standing:
    carried = enrolment.carried if enrolment else []
    seconds = sum(credited.get(code, 0) for code in {*version.codes, *carried})
    counting = since(done, enrolment)
    syllabus = draw(version.structure, content_language(), counting)
    return Standing(course, version, syllabus, enrolment, page, seconds, counting)
