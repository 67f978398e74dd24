"""What is answered about a file (文件核对结果): whether it is as we made it; its certificate's state is told beside it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from certificates import pdf_signature
from certificates.checking_pdf import Checked, Finding
from certificates.presentation import looks
from certificates.status import Status
from certificates.verdicts import Advice, Fact, Verdict

# The question could not be put to such a file; 413 and 422 say so to programs.
UNREADABLE = {
    Finding.EMPTY: 422,
    Finding.NOT_PDF: 422,
    Finding.ENCRYPTED: 422,
    Finding.BROKEN: 422,
    Finding.TOO_LARGE: 413,
}


def of(checked: Checked) -> Verdict:
    """The verdict on a file."""
    if checked.finding == Finding.INTACT and checked.certificate is not None:
        return _intact(checked, checked.certificate.status)
    title, sentence = _words(checked.finding)
    return Verdict(
        title=title,
        sentence=sentence,
        tone="is-bad" if checked.finding in _REFUSED else "is-warn" if checked.finding in UNREADABLE else "",
        icon="slash" if checked.finding in _REFUSED else "warn" if checked.finding in UNREADABLE else "query",
        facts=_facts(checked),
        advice=_advice(checked),
        found=checked.finding not in UNREADABLE,
    )


_REFUSED = (Finding.CHANGED, Finding.DISTRUSTED, Finding.UNREGISTERED)


def _intact(checked: Checked, status: Status) -> Verdict:
    """Unchanged is half of the answer: green only when the certificate is valid as well."""
    is_valid = status == Status.VALID
    look = looks()[status]
    return Verdict(
        title=_("The file is unchanged and the certificate is valid")
        if is_valid
        else _("The file is unchanged, but the certificate is not valid now"),
        sentence=_("It is byte for byte the document that we keep.")
        if checked.is_stored
        else _("It carries our signature, and nothing was changed after it was signed."),
        tone=look.tone,
        icon=look.icon,
        facts=_facts(checked),
    )


def _facts(checked: Checked) -> list[Fact]:
    number = checked.certificate.number if checked.certificate else ""
    facts = [Fact(_("Certificate number"), number, is_code=True)] if number else []
    if checked.claims and not number:
        facts.append(Fact(_("Number named in the file"), checked.claims, is_code=True))
    if checked.key is not None:
        facts.append(Fact(_("Signed with the key"), checked.key.kid, is_code=True))
    return facts


def _words(finding: Finding) -> tuple[str, str]:
    megabytes = {"size": pdf_signature.LARGEST // 1024 // 1024}
    return {
        Finding.CHANGED: (
            _("The file is not as we issued it"),
            _("It was changed after we signed it. Do not rely on anything it says."),
        ),
        Finding.DISTRUSTED: (
            _("This signature is no longer believed"),
            _("When the certificate was issued, the key behind this signature may have been in other hands."),
        ),
        Finding.UNREGISTERED: (
            _("Signed by us, but not in our register"),
            _("The signature is good, but our register has no certificate with this number. Do not rely on the file."),
        ),
        Finding.FOREIGN: (
            _("The file is not ours"),
            _("Somebody else signed it. That signature says nothing about our register."),
        ),
        Finding.UNSIGNED: (
            _("The file is not ours"),
            _("It is none of the documents that we keep, and it carries no signature of ours."),
        ),
        Finding.EMPTY: (_("The file is empty"), _("It has 0 bytes: something went wrong when it was copied or downloaded.")),
        Finding.NOT_PDF: (_("The file is not a PDF"), _("Whatever its name says, its content is something else.")),
        Finding.ENCRYPTED: (
            _("The file is locked with a password"),
            _("Nobody can look into it without the password. We lock none of our documents, so this is not one as we issued it."),
        ),
        Finding.BROKEN: (
            _("The file is damaged or incomplete"),
            _("Its end cannot be read: perhaps the download broke off."),
        ),
        Finding.TOO_LARGE: (
            _("The file is too large"),
            _("None of our documents is larger than %(size)s MB, so this cannot be one.") % megabytes,
        ),
    }[finding]


def _advice(checked: Checked) -> list[Advice]:
    asks = Advice(_("Ask the holder for the file as it was downloaded from this site. Saving or printing it anew changes it."))
    by_number = Advice(_("Verify the certificate by its number instead"), reverse("certificates:verify"))
    if checked.claims and checked.finding != Finding.UNREGISTERED:
        address = reverse("certificates:verification", args=[checked.claims])
        by_number = Advice(_("See what our register says about this number"), address)
    if checked.finding == Finding.DISTRUSTED:
        return [Advice(_("Ask the issuing body for a certificate that is issued anew.")), by_number]
    return [asks, by_number]
