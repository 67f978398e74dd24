"""Posting (寄发): mails about a certificate, noted with the deed and sent by a job, each once. No ground stands in them."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from certificates import tasks
from certificates.models import Application, Certificate, CertificateLetter, Proceeding
from cms.models import Identity
from cms.templatetags.ui import chinese
from core import letters
from core.jobs import enqueue
from notices.kinds import kind

News = CertificateLetter.News
SUBJECTS: dict[str, Callable[[], str]] = {
    News.NOTICED: lambda: _("A measure is intended against your certificate %(number)s"),
    News.SUSPENDED: lambda: _("Your certificate %(number)s is suspended at once"),
    News.DECIDED: lambda: _("The measure against your certificate %(number)s was decided"),
    News.PROLONGED: lambda: _("The suspension of your certificate %(number)s was prolonged"),
    News.APPEAL_DECIDED: lambda: _("Your appeal about certificate %(number)s was decided"),
    News.REINSTATED: lambda: _("Your certificate %(number)s is reinstated"),
    News.CORRECTED: lambda: _("Your certificate %(number)s was issued anew"),
    News.UNCORRECTED: lambda: _("Your request about certificate %(number)s was refused"),
    News.CANCELLED: lambda: _("Your certificate %(number)s is cancelled"),
    News.EXPIRED: lambda: _("Your certificate %(number)s has expired"),
    News.LAPSED: lambda: _("Your certificate %(number)s can no longer be renewed"),
    News.FORGETTING: lambda: _("Your name will be removed from certificate %(number)s"),
    News.APPLIED: lambda: _("Your application has arrived: %(title)s"),
    News.RETURNED: lambda: _("Something is missing in your application: %(title)s"),
    News.GRANTED: lambda: _("Your application was granted: %(title)s"),
    News.REFUSED: lambda: _("Your application was refused: %(title)s"),
    News.REOPENED: lambda: _("Your appeal was upheld: %(title)s"),
    News.CLEARING: lambda: _("What you handed in with your application is deleted soon: %(title)s"),
}


def told(about: str, news: CertificateLetter.News) -> Subquery:
    """When the newest letter of this news was written about each row of a query: a certificate or an application."""
    letters = CertificateLetter.objects.filter(**{about: OuterRef("pk")}, news=news)
    return Subquery(letters.order_by("-made_at").values("made_at")[:1])


def write(
    certificate: Certificate, news: CertificateLetter.News, *, occasion: object, proceeding: Proceeding | None = None
) -> bool:
    """Tell the holder once about this occasion, in the caller's transaction. False: it was written before."""
    letter, is_new = CertificateLetter.objects.get_or_create(
        certificate=certificate,
        news=news,
        occasion=str(occasion),
        defaults={"reader_id": certificate.holder_id, "proceeding": proceeding},
    )
    if is_new:
        enqueue(tasks.post_letter, letter=str(letter.pk))
    return is_new


def write_of(application: Application, news: CertificateLetter.News, *, occasion: object) -> bool:
    """The same about an application."""
    letter, is_new = CertificateLetter.objects.get_or_create(
        application=application, news=news, occasion=str(occasion), defaults={"reader_id": application.holder_id}
    )
    if is_new:
        enqueue(tasks.post_letter, letter=str(letter.pk))
    return is_new


def post(pk: str) -> bool:
    """Send the letter unless it was sent."""
    return letters.send_once(CertificateLetter.objects.told(), pk, _send)


def sweep() -> int:
    """Have sent what nobody sent; how many."""
    return letters.sweep(CertificateLetter.objects.all(), tasks.post_letter)


def _send(letter: CertificateLetter) -> None:
    from certificates import news

    with override(letter.reader.preferred_language):
        facts, about = facts_of(letter), letter.about
        template = "emails/application_news.txt" if letter.application else "emails/certificate_news.txt"
        context = {
            **facts,
            "letter": letter,
            "reader": letter.reader,
            "identity": Identity.for_site(Site.objects.get(is_default_site=True)),
            "site_url": settings.SITE_URL,
            "address": settings.SITE_URL + about.get_absolute_url(),
            "rule": kind(f"certificates.{letter.news}").rule,
            "day": parse_date(letter.occasion),
        }
        send_mail(SUBJECTS[letter.news]() % facts, render_to_string(template, context), None, [letter.reader.email])
    news.leave_line(letter)


def facts_of(letter: CertificateLetter) -> dict[str, str]:
    """What its subject names, in the reader's language."""
    if letter.application is not None:
        return {"title": chinese(letter.application.scheme_version.title)}
    assert letter.certificate is not None  # noqa: S101 - a constraint holds that it is about one of the two
    return {"title": chinese(letter.certificate.title), "number": letter.certificate.number}
