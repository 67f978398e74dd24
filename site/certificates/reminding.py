"""Reminding (续期提醒): mails 180, 90, 30 and 7 days before a certificate ends, each once.

After days without a worker only the newest due one is written; the ones it overtook are never made up.
"""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from certificates import renewal_words, renewing
from certificates.models import Certificate, RenewalReminder
from certificates.renewal_cycle import DAY
from certificates.status import State
from cms.models import Identity
from cms.templatetags.ui import chinese
from core import letters
from core.dates import today
from core.jobs import enqueue

DAYS = (180, 90, 30, 7)


def due(left: int) -> int | None:
    """Which reminder is due so many days before the end: the newest.

    >>> [due(left) for left in (181, 180, 91, 29, 7, 0, -1)]
    [None, 180, 180, 30, 7, 7, None]
    """
    return min((days for days in DAYS if days >= left), default=None) if left >= 0 else None


def remind_due() -> int:
    """Write the reminders that are due; how many. Safe to run twice and beside itself: each is one row."""
    on, written = today(), 0
    ending = Certificate.objects.filter(state=State.VALID, valid_until__range=(on, on + max(DAYS) * DAY))
    for certificate in ending.iterator():
        assert certificate.valid_until is not None  # noqa: S101 - the range says so
        days = due((certificate.valid_until - on).days)
        if days is not None:
            written += _write(certificate, days)
    return written


@transaction.atomic
def _write(certificate: Certificate, days: int) -> bool:
    from certificates import tasks

    reminder, created = RenewalReminder.objects.get_or_create(certificate=certificate, days=days)
    if created:
        enqueue(tasks.post_reminder, reminder=str(reminder.pk))
    return created


def post(pk: str) -> bool:
    """Send it unless it was sent or the certificate has ended since."""
    return letters.send_once(RenewalReminder.objects.owed(), pk, _send)


def sweep() -> int:
    """Have sent what nobody sent; how many."""
    from certificates import tasks

    return letters.sweep(RenewalReminder.objects.owed(), tasks.post_reminder, "reminder")


def _send(reminder: RenewalReminder) -> None:
    from certificates import news

    certificate = Certificate.objects.told().select_related("holder").get(pk=reminder.certificate_id)
    holder = certificate.holder
    with override(holder.preferred_language):
        position = renewing.position_of(certificate)
        context = {
            "reader": holder,
            "identity": Identity.for_site(Site.objects.get(is_default_site=True)),
            "site_url": settings.SITE_URL,
            "certificate": certificate,
            "headline": renewal_words.headline(position),
            "lacks": renewal_words.lacks(position),
            "address": settings.SITE_URL + reverse("certificates:renewal", args=[certificate.pk]),
            "rule": news.ENDING.rule,
        }
        subject = _("Your certificate ends soon: %(title)s") % {"title": chinese(certificate.title)}
        send_mail(subject, render_to_string("emails/renewal_reminder.txt", context), None, [holder.email])
    news.leave_reminder(certificate, reminder.days)
