"""Reminding (提醒): what rules make due, written once; and the same as a dry run for one person."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from core.dates import today
from notices.kinds import Delivery, Due, Kind, kinds, worded
from notices.models import Notice, Preference
from notices.telling import tell


def remind_due(on: dt.date | None = None) -> int:
    """Tell what is due on a day, or was when nothing ran; how many were told. Safe to run twice and beside itself."""
    day, told = on or today(), 0
    for kind in kinds():
        first = day - dt.timedelta(days=kind.late_days)
        # A letter leaves its line when its own room sends it.
        for due in kind.due(first, day, None) if kind.due and kind.delivery != Delivery.LETTER else ():
            told += tell(kind.code, due.reader, occasion=due.occasion, facts=due.facts, address=due.address)
    return told


@dataclass(frozen=True)
class Foreseen:
    """A notice that would be written, and how it would reach its reader."""

    kind: Kind
    due: Due
    delivery: Delivery
    was_told: bool

    @property
    def subject(self) -> str:
        return worded(self.kind.subject, self.due.facts)

    @property
    def rule(self) -> str:
        return worded(self.kind.rule, self.due.facts)


def foresee(reader: User, *, start: dt.date, end: dt.date) -> list[Foreseen]:
    """What this person would be told between two days if nothing changed. Writes nothing."""
    chosen = dict(Preference.objects.filter(reader=reader).values_list("code", "delivery"))
    told = set(Notice.objects.filter(reader=reader).values_list("code", "occasion"))
    found = [_foreseen(kind, due, chosen, told) for kind, due in _dues(reader, start, end)]
    return sorted(found, key=lambda one: (one.due.on, one.kind.code))


def _dues(reader: User, start: dt.date, end: dt.date) -> Iterator[tuple[Kind, Due]]:
    for kind in kinds():
        for due in kind.due(start, end, reader) if kind.due else ():
            yield kind, due


def _foreseen(kind: Kind, due: Due, chosen: dict[str, str], told: set[tuple[str, str]]) -> Foreseen:
    way = Delivery.AT_ONCE if kind.is_owed else Delivery(chosen.get(kind.code, kind.delivery))
    return Foreseen(kind, due, way, was_told=(kind.code, due.occasion) in told)
