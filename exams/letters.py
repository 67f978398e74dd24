"""What stands in a letter about an exam, in its reader's language: never marks, never the reasons of a case."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from cms.models import Identity
from exams import resits
from exams.models import Letter, Registration
from notices.kinds import kind

_NEWS = Letter.News
SUBJECTS: dict[str, Callable[[], str]] = {
    _NEWS.HANDED_IN: lambda: _("Receipt of what you handed in: %(about)s"),
    _NEWS.RELEASED: lambda: _("Your result is there: %(about)s"),
    _NEWS.CORRECTED: lambda: _("Your result was corrected: %(about)s"),
    _NEWS.ANNULLED: lambda: _("Your attempt was annulled: %(about)s"),
    _NEWS.DECIDED: lambda: _("A case was decided: %(about)s"),
    _NEWS.REGISTERED: lambda: _("You are registered: %(about)s"),
    _NEWS.WAITING: lambda: _("You are on the waiting list: %(about)s"),
    _NEWS.MOVED_UP: lambda: _("You have a seat now: %(about)s"),
    _NEWS.REFUSED: lambda: _("Your registration was refused: %(about)s"),
    _NEWS.CANCELLED: lambda: _("The sitting is cancelled: %(about)s"),
    _NEWS.ARRANGED: lambda: _("Your request for arrangements was decided: %(about)s"),
    _NEWS.CHANGED: lambda: _("Your sitting has a new time or place: %(about)s"),
    _NEWS.RESIT: lambda: _("About your resit: %(about)s"),
    _NEWS.REMINDER: lambda: _("Your sitting is soon: %(about)s"),
}


def holds(letter: Letter) -> bool:
    """Whether there is still something to tell: a fail that was corrected meanwhile has no resit."""
    return letter.news != _NEWS.RESIT or bool(letter.attempt and resits.offer_to(letter.attempt).sentences)


def send(letter: Letter) -> None:
    """Send it; told a second time it says what holds then."""
    with override(letter.reader.preferred_language):
        template, about, context = _registered(letter.registration) if letter.registration else _sat(letter)
        body = render_to_string(template, {**_head(letter), "about": about, **context})
        send_mail(SUBJECTS[letter.news]() % {"about": about}, body, None, [letter.reader.email])


def _head(letter: Letter) -> dict[str, Any]:
    subject = letter.registration or letter.attempt or letter.case
    assert subject is not None  # noqa: S101 - letter_one_subject
    return {
        "news": letter.news,
        "reader": letter.reader,
        "identity": Identity.for_site(Site.objects.get(is_default_site=True)),
        "site_url": settings.SITE_URL,
        "address": settings.SITE_URL + subject.get_absolute_url(),
        "rule": kind(f"exams.{letter.news}").rule,
    }


def _sat(letter: Letter) -> tuple[str, str, dict[str, Any]]:
    about = str(letter.attempt.exam) if letter.attempt else str(letter.case)
    context = {"attempt": letter.attempt, "check": settings.SITE_URL + reverse("exams:receipt-check")}
    return "emails/exam_news.txt", about, {**context, **_resit(letter)}


def _resit(letter: Letter) -> dict[str, Any]:
    """What the page of the result says of the resit, and the way there while one can register."""
    if letter.news != _NEWS.RESIT or letter.attempt is None:
        return {}
    offer = resits.offer_to(letter.attempt)
    return {"said": offer.sentences, **({"address": settings.SITE_URL + offer.url} if offer.url else {})}


def _registered(registration: Registration) -> tuple[str, str, dict[str, Any]]:
    sitting = registration.sitting
    context = {
        "registration": registration,
        "sitting": sitting,
        "decided": registration.arrangements.exclude(state="open").order_by("-decided_at").first(),
    }
    return "emails/exam_registration.txt", str(sitting.exam_version.exam), context
