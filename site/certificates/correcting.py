"""Correcting (更正): the holder asks for another name with evidence; granted, the certificate is issued anew."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from certificates import enclosing, posting
from certificates.decisions import NotAllowed
from certificates.evidence import Evidence
from certificates.models import Certificate, CertificateEvent, Correction, NameSubstitute
from certificates.permissions import keeps_register
from certificates.status import LIVE
from certificates.superseding import supersede
from core import typefaces
from core.audit import record
from core.dates import now
from exams.cases import end_of_working_day

if TYPE_CHECKING:
    from accounts.models import User

# Working days in which the office decides.
DECIDED_WITHIN = 10


class NotPossible(Exception):
    """The certificate has ended, was replaced, or a request about it waits already."""


class NotImpartial(Exception):
    """It is one's own certificate, or one does not keep the register."""


def ask(*, certificate: Certificate, by: "User", name: str, text: str, files: Sequence[Evidence]) -> Correction:
    """Ask for another name. A name that no typeface draws raises Unprintable at once, not when it was granted."""
    if certificate.holder_id != by.pk or certificate.state not in LIVE:
        raise NotPossible(certificate.number)
    if NameSubstitute.objects.agreed(by.pk, name) is None:
        typefaces.require_printable(name)
    try:
        with transaction.atomic():
            due = end_of_working_day(now(), DECIDED_WITHIN)
            correction = Correction.objects.create(certificate=certificate, name=name, text=text, due_at=due)
            enclosing.enclose(files, by=by, correction=correction)
            record("correction.asked", correction, by=by)
    except IntegrityError as reason:
        raise NotPossible(certificate.number) from reason
    return correction


def grant(*, correction: Correction, by: "User", reasons: str = "") -> Certificate:
    """Issue the certificate anew under the name asked for; the request and the new certificate are kept together."""
    with transaction.atomic():
        locked = _pending(correction, by)
        try:
            made = supersede(locked.certificate, by=by, reason=CertificateEvent.Reason.CORRECTION, name=locked.name)
        except NotAllowed as reason:
            raise NotPossible(str(reason)) from reason
        _settle(locked, Correction.State.GRANTED, by, reasons, made)
        posting.write(made, posting.News.CORRECTED, occasion=locked.pk)
    return made


def refuse(*, correction: Correction, by: "User", reasons: str) -> Correction:
    """Leave the name as it is, with reasons the holder reads."""
    with transaction.atomic():
        locked = _pending(correction, by)
        _settle(locked, Correction.State.REFUSED, by, reasons, None)
        posting.write(locked.certificate, posting.News.UNCORRECTED, occasion=locked.pk)
    return locked


def may_decide(correction: Correction, user: "User") -> bool:
    """Whether `user` keeps the register and it is not about one's own name."""
    return keeps_register(user) and correction.certificate.holder_id != user.pk


def _pending(correction: Correction, by: "User") -> Correction:
    if not may_decide(correction, by):
        raise NotImpartial(by.pk)
    Correction.objects.select_for_update(no_key=True).get(pk=correction.pk)
    locked = Correction.objects.told().get(pk=correction.pk)
    if locked.state != Correction.State.OPEN:
        raise NotPossible(locked.pk)
    return locked


def _settle(locked: Correction, state: Correction.State, by: "User", reasons: str, made: Certificate | None) -> None:
    locked.state, locked.decided_by, locked.decided_at = state, by, now()
    locked.reasons, locked.successor = reasons, made
    locked.save(update_fields=["state", "decided_by", "decided_at", "reasons", "successor"])
    record(f"correction.{state}", locked, by=by)
