"""What upper rooms add to pages of this one, without this room knowing them.

In its `AppConfig.ready()` an upper room appends a callable to one of the lists. `sections`, `hours_sections`, `course_sections`
answer {"template": ..., "context": {...}}, or None when there is nothing to say; `urgent` answers the one thing it
would put at the head of “my learning”, or None; `certifying` answers codes of courses.
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from cms import pagecache
from core.dates import today
from core.memory import Memory

if TYPE_CHECKING:
    from accounts.models import User
    from courses.standing import Standing


class Section(TypedDict):
    """A part of a page: which template, with what."""

    template: str
    context: dict[str, object]


@dataclass(frozen=True)
class Urgent:
    """One thing to do next. The heaviest is shown: 90 a deadline near, 50 an exam open, 10 the next lesson."""

    weight: int
    title: str
    sentence: str
    label: str
    url: str


# On /learn/: callable(user).
sections: list[Callable[["User"], Section | None]] = []
# Below one's ledger of hours: callable(user).
hours_sections: list[Callable[["User"], Section | None]] = []
# On a course's page: callable(course_code, user).
course_sections: list[Callable[[str, "User | AnonymousUser"], Section | None]] = []
# In a list of courses: callable() answers the codes of those that lead to an exam and a certificate.
certifying: list[Callable[[], Collection[str]]] = []
# At the head of /learn/: callable(user).
urgent: list[Callable[["User"], Urgent | None]] = []


def told_of(user: "User") -> list[Section]:
    return [section for tell in sections if (section := tell(user)) is not None]


def told_of_hours(user: "User") -> list[Section]:
    return [section for tell in hours_sections if (section := tell(user)) is not None]


def told_of_course(code: str, user: "User | AnonymousUser") -> list[Section]:
    return [section for tell in course_sections if (section := tell(code, user)) is not None]


def certified() -> frozenset[str]:
    """Codes of the courses of which a list says that they lead to an exam and a certificate.

    Kept by each process for the day; what an upper room changes of it renews “courses”, the tag of our pages.
    """
    generation = pagecache.generation("courses")
    return _certified.kept((generation, today()), _certifying) if generation else _certifying()


_certified: Memory[tuple[str, dt.date], frozenset[str]] = Memory(4, lambda keys: {})


def _certifying() -> frozenset[str]:
    return frozenset(code for tell in certifying for code in tell())


def most_urgent(user: "User", standings: "list[Standing]") -> Urgent | None:
    """The one thing to put first, from every room."""
    things = [thing for tell in urgent if (thing := tell(user)) is not None]
    things += [thing for thing in (_next_lesson(standings),) if thing is not None]
    return max(things, key=lambda thing: thing.weight, default=None)


def _next_lesson(standings: "list[Standing]") -> Urgent | None:
    """Go on with the course worked on last: the first under way."""
    for one in standings:
        lesson = one.syllabus.next
        if one.page and lesson and not one.is_complete:
            title = _("Next lesson: %(lesson)s") % {"lesson": lesson.title}
            words = {"course": one.page.title, "n": lesson.number, "minutes": lesson.minutes}
            sentence = _("%(course)s, lesson %(n)s, about %(minutes)s minutes.") % words
            label = _("Continue") if one.syllabus.begun else _("Start")
            address = reverse("courses:lesson", args=[one.page.slug, lesson.slug]) + lesson.mark
            return Urgent(10, title, sentence, label, address)
    return None
