"""Issuing (发证): the one certificate that a released, passed result earns, by rule or, where the scheme asks, by decision.

No lock is taken. The database's constraints decide between parallel issues (docs/algorithms/certificates.md):
whoever loses looks again and finds the winner's certificate.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from wagtail.models import Site

from certificates import numbers, tasks
from certificates.answering import answering
from certificates.badges import statuslists
from certificates.bars import barred_until
from certificates.decisions import NotAllowed, retire
from certificates.facts import require_printable
from certificates.models import Certificate, CertificateEvent, Scheme, SchemeVersion, Template
from certificates.status import Status, last_day
from certificates.wording import fill
from cms.models import Identity
from core import audit, jobs
from core.dates import now, today
from courses import completion, hours
from exams.models import Exam, Result

if TYPE_CHECKING:
    from accounts.models import User

# How often a number is drawn anew. One draw collides once in 2·10^13 / (numbers given) times.
DRAWS = 8


class NotEarned(Exception):
    """The result does not lead to a certificate: not passed, not released, replaced, or no scheme asks for it."""


class Barred(NotEarned):
    """One of theirs was withdrawn, and the time until another may be given is not over."""


class NeedsDecision(NotEarned):
    """The scheme is issued only by a person's decision on an application."""


class NoVersion(Exception):
    """A scheme has no version in force: an operator has to publish one, then the job succeeds."""


class NoNumber(Exception):
    """Every number drawn was taken: something is wrong with the register or the source of chance."""


@dataclass(frozen=True)
class Decided:
    """Who decided that it is issued, by which version, on what ground."""

    by: "User"
    version: SchemeVersion
    basis: Mapping[str, object]


def issue(*, result: Result, decided: Decided | None = None, draw: Callable[[str, int], str] = numbers.draw) -> Certificate:
    """Issue the certificate a released result has earned; the standing one if there is one already.

    Raises NeedsDecision where the scheme asks for a person's decision and there is none.
    """
    scheme = _scheme_of(result)
    refused: IntegrityError | None = None
    for _draw in range(DRAWS):
        standing = _standing(result, scheme)
        if standing is not None:
            return standing
        try:
            with transaction.atomic():
                return _create(result, scheme, decided, draw)
        except IntegrityError as reason:
            refused = reason  # the number is taken, or another issue came first: look again
    raise NoNumber(str(result.pk)) from refused


def prospect(*, result: Result, decided: Decided | None = None) -> Certificate:
    """What `issue` would make of this pass today. Nothing is kept, no number is given; a release is not waited for.

    Raises as `issue` does, and NotEarned where its holder has been given one already.
    """
    scheme = _scheme_for(result)
    standing = _standing(result, scheme)
    if standing is not None:
        raise NotEarned(f"{standing.number} stands already")
    return _drafted(result, scheme, decided, numbers.blank(scheme.code, today().year))


def render_later(certificate: Certificate) -> None:
    """Have its document made once this transaction is kept."""
    jobs.enqueue(tasks.render_certificate, certificate=str(certificate.pk))


@transaction.atomic
def render_in_later(certificate: Certificate, language: str) -> None:
    """Have its document made in a further language; asked for twice, it is made once."""
    wanted = {"certificate": str(certificate.pk), "language": language}
    if certificate.document(language) is None and not jobs.is_waiting(tasks.render_certificate, **wanted):
        jobs.enqueue(tasks.render_certificate, **wanted)


def _scheme_of(result: Result) -> Scheme:
    if not result.is_released:
        raise NotEarned(f"result {result.pk} is not released")
    return _scheme_for(result)


def _scheme_for(result: Result) -> Scheme:
    if not result.passed or Result.objects.filter(supersedes=result).exists():
        raise NotEarned(f"result {result.pk} is no pass that holds")
    # A spot check asks whether somebody still knows; it gives nothing and takes nothing away (scheme.md, 3.1).
    if result.attempt.exam.kind != Exam.Purpose.CERTIFICATION:
        raise NotEarned(f"{result.attempt.exam.code} is no certification")
    scheme = Scheme.objects.filter(exam_code=result.attempt.exam.code).first()
    if scheme is None:
        raise NotEarned(f"no scheme asks for the exam {result.attempt.exam.code}")
    return scheme


def _standing(result: Result, scheme: Scheme) -> Certificate | None:
    """What this result has earned before (whatever became of it), or what its holder holds already."""
    register = Certificate.objects.held_by(result.attempt.candidate).filter(scheme=scheme).told()
    earned = register.filter(result=result).first()
    live = register.live().first()
    return earned or (None if live is None or _has_run_out(live) else live)


def _has_run_out(certificate: Certificate) -> bool:
    return certificate.status in (Status.EXPIRED, Status.LAPSED)


def _create(result: Result, scheme: Scheme, decided: Decided | None, draw: Callable[[str, int], str]) -> Certificate:
    certificate = _drafted(result, scheme, decided, draw(scheme.code, today().year))
    certificate.supersedes = _retire(certificate.holder_id, scheme)
    place = statuslists.place()
    certificate.status_list, certificate.status_index = place.status_list, place.status_index
    require_printable(certificate.facts())
    certificate.save(force_insert=True)
    by, note = certificate.decided_by, substitute_note(certificate)
    CertificateEvent.objects.create(
        certificate=certificate, kind=CertificateEvent.Kind.ISSUED, at=now(), actor=by, public_note=note
    )
    audit.record("certificate.issued", certificate, by=by, number=certificate.number)
    render_later(certificate)
    return certificate


def _drafted(result: Result, scheme: Scheme, decided: Decided | None, number: str) -> Certificate:
    """All that it will say, before anything is kept."""
    holder, issued_on = result.attempt.candidate, today()
    version = decided.version if decided else _in_force(scheme)
    if (until := barred_until(holder.pk, version)) is not None:
        raise Barred(f"{scheme.code}: barred until {until} after a withdrawal")
    route, learned = _route(result, version)
    return Certificate(
        number=number,
        scheme=scheme,
        scheme_version=version,
        holder=holder,
        holder_name=holder.full_name,
        subject=_subject(number, version, route, learned),
        result=result,
        decided_by=decided.by if decided else None,
        decision_basis={
            "rule": "released-pass",
            "result": str(result.pk),
            "total": str(result.total),
            "exam_version": result.attempt.exam_version_id,
            "route": route,
            "hours": str(learned),
            **(decided.basis if decided else {}),
        },
        valid_from=issued_on,
        valid_until=last_day(issued_on, version.validity_months),
    )


def substitute_note(certificate: Certificate) -> str:
    """What its event says to anyone when a substitute is printed for a character of the name; which one is not said."""
    return "姓名中有字库缺少的字，证书上以经核准的代用字印制。" if certificate.substituted else ""


def _in_force(scheme: Scheme) -> SchemeVersion:
    """The version certificates are issued by today without anybody's decision."""
    version = scheme.versions.in_force(today()).first()
    if version is None:
        raise NoVersion(scheme.code)
    if version.demands.is_decided:
        raise NeedsDecision(f"{scheme.code} is issued by decision")
    return version


def _retire(holder: int, scheme: Scheme) -> Certificate | None:
    """Take a certificate that has run out off the register, so that the new one may stand in its place.

    One that a parallel issue has just made has not run out: it stays, and the index refuses ours.
    """
    old = Certificate.objects.live().filter(holder_id=holder, scheme=scheme).told().first()
    if old is None or not _has_run_out(old):
        return None
    try:
        retire(old, by=None, reason=CertificateEvent.Reason.RENEWAL)
    except NotAllowed as reason:
        raise IntegrityError("another issue retired it first") from reason
    return old


def _route(result: Result, version: SchemeVersion) -> tuple[str, Decimal]:
    """Which of the scheme's wordings is true of this holder, and the hours it may name.

    "trained": the course is complete and all the hours asked for are credited; "completed": the course is, but the
    daily cap has left hours to be credited later, so none are named; "examined": by the examination alone.
    """
    holder, code = result.attempt.candidate, result.attempt.exam.code
    if completion.completed_at(holder, code) is None:
        return "examined", Decimal(0)
    asked, credited = Decimal(version.requirements.get("training_hours", 0)), hours.total(holder, code)
    return ("trained", asked) if credited >= asked > 0 else ("completed", credited)


def _subject(number: str, version: SchemeVersion, route: str, learned: Decimal) -> dict[str, object]:
    """Everything else that is printed, as it reads today."""
    texts = version.wording[route]
    return {
        "title": version.title_zh,
        "title_en": version.title_en,
        "text": fill(texts["zh-hans"], learned),
        "text_en": fill(texts["en"], learned),
        "disclaimer": version.disclaimer,
        **issued_as(number, version.scheme_id),
    }


def issued_as(number: str, scheme: int) -> dict[str, object]:
    """Who answers for a document issued today, in each language, and where it is verified."""
    site = Site.objects.filter(is_default_site=True).first()
    identity = Identity.for_site(site) if site else Identity()
    return {
        **answering(identity, Template.objects.in_force(scheme)),
        "is_sample": identity.is_sample,
        "url": f"{settings.SITE_URL}/v/{number}/",
    }
