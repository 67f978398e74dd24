"""Kinds as a page lists them: room by room, each with the field in which one chooses, or none."""

from collections.abc import Collection, Iterable
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
    """The kinds of one room. `is_open`: it concerns the reader, so its lines are shown at once."""

    name: str
    lines: list[Line] = field(default_factory=list)
    is_open: bool = False


def by_room(kinds: Iterable[Kind], form: Form, known: Collection[str] = ()) -> list[Room]:
    """The rooms in order. Open are those with a kind the reader knows (`known`), or with a fault. Reads no database."""
    rooms: dict[str, Room] = {}
    for kind in kinds:
        name = str(kind.room)
        choice = form[kind.code] if kind.code in form.fields else None
        room = rooms.setdefault(name, Room(name))
        room.lines.append(Line(kind, choice))
        room.is_open = room.is_open or kind.code in known or kind.code in form.errors
    return list(rooms.values())
