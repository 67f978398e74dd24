"""What a candidate is told by mail, in the candidate's language: a seat, a refusal, a cancelled sitting, a decision."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from cms.models import Identity
from exams.models import Registration

SUBJECTS: dict[str, Callable[[], str]] = {
    "moved_up": lambda: _("You have a seat now: %(exam)s"),
    "refused": lambda: _("Your registration was refused: %(exam)s"),
    "cancelled": lambda: _("The sitting is cancelled: %(exam)s"),
    "arranged": lambda: _("Your request for arrangements was decided: %(exam)s"),
}


def tell(registration: Registration, news: str) -> None:
    """Send the letter; told a second time it says what holds then."""
    candidate, sitting = registration.candidate, registration.sitting
    with override(candidate.preferred_language):
        exam = sitting.exam_version.exam
        subject = SUBJECTS[news]() % {"exam": exam}
        address = settings.SITE_URL + registration.get_absolute_url()
        context = {
            "news": news,
            "reader": candidate,
            "identity": Identity.for_site(Site.objects.get(is_default_site=True)),
            "site_url": settings.SITE_URL,
            "registration": registration,
            "sitting": sitting,
            "exam": str(exam),
            "address": address,
            "decided": registration.arrangements.exclude(state="open").order_by("-decided_at").first(),
        }
        send_mail(subject, render_to_string("emails/exam_registration.txt", context), None, [candidate.email])
