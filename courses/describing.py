"""A course and a lesson in schema.org's words, for search engines."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from cms.templatetags.ui import chinese
from courses.models import CoursePage, CourseVersion, LessonPage

_SPELT = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


def course(page: CoursePage, version: CourseVersion) -> dict[str, Any]:
    """What the course promises and how much time it asks."""
    address = settings.SITE_URL + page.address
    return {
        "@type": "Course",
        "@id": address,
        "url": address,
        "name": chinese(page.title),
        "description": chinese(page.summary),
        "courseCode": page.course.code,
        "inLanguage": _SPELT.get(page.locale.language_code, page.locale.language_code),
        "isAccessibleForFree": True,
        "teaches": [chinese(outcome) for outcome in page.outcome_list],
        "timeRequired": f"PT{version.minutes}M",
        "hasCourseInstance": {"@type": "CourseInstance", "courseMode": "Online", "courseWorkload": f"PT{version.minutes}M"},
    }


def lesson(page: CoursePage, text: LessonPage, slug: str) -> dict[str, Any]:
    """A lesson as a part of its course."""
    address = settings.SITE_URL + reverse("courses:lesson", args=[page.slug, slug])
    return {
        "@type": "LearningResource",
        "@id": address,
        "url": address,
        "name": chinese(text.title),
        "description": chinese(text.objective),
        "inLanguage": _SPELT.get(text.locale.language_code, text.locale.language_code),
        "isAccessibleForFree": True,
        "learningResourceType": "lesson",
        "timeRequired": f"PT{text.minutes}M",
        "isPartOf": {"@type": "Course", "name": chinese(page.title), "url": settings.SITE_URL + page.address},
    }
