"""Printing the year's report (年度履职报告): the same figures as the page, on paper."""

import io

import pikepdf
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from appointments.models import Appointment
from appointments.reporting import Report
from core.dates import today
from core.pdf import faces
from core.pdf.making import make
from core.pdf.mending import mend
from core.typefaces import require_printable


def report(appointment: Appointment, told: Report) -> bytes:
    """The report as PDF, in the reader's language. Raises Unprintable."""
    context = {"appointment": appointment, "report": told, "day": today()}
    text = render_to_string("pdf/duty_report.html", {**context, "kai": "", "latin": ""})
    require_printable("".join(sign for sign in text if not sign.isspace()), formulas=True)
    html = render_to_string("pdf/duty_report.html", {**context, "kai": faces.chinese(text), "latin": faces.LATIN})
    title = _("Duty report %(year)s") % {"year": told.year}
    with pikepdf.open(io.BytesIO(make(html, title=title, author=appointment.organisation.name))) as document:
        return mend(document, today())
