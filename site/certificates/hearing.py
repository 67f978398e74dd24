"""Hearing (听取陈述): a measure is announced with reasons, the holder answers, somebody else decides.

Each deed holds the lock on the proceeding's row and leaves a step, an audit line and a letter in one transaction. What a
decision does to the certificate goes through decisions.decide. The rules: docs/algorithms/certificates.md.
"""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import make_aware

from certificates import decisions, enclosing, impartiality, measures, posting
from certificates.evidence import Evidence
from certificates.models import Certificate, CertificateEvent, Proceeding, Step
from certificates.permissions import handles_proceedings
from certificates.status import LIVE, State
from core.audit import record
from core.dates import add_months, now, today
from exams.cases import end_of_working_day

if TYPE_CHECKING:
    from accounts.models import User

Reason, News = CertificateEvent.Reason, posting.News
# What was announced is never written again: the database refuses it.
_DECIDED = [
    "decision",
    "decided_by",
    "decided_at",
    "decision_reasons",
    "state",
    "due_at",
    "appeal_by",
    "suspended_until",
]


class NotPossible(Exception):
    """The proceeding has gone on, or the scheme does not allow this; nothing was changed."""


class NotImpartial(Exception):
    """This person had a part in it, holds the certificate, or does not handle such proceedings."""


class Bound(NotImpartial):
    """This person taught the holder or marked the holder's work; `ties` says which."""

    def __init__(self, ties: set[impartiality.Tie]) -> None:
        self.ties = sorted(ties)
        super().__init__(", ".join(self.ties))


class NotHeardYet(Exception):
    """The holder has not answered, and the time for it is not over."""


def rules_of(certificate: Certificate) -> measures.Rules:
    """What the version under which it was issued says about measures."""
    return measures.Rules.of(certificate.scheme_version.requirements)


def announce(
    *,
    certificate: Certificate,
    measure: Proceeding.Measure,
    ground: CertificateEvent.Reason,
    reasons: str,
    by: "User",
    files: Sequence[Evidence] = (),
    at_once: str = "",
) -> Proceeding:
    """Tell the holder what is intended and why. `at_once`: why it has to be suspended before the holder is heard."""
    if not handles_proceedings(by) or certificate.holder_id == by.pk:
        raise NotImpartial(by.pk)
    rules, at = rules_of(certificate), now()
    answer_by = end_of_working_day(at, rules.answer_days)
    try:
        with transaction.atomic():
            # A cancellation by the holder takes the same lock, so only one of the two goes first.
            held = Certificate.objects.select_for_update().get(pk=certificate.pk)
            if held.state not in LIVE or (at_once and not rules.allows_urgent):
                raise NotPossible(certificate.number)
            proceeding = Proceeding.objects.create(
                certificate=certificate,
                measure=measure,
                ground=ground,
                reasons=reasons,
                opened_by=by,
                opened_at=at,
                answer_by=answer_by,
                due_at=end_of_working_day(answer_by, rules.decision_days),
            )
            enclosing.enclose(files, by=by, step=add_step(proceeding, Step.Kind.NOTICED, by, reasons))
            record("proceeding.announced", proceeding, by=by, measure=measure, ground=ground)
            posting.write(certificate, News.NOTICED, occasion=proceeding.pk, proceeding=proceeding)
            if at_once:
                _suspend_at_once(proceeding, by, at_once)
    except IntegrityError as reason:
        raise NotPossible(f"{certificate.number}: a measure is under way") from reason
    return proceeding


def suspend_at_once(*, proceeding: Proceeding, by: "User", reasons: str) -> Proceeding:
    """Suspend before the holder is heard, for as long as the proceeding lasts, where waiting would do harm."""
    with transaction.atomic():
        locked = lock(proceeding)
        _require_handler(locked, by)
        allowed = locked.state == Proceeding.State.OPEN and rules_of(locked.certificate).allows_urgent
        if not allowed or locked.certificate.newest().state != State.VALID:
            raise NotPossible(locked.pk)
        _suspend_at_once(locked, by, reasons)
    return locked


def _suspend_at_once(proceeding: Proceeding, by: "User", reasons: str) -> None:
    move(proceeding, State.SUSPENDED, by, CertificateEvent.Reason(proceeding.ground))
    add_step(proceeding, Step.Kind.SUSPENDED, by, reasons)
    record("proceeding.suspended_at_once", proceeding, by=by)
    posting.write(proceeding.certificate, News.SUSPENDED, occasion=proceeding.pk, proceeding=proceeding)


def answer(*, proceeding: Proceeding, by: "User", text: str, files: Sequence[Evidence] = ()) -> Step:
    """What the holder says to it. It is taken until the decision, even after the time to answer is over."""
    with transaction.atomic():
        locked = lock(proceeding)
        if locked.certificate.holder_id != by.pk:
            raise NotImpartial(by.pk)
        if not locked.may_be_answered:
            raise NotPossible(locked.pk)
        step = add_step(locked, Step.Kind.STATED, by, text)
        enclosing.enclose(files, by=by, step=step)
        record("proceeding.answered", locked, by=by)
    return step


def decide(
    *, proceeding: Proceeding, by: "User", decision: Proceeding.Decision, reasons: str, months: int = 0, public_note: str = ""
) -> Proceeding:
    """Decide, once, by someone who did not open it, after the holder was heard. `months`: how long a suspension lasts."""
    with transaction.atomic():
        locked, at = lock(proceeding), now()
        rules = rules_of(locked.certificate)
        _require_handler(locked, by, but_not=(locked.opened_by_id,))
        require_unbound(locked, by)
        months = months or rules.suspension_months
        allowed = measures.may_follow(locked.measure, decision) and 0 < months <= rules.suspension_months
        if locked.state != Proceeding.State.OPEN or not allowed:
            raise NotPossible(locked.pk)
        heard = locked.steps.filter(kind=Step.Kind.STATED).exists()
        if not measures.may_be_decided(at, locked.answer_by, has_answered=heard):
            raise NotHeardYet(locked.pk)
        locked.decision, locked.decided_by, locked.decided_at, locked.decision_reasons = decision, by, at, reasons
        _carry_out(locked, by, public_note, months, rules)
        locked.save(update_fields=_DECIDED)
        add_step(locked, Step.Kind.DECIDED, by, reasons)
        record("proceeding.decided", locked, by=by, decision=decision)
        posting.write(locked.certificate, News.DECIDED, occasion=locked.pk, proceeding=locked)
    return locked


def _carry_out(locked: Proceeding, by: "User", public_note: str, months: int, rules: measures.Rules) -> None:
    """What follows for the certificate, and until when the holder may appeal."""
    ground = CertificateEvent.Reason(locked.ground)
    if locked.decision == Proceeding.Decision.NONE:
        locked.state, locked.due_at = Proceeding.State.CLOSED, None
        if was_suspended_at_once(locked) and locked.certificate.newest().state == State.SUSPENDED:
            move(locked, State.VALID, by, Reason.CURED, public_note)
        return
    move(locked, State(locked.decision), by, ground, public_note)
    locked.state, locked.due_at = Proceeding.State.DECIDED, None
    locked.appeal_by = end_of_working_day(now(), rules.appeal_days)
    if locked.decision == Proceeding.Decision.SUSPENDED:
        locked.suspended_until = add_months(today(), months)
        locked.due_at = end_of(locked.suspended_until)
    else:
        # What a suspension was waiting for has come.
        locked.others().filter(state=Proceeding.State.DECIDED).update(state=Proceeding.State.CLOSED, due_at=None)


def was_suspended_at_once(proceeding: Proceeding) -> bool:
    return proceeding.steps.filter(kind=Step.Kind.SUSPENDED).exists()


def prolong(*, proceeding: Proceeding, by: "User", reasons: str, months: int) -> Proceeding:
    """Prolong a suspension, as often as the scheme allows and never for longer than it may last at first."""
    with transaction.atomic():
        locked = lock(proceeding)
        _require_handler(locked, by)
        rules = rules_of(locked.certificate)
        allowed = locked.prolonged < rules.prolongations and 0 < months <= rules.suspension_months
        if not _is_suspended(locked) or locked.suspended_until is None or not allowed:
            raise NotPossible(locked.pk)
        locked.suspended_until = add_months(locked.suspended_until, months)
        locked.prolonged += 1
        locked.due_at = end_of(locked.suspended_until)
        locked.save(update_fields=["suspended_until", "prolonged", "due_at"])
        add_step(locked, Step.Kind.PROLONGED, by, reasons)
        record("proceeding.prolonged", locked, by=by, until=locked.suspended_until.isoformat())
        posting.write(locked.certificate, News.PROLONGED, occasion=f"{locked.pk} {locked.prolonged}", proceeding=locked)
    return locked


def reinstate(*, proceeding: Proceeding, by: "User", reasons: str, public_note: str = "") -> Proceeding:
    """Lift a suspension because its ground is gone; the proceeding is at an end."""
    with transaction.atomic():
        locked = lock(proceeding)
        _require_handler(locked, by)
        if not _is_suspended(locked):
            raise NotPossible(locked.pk)
        move(locked, State.VALID, by, Reason.CURED, public_note)
        locked.state, locked.due_at = Proceeding.State.CLOSED, None
        locked.save(update_fields=["state", "due_at"])
        add_step(locked, Step.Kind.REINSTATED, by, reasons)
        record("proceeding.reinstated", locked, by=by)
        posting.write(locked.certificate, News.REINSTATED, occasion=locked.pk, proceeding=locked)
    return locked


def _is_suspended(locked: Proceeding) -> bool:
    decided = locked.state == Proceeding.State.DECIDED and locked.decision == Proceeding.Decision.SUSPENDED
    return decided and locked.certificate.newest().state == State.SUSPENDED


def move(
    proceeding: Proceeding, to: State, by: "User", ground: CertificateEvent.Reason, public_note: str = ""
) -> CertificateEvent:
    """Move the certificate that stands today: a correction in between does not take the holder out of the measure."""
    try:
        return decisions.decide(proceeding.certificate.newest(), to, by=by, reason=ground, public_note=public_note)
    except decisions.NotAllowed as reason:
        raise NotPossible(str(reason)) from reason


def lock(proceeding: Proceeding) -> Proceeding:
    """The proceeding as it stands, held until the transaction ends."""
    Proceeding.objects.select_for_update(no_key=True).get(pk=proceeding.pk)
    return Proceeding.objects.told().get(pk=proceeding.pk)


def _require_handler(proceeding: Proceeding, by: "User", but_not: Sequence[int | None] = ()) -> None:
    if not may_handle(proceeding, by) or by.pk in but_not:
        raise NotImpartial(by.pk)


def require_unbound(proceeding: Proceeding, by: "User") -> None:
    """Whoever trained the holder or marked the holder's work decides nothing about the certificate (impartiality.py)."""
    if ties := impartiality.of_person(proceeding.certificate.holder).get(by.pk):
        raise Bound(ties)


def may_handle(proceeding: Proceeding, user: "User") -> bool:
    """Whether `user` handles such proceedings and it is not about one's own certificate."""
    return handles_proceedings(user) and proceeding.certificate.holder_id != user.pk


def add_step(proceeding: Proceeding, kind: Step.Kind, by: "User", text: str) -> Step:
    """The next step, numbered under the proceeding's lock."""
    number = proceeding.steps.count() + 1
    return Step.objects.create(proceeding=proceeding, number=number, kind=kind, author=by, text=text, at=now())


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a local day."""
    return make_aware(dt.datetime.combine(day, dt.time.max))
