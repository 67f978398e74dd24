"""What stands at each slot of a paper (卷面), for whoever takes answers in. A drawn paper never changes, so a process reads
it once: no answer after the first pays for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from core.memory import Memory
from exams.forms import Shape
from exams.models import AttemptItem
from exams.presentation import shape_of
from exams.wordings import wordings


class UnknownSlot(LookupError):
    """The paper has no such slot."""


@dataclass(frozen=True)
class Slot:
    """One place of a paper: the row its answers point at, and what an answer may look like."""

    item: int
    shape: Shape


@dataclass(frozen=True)
class Layout:
    """A whole paper and whose it is."""

    candidate: int
    slots: Mapping[int, Slot]

    def at(self, slot: int) -> Slot:
        """Raises UnknownSlot where there is none."""
        try:
            return self.slots[slot]
        except KeyError as nowhere:
            raise UnknownSlot(slot) from nowhere


def of(attempt: UUID) -> Layout:
    """The paper of this attempt (one query, then none); UnknownSlot when there is no such attempt."""
    try:
        return _layouts.one(attempt)
    except KeyError as nowhere:
        raise UnknownSlot(attempt) from nowhere


def _load(attempts: list[UUID]) -> dict[UUID, Layout]:
    columns = ("attempt", "attempt__candidate", "pk", "slot", "item_version")
    rows = list(AttemptItem.objects.filter(attempt__in=attempts).order_by().values_list(*columns))
    known = wordings.many({version for *_, version in rows})
    slots: dict[UUID, dict[int, Slot]] = {}
    for attempt, _candidate, item, slot, version in rows:
        slots.setdefault(attempt, {})[slot] = Slot(item, shape_of(known[version], slot))
    return {attempt: Layout(candidate, slots[attempt]) for attempt, candidate, *_ in rows}


# One paper of 70 questions takes about 20 KB here.
_layouts: Memory[UUID, Layout] = Memory(4000, _load)
