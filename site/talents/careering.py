"""The career record (履职档案): posts held, duties done, certificates and hours of the holder, frozen and checkable by a code."""

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import User
from appointments.models import Appointment, DutyEntry
from certificates import presentation
from courses import record, taking_out
from courses.record import Part
from talents.models import CareerRecord


def take_out(user: User) -> CareerRecord:
    """The record of this moment, printed. Raises TooMany, Unprintable as `taking_out` does."""
    facts = {"name": user.full_name, "parts": record.told(parts(user))}
    title = _("Career record of %(name)s") % {"name": facts["name"]}
    return taking_out.take_out(CareerRecord, owner=user, facts=facts, sheet="pdf/career.html", title=title, folder="careers")


def parts(user: User) -> list[Part]:
    """The tables of the record, as page and PDF show them."""
    return [posts(user), duties(user), presentation.in_record(user), record.hours_by_year(user)]


def posts(user: User) -> Part:
    """Posts accepted, the last first (one query)."""
    held = Appointment.objects.visible_to(user).filter(person=user, accepted_at__isnull=False).with_people()
    rows = [
        (one.organisation.name, str(one.get_post_display()), one.since, one.ended_on or one.until or _("to this day"))
        for one in held.order_by("-since", "pk")
    ]
    columns = (_("Organisation"), _("Post of quality"), _("From"), _("Until"))
    return Part("posts", _("Posts held"), ("organisation", "post", "since", "until"), columns, rows)


def duties(user: User) -> Part:
    """How many duties of each kind, for each post (one query). What was written there stays with the firm."""
    entries = DutyEntry.objects.visible_to(user).standing().filter(appointment__person=user).order_by()
    counted = entries.values_list("appointment__organisation__name", "appointment__post", "kind").annotate(n=Count("pk"))
    rows = [
        (name, str(Appointment.Post(post).label), str(DutyEntry.Kind(kind).label), n)
        for name, post, kind, n in sorted(counted, key=lambda row: (row[0], row[1], -row[3], row[2]))
    ]
    columns = (_("Organisation"), _("Post of quality"), _("Kind of duty"), _("Entries in the log"))
    return Part("duties", _("Duties done"), ("organisation", "post", "kind", "entries"), columns, rows)
