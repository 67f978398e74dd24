"""What programs are told of courses and learning: every field with what it holds and in which unit."""

from typing import Any, Literal

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from courses.models import CreditEntry
from organisations.interface import Person

_MOMENT = _("Moment with its offset, ISO 8601.")
_MOMENT_OR_NULL = _("Moment with its offset, ISO 8601; null: not yet.")
_NEXT = _("The cursor of the next page; null: this is the last.")
_REASONS: dict[str, Any] = {"enum": list(CreditEntry.Reason.values)}
_TITLES = _("By language: zh-hans, zh-hant, en, those there are.")


class CourseLine(Schema):
    """A course on offer."""

    code: str = Field(description=_("Its code. It never changes."))
    titles: dict[str, str] = Field(description=_TITLES)
    languages: list[str] = Field(description=_("Languages in which it can be read."))
    version: str = Field(description=_("The version somebody who enrols now learns: v3, or v3.1 after a correction."))
    minutes: int = Field(description=_("Planned minutes of all its lessons, as far as they count."))
    minutes_per_hour: int = Field(description=_("How many minutes are one credit hour."))
    hours: float = Field(description=_("Credit hours of the whole course, rounded down to a tenth."))
    is_self_paced: bool = Field(description=_("False: it is taken in a run only and cannot be assigned by program."))
    prerequisites: list[str] = Field(description=_("Codes of the courses to complete first."))
    track: str | None = Field(description=_("The track to follow first, as in its address /paths/<track>/; null: none."))
    updated_at: str = Field(description=_("When this version was published, ISO 8601 with offset."))
    url: str = Field(description=_("The page for people."))


class LessonLine(Schema):
    """A lesson of a course."""

    code: str
    titles: dict[str, str] = Field(description=_TITLES)
    minutes: int = Field(description=_("Planned minutes."))
    minutes_counted: int = Field(description=_("Of them, those that count in this course."))


class ModuleLine(Schema):
    """A unit of a course."""

    titles: dict[str, str] = Field(description=_TITLES)
    lessons: list[LessonLine]


class CourseTold(CourseLine):
    """A course with its lessons."""

    modules: list[ModuleLine]


class Courses(Schema):
    """The courses on offer."""

    items: list[CourseLine]


class EnrolmentTold(Schema):
    """That a member learns an assigned course."""

    member: Person
    course: str = Field(description=_("Code of the course."))
    version: str = Field(description=_("The version this person learns."))
    cycle: int = Field(description=_("1 for the first time; a renewal counts up."))
    state: Literal["in_progress", "completed"]
    enrolled_at: str = Field(description=_MOMENT)
    completed_at: str | None = Field(description=_MOMENT_OR_NULL)


class Enrolments(Schema):
    """A page of enrolments."""

    items: list[EnrolmentTold]
    next: str | None = Field(description=_NEXT)


class LessonState(Schema):
    """How far a member is in one lesson."""

    code: str
    state: Literal["not_started", "in_progress", "completed"]
    worked_at: str | None = Field(description=_("When it was last worked on, ISO 8601 with offset; null: not yet."))
    completed_at: str | None = Field(description=_MOMENT_OR_NULL)


class ProgressTold(Schema):
    """How far a member is in a course."""

    member: Person
    course: str = Field(description=_("Code of the course."))
    completed_lessons: int
    lessons_in_all: int
    percent: int = Field(description=_("Lessons completed, in whole percent, rounded down."))
    completed_at: str | None = Field(description=_MOMENT_OR_NULL)
    lessons: list[LessonState]


class Progress(Schema):
    """A page of progress."""

    items: list[ProgressTold]
    next: str | None = Field(description=_NEXT)


class Sum(Schema):
    """A sum of ledger entries."""

    entries: int = Field(description=_("How many entries there are."))
    seconds: int = Field(description=_("Seconds credited, corrections taken off."))
    refused_seconds: int = Field(description=_("Seconds that were not credited."))


class Entry(Schema):
    """A line of the hours ledger. Lines are never changed; a mistake is mended by a negative one."""

    member: Person
    course: str = Field(description=_("Code of the course in which it was credited."))
    lesson: str = Field(description=_("Code of the lesson; empty for an event."))
    reference: str = Field(description=_("Names this entry among those of the member."))
    seconds: int = Field(description=_("Seconds credited; negative in a correction."))
    refused_seconds: int = Field(description=_("Seconds that were not credited."))
    # A shape named like the class of the reasons is there already, another room's.
    reason: str = Field(description=_("Why it was credited or refused, as one word."), json_schema_extra=_REASONS)
    reason_text: str = Field(description=_("The same in the language of the address."))
    rule: str = Field(
        description=_(
            "Rule by which it was reckoned, minutes per hour, daily cap in hours; then the course's version if not everything "
            "in it earns hours."
        )
    )
    day: str = Field(description=_("Day to whose cap it belongs, YYYY-MM-DD."))
    at: str = Field(description=_MOMENT)


class Entries(Schema):
    """A page of the ledger."""

    items: list[Entry]
    next: str | None = Field(description=_NEXT)
    total: Sum = Field(description=_("Of everything that was asked for, on all its pages."))


class CourseHours(Sum):
    """What a member earned in one course."""

    course: str = Field(description=_("Code of the course."))
    hours: float = Field(description=_("Credit hours, rounded down to a tenth."))


class MemberHours(Schema):
    """What a member earned."""

    member: Person
    courses: list[CourseHours]
    seconds: int = Field(description=_("Seconds credited in all these courses."))


class Totals(Schema):
    """A page of sums."""

    items: list[MemberHours]
    next: str | None = Field(description=_NEXT)
    total: Sum = Field(description=_("Of everything that was asked for, on all its pages."))
