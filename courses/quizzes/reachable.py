"""Quizzes of published courses that the bank can fill no more (抽不出的测验): questions are retired, rules stay."""

from django.utils.translation import gettext as _

from courses.activities import of as activities_of
from courses.models import CourseVersion
from courses.quizzes.bank import shortage
from courses.quizzes.draw import Draw
from courses.syllabus import SOURCE_LANGUAGE, told

KIND = "quiz"


def unfilled() -> list[str]:
    """Every quiz of a published course that cannot be drawn today, in words."""
    said = _("%(course)s: the quiz “%(quiz)s” in the lesson %(lesson)s cannot be drawn. %(why)s")
    return [
        said % {"course": version.course.code, "lesson": row["code"], "quiz": told(one.titles, SOURCE_LANGUAGE), "why": why}
        for version in CourseVersion.objects.newest().select_related("course")
        for row in version.lessons
        for one in activities_of(row)
        if one.kind == KIND and (why := shortage(Draw.of(one.facts["draw"])))
    ]
