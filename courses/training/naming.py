"""What the things assigned are called: courses and tracks, by the key of their column."""

from django.conf import settings

from courses.catalogue import pages
from courses.models import CoursePage, Track
from courses.standing import content_language
from courses.training.states import key


def names() -> dict[str, str]:
    """Each in the reader's language, courses and tracks that are published (2 queries)."""
    language = content_language()
    found = {key(course, None): page.title for course, page in pages().items()}
    return found | {key(None, one.pk): one.title(language) for one in Track.objects.filter(is_published=True)}


def names_by_language() -> dict[str, dict[str, str]]:
    """Each in every language, for notices that are read in another language than they are written in (2 queries)."""
    found: dict[str, dict[str, str]] = {}
    for course, language, title in CoursePage.objects.live().values_list("course_id", "locale__language_code", "title"):
        found.setdefault(key(course, None), {})[language] = title
    for track in Track.objects.all():
        found[key(None, track.pk)] = {language: track.title(language) for language, _name in settings.LANGUAGES}
    return found
