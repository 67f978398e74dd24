"""Taking in a sealed answer file (收加密答卷): the same answers by another way, through the same save.

Doing it twice adds nothing. What comes after the end is late by rule and does not count, unless an incident of this attempt or
its sitting has been decided in the candidate's favour: then it counts, and what a machine can mark is marked again.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.dateparse import parse_datetime

from accounts.models import User
from core.audit import record
from core.clock import now
from exams import assessing, delivery, events, layout, marking, saving, sealing, sealing_keys
from exams.forms import BadAnswer, checked
from exams.models import AnswerKey, Attempt, Case, Mark, Response, Result
from exams.saving import Answer


class NoSuchAttempt(LookupError):
    """The file is sealed for this office, but names no attempt it knows."""


class OwnPaper(Exception):
    """Nobody takes in the answers of an exam of one's own."""


class Fate(StrEnum):
    """What taking the file in does with one answer."""

    NEW = "new"
    KNOWN = "known"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Line:
    """One answer of the file."""

    slot: Any
    seq: Any
    fate: Fate
    answer: Answer | None = None


@dataclass(frozen=True)
class Plan:
    """What taking the file in would do; nothing has been done yet."""

    attempt: Attempt
    contents: sealing.Contents
    lines: list[Line]
    is_late: bool
    is_forgiven: bool
    is_outdated: bool

    @property
    def added(self) -> list[Answer]:
        return [line.answer for line in self.lines if line.fate == Fate.NEW and line.answer]


def read(text: str) -> sealing.Contents:
    """The file, opened with the office's keys; raises sealing.NotOurs, OtherKey, Altered."""
    return sealing.unseal(text, sealing_keys.office_keys())


def plan(contents: sealing.Contents) -> Plan:
    """What the file would add, and whether that counts. Raises NoSuchAttempt."""
    try:
        attempt = Attempt.objects.told().select_related("candidate").get(pk=UUID(contents.attempt))
    except (ValueError, ValidationError, Attempt.DoesNotExist) as nowhere:
        raise NoSuchAttempt(contents.attempt) from nowhere
    return _plan(delivery.settle(attempt), contents, now())


def take_in(*, contents: sealing.Contents, by: User) -> Plan:
    """Add what the file holds and the record lacks. Returns what was done; a file of a device that lost the pen adds nothing.

    Raises NoSuchAttempt, OwnPaper.
    """
    attempt = plan(contents).attempt
    if attempt.candidate_id == by.pk:
        raise OwnPaper(attempt.pk)
    with transaction.atomic():
        locked, at = Attempt.objects.select_for_update(of=("self",), no_key=True).told().get(pk=attempt.pk), now()
        done = _plan(locked, contents, at)
        if done.is_outdated or not done.added:
            return done
        saving.store(locked, done.added, contents.epoch, at, forgiven=done.is_forgiven)
        if done.is_forgiven and not locked.in_progress:
            _mark_again(locked, done.added, by, at)
        figures: dict[str, Any] = {
            "added": len(done.added),
            "late": len(done.added) if done.is_late else 0,
            "sha256": contents.sha256,
        }
        events.note(locked, "answer_file", at, by=by.pk, **figures)
        record("attempt.answer_file_taken", locked, by=by, **figures)
    return done


def _plan(attempt: Attempt, contents: sealing.Contents, at: dt.datetime) -> Plan:
    over = not attempt.in_progress or attempt.is_over(at)
    forgiven = over and _decided_in_favour(attempt)
    outdated = attempt.in_progress and contents.epoch != attempt.session_epoch
    return Plan(attempt, contents, list(_lines(attempt, contents)), over and not forgiven, forgiven, outdated)


def _decided_in_favour(attempt: Attempt) -> bool:
    about = Q(attempt=attempt) | Q(sitting=attempt.sitting_id, sitting__isnull=False)
    decided = Case.objects.filter(about, kind=Case.Kind.INCIDENT, state__in=[Case.State.DECIDED, Case.State.CLOSED])
    return decided.filter(decision__in=[Case.Decision.UPHELD, Case.Decision.PARTLY]).exists()


def _lines(attempt: Attempt, contents: sealing.Contents) -> Iterable[Line]:
    """Each answer of the file against what is stored (1 query)."""
    stored = Response.objects.filter(attempt_item__attempt=attempt).order_by().values("attempt_item__slot")
    newest = dict(stored.annotate(newest=Max("seq")).values_list("attempt_item__slot", "newest"))
    paper = layout.of(attempt.pk)
    for entry in contents.answers:
        slot, seq = entry.get("slot"), entry.get("seq")
        try:
            if type(slot) is not int or type(seq) is not int or not 0 < seq <= saving.HIGHEST_SEQ:
                raise BadAnswer("")
            answer = Answer(slot, checked(paper.at(slot).shape, entry.get("value")), seq, _moment(entry.get("client_at")))
        except (BadAnswer, layout.UnknownSlot):
            yield Line(slot, seq, Fate.UNREADABLE)
            continue
        fate = Fate.NEW if seq > newest.get(slot, 0) else Fate.KNOWN
        newest[slot] = max(seq, newest.get(slot, 0))
        yield Line(slot, seq, fate, answer)


def _mark_again(attempt: Attempt, added: list[Answer], by: User, at: dt.datetime) -> None:
    """Marks for what a machine can mark, and a further result if there was one. A person's marks are for a person to change."""
    items = {item.slot: item for item in attempt.items.filter(slot__in=[answer.slot for answer in added])}
    versions = [item.item_version_id for item in items.values()]
    keys = {key.item_version_id: key for key in AnswerKey.objects.filter(item_version__in=versions).order_by("revision")}
    for answer in {answer.slot: answer for answer in added}.values():  # the last of each question: their numbers rise
        item = items[answer.slot]
        key = keys[item.item_version_id]
        marks = marking.mark(key.rule, key.data, answer.value, item.max_marks)
        if marks is None:
            continue
        place = item.marks.filter(stage=Mark.Stage.APPEAL).aggregate(last=Max("round"))["last"] or 0
        Mark.objects.create(
            attempt_item=item, stage=Mark.Stage.APPEAL, round=place + 1, marks=marks, marker=by, key=key, marked_at=at
        )
    if attempt.results.exists():
        assessing.conclude(attempt, cause=Result.Cause.APPEAL, at=at)


def _moment(text: Any) -> dt.datetime | None:
    try:
        moment = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
