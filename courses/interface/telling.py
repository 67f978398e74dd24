"""Courses, enrolments, progress and hours as plain facts for programs. The shapes stand in `shapes`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from core.interface.replying import iso
from courses import countable
from courses.allotment import in_hours
from courses.countability import why
from courses.models import Course, CoursePage, CourseVersion, CreditEntry, Enrolment, LessonProgress
from courses.syllabus import Step

Titles = Mapping[int, Mapping[str, str]]


def titles() -> dict[int, dict[str, str]]:
    """Each course's name in the languages in which it can be read (one query)."""
    found: dict[int, dict[str, str]] = {}
    rows = CoursePage.objects.live().order_by("locale__language_code")
    for course, language, title in rows.values_list("course_id", "locale__language_code", "title"):
        found.setdefault(course, {})[language] = title
    return found


def course(version: CourseVersion, named: Mapping[str, str]) -> dict[str, Any]:
    """A course as a line of the catalogue."""
    one: Course = version.course
    return {
        "code": one.code,
        "titles": dict(named),
        "languages": list(named),
        "version": version.label,
        "minutes": version.minutes,
        "minutes_per_hour": one.minutes_per_hour,
        "hours": float(in_hours(version.minutes * 60, one.minutes_per_hour)),
        "is_self_paced": one.is_self_paced,
        "prerequisites": sorted(first.code for first in one.prerequisites.all()),
        "track": one.track.slug if one.track and one.track.is_published else None,
        "updated_at": iso(version.published_at),
        "url": f"{settings.SITE_URL}/courses/{one.slug}/",
    }


def modules(version: CourseVersion) -> list[dict[str, Any]]:
    """The units of a version with their lessons."""
    return [
        {
            "titles": module["title"],
            "lessons": [
                {
                    "code": row["code"],
                    "titles": row["title"],
                    "minutes": row["minutes"],
                    "minutes_counted": countable.split(row).counted,
                }
                for row in module["lessons"]
            ],
        }
        for module in version.structure["modules"]
    ]


def enrolment(row: Enrolment, person: Mapping[str, str]) -> dict[str, Any]:
    return {
        "member": person,
        "course": row.course.code,
        "version": row.version.label,
        "cycle": row.cycle,
        "state": "completed" if row.completed_at else "in_progress",
        "enrolled_at": iso(row.enrolled_at),
        "completed_at": iso(row.completed_at),
    }


def steps(rows: Iterable[LessonProgress]) -> dict[str, Step]:
    return {row.lesson_code: Step(row.worked_at, row.renewed_at or row.completed_at) for row in rows}


def progress(row: Enrolment, person: Mapping[str, str], counting: Mapping[str, Step]) -> dict[str, Any]:
    """How far somebody is; `counting`: his steps that count in the present cycle."""
    codes = row.version.codes
    done = sum(1 for code in codes if code in counting and counting[code].completed_at)
    return {
        "member": person,
        "course": row.course.code,
        "completed_lessons": done,
        "lessons_in_all": len(codes),
        "percent": done * 100 // len(codes) if codes else 0,
        "completed_at": iso(row.completed_at),
        "lessons": [_lesson(code, counting.get(code)) for code in codes],
    }


def _lesson(code: str, step: Step | None) -> dict[str, Any]:
    state = "not_started" if step is None else "completed" if step.completed_at else "in_progress"
    worked, completed = (step.worked_at, step.completed_at) if step else (None, None)
    return {"code": code, "state": state, "worked_at": iso(worked), "completed_at": iso(completed)}


def entry(row: CreditEntry, person: Mapping[str, str]) -> dict[str, Any]:
    return {
        "member": person,
        "course": row.course.code,
        "lesson": row.lesson_code,
        "reference": row.source_ref,
        "seconds": row.seconds,
        "refused_seconds": row.refused_seconds,
        "reason": row.reason,
        "reason_text": why(row),
        "rule": row.rule_version,
        "day": row.day.isoformat(),
        "at": iso(row.at),
    }
