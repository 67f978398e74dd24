"""What stands at each slot of a paper (卷面), for whoever shows it, takes answers in or marks them. A drawn paper never
changes, so a process reads it once, or not at all where it drew it: no answer pays for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import UUIDField

from core.memory import Memory
from core.prepared import Given, Values
from exams.forms import Shape
from exams.models import Attempt, AttemptItem
from exams.presentation import shape_of
from exams.wordings import wordings


class UnknownSlot(LookupError):
    """The paper has no such slot."""


@dataclass(frozen=True)
class Slot:
    """One place of a paper: the row its answers point at, and which wording stands there."""

    item: int
    number: int
    wording: int

    @cached_property
    def shape(self) -> Shape:
        """What an answer may look like; nobody asks it of a place that is not answered."""
        return shape_of(wordings.one(self.wording), self.number)


@dataclass(frozen=True)
class Layout:
    """A whole paper and whose it is."""

    candidate: int
    slots: Mapping[int, Slot]
    # Its rows as the database gives them: a list of models would take three times the room.
    rows: tuple[tuple[Any, ...], ...]

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


def items(attempt: UUID) -> list[AttemptItem]:
    """The slots of this paper in their order, each with its wording (one query, then none); of an unknown one, none."""
    found = _layouts.many([attempt]).get(attempt)
    made = [AttemptItem.from_db(None, _FIELDS, row) for row in found.rows] if found else []
    known = wordings.many(item.item_version_id for item in made)
    for item in made:
        item.item_version = known[item.item_version_id]
    return made


def full_marks(attempt: UUID) -> Decimal:
    """What all slots of this paper are worth, struck ones among them (one query, then none); of an unknown one, nought."""
    found = _layouts.many([attempt]).get(attempt)
    return sum((row[_MARKS] for row in found.rows), Decimal(0)) if found else Decimal(0)


def remember(attempt: Attempt, drawn: Iterable[AttemptItem]) -> None:
    """The paper `drawn` just now for this attempt, once it is stored for good."""
    made = _laid_out(attempt.candidate_id, [tuple(getattr(item, field) for field in _FIELDS) for item in drawn])
    transaction.on_commit(lambda: _layouts.put(attempt.pk, made))


def _laid_out(candidate: int, rows: list[tuple[Any, ...]]) -> Layout:
    return Layout(candidate, {row[_SLOT]: Slot(row[0], row[_SLOT], row[_VERSION]) for row in rows}, tuple(rows))


def _load(attempts: list[UUID]) -> dict[UUID, Layout]:
    """One at a time: nobody asks for two."""
    found = {attempt: _rows.all(attempt=attempt) for attempt in attempts}
    return {attempt: _laid_out(rows[0][0], [row[1:] for row in rows]) for attempt, rows in found.items() if rows}


_FIELDS = [field.attname for field in AttemptItem._meta.concrete_fields]
_SLOT, _VERSION, _MARKS = (_FIELDS.index(name) for name in ("slot", "item_version_id", "max_marks"))
_rows = Values(
    lambda: (
        AttemptItem.objects.filter(attempt=Given("attempt", UUIDField()))
        .order_by("slot")
        .values_list("attempt__candidate", *_FIELDS)
    )
)

# One paper of 70 questions takes about 40 KB here.
_layouts: Memory[UUID, Layout] = Memory(3000, _load)
