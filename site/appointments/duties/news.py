"""What duties tell people: that a record is missing. Told once for each newly missing one, and only while it is fresh."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appointments.duties import meeting, overdue
from appointments.duties.expecting import Missing
from appointments.duties.models import Pulse, RiskList
from appointments.models import Appointment
from core.dates import today
from notices.kinds import Kind
from notices.telling import tell_all
from organisations.models import Membership, Organisation

Post = Appointment.Post
ROOM = _("Appointments")
# A gap of last month is on the page; nobody is told of it every morning.
FRESH = dt.timedelta(days=3)


def remind(firm: Organisation) -> int:
    """Tell whoever writes the records of this firm which have become missing; how many were told."""
    found = overdue.missing(firm)
    return sum(_tell(firm, kind, [one for one in found if one.kind == kind]) for kind in ("day", "week", "month"))


def remind_all() -> int:
    """The same for every firm with a list in force."""
    firms = Organisation.objects.filter(risk_lists__in=RiskList.objects.adopted().order_by()).distinct()
    return sum(remind(firm) for firm in firms)


def tell_pulse(pulse: Pulse) -> int:
    """Tell members with an account that a survey is open; how many were told."""
    members = Membership.objects.present().filter(organisation=pulse.organisation)
    facts = {"organisation": pulse.organisation.name, "closes_on": str(pulse.closes_on)}
    readers = User.objects.filter(pk__in=members.values("person"))
    return tell_all(PULSE_OPENED.code, readers, occasion=pulse.pk, facts=facts, address=pulse.get_absolute_url())


def _tell(firm: Organisation, kind: str, found: list[Missing]) -> int:
    if not found or found[-1].since < today() - FRESH:
        return 0
    facts = {"organisation": firm.name, "number": len(found), "since_on": str(found[0].since)}
    occasion = f"{firm.pk}:{found[-1].since}"
    return tell_all(
        KINDS_OF[kind].code,
        _readers(firm, kind),
        occasion=occasion,
        facts=facts,
        address=reverse("appointments:duties", args=[firm.slug]),
    )


def _readers(firm: Organisation, kind: str) -> list[User]:
    """Officers and directors for the days, directors for the weeks, the heads for the months."""
    if kind == "month":
        return list(meeting.heads(firm))
    posts = (Post.QSO, Post.QSD) if kind == "day" else (Post.QSD,)
    held = Appointment.objects.in_force().filter(organisation=firm, post__in=posts)
    return list(User.objects.filter(pk__in=held.order_by().values("person")))


DAYS_MISSING = Kind(
    code="appointments.days_missing",
    room=ROOM,
    name=_("A daily record is missing"),
    rule=_("Goes the next morning to the officers and directors of an organisation that keeps daily records."),
    subject=_("%(organisation)s: daily records missing: %(number)s"),
    text=_("The oldest has been missing since %(since_on)s. A day without finding is written down too."),
)
WEEKS_MISSING = Kind(
    code="appointments.weeks_missing",
    room=ROOM,
    name=_("A weekly record is missing"),
    rule=_("Goes on Monday to the directors of an organisation that keeps weekly records."),
    subject=_("%(organisation)s: weekly records missing: %(number)s"),
    text=_("The oldest has been missing since %(since_on)s. A week without finding is written down too."),
)
MONTHS_MISSING = Kind(
    code="appointments.months_missing",
    room=ROOM,
    name=_("The record of a monthly meeting is missing"),
    rule=_("Goes at the beginning of the next month to the head of an organisation that keeps monthly records."),
    subject=_("%(organisation)s: records of monthly meetings missing: %(number)s"),
    text=_("The oldest has been missing since %(since_on)s."),
)
PULSE_OPENED = Kind(
    code="appointments.pulse_opened",
    room=ROOM,
    name=_("A culture pulse is open"),
    rule=_("Goes to the members of an organisation when its head opens the anonymous survey of the season."),
    subject=_("%(organisation)s: seven statements about quality here"),
    text=_("Anonymous, two minutes, open until %(closes_on)s."),
)
KINDS_OF = {"day": DAYS_MISSING, "week": WEEKS_MISSING, "month": MONTHS_MISSING}
KINDS = (*KINDS_OF.values(), PULSE_OPENED)
