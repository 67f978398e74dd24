"""What upper rooms add to pages of this one, without this room knowing them.

In its `AppConfig.ready()` an upper room appends a callable to one of the lists; it answers
{"template": ..., "context": {...}}, or None when there is nothing to say.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypedDict

from django.contrib.auth.models import AnonymousUser

if TYPE_CHECKING:
    from accounts.models import User


class Section(TypedDict):
    """A part of a page: which template, with what."""

    template: str
    context: dict[str, object]


# On /learn/: callable(user).
sections: list[Callable[["User"], Section | None]] = []
# On a course's page: callable(course_code, user).
course_sections: list[Callable[[str, "User | AnonymousUser"], Section | None]] = []
