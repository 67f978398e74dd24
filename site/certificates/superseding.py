"""Superseding (换发): a new certificate with a new number takes the place of an old one, and never edits it.

A corrected name, a lost document, a renewal: each goes through here. The old one's end and the new one's beginning are
one transaction; whoever ends the old one first makes the new one (docs/algorithms/certificates.md).
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from certificates import numbers
from certificates.badges import statuslists
from certificates.decisions import NotAllowed, retire
from certificates.facts import require_printable
from certificates.issuing import DRAWS, NoNumber, issued_as, render_later, substitute_note
from certificates.models import Certificate, CertificateEvent, SchemeVersion
from core import audit
from core.dates import now, today

if TYPE_CHECKING:
    from accounts.models import User

Reason = CertificateEvent.Reason


@dataclass(frozen=True)
class Change:
    """What the new certificate has of its own; None stays as it was."""

    term: tuple[dt.date, dt.date | None] | None = None
    version: SchemeVersion | None = None
    printed: Mapping[str, object] = field(default_factory=dict)
    basis: Mapping[str, Any] = field(default_factory=dict)


UNCHANGED = Change()


def supersede(
    certificate: Certificate,
    *,
    by: "User | None",
    reason: CertificateEvent.Reason,
    name: str | None = None,
    change: Change = UNCHANGED,
    public_note: str = "",
    draw: Callable[[str, int], str] = numbers.draw,
) -> Certificate:
    """Replace `certificate` by a new one that differs in `name` and `change` alone.

    Everything else stays as it was printed, but for the number and for who answers for the document today. A suspended
    certificate's successor is suspended too: no correction lifts a suspension. Asked again for the same, it returns the
    first successor; where the certificate has ended, or was replaced by something else, it raises NotAllowed.
    """
    asked = _asked(certificate, name, change, by, reason)
    refused: IntegrityError | None = None
    for _draw in range(DRAWS):
        try:
            with transaction.atomic():
                return _replace(certificate, asked, reason, public_note, draw(certificate.scheme.code, today().year))
        except NotAllowed:
            return _made_before(certificate, asked, reason)
        except IntegrityError as collision:
            refused = collision  # the number is taken: draw another
    raise NoNumber(certificate.number) from refused


def prospect(certificate: Certificate, *, by: "User", name: str) -> Certificate:
    """What a correction to this name would make of it today. Nothing is kept, no number is given."""
    new = _asked(certificate, name, UNCHANGED, by, Reason.CORRECTION)
    new.number = numbers.blank(new.scheme.code, today().year)
    new.subject = {**new.subject, **issued_as(new.number, new.scheme_id)}
    return new


def restore(withdrawn: Certificate, *, by: "User", public_note: str = "") -> Certificate:
    """A new certificate for the same term in place of one whose withdrawal did not stand. The withdrawn one stays so.

    Raises NotAllowed where the holder has another one by now, or where it was restored before.
    """
    new = _asked(withdrawn, None, UNCHANGED, by, Reason.APPEAL)
    for _draw in range(DRAWS):
        if withdrawn.state != Certificate.State.WITHDRAWN or _has_another(withdrawn):
            raise NotAllowed(f"{withdrawn.number} is not withdrawn, or something stands in its place")
        try:
            with transaction.atomic():
                return _make(withdrawn, new, numbers.draw(withdrawn.scheme.code, today().year), public_note)
        except IntegrityError:
            continue  # the number is taken, or another was issued meanwhile: look again
    raise NoNumber(withdrawn.number)


def _has_another(withdrawn: Certificate) -> bool:
    held = Certificate.objects.filter(holder_id=withdrawn.holder_id, scheme_id=withdrawn.scheme_id)
    return held.live().exists() or held.filter(supersedes=withdrawn).exists()


def _asked(old: Certificate, name: str | None, change: Change, by: "User | None", reason: CertificateEvent.Reason) -> Certificate:
    term = change.term or (old.valid_from, old.valid_until)
    return Certificate(
        scheme=old.scheme,
        scheme_version=change.version or old.scheme_version,
        holder_id=old.holder_id,
        holder_name=name or old.holder_name,
        subject={**old.subject, **change.printed},
        result_id=old.result_id,
        decided_by=by,
        decision_basis={**old.decision_basis, "supersedes": old.number, "ground": reason.value, **change.basis},
        valid_from=term[0],
        valid_until=term[1],
        supersedes=old,
    )


def _replace(old: Certificate, new: Certificate, reason: CertificateEvent.Reason, note: str, number: str) -> Certificate:
    # The row is locked by its own update; only then is its state the one the successor inherits.
    before = Certificate.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=old.pk)
    retire(old, by=new.decided_by, reason=reason, public_note=note)
    new.state = before
    audit.record("certificate.superseded", old, by=new.decided_by, reason=reason, successor=number)
    _make(old, new, number)
    if before == Certificate.State.SUSPENDED:
        _suspend_likewise(old, new)
    return new


def _make(old: Certificate, new: Certificate, number: str, public_note: str = "") -> Certificate:
    new.number, new.issued_at = number, now()
    new.subject = {**new.subject, **issued_as(number, new.scheme_id)}
    place = statuslists.place()
    new.status_list, new.status_index = place.status_list, place.status_index
    require_printable(new.facts())
    new.save(force_insert=True)
    CertificateEvent.objects.create(
        certificate=new,
        kind=CertificateEvent.Kind.ISSUED,
        actor=new.decided_by,
        at=new.issued_at,
        reason_code=new.decision_basis["ground"],
        public_note=public_note or substitute_note(new),
    )
    audit.record("certificate.issued", new, by=new.decided_by, number=number, supersedes=old.number)
    render_later(new)
    return new


def _suspend_likewise(old: Certificate, new: Certificate) -> None:
    """The suspension goes with the holder from the old document to the new one, with its ground and its note."""
    last = old.events.filter(kind=CertificateEvent.Kind.SUSPENDED).last()
    CertificateEvent.objects.create(
        certificate=new,
        kind=CertificateEvent.Kind.SUSPENDED,
        at=now(),
        actor=last.actor if last else None,
        reason_code=last.reason_code if last else "",
        public_note=last.public_note if last else "",
    )


def _made_before(old: Certificate, asked: Certificate, reason: CertificateEvent.Reason) -> Certificate:
    """The successor somebody else has just made, if it is the one asked for."""
    made = Certificate.objects.filter(supersedes=old).told().first()
    same = ("holder_name", "valid_from", "valid_until", "scheme_version_id")
    if (
        made is None
        or made.decision_basis.get("ground") != reason
        or any(getattr(made, name) != getattr(asked, name) for name in same)
    ):
        raise NotAllowed(f"{old.number} has ended or was replaced by something else")
    old.state = Certificate.State.SUPERSEDED
    return made
