"""Saving (保存答案): answers into the logs of their slots, and what to tell the client. The attempt's row is locked."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from core.prepared import insert
from exams import events, layout, rush
from exams.answers import Malformed, check
from exams.layout import UnknownSlot
from exams.models import Attempt, Response

HIGHEST_SEQ = 2**31 - 1
# As many refusals of one attempt are put on record; a device run wild fills no table.
MOST_REFUSALS = 200
REFUSALS = ("refused_taken_over", "refused_stale", "unreadable_answer")


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


def store(attempt: Attempt, answers: Sequence[Answer], epoch: int, at: dt.datetime, *, forgiven: bool = False) -> list[Ack]:
    """Store each of `answers`, unless another device holds the pen or its sequence number is taken; an Ack for each.

    Two queries however many there are; more only for what is repeated or refused. Raises UnknownSlot and Malformed
    before anything is written. `forgiven`: a decided incident lets them count after the end.
    """
    paper = layout.of(attempt.pk)
    places = [paper.at(answer.slot) for answer in answers]
    for place, answer in zip(places, answers, strict=True):
        check(place.shape.kind, answer.value)
    if epoch != attempt.session_epoch and attempt.in_progress:
        return [_refused(attempt, answer, place.item, epoch, at) for place, answer in zip(places, answers, strict=True)]
    numbered = _numbered(answers, [place.item for place in places])
    late = not forgiven and (not attempt.in_progress or attempt.is_over(at))
    insert(
        [
            Response(
                attempt_item_id=item,
                seq=seq,
                value=answer.value,
                epoch=epoch,
                client_at=answer.client_at,
                received_at=at,
                late=late,
            )
            for answer, item, seq, is_new in numbered
            if is_new
        ]
    )
    return [
        Ack(answer.slot, seq, at, attempt.remaining_ms(at), attempt.session_epoch, late=late, value=answer.value)
        if is_new
        else _repeated(attempt, answer, item, seq, at)
        for answer, item, seq, is_new in numbered
    ]


def store_plainly(attempt: UUID, answers: Sequence[Answer], epoch: int, at: dt.datetime) -> list[Ack] | None:
    """As `store` under the attempt's lock, in one statement, where nothing is out of the ordinary: the attempt is open, the
    pen is this device's, every number is new. None: nothing was done, by whatever the reason; `store` sees to it.

    PostgreSQL alone (exams/migrations/0028_plain_saving.py). Raises UnknownSlot and Malformed before anything is written.
    """
    paper, rows = layout.of(attempt), []
    for answer in answers:
        place = paper.at(answer.slot)
        check(place.shape.kind, answer.value)
        told = answer.client_at.isoformat() if answer.client_at else None
        rows.append({"item": place.item, "seq": _in_range(answer.seq), "value": answer.value, "client_at": told})
    # Without a number it follows what stands; the same question twice in one message is for `store` to put in order.
    if connection.vendor != "postgresql" or len({row["item"] for row in rows if row["seq"]}) < len(rows):
        return None
    given: list[Any] = [attempt, epoch, at, json.dumps(rows, ensure_ascii=False)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT exams_save_plainly(%s, %s, %s, %s)", given)
        ends: dt.datetime | None = cursor.fetchone()[0]
    if ends is None:
        return None
    left = max(0, int((ends - at).total_seconds() * 1000))
    return [Ack(answer.slot, answer.seq or 0, at, left, epoch, value=answer.value) for answer in answers]


def store_leniently(attempt: Attempt, answers: Iterable[Answer], at: dt.datetime) -> None:
    """Store what came along with a submission; what cannot be an answer is noted and holds nothing up."""
    readable = []
    for answer in answers:
        try:
            check(layout.of(attempt.pk).at(answer.slot).shape.kind, answer.value)
            _in_range(answer.seq)
            readable.append(answer)
        except (UnknownSlot, Malformed) as reason:
            _note(attempt, "unreadable_answer", at, slot=answer.slot, fault=type(reason).__name__)
    if readable:
        store(attempt, readable, attempt.session_epoch, at)


def _numbered(answers: Sequence[Answer], items: Sequence[int]) -> list[tuple[Answer, int, int, bool]]:
    """Each answer with its item, its sequence number, and whether that is a new one (one query)."""
    newest = rush.newest(items)
    numbered = []
    for answer, item in zip(answers, items, strict=True):
        before = newest.get(item, 0)
        seq = _in_range(before + 1 if answer.seq is None else answer.seq)
        numbered.append((answer, item, seq, seq > before))
        newest[item] = max(before, seq)
    return numbered


def _in_range(seq: int | None) -> int:
    if seq is not None and not 0 < seq <= HIGHEST_SEQ:
        raise Malformed(f"seq {seq}")
    return seq or 0


def _refused(attempt: Attempt, answer: Answer, item_id: int, epoch: int, at: dt.datetime) -> Ack:
    """From a device that no longer holds the pen: kept among the events, not as an answer."""
    _note(attempt, "refused_taken_over", at, slot=answer.slot, seq=answer.seq, epoch=epoch, value=answer.value)
    return _standing(attempt, answer, item_id, at, taken_over=True)


def _note(attempt: Attempt, kind: str, at: dt.datetime, **data: Any) -> None:
    if attempt.events.filter(kind__in=REFUSALS).count() < MOST_REFUSALS:
        events.note(attempt, kind, at, **data)


def _repeated(attempt: Attempt, answer: Answer, item_id: int, seq: int, at: dt.datetime) -> Ack:
    """A sequence number that is taken: the same answer once more is fine, another one is stale and noted."""
    same = Response.objects.filter(attempt_item=item_id, seq=seq).first()
    if same is not None and same.value == answer.value:
        return _standing(attempt, answer, item_id, at, stale=False)
    _note(attempt, "refused_stale", at, slot=answer.slot, seq=seq, value=answer.value)
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
