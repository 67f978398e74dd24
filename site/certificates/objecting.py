"""Objecting (申诉): the holder appeals against a measure, and a third person decides.

A suspension that does not stand is lifted. A withdrawal is final and is not undone: the holder gets a new certificate
for the same term in its place, and the old number leads to it.
"""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import transaction

from certificates import enclosing, posting
from certificates.decisions import NotAllowed
from certificates.evidence import Evidence
from certificates.hearing import NotImpartial, NotPossible, add_step, end_of, lock, may_handle, move, require_unbound, rules_of
from certificates.models import CertificateEvent, Proceeding, Step
from certificates.status import State
from certificates.superseding import restore
from core.audit import record
from core.dates import now
from exams.cases import end_of_working_day

if TYPE_CHECKING:
    from accounts.models import User

Outcome = Proceeding.Outcome


class TooLate(Exception):
    """The days in which the holder may appeal are over."""


def appeal(*, proceeding: Proceeding, by: "User", text: str, files: Sequence[Evidence] = ()) -> Proceeding:
    """Appeal against a measure, once, within the scheme's days. The measure stays in force meanwhile."""
    with transaction.atomic():
        locked, at = lock(proceeding), now()
        if locked.certificate.holder_id != by.pk:
            raise NotImpartial(by.pk)
        if locked.state != Proceeding.State.DECIDED or locked.appealed_at is not None:
            raise NotPossible(locked.pk)
        if not locked.may_be_appealed:
            raise TooLate(locked.pk)
        locked.state, locked.appealed_at = Proceeding.State.APPEALED, at
        locked.due_at = end_of_working_day(at, rules_of(locked.certificate).appeal_decision_days)
        locked.save(update_fields=["state", "appealed_at", "due_at"])
        enclosing.enclose(files, by=by, step=add_step(locked, Step.Kind.APPEALED, by, text))
        record("proceeding.appealed", locked, by=by)
    return locked


def may_decide_appeal(proceeding: Proceeding, user: "User") -> bool:
    """Whether `user` had no part in the measure: not its opener, its decider, its holder, nor who suspended at once."""
    parts = {proceeding.opened_by_id, proceeding.decided_by_id}
    parts |= set(proceeding.steps.exclude(kind=Step.Kind.NOTICED).values_list("author", flat=True))
    return may_handle(proceeding, user) and user.pk not in parts


def decide_appeal(
    *, proceeding: Proceeding, by: "User", outcome: Proceeding.Outcome, reasons: str, public_note: str = ""
) -> Proceeding:
    """Decide the appeal, once. Upheld, the measure is undone; not upheld, it stands and cannot be appealed again."""
    with transaction.atomic():
        locked = lock(proceeding)
        if not may_decide_appeal(locked, by):
            raise NotImpartial(by.pk)
        require_unbound(locked, by)
        if locked.state != Proceeding.State.APPEALED:
            raise NotPossible(locked.pk)
        locked.outcome, locked.appeal_decided_by, locked.appeal_decided_at = outcome, by, now()
        locked.state, locked.due_at = Proceeding.State.CLOSED, None
        if outcome == Outcome.UPHELD:
            _undo(locked, by, public_note)
        elif locked.decision == Proceeding.Decision.SUSPENDED:
            # The suspension goes on: it still has to be lifted or followed by something else.
            locked.state, locked.due_at = Proceeding.State.DECIDED, _end_of_suspension(locked)
        locked.save(update_fields=["outcome", "appeal_decided_by", "appeal_decided_at", "state", "due_at"])
        add_step(locked, Step.Kind.APPEAL_DECIDED, by, reasons)
        record("proceeding.appeal_decided", locked, by=by, outcome=outcome)
        posting.write(locked.certificate, posting.News.APPEAL_DECIDED, occasion=locked.pk, proceeding=locked)
    return locked


def _undo(locked: Proceeding, by: "User", public_note: str) -> None:
    subject = locked.certificate.newest()
    if locked.decision == Proceeding.Decision.WITHDRAWN:
        with suppress(NotAllowed):  # the holder has another certificate by now: there is nothing to make good
            restore(subject, by=by, public_note=public_note)
    elif subject.state == State.SUSPENDED:
        move(locked, State.VALID, by, CertificateEvent.Reason.APPEAL, public_note)


def _end_of_suspension(locked: Proceeding) -> dt.datetime | None:
    return end_of(locked.suspended_until) if locked.suspended_until else None
