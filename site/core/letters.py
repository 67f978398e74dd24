"""Letters (通知): what was to be told to whom, written with the deed and sent once. Each room keeps its own table of them.

The row is the claim: who sends holds it locked, so of two jobs one waits and finds the letter sent. A worker that dies
between the mail's departure and the commit sends it again: a letter twice is better than none. A letter whose job was
lost, or given up while no mail could leave, is found by `sweep`.
"""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

from celery import Task
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core import jobs
from core.dates import now

# A job has this long for its own tries; what is older than the second is no news any more.
PATIENCE, STALE = dt.timedelta(minutes=30), dt.timedelta(days=7)
AT_ONCE = 200


class SentOnce(models.Model):
    """Something to be sent by mail. `sent_at` keeps a job that runs twice from sending it twice."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    made_at = models.DateTimeField(_("made at"), default=now)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        abstract = True


L = TypeVar("L", bound=SentOnce)


class AbstractLetter(SentOnce):
    """One piece of news for one reader. `occasion` tells two of the same news about the same thing apart.

    The room says which news there is, what a letter is about, and of what there may be only one.
    """

    news = models.CharField(_("news"), max_length=12)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="%(app_label)s_letters", verbose_name=_("reader")
    )
    occasion = models.CharField(_("occasion"), max_length=60, default="", blank=True)

    class Meta:
        abstract = True
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.news} {self.reader_id}"


@transaction.atomic
def send_once(letters: models.QuerySet[L], pk: str, send: Callable[[L], None]) -> bool:
    """Send the letter unless it was sent, or stands no more among `letters`. False: it was not sent now."""
    letter = letters.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if letter is None or letter.sent_at is not None:
        return False
    send(letter)
    letter.sent_at = now()
    letter.save(update_fields=["sent_at"])
    return True


def sweep(letters: models.QuerySet[L], task: Task, argument: str = "letter") -> int:
    """Have sent what ought to have been and no job has in hand; how many. Safe to run twice and beside itself."""
    at = now()
    owed = letters.filter(sent_at=None, made_at__lt=at - PATIENCE, made_at__gte=at - STALE).order_by("made_at")
    return sum(jobs.take_up(task, **{argument: str(pk)}) for pk in owed.values_list("pk", flat=True)[:AT_ONCE])
