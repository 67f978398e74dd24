"""Tickets (访问凭证): what lets a frame fetch a package without any cookie: in the path, signed, for half a day, one opening."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.db import models
from django.http import Http404

from courses.models import Package, PackageAttempt

HOURS = 12
_SIGNER = signing.TimestampSigner(sep=".", salt="courses.packages")


@dataclass(frozen=True)
class Entry:
    """Who holds a valid ticket sees this package; without an attempt it is an editor's look, and nothing is saved."""

    package: Package
    attempt: PackageAttempt | None = None
    opening: int = 0


def to_attempt(attempt: PackageAttempt) -> tuple[UUID, str]:
    """The two parts of the path for this opening of an attempt."""
    return attempt.key, _signed(attempt.key, str(attempt.opening))


def to_look(package: Package) -> tuple[UUID, str]:
    """The same for someone who only looks at a version."""
    return package.key, _signed(package.key, f"v{package.version}")


def enter(key: UUID, ticket: str) -> Entry:
    """What the ticket opens. Http404 for one that is forged, expired, or whose owner may no longer learn. One query."""
    try:
        what = _SIGNER.unsign(f"{key}.{ticket}", max_age=HOURS * 3600).rpartition(".")[2]
    except signing.BadSignature as fault:
        raise Http404("no such ticket") from fault
    if what.startswith("v"):
        found = Package.objects.filter(key=key, version=int(what[1:])).first()
        if found is None:
            raise Http404("no such package")
        return Entry(found)
    attempts = PackageAttempt.objects.filter(key=key, learner__is_active=True, enrolment__learner_id=models.F("learner_id"))
    attempt = attempts.select_related("package", "learner").first()
    if attempt is None:
        raise Http404("no such attempt")
    return Entry(attempt.package, attempt, int(what))


def _signed(key: UUID, what: str) -> str:
    return _SIGNER.sign(f"{key}.{what}").removeprefix(f"{key}.")
