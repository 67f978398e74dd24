"""Checking an employer's list (批量查验): every number answered in words, as its own page would answer it.

Nothing is kept: the list is read, answered and forgotten. Names are compared under the same limit as on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certificates import numbers, throttle
from certificates.asking import Answer
from certificates.list_reading import Line
from certificates.models import Certificate
from certificates.presentation import looks
from certificates.status import Status
from certificates.verdicts import is_shown, said, sentence
from core import masking


@dataclass(frozen=True)
class Checked:
    """What became of a line."""

    line: Line
    word: str
    sentence: str
    tone: str
    icon: str
    title: str = ""
    until: str = ""
    name: str = ""
    certificate: Certificate | None = None

    @property
    def number(self) -> str:
        """As it is printed, where it can be one of ours."""
        return numbers.canonical(self.line.number) or self.line.number


def check(lines: Sequence[Line]) -> list[Checked]:
    """The answers, in the order of the list (one query)."""
    asked = {line.number: numbers.canonical(line.number) for line in lines if numbers.checks_out(line.number)}
    told = Certificate.objects.filter(number__in=set(asked.values())).select_related("scheme", "scheme_version")
    found = {certificate.number: certificate for certificate in told}
    return [_checked(line, found.get(asked.get(line.number) or "")) for line in lines]


def _checked(line: Line, certificate: Certificate | None) -> Checked:
    if certificate is not None:
        return _found(line, certificate)
    if line.is_spoilt:
        word, why = _("Not a number"), _("This cell holds a formula. Type the number itself, as text.")
    elif not line.number:
        word, why = _("No number"), _("This row has no certificate number.")
    else:
        verdict = said(Answer(line.number, numbers.canonical(line.number) or "" if numbers.checks_out(line.number) else ""))
        word, why = verdict.title, verdict.sentence
    return Checked(line, word, why, "", "query")


def _found(line: Line, certificate: Certificate) -> Checked:
    status = certificate.status
    look = looks()[status]
    until = date_format(certificate.valid_until, "Y-m-d") if certificate.valid_until and is_shown(status) else ""
    return Checked(
        line,
        str(look.word),
        _explained(certificate, status),
        look.tone,
        look.icon,
        title=certificate.title if is_shown(status) else "",
        until=until,
        name=_compared(line, certificate) if line.name else "",
        certificate=certificate,
    )


def _explained(certificate: Certificate, status: Status) -> str:
    """As on its own page, which shows the facts below; a list does not."""
    if status == Status.VALID:
        return _("The number agrees with our register. Compare the document and the holder's identity card as well.")
    return sentence(certificate, status)


def _compared(line: Line, certificate: Certificate) -> str:
    if not is_shown(certificate.status) or certificate.name_removed_at is not None:
        return pgettext("a name on a list", "not compared: nothing about the person is shown")
    if not throttle.may_compare(certificate.number):
        return pgettext("a name on a list", "not compared: too many names were tried with this number")
    if masking.agree(line.name, certificate.holder_name):
        return pgettext("a name on a list", "the same as on the register")
    return pgettext("a name on a list", "not the name on the register")


def headings() -> list[str]:
    """The columns of the answer."""
    return [
        _("Row"),
        _("Certificate number"),
        _("Full name"),
        _("Result of the check"),
        _("Explanation"),
        _("Certificate"),
        _("Valid until"),
        _("Name compared"),
    ]


def rows(checked: Sequence[Checked]) -> list[list[str]]:
    """The answer as a table."""
    return [
        [str(one.line.row), one.number, one.line.name, one.word, one.sentence, one.title, one.until, one.name] for one in checked
    ]
