"""Granting (审核决定): what the office finds, gives back, grants or refuses; decided once, by somebody who is impartial.

Each deed holds the lock on the application's row and leaves a step, an audit line and a letter in one transaction; a grant
issues the certificate in the same one. The rules: docs/algorithms/applications.md.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from certificates import impartiality, issuing, posting
from certificates.applying import Kind, NotOpen, State, add_step, lock
from certificates.impartiality import NotImpartial, Tie
from certificates.models import Application, Certificate, Evidence, Finding
from certificates.permissions import handles_applications
from certificates.requirements import lacking
from core.audit import record
from core.dates import now

if TYPE_CHECKING:
    from accounts.models import User

News = posting.News


@dataclass(frozen=True)
class NotReady(Exception):
    """It cannot be granted yet: these requirements were found wanting, these nobody has looked at."""

    wanting: Sequence[str]
    unseen: Sequence[str]


class NotEarnedAnyMore(Exception):
    """The pass it rests on no longer holds, or the applicant has come to hold a certificate otherwise."""


class NoReason(Exception):
    """What the office does is done with reasons."""


def findings(application: Application) -> dict[str, Finding]:
    """The newest finding for each requirement that is not older than its files (two queries)."""
    changed: dict[str, list[dt.datetime]] = defaultdict(list)
    for code, *moments in Evidence.objects.filter(application=application).values_list("code", "kept_at", "removed_at"):
        changed[code] += filter(None, moments)
    newest = {one.code: one for one in application.findings.select_related("by")}
    return {code: one for code, one in newest.items() if one.at >= max(changed[code], default=one.at)}


def find(*, application: Application, by: "User", code: str, met: bool, note: str = "") -> Finding:
    """Say whether a requirement is met, as often as one thinks better of it."""
    with transaction.atomic():
        locked = _pending(application, by)
        if locked.scheme_version.demands.find(locked.route, code) is None:
            raise NotOpen(code)
        if not met and not note.strip():
            raise NoReason
        made = Finding.objects.create(application=locked, code=code, met=met, note=note.strip(), by=by, at=now())
        record("application.looked_at", locked, by=by, code=code, met=met)
    return made


def give_back(*, application: Application, by: "User", codes: Sequence[str], text: str) -> Application:
    """Return it to the applicant, saying what is missing."""
    with transaction.atomic():
        locked = _pending(application, by)
        if not text.strip():
            raise NoReason
        known = [one.code for one in locked.requirements if one.code in codes]
        locked.state, locked.due_at = State.RETURNED, None
        locked.save(update_fields=["state", "due_at"])
        step = add_step(locked, Kind.RETURNED, by, text.strip(), codes=known)
        record("application.returned", locked, by=by, codes=known)
        posting.write_of(locked, News.RETURNED, occasion=step.number)
    return locked


def exempt(*, application: Application, person: "User", by: "User", reason: str) -> Application:
    """Let somebody decide in spite of a tie, because somebody without one says why. Nobody is let decide about oneself."""
    with transaction.atomic():
        locked = _pending(application, by)
        if not reason.strip():
            raise NoReason
        ties = impartiality.of_application(locked)
        if by.pk == person.pk or ties.get(by.pk) or not handles_applications(person):
            raise NotImpartial(ties.get(by.pk) or {Tie.SELF})
        if Tie.SELF in ties.get(person.pk, ()):
            raise NotImpartial({Tie.SELF})
        add_step(locked, Kind.EXEMPTED, by, reason.strip(), person=person)
        told = {"person": person.pk, "ties": sorted(ties.get(person.pk, ())), "reason": reason.strip()}
        record("application.exempted", locked, by=by, **told)
    return locked


def ties_of(application: Application, user: "User") -> set[Tie]:
    """What keeps this person from deciding; nothing that somebody else has set aside."""
    ties = impartiality.of_application(application).get(user.pk, set())
    if ties - {Tie.SELF} and application.steps.filter(kind=Kind.EXEMPTED, person=user).exists():
        return ties & {Tie.SELF}
    return ties


def grant(*, application: Application, by: "User", reasons: str) -> Certificate:
    """Grant it: decided and issued in one transaction. Raises NotOpen, NotImpartial, NotReady, NotEarnedAnyMore, NoReason."""
    with transaction.atomic():
        locked = _to_decide(application, by, reasons)
        wanting, unseen = lacking(locked.requirements, {code: one.met for code, one in findings(locked).items()})
        if wanting or unseen:
            raise NotReady(wanting, unseen)
        certificate = _issue(locked, by)
        _decide(locked, State.GRANTED, by, reasons, certificate=certificate)
        add_step(locked, Kind.GRANTED, by, reasons.strip())
        record("application.granted", locked, by=by, number=certificate.number)
        posting.write_of(locked, News.GRANTED, occasion="decision")
    return certificate


def decided(application: Application, by: "User") -> issuing.Decided:
    """The ground on which its certificate is issued."""
    basis = {"rule": "application", "application": str(application.pk)}
    return issuing.Decided(by=by, version=application.scheme_version, basis=basis)


def refuse(*, application: Application, by: "User", reasons: str) -> Application:
    """Refuse it with reasons the applicant reads."""
    with transaction.atomic():
        locked = _to_decide(application, by, reasons)
        _decide(locked, State.REFUSED, by, reasons)
        add_step(locked, Kind.REFUSED, by, reasons.strip())
        record("application.refused", locked, by=by)
        posting.write_of(locked, News.REFUSED, occasion="decision")
    return locked


def _issue(locked: Application, by: "User") -> Certificate:
    if locked.result is None:
        raise NotEarnedAnyMore(locked.pk)
    try:
        certificate = issuing.issue(result=locked.result, decided=decided(locked, by))
    except issuing.NotEarned as reason:
        raise NotEarnedAnyMore(locked.pk) from reason
    if certificate.decision_basis.get("application") != str(locked.pk):
        raise NotEarnedAnyMore(certificate.number)
    return certificate


def _to_decide(application: Application, by: "User", reasons: str) -> Application:
    locked = _pending(application, by)
    if not reasons.strip():
        raise NoReason
    if ties := ties_of(locked, by):
        raise NotImpartial(ties)
    return locked


def _decide(locked: Application, state: Application.State, by: "User", reasons: str, **more: object) -> None:
    values = {"state": state, "decided_by": by, "decided_at": now(), "reasons": reasons.strip(), "due_at": None, **more}
    for name, of in values.items():
        setattr(locked, name, of)
    locked.save(update_fields=list(values))


def _pending(application: Application, by: "User") -> Application:
    """The application, locked, if it waits for the office and this person handles those of others."""
    locked = lock(application)
    if locked.holder_id == by.pk or not handles_applications(by):
        raise NotImpartial({Tie.SELF})
    if locked.state != State.SUBMITTED:
        raise NotOpen(locked.pk)
    return locked
