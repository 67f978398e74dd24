"""News from below: a released result that passed earns a certificate."""

from typing import Any

from django.dispatch import receiver

from certificates import tasks
from core import jobs
from exams.models import Result
from exams.signals import result_released


@receiver(result_released)
def earn(sender: type[Result], result: Result, **kwargs: Any) -> None:
    """Note the job in the transaction that releases the result: neither is kept without the other."""
    if result.passed:
        jobs.enqueue(tasks.issue_certificate, result=str(result.pk))
