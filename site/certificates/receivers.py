"""News from below: a pass earns a certificate, one that no longer holds lets a person look, an upheld appeal reopens."""

from typing import Any

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import translation
from django.utils.translation import gettext as _

from certificates import reopening, tasks
from certificates.models import Certificate, SchemeVersion
from cms import pagecache
from core import jobs
from exams import cases
from exams.models import Attempt, Case, ExamVersion, Result
from exams.signals import attempt_annulled, case_decided, result_corrected, result_released


@receiver(result_released)
def earn(sender: type[Result], result: Result, **kwargs: Any) -> None:
    """Note the job in the transaction that releases the result: neither is kept without the other."""
    if result.passed:
        jobs.enqueue(tasks.issue_certificate, result=str(result.pk))


@receiver(result_corrected)
def doubt(sender: type[Result], before: Result, result: Result, **kwargs: Any) -> None:
    """A pass that became a fail: the certificate stays until a person has decided, and the case says so."""
    if before.passed and not result.passed:
        _ask(result.attempt)


@receiver(attempt_annulled)
def doubt_annulled(sender: type[Attempt], attempt: Attempt, **kwargs: Any) -> None:
    """The attempt behind a certificate counts for nothing any more."""
    _ask(attempt)


@receiver(case_decided)
def look_anew(sender: type[Case], case: Case, **kwargs: Any) -> None:
    """An appeal against a refusal was upheld: decision and new look are kept together or not at all."""
    reopening.reopen(case)


@receiver(post_save, sender=SchemeVersion)
@receiver(post_save, sender=ExamVersion)
def tell_lists(sender: type[SchemeVersion] | type[ExamVersion], **kwargs: Any) -> None:
    """Lists of courses, and the home page, say which of them lead to an exam and a certificate (presentation.courses)."""
    pagecache.purge("courses", "home")


def _ask(attempt: Attempt) -> None:
    """Open a case about each live certificate that rests on this attempt. No machine withdraws one."""
    for certificate in Certificate.objects.live().filter(result__attempt=attempt):
        with translation.override(settings.LANGUAGE_CODE):
            text = _("The result behind certificate %(number)s no longer holds. Decide whether it is withdrawn.")
            told = text % {"number": certificate.number}
        subject = f"certificates.certificate:{certificate.pk}"
        cases.open_case(kind=Case.Kind.INTEGRITY, by=None, text=told, subject_ref=subject)
