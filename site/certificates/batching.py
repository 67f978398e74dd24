"""Issuing for many at once (批量制证): what is due, how far it is, what stands in the way, and having the workers do the rest.

Nothing remembers a batch: what is due is read off the register each time. So it resumes wherever it was killed, and asking
twice makes nothing twice. The work itself lies in the outbox, one job per certificate and one per document; however many
workers there are share it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from celery import Task
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from certificates import tasks
from certificates.models import Artefact, Certificate, NameSubstitute, Scheme, SchemeVersion
from core import jobs, typefaces
from core.dates import today
from core.models import MAX_ATTEMPTS, Job
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
    """The results that earn a certificate: released passes that hold, of an exam that a scheme asks for.

    Where a person decides on an application, a result has earned one only when that was done: nothing here may hasten it.
    """
    exams = Scheme.objects.values("exam_code")
    by_decision = SchemeVersion.objects.today().filter(requirements__decided=True).values("scheme__exam_code")
    granted = Exists(Certificate.objects.filter(result=OuterRef("pk")))
    results = Result.objects.current().released().filter(passed=True, attempt__exam__code__in=exams)
    results = results.filter(~Q(attempt__exam__code__in=by_decision) | granted, attempt__exam__kind=Exam.Purpose.CERTIFICATION)
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


def sittings() -> QuerySet[Sitting]:
    """The sittings in which somebody has earned a certificate, the newest first."""
    earned = earning().filter(attempt__sitting=OuterRef("pk"))
    return Sitting.objects.told().filter(Exists(earned)).order_by("-opens_at", "pk")


def overview(of: Iterable[Sitting]) -> list[tuple[Sitting, Progress]]:
    """How far each of these sittings is (three queries for all of them)."""
    shown = list(of)
    passed = _counted(earning().filter(attempt__sitting__in=shown), "attempt__sitting")
    missing = _counted(due().filter(attempt__sitting__in=shown), "attempt__sitting")
    unmade = _counted(without_document().filter(result__attempt__sitting__in=shown), "result__attempt__sitting")
    rows = []
    for sitting in shown:
        issued = passed.get(sitting.pk, 0) - missing.get(sitting.pk, 0)
        rows.append((sitting, Progress(passed.get(sitting.pk, 0), issued, issued - unmade.get(sitting.pk, 0))))
    return rows


def _counted(rows: QuerySet[Any], by: str) -> dict[UUID, int]:
    return dict(rows.order_by().values(by).annotate(many=Count("pk")).values_list(by, "many"))


@dataclass(frozen=True)
class Obstacle:
    """Why somebody has no certificate or no document yet; `missing`: what of the name no typeface draws."""

    person: str
    number: str = ""
    error: str = ""
    missing: tuple[str, ...] = ()
    holder: int = 0
    is_given_up: bool = False


def obstacles(sitting: Sitting) -> list[Obstacle]:
    """By name, whoever is held up: by a name that cannot be printed, or by a job that failed (three queries)."""
    failed = _failed()
    candidate = "attempt__candidate"
    agreed = NameSubstitute.objects.printed_for(OuterRef(candidate), OuterRef(f"{candidate}__full_name"))
    found = []
    for result in due(sitting).annotate(agreed=agreed):
        holder = result.attempt.candidate
        person = holder.full_name
        job = failed.get(str(result.pk))
        missing = tuple(typefaces.unprintable(person))
        if missing and not getattr(result, "agreed", None):
            found.append(Obstacle(person, missing=missing, holder=holder.pk))
        elif job:
            found.append(Obstacle(person, error=job.error, is_given_up=job.attempts >= MAX_ATTEMPTS))
    for certificate in without_document(sitting):
        if job := failed.get(str(certificate.pk)):
            given_up = job.attempts >= MAX_ATTEMPTS
            found.append(Obstacle(certificate.holder_name, certificate.number, job.error, is_given_up=given_up))
    return found


def _failed() -> dict[str, Job]:
    """Jobs of ours that failed and have not succeeded since, by what they are about; the newest of each counts."""
    names = [tasks.issue_certificate.name, tasks.render_certificate.name]
    jobs_left = Job.objects.filter(task__in=names, done_at=None).exclude(error="").order_by("pk")
    return {job.kwargs.get("result") or job.kwargs.get("certificate", ""): job for job in jobs_left}


@transaction.atomic
def make(sitting: Sitting) -> bool:
    """Have whatever is missing made by the workers. False: that is noted already, and nothing more is noted."""
    if jobs.is_waiting(tasks.make_documents, sitting=str(sitting.pk)):
        return False
    jobs.enqueue(tasks.make_documents, sitting=str(sitting.pk))
    return True


def is_under_way(sitting: Sitting) -> bool:
    """Whether the workers still have something of this sitting before them (four queries at most)."""
    if jobs.is_waiting(tasks.make_documents, sitting=str(sitting.pk)):
        return True
    waiting = Job.objects.open().filter(task__in=[tasks.issue_certificate.name, tasks.render_certificate.name])
    about = {one for kwargs in waiting.values_list("kwargs", flat=True) for one in kwargs.values()}
    results = {str(pk) for pk in due(sitting).values_list("pk", flat=True)}
    return bool(about & (results | {str(pk) for pk in without_document(sitting).values_list("pk", flat=True)}))


def documents(sitting: Sitting) -> QuerySet[Artefact]:
    """The documents of the certificates that this sitting has earned and that stand (one query)."""
    made = Artefact.objects.filter(kind=Artefact.Kind.PDF, language=Artefact.Language.ZH_HANS)
    of = Certificate.objects.live().filter(result__attempt__sitting=sitting)
    return made.filter(certificate__in=of).select_related("certificate").order_by("certificate__number")


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
