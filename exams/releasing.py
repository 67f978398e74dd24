"""Releasing (公布成绩): a person lets a sitting's results go, once; what is not marked or is under review stays."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Avg, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from core.audit import record
from core.dates import now
from exams import assessing
from exams.models import Attempt, AttemptItem, Case, Mark, Result, Sitting

# An item that hardly anyone, or nearly everyone, gets right is worth a look before results go out.
HARD, EASY, LEAST = Decimal("0.2"), Decimal("0.9"), 5
BANDS = 10


@dataclass(frozen=True)
class Flag:
    """An item to look at before the release."""

    code: str
    answers: int
    facility: Decimal
    is_hard: bool


@dataclass(frozen=True)
class Standing:
    """How far a sitting is: what is written, marked, held back, released, and how it turned out."""

    writing: int
    waiting: int
    ready: int
    held: int
    released: int
    void: int
    passed: int
    bands: list[int]
    flags: list[Flag]

    @property
    def results(self) -> int:
        return self.ready + self.held + self.released


def releasable(sitting: Sitting) -> QuerySet[Result]:
    """Results that may go out: the current one of each marked paper that no open case holds back."""
    return _unreleased(sitting).exclude(attempt__cases__in=_holding())


def release_all(*, sitting: Sitting, by: User) -> int:
    """Let go what may be let go; how many. Each in its own transaction: broken off, one presses again and it goes on."""
    released = 0
    for pk, attempt in releasable(sitting).values_list("pk", "attempt"):
        with transaction.atomic():
            Attempt.objects.select_for_update(of=("self",), no_key=True).get(pk=attempt)
            # Under the lock once more: meanwhile the result may have been replaced, or a case opened that holds it back.
            result = releasable(sitting).select_related("attempt").filter(pk=pk).first()
            if result is not None:
                released += assessing.release(result, by=by, at=now())
    if released:
        record("sitting.released", sitting, by=by, results=released)
    return released


def standing(sitting: Sitting) -> Standing:
    """The sitting in figures (five queries)."""
    states = Attempt.objects.filter(sitting=sitting).aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state in Attempt.State.values}
    )
    results = list(
        Result.objects.current()
        .filter(attempt__sitting=sitting)
        .exclude(attempt__state=Attempt.State.VOID)
        .annotate(held=Exists(_holding().filter(attempt=OuterRef("attempt"))))
        .values_list("total", "maximum", "passed", "released_at", "held")
    )
    held = sum(1 for *_rest, released, holds in results if holds and released is None)
    return Standing(
        writing=states[Attempt.State.IN_PROGRESS],
        waiting=states[Attempt.State.SUBMITTED],
        ready=sum(1 for *_rest, released, holds in results if released is None and not holds),
        held=held,
        released=sum(released is not None for *_rest, released, _holds in results),
        void=states[Attempt.State.VOID],
        passed=sum(passed for _total, _maximum, passed, *_rest in results),
        bands=bands([total * 100 / maximum for total, maximum, *_rest in results if maximum]),
        flags=_flags(sitting),
    )


def bands(percents: list[Decimal]) -> list[int]:
    """How many fall into each tenth of the scale; full marks belong to the last.

    >>> bands([Decimal(0), Decimal("9.99"), Decimal(10), Decimal(100)])
    [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    """
    counts = [0] * BANDS
    for percent in percents:
        counts[min(BANDS - 1, int(percent * BANDS / 100))] += 1
    return counts


def _unreleased(sitting: Sitting) -> QuerySet[Result]:
    return Result.objects.current().filter(attempt__sitting=sitting, attempt__state=Attempt.State.MARKED, released_at=None)


def _holding() -> QuerySet[Case]:
    """Cases that hold a result back until a person has looked (scheme, 3.4)."""
    return Case.objects.pending().filter(kind__in=[Case.Kind.INCIDENT, Case.Kind.INTEGRITY])


def _flags(sitting: Sitting) -> list[Flag]:
    """Items hardly anyone, or nearly everyone, got right, from the newest mark of each answer."""
    newest = Mark.objects.filter(attempt_item=OuterRef("pk")).order_by("-marked_at", "-pk").values("marks")[:1]
    rows = (
        AttemptItem.objects.filter(attempt__sitting=sitting)
        .exclude(attempt__state=Attempt.State.VOID)
        .annotate(newest=Subquery(newest))
        .filter(newest__isnull=False)
        .values("item_version__item__code")
        .annotate(answers=Count("pk"), earned=Avg("newest"), possible=Max("max_marks"))
    )
    told = [(row["item_version__item__code"], row["answers"], Decimal(row["earned"]) / row["possible"]) for row in rows]
    found = [Flag(code, n, share, share < HARD) for code, n, share in told if n >= LEAST and not HARD <= share <= EASY]
    return sorted(found, key=lambda flag: flag.facility)
