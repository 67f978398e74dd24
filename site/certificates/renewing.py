"""Renewing (续期): where holders stand, and the new certificate for whoever has learned enough, in time.

The rules are in `renewal.py`; this module gathers what they judge and carries out what they allow.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from certificates.decisions import NotAllowed
from certificates.models import Certificate, CertificateEvent, EducationCredit, SectorDeclaration
from certificates.renewal import BACK, Credit, Standing, assess
from certificates.renewal_cycle import Cycle, Stage, opens, stage, term
from certificates.renewal_rules import Area, Kind, Rules
from certificates.status import Status
from certificates.superseding import Change, supersede
from core import audit
from core.dates import local_day, today
from courses import hours
from exams.models import Result

if TYPE_CHECKING:
    from accounts.models import User

# Under which key of `decision_basis` a renewal says what it rests on; a corrected reissue takes it over.
BASIS = "renewal"


class Refusal(StrEnum):
    """The rule that stands against a renewal, by name; the first that applies."""

    ENDLESS = "endless"
    ENDED = "ended"
    SUSPENDED = "suspended"
    EARLY = "early"
    EXAM = "exam"
    OVER = "over"
    INCOMPLETE = "incomplete"
    NO_VERSION = "no_version"


_BY_STATUS = {
    Status.WITHDRAWN: Refusal.ENDED,
    Status.CANCELLED: Refusal.ENDED,
    Status.SUPERSEDED: Refusal.ENDED,
    Status.SUSPENDED: Refusal.SUSPENDED,
}
_BY_STAGE = {Stage.EARLY: Refusal.EARLY, Stage.EXAM: Refusal.EXAM, Stage.OVER: Refusal.OVER}


class NotRenewable(Exception):
    """The certificate is not renewed; `refusal` names the rule."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True)
class Position:
    """Where one certificate stands today."""

    certificate: Certificate
    rules: Rules
    cycle: Cycle
    standing: Standing
    stage: Stage
    on: dt.date

    @property
    def opens_on(self) -> dt.date:
        return opens(self.rules, self.cycle)

    @property
    def refusal(self) -> Refusal | None:
        """Why it cannot be renewed today; None when it can."""
        by_day = _BY_STATUS.get(self.certificate.status) or _BY_STAGE.get(self.stage)
        return by_day or (None if self.standing.is_complete else Refusal.INCOMPLETE)


def position_of(certificate: Certificate) -> Position:
    """Where this certificate stands; NotRenewable for one without an end (3 queries, one more where an exam is asked for)."""
    told = positions([certificate])
    if certificate.pk not in told:
        raise NotRenewable(Refusal.ENDLESS)
    return told[certificate.pk]


def positions(certificates: Iterable[Certificate]) -> dict[UUID, Position]:
    """Where each of these stands; those without an end are left out. As many queries for one as for a hundred."""
    ending = [certificate for certificate in certificates if certificate.valid_until is not None]
    holders = {certificate.holder_id for certificate in ending}
    outside, lessons, sectors = _outside(holders), _lessons(holders), _sectors(holders)
    rules = {one.scheme_version_id: Rules.of(one.scheme_version.renewal) for one in ending}
    exams = _exams([one for one in ending if rules[one.scheme_version_id].exam])
    on, told = today(), {}
    for one in ending:
        own = rules[one.scheme_version_id]
        cycle = _cycle(one, sectors[one.holder_id])
        credits = [*outside[one.holder_id], *(_lesson(line, own) for line in lessons[one.holder_id])]
        again = any(day >= opens(own, cycle) for day in exams[one.holder_id, one.scheme.exam_code])
        standing = assess(own, cycle, credits, on, exam_passed=again)
        told[one.pk] = Position(one, own, cycle, standing, stage(own, cycle, on), on)
    return told


@transaction.atomic
def renew(certificate: Certificate, *, by: "User") -> Certificate:
    """The certificate that renews this one; asked again, the same. NotRenewable names the rule that stands against it.

    The holder's row is locked: no hour is taken back while it is being counted, and of two clicks one waits.
    """
    hours.lock(certificate.holder)
    certificate = Certificate.objects.told().select_related("holder").get(pk=certificate.pk)
    if made := _renewed_as(certificate):
        return made
    position = position_of(certificate)
    if position.refusal:
        raise NotRenewable(position.refusal)
    version = certificate.scheme.versions.in_force(position.on).first()
    if version is None:
        raise NotRenewable(Refusal.NO_VERSION)
    change = Change(
        term=term(position.rules, position.cycle, position.on, version.validity_months),
        version=version,
        printed={"title": version.title_zh, "title_en": version.title_en, "disclaimer": version.disclaimer},
        basis={"rule": "continuing-education", BASIS: _basis(position)},
    )
    try:
        made = supersede(certificate, by=None, reason=CertificateEvent.Reason.RENEWAL, change=change)
    except NotAllowed as reason:  # somebody decided about it in this very moment
        raise NotRenewable(Refusal.ENDED) from reason
    audit.record("certificate.renewed", made, by=by, supersedes=certificate.number, counted=position.standing.counted)
    return made


def _renewed_as(certificate: Certificate) -> Certificate | None:
    """What has renewed it already, if anything has."""
    made = Certificate.objects.filter(supersedes=certificate).told().first()
    return made if made is not None and made.decision_basis.get("ground") == CertificateEvent.Reason.RENEWAL else None


def _basis(position: Position) -> dict[str, object]:
    """What the decision rests on, kept with the certificate: by what rules, and every row that counted."""
    inside = [row for row in position.standing.rows if row.year]
    return {
        "on": position.on.isoformat(),
        "rules": f"{position.certificate.scheme.code}/{position.certificate.scheme_version.number}",
        "counted_seconds": position.standing.counted,
        "used": [row.credit.ref for row in inside],
    }


def _cycle(certificate: Certificate, profiles: tuple[tuple[dt.date, str], ...]) -> Cycle:
    assert certificate.valid_until is not None  # noqa: S101 - those without an end were left out
    renewed = certificate.decision_basis.get(BASIS, {})
    return Cycle(
        begins=dt.date.fromisoformat(renewed["on"]) if renewed else certificate.valid_from,
        valid_until=certificate.valid_until,
        months=certificate.scheme_version.validity_months,
        grace_days=certificate.scheme_version.grace_days,
        used=frozenset(renewed.get("used", [])),
        profiles=profiles,
    )


def _lesson(line: hours.Learned, rules: Rules) -> Credit:
    return Credit(f"hours:{line.ref}", Kind.LESSON, rules.area_of(line.lesson_code), line.day, line.seconds)


def _lessons(holders: set[int]) -> dict[int, list[hours.Learned]]:
    told = defaultdict(list)
    for line in hours.learned(holders):
        told[line.learner].append(line)
    return told


def _outside(holders: set[int]) -> dict[int, list[Credit]]:
    """What was credited from elsewhere. Its hours are of 45 minutes, as everybody's 学时 are, whatever a scheme says."""
    told = defaultdict(list)
    for row in EducationCredit.objects.filter(holder_id__in=holders).select_related("reverses"):
        ref = f"{row.reverses.source_ref}{BACK}" if row.reverses else row.source_ref
        told[row.holder_id].append(Credit(ref, Kind(row.kind), Area(row.area), row.done_on, round(row.hours * 45 * 60)))
    return told


def _sectors(holders: set[int]) -> dict[int, tuple[tuple[dt.date, str], ...]]:
    told: dict[int, tuple[tuple[dt.date, str], ...]] = defaultdict(tuple)
    for row in SectorDeclaration.objects.filter(holder_id__in=holders).order_by("since", "pk"):
        told[row.holder_id] += ((row.since, row.profile),)
    return told


def _exams(certificates: list[Certificate]) -> dict[tuple[int, str], list[dt.date]]:
    """The days on which these holders passed exams, where one is asked for."""
    told = defaultdict(list)
    if certificates:
        passed = Result.objects.current().released().filter(passed=True).told()
        for result in passed.filter(attempt__candidate__in={one.holder_id for one in certificates}):
            assert result.released_at is not None  # noqa: S101 - released() says so
            told[result.attempt.candidate_id, result.attempt.exam.code].append(local_day(result.released_at))
    return told
