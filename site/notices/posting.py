"""Posting (寄发): the mail of a notice, sent once, and the one mail a day. Every mail says why it came and how to stop it."""

import datetime as dt
import time
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext, override
from wagtail.models import Site

from accounts.models import User
from cms.models import Identity
from core.dates import now
from core.jobs import enqueue
from notices import tasks, unsubscribing
from notices.models import Notice

# A job stops by itself before its worker would end it; the sweep goes on where it stopped.
PATIENCE_SECONDS = 60
# What is younger belongs to the job that was noted with it.
LEFT_BEHIND = dt.timedelta(minutes=3)
AT_A_TIME = 200


def post_occasion(code: str, occasion: str) -> int:
    """Send the mails of one occasion that have not gone; how many."""
    return _post(Notice.objects.unsent().filter(code=code, occasion=occasion).values_list("pk", flat=True))


def post_unsent() -> int:
    """Send what was left behind; how many."""
    left = Notice.objects.unsent().filter(made_at__lt=now() - LEFT_BEHIND)
    return _post(left.order_by("made_at").values_list("pk", flat=True)[:AT_A_TIME])


def _post(keys: Iterable[UUID]) -> int:
    until, sent = time.monotonic() + PATIENCE_SECONDS, 0
    for key in list(keys):
        sent += post(str(key))
        if time.monotonic() > until:
            break
    return sent


@transaction.atomic
def post(pk: str) -> bool:
    """Send one mail unless it went. The row stays locked meanwhile, so of two jobs one waits and finds it sent."""
    Notice.objects.select_for_update(no_key=True).get(pk=pk)
    notice = Notice.objects.select_related("reader").get(pk=pk)
    if notice.mailed_at is not None or not notice.reader.is_active:
        return False
    with override(notice.reader.preferred_language):
        stop = "" if notice.kind is None or notice.kind.is_fixed else unsubscribing.address(notice)
        about = {"notice": notice, "target": target(notice), "stop": stop, "manage": _manage()}
        body = render_to_string("emails/notice_told.txt", _context(notice.reader) | about)
        _send(notice.reader, notice.subject, body, stop)
    Notice.objects.filter(pk=pk).update(mailed_at=now())
    return True


def target(notice: Notice) -> str:
    """The whole address of what the notice is about; the inbox when it is about no page."""
    return settings.SITE_URL + (notice.address or reverse("notices:inbox"))


def post_digests() -> int:
    """Note a job for each person for whom something waits; how many people."""
    readers = Notice.objects.waiting().values_list("reader_id", flat=True).order_by().distinct()
    for reader in list(readers):
        enqueue(tasks.post_digest, reader=reader)
    return len(readers)


@transaction.atomic
def post_digest(reader: int) -> int:
    """Send what waits for a person as one mail; how many notices stood in it."""
    # The person's row is the lock: two jobs at once send one mail.
    person = User.objects.select_for_update(no_key=True).get(pk=reader)
    waiting = list(Notice.objects.waiting().filter(reader=person).order_by("made_at"))
    if not waiting or not person.is_active:
        return 0
    with override(person.preferred_language):
        lines = [(notice, target(notice)) for notice in waiting]
        context = _context(person) | {"lines": lines, "manage": _manage()}
        subject = ngettext("%(n)s notice of the day", "%(n)s notices of the day", len(waiting)) % {"n": len(waiting)}
        _send(person, subject, render_to_string("emails/notice_digest.txt", context), "")
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).update(mailed_at=now())
    return len(waiting)


def _context(reader: User) -> dict[str, object]:
    site = Site.objects.get(is_default_site=True)
    return {"reader": reader, "identity": Identity.for_site(site), "site_url": settings.SITE_URL}


def _manage() -> str:
    return settings.SITE_URL + reverse("notices:preferences")


def _send(reader: User, subject: str, body: str, stop: str) -> None:
    # RFC 8058: a mail program offers the same as the link at its end.
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if stop else {}
    EmailMessage(subject, body, None, [reader.email], headers=headers).send()
