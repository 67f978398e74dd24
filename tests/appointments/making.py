"""Posts for tests: a firm with its head, a second manager, and somebody in post."""

import datetime as dt
from typing import Any

from accounts.models import User
from appointments import appointing, authorising
from appointments.models import Appointment, Authorisation
from core.dates import today
from organisations.models import Organisation, Role
from tests.organisations.making import firm, member

SCOPE = ["成品出厂放行", "供应商来料"]


def house(head: User, *people: User, **fields: Any) -> Organisation:
    """A verified enterprise that `head` answers for, with these members."""
    made = firm(manager=head, **fields)
    for one in people:
        member(made, one)
    return made


def second_manager(there: Organisation, person: User) -> None:
    member(there, person, role=Role.MANAGER)


def proposed(there: Organisation, person: User, by: User, post: str = "cqo", **fields: Any) -> Appointment:
    given: dict[str, Any] = {"duties": "建立质量文化。", "since": today(), "until": None, "deputy": None, **fields}
    return appointing.propose(organisation=there, person=person, post=post, by=by, **given)


def in_post(there: Organisation, person: User, by: User, post: str = "cqo", **fields: Any) -> Appointment:
    return appointing.accept(appointment=proposed(there, person, by, post, **fields), by=person)


def authorised(appointment: Appointment, by: User, *, until: dt.date | None = None) -> Authorisation:
    return authorising.give(
        appointment=appointment, scope=SCOPE, procedure="当场停止，两小时内由总经理裁定。", since=today(), until=until, by=by
    )
