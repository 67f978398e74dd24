"""What stands at each slot of a paper (卷面), for whoever takes answers in. A drawn paper never changes, so a process reads
it once: no answer after the first pays for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from exams.forms import Shape
from exams.models import AttemptItem
from exams.presentation import shape


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


# One paper of 70 questions takes about 20 KB here.
@lru_cache(maxsize=4000)
def of(attempt: UUID) -> Layout:
    """The paper of this attempt (one query, then none); UnknownSlot when there is no such attempt."""
    items = AttemptItem.objects.filter(attempt=attempt).select_related("attempt", "item_version__item")
    found = list(items.only("slot", "attempt__candidate_id", "item_version__body", "item_version__item__kind"))
    if not found:
        raise UnknownSlot(attempt)
    return Layout(found[0].attempt.candidate_id, {item.slot: Slot(item.pk, shape(item)) for item in found})
