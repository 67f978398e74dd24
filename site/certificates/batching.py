"""Issuing for many at once (批量制证): what is due, how far it is, and having the workers do the rest.

Nothing remembers a batch: what is due is read off the register each time. So it resumes wherever it was killed, and asking
twice makes nothing twice. The work itself lies in the outbox, one job per certificate and one per document; however many
workers there are share it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from celery import Task
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from certificates import tasks
from certificates.models import Artefact, Certificate, Scheme
from core import jobs
from core.dates import today
from core.models import Job
from exams.models import Exam, Result, Sitting
from exams.models.results import ResultQuerySet

# So many jobs are noted in one transaction: a broker that is away holds nobody up for longer than that.
_SLICE = 100


@dataclass(frozen=True)
class Progress:
    """How far the documents of a sitting are."""

    passed: int
    issued: int
    made: int

    @property
    def is_done(self) -> bool:
        return self.passed == self.issued == self.made

    @property
    def per_cent(self) -> int:
        """Of certificate and document alike, rounded down: 100 only when nothing is missing."""
        return 100 * (self.issued + self.made) // (2 * self.passed) if self.passed else 100


def earning(sitting: Sitting | None = None) -> ResultQuerySet:
    """The results that earn a certificate: released passes that hold, of an exam that a scheme asks for."""
    exams = Scheme.objects.values("exam_code")
    results = Result.objects.current().released().filter(passed=True, attempt__exam__code__in=exams)
    results = results.filter(attempt__exam__kind=Exam.Purpose.CERTIFICATION)
    return results if sitting is None else results.filter(attempt__sitting=sitting)


def due(sitting: Sitting | None = None) -> ResultQuerySet:
    """Of these, the ones whose holder has neither this certificate nor another that is alive."""
    standing = Q(valid_until=None) | Q(valid_until__gte=today())
    theirs = {"holder": OuterRef("attempt__candidate"), "scheme__exam_code": OuterRef("attempt__exam__code")}
    held = Certificate.objects.live().filter(standing, **theirs)
    return earning(sitting).told().filter(~Exists(held), certificates=None)


def without_document(sitting: Sitting | None = None) -> QuerySet[Certificate]:
    """Certificates whose document is not made yet."""
    made = Artefact.objects.filter(certificate=OuterRef("pk"), kind=Artefact.Kind.PDF, language=Artefact.Language.ZH_HANS)
    certificates = Certificate.objects.filter(~Exists(made)).select_related("scheme_version")
    return certificates if sitting is None else certificates.filter(result__attempt__sitting=sitting)


def progress(sitting: Sitting) -> Progress:
    """Three counts (three queries)."""
    passed = earning(sitting).count()
    missing = due(sitting).count()
    return Progress(passed, passed - missing, passed - missing - without_document(sitting).count())


def note(sitting: Sitting) -> int:
    """Note a job for everything of the sitting that is due and has none waiting; how many were noted."""
    results = [{"result": str(pk)} for pk in due(sitting).values_list("pk", flat=True)]
    documents = [{"certificate": str(pk)} for pk in without_document(sitting).values_list("pk", flat=True)]
    return _note(tasks.issue_certificate, results) + _note(tasks.render_certificate, documents)


def _note(task: Task, wanted: Iterable[dict[str, str]]) -> int:
    waiting = {tuple(kwargs.items()) for kwargs in Job.objects.open().filter(task=task.name).values_list("kwargs", flat=True)}
    new = [kwargs for kwargs in wanted if tuple(kwargs.items()) not in waiting]
    for start in range(0, len(new), _SLICE):
        with transaction.atomic():
            for kwargs in new[start : start + _SLICE]:
                jobs.enqueue(task, **kwargs)
    return len(new)
