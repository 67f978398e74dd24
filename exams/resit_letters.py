"""Letters about resits (补考通知): who failed a spot check reads by mail from when to when, and where, it is sat again."""

from django.db import transaction
from django.db.models import QuerySet

from core.jobs import enqueue
from exams import posting, registering
from exams.models import Attempt, Letter, Registration, Result, Sitting

_RESIT = Letter.News.RESIT


def tell(result: Result) -> None:
    """With the release of a fail, in its transaction; a correction that leaves it a fail tells it no second time.

    One query where a sitting has no resit, none where it cannot have one.
    """
    attempt = result.attempt
    if result.passed or attempt.sitting is None or attempt.sitting.closes_at is None:
        return
    if Sitting.objects.filter(resit_of=attempt.sitting_id).exists() and not attempt.letters.filter(news=_RESIT).exists():
        posting.about_attempt(attempt, _RESIT)


def tell_all(resit: Sitting, *, occasion: object) -> None:
    """Its dates are set, or others now: whoever has it before him is told, once the deed is kept.

    By a job, that is after the deed: whose fail is released at this very moment is found by it, or is written to after the
    deed and reads the new dates anyhow.
    """
    from exams import tasks

    enqueue(tasks.tell_of_resit, resit=str(resit.pk), occasion=str(occasion))


@transaction.atomic
def write_all(resit: Sitting, occasion: str) -> int:
    """The letters of this occasion; how many. Run twice, or beside itself, it writes each once.

    Of one that is over nobody is told: only that one is called off is news at any time.
    """
    locked = registering.lock(resit)
    if locked.is_over() and locked.state != Sitting.State.CANCELLED:
        return 0
    told = Letter.objects.filter(news=_RESIT, occasion=occasion).values("attempt")
    owed = list(waiting(locked).exclude(pk__in=told))
    for attempt in owed:
        posting.about_attempt(attempt, _RESIT, occasion=occasion)
    return len(owed)


def waiting(resit: Sitting) -> QuerySet[Attempt]:
    """Attempts that failed at the check, by those who have neither registered for the resit nor sat it (one query)."""
    failed = Result.objects.current().released().filter(passed=False, attempt__sitting=resit.resit_of_id)
    there = Attempt.objects.filter(sitting=resit).exclude(state=Attempt.State.VOID)
    # Who holds a seat is written to as with any sitting.
    seated = Registration.objects.live().filter(sitting=resit)
    before = Attempt.objects.filter(pk__in=failed.values("attempt")).exclude(state=Attempt.State.VOID)
    return before.exclude(candidate__in=seated.values("candidate")).exclude(candidate__in=there.values("candidate"))
