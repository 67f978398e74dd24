"""A question to the register (查询): one number, and what there is to say about it, in at most three queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.db.models.expressions import Subquery

from certificates import numbers, transparency
from certificates.models import Certificate, CertificateEvent, LogHead, NameSubstitute, ShareLink
from core import masking


@dataclass(frozen=True)
class Answer:
    """What the register has under a number. Without a certificate it was mistyped or never given."""

    typed: str
    number: str = ""
    certificate: Certificate | None = None
    events: Sequence[CertificateEvent] = field(default_factory=list)
    # How many entries the newest head of the public log covers.
    logged: int = 0
    # By the holder's own link, or by the full name typed: then the name is no secret between the two.
    names_holder: bool = False

    @property
    def is_mistyped(self) -> bool:
        return not self.number

    @cached_property
    def proofs(self) -> list[transparency.Proof]:
        """That its events stand in the public log (one query)."""
        entries = [event.entry for event in self.events if hasattr(event, "entry")]
        return transparency.proofs(entries, self.logged)


def ask(typed: str, *, secret: str = "") -> Answer:
    """What there is under a number as it was typed (two queries; none if it is mistyped).

    An event brings its certificate along, and what is printed for its name, so one query tells all; `secret` is the last part
    of a holder's own link.
    """
    if not numbers.checks_out(typed):
        return Answer(typed)
    number = numbers.canonical(typed) or ""
    newest = LogHead.objects.order_by("-size").values("size")[:1]
    agreed = NameSubstitute.objects.printed_for(OuterRef("certificate__holder"), OuterRef("certificate__holder_name"))
    told = CertificateEvent.objects.about(number).annotate(logged=Subquery(newest), agreed=agreed)
    if secret:
        link = ShareLink.objects.open().filter(certificate=OuterRef("certificate"), secret=secret[:64])
        told = told.annotate(is_shared=Exists(link))
    events = list(told)
    if not events:
        # Nothing was given under it; or, against every rule, something was and no event tells of it.
        return Answer(typed, number, Certificate.objects.with_number(number).told().first())
    first = events[0]
    prefetch_related_objects([first.certificate], "artefacts")
    first.certificate.take_substitute(getattr(first, "agreed", None))
    logged, shared = getattr(first, "logged", None) or 0, getattr(first, "is_shared", False)
    return Answer(typed, number, first.certificate, events, logged=logged, names_holder=shared)


def with_name(answer: Answer, name: str) -> Answer:
    """The same answer to somebody who knows the holder's full name."""
    held = answer.certificate
    names = {held.holder_name, held.printed_name} if held is not None and held.name_removed_at is None else set()
    knows = any(masking.agree(name, known) for known in names)
    return replace(answer, names_holder=answer.names_holder or knows)
