"""Kinds as a page lists them: room by room, each with the field in which one chooses, or none."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.forms import BoundField, Form

from notices.kinds import Kind


@dataclass(frozen=True)
class Line:
    """One kind and the choice it leaves."""

    kind: Kind
    choice: BoundField | None


@dataclass
class Room:
    """The kinds of one room."""

    name: str
    lines: list[Line] = field(default_factory=list)


def by_room(kinds: Iterable[Kind], form: Form) -> list[Room]:
    """The rooms in order. Reads no database."""
    rooms: dict[str, Room] = {}
    for kind in kinds:
        name = str(kind.room)
        choice = form[kind.code] if kind.code in form.fields else None
        rooms.setdefault(name, Room(name)).lines.append(Line(kind, choice))
    return list(rooms.values())
