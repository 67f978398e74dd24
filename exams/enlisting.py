"""Enlisting (代为报名): an officer registers people by their e-mail addresses, one or a whole list, told line by line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from exams import seating
from exams.conditions import NotAllowed
from exams.models import Registration, Sitting

MOST = 500
# An address, alone or as in “林悦 <linyue@example.org>”; a list out of a table or a mail is split at these signs.
_SPLIT = re.compile(r"[\n\r,;，；、]+")
_ADDRESS = re.compile(r"[^\s<>()（）]+@[^\s<>()（）]+")


class TooManyLines(Exception):
    """More lines than are taken at once."""


@dataclass(frozen=True)
class Line:
    """What became of one line: `tone` tells good from bad, the sentence says why."""

    number: int
    given: str
    tone: str
    said: str


def enlist(*, sitting: Sitting, text: str, by: User) -> list[Line]:
    """Register whoever the lines name, each by itself: one that cannot be holds no other up. Raises TooManyLines."""
    given = [piece.strip() for piece in _SPLIT.split(text) if piece.strip()]
    if len(given) > MOST:
        raise TooManyLines(len(given))
    addresses = [found[0].lower() if (found := _ADDRESS.search(piece)) else "" for piece in given]
    people = {user.email: user for user in User.objects.filter(email__in=addresses, is_active=True)}
    return list(_lines(sitting, given, addresses, people, by))


def _lines(sitting: Sitting, given: list[str], addresses: list[str], people: dict[str, User], by: User) -> Iterator[Line]:
    seen: set[str] = set()
    for number, (piece, address) in enumerate(zip(given, addresses, strict=True), 1):
        if not address:
            yield Line(number, piece, "is-bad", _("This is no e-mail address."))
        elif address in seen:
            yield Line(number, piece, "", _("The same address stands above."))
        elif address not in people:
            yield Line(number, piece, "is-bad", _("Nobody with this address has an account."))
        else:
            yield _register(sitting, number, piece, people[address], by)
        seen.add(address)


def _register(sitting: Sitting, number: int, piece: str, person: User, by: User) -> Line:
    held = Registration.objects.filter(candidate=person, sitting=sitting).exclude(
        state__in=[Registration.State.WITHDRAWN, Registration.State.REFUSED]
    )
    if held.exists():
        return Line(number, piece, "", _("Registered before."))
    try:
        made = seating.register(candidate=person, sitting=sitting, by=by)
    except NotAllowed as refusal:
        return Line(number, piece, "is-bad", " ".join(condition.sentence for condition in refusal.conditions))
    if made.state == Registration.State.APPLIED:
        return Line(number, piece, "is-brass", _("On the waiting list: every seat is taken."))
    return Line(number, piece, "is-ok", _("Registered: %(number)s") % {"number": made.admission_no})
