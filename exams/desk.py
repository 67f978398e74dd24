"""The desk of the exam office (考务): one page with the work that waits for whoever has a role there.

A noun of this room adds its part in `ExamsConfig.ready()`: a callable that answers {"template": ..., "context": {...}}
for a person, or None when it has nothing for them. A part decides itself what its reader may see.
"""

from collections.abc import Callable

from accounts.models import User
from courses.dashboard import Section
from exams.permissions import works_in_office

# On /exams/desk/, in this order: callable(user).
sections: list[Callable[[User], Section | None]] = []


def told_of(user: User) -> list[Section]:
    """What waits for this person."""
    return [section for tell in sections if (section := tell(user)) is not None]


def on_dashboard(user: User) -> Section | None:
    """The way to the desk, on “my learning” of those who have one."""
    return Section(template="exams/desk_link.html", context={}) if works_in_office(user) else None
