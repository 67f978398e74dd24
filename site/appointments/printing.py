"""Printing the year's report (年度履职报告): the same figures as the page, on paper."""

from django.utils.translation import gettext as _

from appointments.models import Appointment
from appointments.reporting import Report
from core.dates import today
from core.pdf.papers import paper


def report(appointment: Appointment, told: Report) -> bytes:
    """The report as PDF, in the reader's language. Raises Unprintable."""
    context = {"appointment": appointment, "report": told, "day": today()}
    title = _("Duty report %(year)s") % {"year": told.year}
    return paper("pdf/duty_report.html", context, title=title, author=appointment.organisation.name, day=today())
