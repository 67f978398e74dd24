"""Posting (寄发): mails about attempts and cases, noted with the deed and sent by a job, each once. No marks stand in them."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from accounts.models import User
from cms.models import Identity
from core.dates import now
from core.jobs import enqueue
from exams.models import Attempt, Case, Letter

_NEWS = Letter.News
SUBJECTS: dict[str, Callable[[], str]] = {
    _NEWS.HANDED_IN: lambda: _("Receipt of what you handed in: %(about)s"),
    _NEWS.RELEASED: lambda: _("Your result is there: %(about)s"),
    _NEWS.CORRECTED: lambda: _("Your result was corrected: %(about)s"),
    _NEWS.ANNULLED: lambda: _("Your attempt was annulled: %(about)s"),
    _NEWS.DECIDED: lambda: _("A case was decided: %(about)s"),
}


def about_attempt(attempt: Attempt, news: Letter.News) -> None:
    """Tell the candidate. In the caller's transaction: neither deed nor letter is kept without the other (3 queries)."""
    from exams import tasks

    letter = Letter.objects.create(news=news, reader_id=attempt.candidate_id, attempt=attempt)
    enqueue(tasks.post_letter, letter=str(letter.pk))


def about_case(case: Case) -> None:
    """Tell whoever reads the decision: its opener, and the candidate whose integrity it was about."""
    from exams import tasks

    readers = {case.opened_by_id}
    if case.kind == Case.Kind.INTEGRITY and case.attempt is not None:
        readers.add(case.attempt.candidate_id)
    for reader in filter(None, readers):
        letter = Letter.objects.create(news=_NEWS.DECIDED, reader_id=reader, case=case)
        enqueue(tasks.post_letter, letter=str(letter.pk))


@transaction.atomic
def post(pk: str) -> bool:
    """Send the letter unless it was sent. The row stays locked meanwhile, so of two jobs one waits and finds it sent.

    A worker that dies between the mail's departure and the commit sends it again: a letter twice is better than none.
    """
    Letter.objects.select_for_update(no_key=True).get(pk=pk)
    letter = Letter.objects.told().get(pk=pk)
    if letter.sent_at is not None:
        return False
    _send(letter, letter.reader)
    letter.sent_at = now()
    letter.save(update_fields=["sent_at"])
    return True


def _send(letter: Letter, reader: User) -> None:
    with override(reader.preferred_language):
        subject = letter.attempt or letter.case
        assert subject is not None  # noqa: S101 - letter_one_subject
        about = str(letter.attempt.exam) if letter.attempt else str(letter.case)
        context = {
            "news": letter.news,
            "reader": reader,
            "identity": Identity.for_site(Site.objects.get(is_default_site=True)),
            "site_url": settings.SITE_URL,
            "attempt": letter.attempt,
            "about": about,
            "address": settings.SITE_URL + subject.get_absolute_url(),
            "check": settings.SITE_URL + reverse("exams:receipt-check"),
        }
        body = render_to_string("emails/exam_news.txt", context)
        send_mail(SUBJECTS[letter.news]() % {"about": about}, body, None, [reader.email])
