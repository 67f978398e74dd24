"""What is told by mail when something happens to an attempt or a case."""

from typing import Any

from django.dispatch import receiver

from courses.training.counting import count_person
from exams import posting, resit_letters
from exams.models import Attempt, Case, Letter, Result
from exams.signals import attempt_annulled, attempt_closed, case_decided, result_corrected, result_released


@receiver(attempt_closed)
def send_receipt(sender: type[Attempt], attempt: Attempt, **kwargs: Any) -> None:
    posting.about_attempt(attempt, Letter.News.HANDED_IN)


@receiver(result_released)
def tell_of_result(sender: type[Result], result: Result, **kwargs: Any) -> None:
    """A first release; that of a correction is told as a correction."""
    if result.supersedes is None or not result.supersedes.is_released:
        posting.about_attempt(result.attempt, Letter.News.RELEASED)


@receiver(result_released)
def tell_of_resit(sender: type[Result], result: Result, **kwargs: Any) -> None:
    """Who failed a spot check has a resit."""
    resit_letters.tell(result)


@receiver(result_released)
def count_training(sender: type[Result], result: Result, **kwargs: Any) -> None:
    """An exam passed may be the last step of what a firm assigned."""
    if result.passed:
        count_person(result.attempt.candidate)


@receiver(result_corrected)
def tell_of_correction(sender: type[Result], result: Result, **kwargs: Any) -> None:
    posting.about_attempt(result.attempt, Letter.News.CORRECTED)


@receiver(attempt_annulled)
def tell_of_annulment(sender: type[Attempt], attempt: Attempt, **kwargs: Any) -> None:
    posting.about_attempt(attempt, Letter.News.ANNULLED)


@receiver(case_decided)
def tell_of_decision(sender: type[Case], case: Case, **kwargs: Any) -> None:
    posting.about_case(case)
