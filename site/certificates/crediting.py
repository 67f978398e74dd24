"""Crediting (学时认定): what is claimed from outside, and what a second person makes of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import ModuleType
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from certificates.evidence import Evidence
from certificates.models import ActivityClaim, Certificate, EducationCredit, SectorDeclaration
from core import audit
from core.dates import now, today
from courses import hours
from exams import cases
from exams.models import Case

if TYPE_CHECKING:
    from accounts.models import User

_VERDICT = ActivityClaim.Verdict


class UsedBefore(Exception):
    """The same file is the evidence of another activity of this person."""


class NotPending(Exception):
    """The claim was decided already."""


class NotByOneself(Exception):
    """Nobody decides about an activity of one's own."""


class TooMany(Exception):
    """No more hours are granted than were claimed, and more than none."""


class NoReason(Exception):
    """A refusal, or taking hours back, says why."""


@dataclass(frozen=True)
class Activity:
    """What was done elsewhere, in the holder's words."""

    kind: str
    area: str
    title: str
    organiser: str
    done_on: date
    hours: Decimal


def claim(*, holder: "User", activity: Activity, evidence: Evidence) -> ActivityClaim:
    """Hand in an activity. The file is written first, under a name of its own: a claim without a file cannot be."""
    pk = uuid4()
    taken = ActivityClaim.objects.held_by(holder).filter(evidence_sha256=evidence.sha256, verdict__in=["", _VERDICT.VERIFIED])
    if taken.exists():
        raise UsedBefore
    try:
        with transaction.atomic():
            made = ActivityClaim.objects.create(
                id=pk,
                holder=holder,
                **vars(activity),
                evidence_key=evidence.keep(pk),
                evidence_name=evidence.name,
                evidence_mime=evidence.mime,
                evidence_size=len(evidence.content),
                evidence_sha256=evidence.sha256,
            )
            audit.record("activity.claimed", made, by=holder, hours=str(activity.hours), sha256=evidence.sha256)
    except IntegrityError as reason:  # the other of two clicks was first
        raise UsedBefore from reason
    return made


@transaction.atomic
def verify(claim: ActivityClaim, *, by: "User", granted: Decimal) -> EducationCredit:
    """Grant the hours. The claim is decided and the credit written in one transaction."""
    if not 0 < granted <= claim.hours:
        raise TooMany
    hours.lock(claim.holder)
    _decide(claim, by, _VERDICT.VERIFIED, hours_granted=granted)
    made = EducationCredit.objects.create(
        holder_id=claim.holder_id,
        kind=claim.kind,
        area=claim.area,
        title=claim.title,
        hours=granted,
        done_on=claim.done_on,
        source_ref=f"claim:{claim.pk}",
        claim=claim,
        verified_by=by,
    )
    audit.record("activity.verified", claim, by=by, hours=str(granted))
    _news().tell_decided(claim)
    return made


@transaction.atomic
def refuse(claim: ActivityClaim, *, by: "User", reason: str) -> None:
    """Refuse it. The holder reads the reason, and may hand in the activity again with better evidence."""
    if not reason.strip():
        raise NoReason
    _decide(claim, by, _VERDICT.REFUSED, reason=reason.strip())
    audit.record("activity.refused", claim, by=by, reason=reason)
    _news().tell_decided(claim)


@transaction.atomic
def take_back(claim: ActivityClaim, *, by: "User") -> None:
    """The holder thinks better of it, while nobody has decided."""
    if by.pk != claim.holder_id:
        raise NotByOneself
    _decide(claim, by, _VERDICT.WITHDRAWN)
    audit.record("activity.withdrawn", claim, by=by)


@transaction.atomic
def reverse(credit: EducationCredit, *, by: "User", reason: str) -> EducationCredit:
    """Take credited hours back, all of them, by a row that says why. Asked again, the row there is."""
    if not reason.strip():
        raise NoReason
    if by.pk == credit.holder_id:
        raise NotByOneself
    hours.lock(credit.holder)
    made, created = EducationCredit.objects.get_or_create(
        holder_id=credit.holder_id,
        source_ref=f"reversal:{credit.pk}",
        defaults={
            "kind": credit.kind,
            "area": credit.area,
            "title": credit.title,
            "hours": -credit.hours,
            "done_on": credit.done_on,
            "reverses": credit,
            "note": reason.strip(),
            "verified_by": by,
        },
    )
    if created:
        audit.record("activity.reversed", credit, by=by, reason=reason)
        _news().tell_taken_back(made)
        _doubt(credit)
    return made


def _doubt(credit: EducationCredit) -> None:
    """A live certificate that was renewed by these hours: open a case. No machine withdraws one."""
    for certificate in Certificate.objects.live().held_by(credit.holder):
        if credit.source_ref in certificate.decision_basis.get("renewal", {}).get("used", []):
            with translation.override(settings.LANGUAGE_CODE):
                text = _("Hours by which certificate %(number)s was renewed were taken back. Decide whether it is withdrawn.")
                told = text % {"number": certificate.number}
            cases.open_case(
                kind=Case.Kind.INTEGRITY, by=None, text=told, subject_ref=f"certificates.certificate:{certificate.pk}"
            )


@transaction.atomic
def declare(*, holder: "User", profile: str, by: "User") -> SectorDeclaration:
    """From today on the holder works under this profile, or under none. Said again, the declaration there is."""
    hours.lock(holder)
    last = SectorDeclaration.objects.held_by(holder).last()
    if last is not None and last.profile == profile:
        return last
    made = SectorDeclaration.objects.create(holder=holder, profile=profile, since=today(), declared_by=by)
    audit.record("holder.sector_declared", made, by=by, profile=profile)
    return made


def _news() -> ModuleType:
    """What holders are told stands above the deeds it tells of."""
    from certificates import news

    return news


def _decide(claim: ActivityClaim, by: "User", verdict: ActivityClaim.Verdict, **facts: object) -> None:
    """One conditional update: of two deciders at once only one decides."""
    if verdict != _VERDICT.WITHDRAWN and by.pk == claim.holder_id:
        raise NotByOneself
    values = {"verdict": verdict, "decided_by": by, "decided_at": now(), **facts}
    if not ActivityClaim.objects.filter(pk=claim.pk, decided_at=None).update(**values):
        raise NotPending
    claim.refresh_from_db()
