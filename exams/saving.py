"""Saving (保存答案): one answer into the log of its slot, and what to tell the client. The attempt's row is locked."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from exams import events
from exams.answers import Malformed, check
from exams.models import Attempt, AttemptItem, Response

HIGHEST_SEQ = 2**31 - 1


class UnknownSlot(LookupError):
    """The paper has no such slot."""


@dataclass(frozen=True)
class Answer:
    """An answer not yet acknowledged, sent along with the submission. Without `seq` it follows whatever is stored."""

    slot: int
    value: Any
    seq: int | None = None
    client_at: dt.datetime | None = None


@dataclass(frozen=True)
class Ack:
    """What became of a save. `seq`, `value` and `saved_at` tell what is stored for the slot now.

    `stale`: not stored, because something newer stands, or because another device holds the pen (`taken_over`):
    answer 409. `late`: stored, but too late to count.
    """

    slot: int
    seq: int
    saved_at: dt.datetime | None
    remaining_ms: int
    epoch: int
    late: bool = False
    stale: bool = False
    taken_over: bool = False
    value: Any = None


def store(attempt: Attempt, answer: Answer, epoch: int, at: dt.datetime) -> Ack:
    """Store `answer`, unless another device holds the pen or its sequence number is taken (2 queries)."""
    item_id, kind, newest = _slot(attempt, answer.slot)
    check(kind, answer.value)
    if epoch != attempt.session_epoch and attempt.in_progress:
        events.note(attempt, "refused_taken_over", at, slot=answer.slot, seq=answer.seq, epoch=epoch, value=answer.value)
        return _standing(attempt, answer, item_id, at, taken_over=True)
    seq = newest + 1 if answer.seq is None else answer.seq
    if not 0 < seq <= HIGHEST_SEQ:
        raise Malformed(f"seq {seq}")
    if seq <= newest:
        return _repeated(attempt, answer, item_id, seq, at)
    late = not attempt.in_progress or attempt.is_over(at)
    Response.objects.create(
        attempt_item_id=item_id, seq=seq, value=answer.value, epoch=epoch, client_at=answer.client_at, received_at=at, late=late
    )
    return Ack(answer.slot, seq, at, attempt.remaining_ms(at), attempt.session_epoch, late=late, value=answer.value)


def store_leniently(attempt: Attempt, answer: Answer, at: dt.datetime) -> None:
    """Store what came along with a submission; what cannot be an answer is noted and holds nothing up."""
    try:
        store(attempt, answer, attempt.session_epoch, at)
    except (UnknownSlot, Malformed) as reason:
        events.note(attempt, "unreadable_answer", at, slot=answer.slot, fault=type(reason).__name__)


def _slot(attempt: Attempt, slot: int) -> tuple[int, str, int]:
    """The item at `slot`, its kind, and the newest sequence number stored (one query)."""
    row = (
        AttemptItem.objects.filter(attempt=attempt, slot=slot)
        .annotate(newest=Max("responses__seq"))
        .values_list("pk", "item_version__item__kind", "newest")
        .first()
    )
    if row is None:
        raise UnknownSlot(slot)
    return row[0], row[1], row[2] or 0


def _repeated(attempt: Attempt, answer: Answer, item_id: int, seq: int, at: dt.datetime) -> Ack:
    """A sequence number that is taken: the same answer once more is fine, another one is stale and noted."""
    same = Response.objects.filter(attempt_item=item_id, seq=seq).first()
    if same is not None and same.value == answer.value:
        return _standing(attempt, answer, item_id, at, stale=False)
    events.note(attempt, "refused_stale", at, slot=answer.slot, seq=seq, value=answer.value)
    return _standing(attempt, answer, item_id, at)


def _standing(
    attempt: Attempt, answer: Answer, item_id: int, at: dt.datetime, *, stale: bool = True, taken_over: bool = False
) -> Ack:
    stored = Response.objects.filter(attempt_item=item_id).order_by("-seq").first()
    return Ack(
        slot=answer.slot,
        seq=stored.seq if stored else 0,
        saved_at=stored.received_at if stored else None,
        remaining_ms=attempt.remaining_ms(at),
        epoch=attempt.session_epoch,
        late=stored.late if stored else False,
        stale=stale,
        taken_over=taken_over,
        value=stored.value if stored else None,
    )
