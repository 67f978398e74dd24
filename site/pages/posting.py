"""Posting the answer to a report (答复): to who left an address, once, in the language of the report."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.models import Site

from cms.models import Identity
from core import letters
from pages import tasks
from pages.models import ReportLetter

RULE = gettext_lazy("Goes to whoever reported an error here and left this address for the answer.")


def post(pk: str) -> bool:
    """Send one answer unless it went."""
    return letters.send_once(ReportLetter.objects.select_related("report"), pk, _send)


def sweep() -> int:
    return letters.sweep(ReportLetter.objects.all(), tasks.post_answer)


def _send(letter: ReportLetter) -> None:
    report = letter.report
    if not report.contact:
        return
    with override(report.language):
        context = {
            "reader": None,
            "identity": Identity.for_site(Site.objects.get(is_default_site=True)),
            "site_url": settings.SITE_URL,
            "report": report,
            "address": settings.SITE_URL + report.get_absolute_url(),
            "rule": RULE,
        }
        subject = _("Your report %(number)s is answered") % {"number": report.code}
        send_mail(subject, render_to_string("emails/report_answer.txt", context), None, [report.contact])
