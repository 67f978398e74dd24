"""What the public page answers (查验结果): a word for the state, a sentence that explains it, and what to do next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates import numbers
from certificates.asking import Answer, ask
from certificates.models import Certificate, CertificateEvent
from certificates.presentation import looks
from certificates.status import Status
from core.dates import local_day
from core.masking import masked


class Fact(NamedTuple):
    """One line of the register."""

    label: str
    value: str
    is_code: bool = False


class Advice(NamedTuple):
    """What to do now: a sentence, and perhaps where."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Verdict:
    """The answer to one number."""

    title: str
    sentence: str
    tone: str = ""
    icon: str = "query"
    facts: list[Fact] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)
    footnote: str = ""
    found: bool = True
    hides_holder: bool = False


def on(number: str) -> Verdict:
    """The verdict on a number as it was typed."""
    return said(ask(number))


def said(answer: Answer) -> Verdict:
    """The verdict on what the register answered."""
    if answer.is_mistyped:
        return _mistyped(answer.typed)
    if answer.certificate is None:
        return _unknown(answer.typed)
    return of(answer.certificate, answer.events, names_holder=answer.names_holder)


def of(certificate: Certificate, events: Sequence[CertificateEvent] | None = None, *, names_holder: bool = False) -> Verdict:
    """The verdict on a certificate of ours; `events` are all that happened to it, if they are at hand."""
    status = certificate.status
    look = looks()[status]
    if is_shown(status):
        facts = _printed(certificate, _holder(certificate, names_holder=names_holder))
        if certificate.substituted:
            printed = certificate.printed_name
            facts.insert(1, Fact(_("Printed as"), printed if names_holder else masked(printed)))
    else:
        facts = _bare(certificate, status, certificate.events.all() if events is None else events)
    return Verdict(
        title=str(look.title),
        sentence=sentence(certificate, status),
        tone=look.tone,
        icon=look.icon,
        facts=facts,
        advice=_advice(certificate, status),
        footnote="" if is_shown(status) else _("To protect the holder, nothing about the person is shown."),
        hides_holder=not is_shown(status),
    )


# Who holds it is told only of a certificate against which nothing was decided.
_SHOWN = (Status.VALID, Status.NOT_YET_VALID, Status.EXPIRED, Status.LAPSED)


def is_shown(status: Status) -> bool:
    """Whether anything about the holder is told, or compared, while a certificate has this status."""
    return status in _SHOWN


def sentence(certificate: Certificate, status: Status) -> str:
    """What a status means, in a sentence."""
    begins, ends = _day(certificate.valid_from), _day(certificate.valid_until)
    sentences = {
        Status.VALID: _("What follows agrees with our register. Compare it with the document and the holder's identity card."),
        Status.NOT_YET_VALID: _("This certificate is valid from %(day)s on.") % {"day": begins},
        Status.EXPIRED: _("This certificate was valid until %(day)s and has not been renewed yet.") % {"day": ends},
        Status.LAPSED: _("This certificate was valid until %(day)s; the time for renewing it is over too.") % {"day": ends},
        Status.SUSPENDED: _("The issuing body has suspended this certificate. Do not rely on it until it is reinstated."),
        Status.WITHDRAWN: _("The issuing body has withdrawn this certificate. It is void from that day on."),
        Status.CANCELLED: _("This certificate was cancelled at the holder's request. It is void from that day on."),
        Status.SUPERSEDED: _("This certificate has been replaced by a new one. Only the new one counts."),
    }
    return str(sentences[status])


def _holder(certificate: Certificate, *, names_holder: bool) -> str:
    if certificate.name_removed_at is not None:
        told = _("The name was taken off the register on %(day)s; the time for keeping it is over.")
        return str(told % {"day": _day(local_day(certificate.name_removed_at))})
    return certificate.holder_name if names_holder else certificate.masked_name


def _printed(certificate: Certificate, holder: str) -> list[Fact]:
    """Every fact the document prints, the name as the asker may know it, and the digest of the file itself."""
    subject, english = certificate.subject, (get_language() or "").startswith("en")
    term = _("%(first)s to %(last)s") % {"first": _day(certificate.valid_from), "last": _day(certificate.valid_until)}
    facts = [
        Fact(_("Holder"), holder),
        Fact(_("Certificate"), certificate.title),
        Fact(_("Certificate number"), certificate.number, is_code=True),
        Fact(_("Term"), term if certificate.valid_until else _("from %(day)s, no end") % {"day": _day(certificate.valid_from)}),
        Fact(_("Certifies"), subject["text_en" if english else "text"]),
        Fact(_("Issuing body"), subject["issuing_body"]),
        Fact(_("Signed by"), _("%(name)s, %(office)s") % {"name": subject["signatory"], "office": subject["signatory_title"]}),
    ]
    if certificate.pdf:
        facts.append(Fact(_("SHA-256 of the file"), certificate.pdf.sha256, is_code=True))
    return facts


def _decided() -> dict[Status, str]:
    return {
        Status.SUSPENDED: _("Suspended on"),
        Status.WITHDRAWN: _("Withdrawn on"),
        Status.CANCELLED: _("Cancelled on"),
        Status.SUPERSEDED: _("Replaced on"),
    }


def _bare(certificate: Certificate, status: Status, events: Iterable[CertificateEvent]) -> list[Fact]:
    """The number, when it was decided and on what ground: no fact about the person."""
    facts = [Fact(_("Certificate number"), certificate.number, is_code=True)]
    event = next((event for event in reversed(list(events)) if event.kind == status.value), None)
    if event is None:
        return facts
    facts.append(Fact(_decided()[status], _day(local_day(event.at))))
    if event.reason_code:
        facts.append(Fact(_("Ground"), event.get_reason_code_display()))
    if event.public_note:
        facts.append(Fact(_("Public note"), event.public_note))
    return facts


def _advice(certificate: Certificate, status: Status) -> list[Advice]:
    if status in (Status.SUSPENDED, Status.WITHDRAWN):
        restored: Certificate | None = getattr(certificate, "successor", None) if status == Status.WITHDRAWN else None
        told = (
            [_successor(_("The withdrawal did not stand on appeal: see the certificate given in its place"), restored)]
            if restored
            else []
        )
        return [*told, Advice(_("Objections to this decision go to the issuing body."), reverse("pages:note", args=["appeals"]))]
    if status == Status.EXPIRED:
        return [Advice(_("The holder can see after signing in how to renew it."), certificate.get_absolute_url())]
    if status == Status.SUPERSEDED:
        new: Certificate | None = getattr(certificate, "successor", None)
        return [_successor(_("See the new certificate"), new)] if new else []
    return []


def _successor(text: str, new: Certificate) -> Advice:
    return Advice(text, reverse("certificates:verification", args=[new.number]))


def _mistyped(typed: str) -> Verdict:
    return Verdict(
        title=_("This number is mistyped"),
        sentence=_("The check character does not agree: most likely one character was copied wrongly. Compare it once more."),
        facts=[Fact(_("You typed"), typed[:60], is_code=True)],
        advice=[
            Advice(_("No number contains the figures 0 and 1 after the year, nor the letters O, I, L and U.")),
            Advice(_("Scan the QR code on the certificate: that cannot be mistyped.")),
        ],
        footnote=_("No certificate was looked up. Whether the document is genuine is not said by this."),
        found=False,
    )


def _unknown(typed: str) -> Verdict:
    return Verdict(
        title=_("No such certificate"),
        sentence=_("The number is well formed, but our register has no certificate with it."),
        facts=[Fact(_("You typed"), numbers.canonical(typed) or typed, is_code=True)],
        advice=[
            Advice(_("Scan the QR code, and see that the address it opens is this site.")),
            Advice(_("If the document bears this number all the same, write to us.")),
        ],
        footnote=_("Not found does not prove a forgery: another body may have issued it."),
        found=False,
    )


def _day(day: object) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""  # type: ignore[arg-type]  # a date or None
