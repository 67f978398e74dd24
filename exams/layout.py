"""What stands at each slot of a paper (卷面), for whoever shows it, takes answers in or marks them. A drawn paper never
changes, so a process reads it once, or not at all where it drew it: no answer pays for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from core.memory import Memory
from exams.forms import Shape
from exams.models import Attempt, AttemptItem
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
    known = wordings.many({row[_VERSION] for row in rows})
    slots = {row[_SLOT]: Slot(row[0], shape_of(known[row[_VERSION]], row[_SLOT])) for row in rows}
    return Layout(candidate, slots, tuple(rows))


def _load(attempts: list[UUID]) -> dict[UUID, Layout]:
    found = AttemptItem.objects.filter(attempt__in=attempts).order_by("slot").values_list("attempt__candidate", *_FIELDS)
    papers: dict[UUID, tuple[int, list[tuple[Any, ...]]]] = {}
    for candidate, *row in found:
        papers.setdefault(row[_ATTEMPT], (candidate, []))[1].append(tuple(row))
    return {attempt: _laid_out(candidate, rows) for attempt, (candidate, rows) in papers.items()}


_FIELDS = [field.attname for field in AttemptItem._meta.concrete_fields]
_ATTEMPT, _SLOT, _VERSION, _MARKS = (_FIELDS.index(name) for name in ("attempt_id", "slot", "item_version_id", "max_marks"))

# One paper of 70 questions takes about 40 KB here.
_layouts: Memory[UUID, Layout] = Memory(3000, _load)
