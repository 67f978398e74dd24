"""Rules of hours that cannot hold (计不出的学时): asked when a lesson, a course or its rule is saved, with the remedy."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from courses import countable
from courses.kinds import KINDS
from courses.models import Course, CourseVersion, CreditEntry, LessonPage
from courses.syllabus import SOURCE_LANGUAGE, told


def choices() -> list[tuple[str, str]]:
    """Every kind of activity there is, by its name."""
    return [(name, str(block.noun)) for name, block in KINDS.items()]


def names(kinds: Iterable[str]) -> str:
    """Kinds in words; one this program no longer knows by its code."""
    return _(", ").join(str(KINDS[one].noun) if one in KINDS else one for one in kinds)


def why(entry: CreditEntry) -> str:
    """The reason of a line of the ledger, with the kinds that a course does not count."""
    reason = str(entry.get_reason_display())
    if entry.reason != CreditEntry.Reason.UNCOUNTED:
        return reason
    return _("%(reason)s: %(kinds)s") % {"reason": reason, "kinds": names(entry.note.split(","))}


def fault_of_lesson(page: LessonPage) -> str:
    """Why the minutes of this lesson cannot be counted as it stands; empty when they can. No query without an activity."""
    from courses.publishing import courses_with

    row = _drafted(page)
    if not row["activities"] or _originals(page.translation_key).exclude(pk=page.pk).exists():
        return ""
    own = sum(one["minutes"] or 0 for one in row["activities"])
    if own > (page.minutes or 0):
        said = _("The activities take %(own)s minutes together; the lesson has %(minutes)s. Give them fewer, or the lesson more.")
        return said % {"own": own, "minutes": page.minutes or 0}
    return next(filter(None, (_fault(one, row) for one in courses_with(page.code))), "")


def fault_of_course(course: Course, lessons: Iterable[int]) -> str:
    """Why a course cannot show these lessons by its rule; empty when it can. No query where everything counts."""
    if not course.uncounted_kinds:
        return ""
    shown = LessonPage.objects.filter(pk__in=list(lessons))
    lent = Exists(_originals(OuterRef("translation_key")).exclude(pk=OuterRef("pk")))
    rows = (_drafted(page) for page in shown.exclude(lent))
    return next(filter(None, (_fault(course, row) for row in rows)), "")


def faults_of_rule(course: Course, kinds: Collection[str]) -> list[str]:
    """What would be wrong, lesson by lesson, if a course did not count these kinds."""
    version = course.current if course.pk and kinds else None
    return [found for row in (version.lessons if version else []) if (found := _fault(course, row, kinds))]


def uncreditable() -> list[str]:
    """Every lesson of a published course whose hours its rule cannot tell, in words."""
    current = CourseVersion.objects.newest().exclude(course__uncounted_kinds=[]).select_related("course")
    return [found for one in current for found in faults_of_rule(one.course, one.course.uncounted_kinds)]


def _originals(key: Any) -> QuerySet[LessonPage]:
    """The lesson's own text: one in another language lends it words alone, and what counts the original says."""
    return LessonPage.objects.filter(translation_key=key, locale__language_code=SOURCE_LANGUAGE)


def _drafted(page: LessonPage) -> dict[str, Any]:
    """A lesson as its page has it now: only what is asked here, so that no film or package need be chosen yet."""
    return {
        "code": page.code,
        "minutes": page.minutes or 0,
        "activities": [
            {
                "kind": raw["type"],
                "title": {SOURCE_LANGUAGE: raw["value"].get("title") or ""},
                "required": raw["value"].get("rule", {}).get("required", True),
                "minutes": raw["value"].get("rule", {}).get("minutes"),
            }
            for raw in page.body.raw_data
            if raw["type"] in KINDS
        ],
    }


def _fault(course: Course, row: Mapping[str, Any], kinds: Collection[str] | None = None) -> str:
    found = countable.fault(countable.under(row, course.uncounted_kinds if kinds is None else kinds))
    if found is None:
        return ""
    words = {"course": course.code, "lesson": row["code"], "minutes": row["minutes"]}
    if found.activity is None:
        return (
            _(
                "The course %(course)s would credit nothing of the lesson %(lesson)s: all its %(minutes)s minutes "
                "belong to activities that earn no hours there. Let one of these kinds count, give the activities fewer of the "
                "minutes, or give the lesson 0."
            )
            % words
        )
    words |= {"kind": names([found.activity["kind"]]), "activity": told(found.activity["title"], SOURCE_LANGUAGE)}
    return (
        _(
            "The course %(course)s credits no hours for “%(kind)s”. Say in the completion of “%(activity)s”, in the lesson "
            "%(lesson)s, how many of the lesson's %(minutes)s minutes are its own."
        )
        % words
    )
