"""Revising keys (答案更正执行): proposed by one person, tried dry, applied by another, undone by a further revision.

The order that loses nothing: the new key is committed first, then every paper with the item is visited under its lock.
A paper that is handed in meanwhile reads the new key, or is found closed with the old one and corrected. Marks and
results are added, never changed; papers still being written are left alone and marked by the new key when they close.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import User
from core import jobs
from core.audit import record
from core.clock import now
from exams import assessing, claiming, marking
from exams.anonymity import number
from exams.models import AnswerKey, Attempt, AttemptItem, Claim, Item, ItemVersion, KeyRevision, Mark, Response, Result
from exams.superseding import supersede

CHUNK = 200
CLOSED = (Attempt.State.SUBMITTED, Attempt.State.MARKED, Attempt.State.RELEASED)


class Refused(Exception):
    """The revision was applied or withdrawn before, another one waits, or the same person proposed it."""


@dataclass(frozen=True)
class Move:
    """One paper whose result would change."""

    number: str
    before: Decimal
    after: Decimal
    passed_before: bool
    passes: bool


@dataclass
class Effects:
    """What a revision would do, paper by paper."""

    papers: int = 0
    writing: int = 0
    waiting: int = 0
    kept: int = 0
    moves: list[Move] = field(default_factory=list)

    @property
    def up(self) -> list[Move]:
        """From fail to pass."""
        return [move for move in self.moves if move.passes and not move.passed_before]

    @property
    def down(self) -> list[Move]:
        """From pass to fail."""
        return [move for move in self.moves if move.passed_before and not move.passes]

    @property
    def others(self) -> list[Move]:
        return [move for move in self.moves if move.passed_before == move.passes]


def propose(
    *,
    version: ItemVersion,
    kind: str,
    rule: str,
    data: Mapping[str, Any],
    reason: str,
    by: User,
    undoes: KeyRevision | None = None,
) -> KeyRevision:
    """Propose a correction. Raises Refused while another one for the same item waits."""
    try:
        with transaction.atomic():
            revision = KeyRevision.objects.create(
                item_version=version, kind=kind, rule=rule, data=dict(data), reason=reason, proposed_by=by, undoes=undoes
            )
            record("key_revision.proposed", revision, by=by, item=version.item_id, kind=kind)
    except IntegrityError as taken:
        raise Refused(version.pk) from taken
    return revision


def undo(*, revision: KeyRevision, reason: str, by: User) -> KeyRevision:
    """Propose to go back to the key that held before `revision`."""
    if revision.key is None:
        raise Refused(revision.pk)
    before = AnswerKey.objects.get(item_version=revision.item_version_id, revision=revision.key.revision - 1)
    kind = KeyRevision.Kind.RESTORE
    return propose(
        version=revision.item_version, kind=kind, rule=before.rule, data=before.data, reason=reason, by=by, undoes=revision
    )


def withdraw(*, revision: KeyRevision, by: User) -> None:
    """Take a proposal back."""
    with transaction.atomic():
        if not KeyRevision.objects.proposed().filter(pk=revision.pk).update(withdrawn_at=now()):
            raise Refused(revision.pk)
        record("key_revision.withdrawn", revision, by=by)


def apply(*, revision: KeyRevision, by: User) -> KeyRevision:
    """Make the new key and have it carried through. One UPDATE decides who applies it; anybody later is Refused."""
    from exams.tasks import carry_through_key

    if by.pk == revision.proposed_by_id:
        raise Refused(revision.pk)
    with transaction.atomic():
        # The item's row first: a further key may be on its way from the bank, and one revision number is taken once.
        Item.objects.select_for_update(no_key=True).get(versions=revision.item_version_id)
        locked = KeyRevision.objects.select_for_update(of=("self",)).select_related("item_version__item").get(pk=revision.pk)
        if not locked.is_proposed:
            raise Refused(revision.pk)
        at = now()
        locked.key, locked.applied_by, locked.applied_at = _new_key(locked, at), by, at
        locked.save(update_fields=["key", "applied_by", "applied_at"])
        record("key_revision.applied", locked, by=by, key=locked.key.pk)
        _withhold(locked, by)
        jobs.enqueue(carry_through_key, revision=str(locked.pk))
    return locked


def carry_through(revision: KeyRevision) -> int:
    """Correct every closed paper with the item; how many marks were added. Broken off, it goes on where it was."""
    papers = AttemptItem.objects.filter(item_version=revision.item_version_id).exclude(attempt__state=Attempt.State.VOID)
    added = sum(_correct(pk, attempt, revision) for pk, attempt in papers.order_by("attempt").values_list("pk", "attempt"))
    KeyRevision.objects.unfinished().filter(pk=revision.pk).update(completed_at=now())
    return added


def effects(revision: KeyRevision) -> Effects:
    """What applying it now would do; nothing is written."""
    told, key = Effects(), AnswerKey(rule=revision.rule, data=revision.data)
    attempts = Attempt.objects.filter(items__item_version=revision.item_version_id).select_related("exam_version")
    told.writing = attempts.filter(state=Attempt.State.IN_PROGRESS).count()
    closed = list(attempts.filter(state__in=CLOSED).order_by("pk"))
    told.papers = len(closed)
    for start in range(0, len(closed), CHUNK):
        _try(closed[start : start + CHUNK], revision, key, told)
    told.moves.sort(key=lambda move: move.number)
    return told


def counted(items: Iterable[AttemptItem]) -> dict[int, Any]:
    """The answer that counts for each of these items of papers (one query)."""
    timely = Response.objects.filter(attempt_item__in=list(items), late=False).order_by("seq")
    return dict(timely.values_list("attempt_item", "value"))


def _withhold(revision: KeyRevision, by: User) -> None:
    """An item that was struck, or given to everybody, is drawn no more until an editor mends and clears it."""
    if revision.rule not in (marking.VOID, marking.FULL):
        return
    drawn = Item.objects.filter(pk=revision.item_version.item_id, current_number=revision.item_version.number, cleared=True)
    if drawn.update(cleared=False):
        record("item.withheld", revision.item_version.item, by=by, version=revision.item_version.number)


def _new_key(revision: KeyRevision, at: dt.datetime) -> AnswerKey:
    held = assessing.newest_keys([revision.item_version_id])[revision.item_version_id]
    return AnswerKey.objects.create(
        item_version=revision.item_version,
        revision=held.revision + 1,
        rule=revision.rule,
        data=revision.data,
        rubric=held.rubric,
        explanation=held.explanation,
        reason=revision.reason,
        created_at=at,
    )


def _correct(pk: int, attempt_pk: Any, revision: KeyRevision) -> bool:
    """Add the corrected mark to one paper, and the result it leads to, unless the paper has it already."""
    with transaction.atomic():
        locked = Attempt.objects.select_for_update(of=("self",), no_key=True).select_related("exam_version", "sitting")
        attempt = locked.get(pk=attempt_pk)
        if attempt.state not in CLOSED:
            return False
        item = AttemptItem.objects.get(pk=pk)
        marks = list(item.marks.select_related("key", "attempt_item"))
        assert revision.key is not None  # noqa: S101 - it is applied
        assert revision.applied_by is not None  # noqa: S101 - likewise
        # Corrected already, by this revision or by a later one that was quicker.
        if any(mark.key.revision >= revision.key.revision for mark in marks):
            return False
        mark = _mark(item, marks, revision.key, counted([item]).get(item.pk), attempt)
        if mark is None:
            return False
        mark.round = (item.marks.filter(stage=Mark.Stage.CORRECTION).aggregate(last=Max("round"))["last"] or 0) + 1
        mark.marker, mark.comment, mark.marked_at = revision.applied_by, revision.reason, now()
        mark.save()
        Claim.objects.filter(attempt_item=item).delete()
        if attempt.state == Attempt.State.SUBMITTED:
            claiming.conclude_if_marked(attempt, mark.marked_at)
        else:
            supersede(attempt, cause=Result.Cause.CORRECTION, by=revision.applied_by, at=mark.marked_at)
    return True


def _mark(item: AttemptItem, marks: list[Mark], key: AnswerKey, value: Any, attempt: Attempt) -> Mark | None:
    """The mark under the corrected key. None: a person's marks hold, or a person has yet to give them.

    What was decided on appeal stays: it was decided about this one paper. Back under a scheme marked by people, the
    marks people gave hold again; where none did, the paper keeps what it has.
    """
    if any(mark.stage == Mark.Stage.APPEAL for mark in marks):
        return None
    earned = assessing.by_rule(item, key, value)
    if earned is None:
        by_people = [mark for mark in marks if mark.stage != Mark.Stage.CORRECTION]
        held = assessing.final_mark(by_people, attempt.exam_version) if by_people and len(by_people) < len(marks) else None
        if held is None:
            return None
        earned = (held.marks, held.rubric)
    return Mark(attempt_item=item, stage=Mark.Stage.CORRECTION, key=key, marks=earned[0], rubric=earned[1])


def _try(attempts: list[Attempt], revision: KeyRevision, key: AnswerKey, told: Effects) -> None:
    """The effects on some papers (four queries)."""
    items: dict[Any, list[AttemptItem]] = {}
    for item in AttemptItem.objects.filter(attempt__in=attempts):
        items.setdefault(item.attempt_id, []).append(item)
    marks: dict[int, list[Mark]] = {}
    for mark in Mark.objects.filter(attempt_item__attempt__in=attempts).select_related("key", "attempt_item"):
        marks.setdefault(mark.attempt_item_id, []).append(mark)
    results = {result.attempt_id: result for result in Result.objects.current().filter(attempt__in=attempts)}
    asked = {
        item.attempt_id: item for paper in items.values() for item in paper if item.item_version_id == revision.item_version_id
    }
    values = counted(asked.values())
    for attempt in attempts:
        item = asked[attempt.pk]
        corrected = _mark(item, marks.get(item.pk, []), key, values.get(item.pk), attempt)
        told.kept += corrected is None and any(mark.stage == Mark.Stage.APPEAL for mark in marks.get(item.pk, []))
        result = results.get(attempt.pk)
        told.waiting += result is None
        if corrected is not None and result is not None:
            _compare(attempt, items[attempt.pk], {**_held(attempt, items[attempt.pk], marks), item.pk: corrected}, result, told)


def _held(attempt: Attempt, items: list[AttemptItem], marks: dict[int, list[Mark]]) -> dict[int, Mark]:
    final = {item.pk: assessing.final_mark(marks[item.pk], attempt.exam_version) for item in items if item.pk in marks}
    return {pk: mark for pk, mark in final.items() if mark is not None}


def _compare(attempt: Attempt, items: list[AttemptItem], marks: dict[int, Mark], result: Result, told: Effects) -> None:
    outcome = assessing.outcome_of(items, marks, attempt.exam_version)
    if (outcome.total, outcome.passed, outcome.maximum) != (result.total, result.passed, result.maximum):
        told.moves.append(Move(number("paper", attempt.pk), result.total, outcome.total, result.passed, outcome.passed))
