"""What certificates tell people: the kinds of notice this room registers, and the line a letter leaves in the inbox."""

import datetime as dt
from collections.abc import Callable, Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from certificates.models import ActivityClaim, Certificate, CertificateLetter, EducationCredit, NameSubstitute
from certificates.posting import SUBJECTS, facts_of
from certificates.reminding import DAYS
from certificates.renewal_cycle import DAY
from certificates.status import State
from cms.templatetags.ui import chinese
from notices.kinds import Delivery, Due, Kind
from notices.telling import tell

_NEWS = CertificateLetter.News
ROOM = _("Certificates")
RULES: dict[str, Promise] = {
    _NEWS.NOTICED: _("Goes when a measure against your certificate is intended, before it is decided."),
    _NEWS.SUSPENDED: _("Goes when your certificate is suspended at once."),
    _NEWS.DECIDED: _("Goes when a measure against your certificate was decided."),
    _NEWS.PROLONGED: _("Goes when the suspension of your certificate is prolonged."),
    _NEWS.APPEAL_DECIDED: _("Goes when your appeal was decided."),
    _NEWS.REINSTATED: _("Goes when your certificate is valid again."),
    _NEWS.CORRECTED: _("Goes when your certificate was issued anew with the corrected name."),
    _NEWS.UNCORRECTED: _("Goes when your request to correct the name was refused."),
    _NEWS.CANCELLED: _("Goes when your certificate was cancelled at your request."),
    _NEWS.EXPIRED: _("Goes on the day after your certificate ended."),
    _NEWS.LAPSED: _("Goes when the time for renewing your certificate is over."),
    _NEWS.FORGETTING: _("Goes 30 days before your name is taken off the register."),
    _NEWS.APPLIED: _("Goes when your application for a certificate was submitted."),
    _NEWS.RETURNED: _("Goes when something is missing in your application for a certificate."),
    _NEWS.GRANTED: _("Goes when your application for a certificate was granted."),
    _NEWS.REFUSED: _("Goes when your application for a certificate was refused."),
    _NEWS.REOPENED: _("Goes when your appeal against a refusal was upheld."),
    _NEWS.CLEARING: _("Goes 30 days before what you handed in with an application that ended is deleted."),
}


def endings(start: dt.date, end: dt.date, reader: User | None) -> Iterator[Due]:
    """180, 90, 30 and 7 days before a valid certificate ends (1 query)."""
    span = (start + min(DAYS) * DAY, end + max(DAYS) * DAY)
    ending = Certificate.objects.told().select_related("holder").filter(state=State.VALID, valid_until__range=span)
    for certificate in ending.filter(holder=reader) if reader else ending:
        assert certificate.valid_until is not None  # noqa: S101 - the range says so
        for days in DAYS:
            on = certificate.valid_until - days * DAY
            if start <= on <= end:
                yield Due(
                    on,
                    certificate.holder,
                    ending_occasion(certificate, days),
                    _titled(certificate),
                    _renewal(certificate),
                )


def ending_occasion(certificate: Certificate, days: int) -> str:
    return f"{certificate.pk}:{days}"


def leave_line(letter: CertificateLetter) -> None:
    """A line in the holder's inbox for a letter that goes by mail."""
    facts, address = in_each_language(lambda: facts_of(letter)), letter.about.get_absolute_url()
    tell(f"certificates.{letter.news}", letter.reader, occasion=letter.pk, facts=facts, address=address)


def leave_reminder(certificate: Certificate, days: int) -> None:
    """The same for a reminder of the end."""
    facts = _titled(certificate)
    occasion, address = ending_occasion(certificate, days), _renewal(certificate)
    tell(ENDING.code, certificate.holder, occasion=occasion, facts=facts, address=address)


def _titled(certificate: Certificate) -> dict[str, dict[str, str]]:
    return in_each_language(lambda: {"title": chinese(certificate.title)})


def in_each_language(facts: Callable[[], dict[str, str]]) -> dict[str, dict[str, str]]:
    """Facts as an inbox keeps them: who reads it in another language finds them in that."""
    told: dict[str, dict[str, str]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for name, words in facts().items():
                told.setdefault(name, {})[language] = words
    return told


def _renewal(certificate: Certificate) -> str:
    return reverse("certificates:renewal", args=[certificate.pk])


def tell_decided(claim: ActivityClaim) -> None:
    """Tell the holder what became of an activity, in the deed's transaction."""
    facts = {"title": claim.title, "reason": claim.reason}
    kind = NOT_RECOGNISED
    if claim.hours_granted is not None:
        facts["hours"], kind = f"{claim.hours_granted.normalize():f}", RECOGNISED
    tell(kind.code, claim.holder, occasion=claim.pk, facts=facts, address=_ledger(claim.holder))


def tell_taken_back(reversal: EducationCredit) -> None:
    """Tell the holder that hours were taken back, and why."""
    facts = {"title": reversal.title, "hours": f"{-reversal.hours.normalize():f}", "reason": reversal.note}
    tell(TAKEN_BACK.code, reversal.holder, occasion=reversal.pk, facts=facts, address=_ledger(reversal.holder))


def tell_proposed(substitute: NameSubstitute) -> None:
    """Ask the holder to agree to what is to be printed. Neither name stands in the notice: it would outlive the register's."""
    tell(PROPOSED.code, substitute.holder, occasion=substitute.pk, address=substitute.get_absolute_url())


def _ledger(holder: User) -> str:
    """Where the hours are reckoned; without a certificate, where one learns."""
    held = Certificate.objects.live().held_by(holder).first()
    return _renewal(held) if held else reverse("courses:dashboard")


RECOGNISED = Kind(
    code="certificates.recognised",
    room=ROOM,
    name=_("An activity of mine was recognised"),
    rule=_("Goes when somebody has looked at the evidence of an activity and recognised it."),
    subject=_("Hours recognised: %(title)s"),
    text=_("%(hours)s credit hours count towards your renewal."),
    is_owed=True,
)
NOT_RECOGNISED = Kind(
    code="certificates.not_recognised",
    room=ROOM,
    name=_("An activity of mine was refused"),
    rule=_("Goes when somebody has looked at the evidence of an activity and refused it."),
    subject=_("Hours not recognised: %(title)s"),
    text=_("You may hand it in again with better evidence. Reason: %(reason)s"),
    is_owed=True,
)
TAKEN_BACK = Kind(
    code="certificates.taken_back",
    room=ROOM,
    name=_("Recognised hours were taken back"),
    rule=_("Goes when hours that had been recognised are taken back."),
    subject=_("Hours taken back: %(title)s"),
    text=_("%(hours)s credit hours no longer count. Reason: %(reason)s"),
    is_owed=True,
)
PROPOSED = Kind(
    code="certificates.substitute",
    room=ROOM,
    name=_("A substitute for a character of my name was proposed"),
    rule=_("Goes when a character of your name cannot be printed and somebody has proposed what stands for it."),
    subject=_("Please look at how your name is to be printed on the certificate"),
    text=_(
        "No typeface of ours draws a character of your name. See what is proposed in its place, and agree to it or refuse it."
    ),
    is_owed=True,
)
ENDING = Kind(
    code="certificates.ending",
    room=ROOM,
    name=_("My certificate ends soon"),
    rule=_("Goes 180, 90, 30 and 7 days before a certificate ends."),
    subject=_("Your certificate ends soon: %(title)s"),
    delivery=Delivery.LETTER,
    due=endings,
)
KINDS = (
    *(
        Kind(
            code=f"certificates.{news}",
            room=ROOM,
            name=news.label,
            rule=RULES[news],
            subject=lazy(SUBJECTS[news], str)(),
            delivery=Delivery.LETTER,
        )
        for news in _NEWS
        if news in RULES
    ),
    ENDING,
    RECOGNISED,
    NOT_RECOGNISED,
    TAKEN_BACK,
    PROPOSED,
)
