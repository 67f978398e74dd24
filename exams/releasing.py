"""Releasing (公布成绩): a person lets a sitting's results go, once; what is not marked or is under review stays."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Avg, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from core.audit import record
from core.clock import now
from exams import assessing
from exams.models import Attempt, AttemptItem, Case, Mark, Result, Sitting

# An item that hardly anyone, or nearly everyone, gets right is worth a look before results go out.
HARD, EASY, LEAST = Decimal("0.2"), Decimal("0.9"), 5
BANDS = 10
# Of a sitting that is open for years, the items are judged by the papers begun last.
LATEST = 2_000


@dataclass(frozen=True)
class Flag:
    """An item to look at before the release."""

    code: str
    answers: int
    facility: Decimal
    is_hard: bool


class Counted(NamedTuple):
    """So many papers have this result."""

    total: Decimal
    maximum: Decimal
    passed: bool
    is_out: bool
    held: bool
    many: int


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
    results = (
        Result.objects.current()
        .filter(attempt__sitting=sitting)
        .exclude(attempt__state=Attempt.State.VOID)
        .annotate(held=Exists(_holding().filter(attempt=OuterRef("attempt"))), is_out=Q(released_at__isnull=False))
    )
    told = results.order_by().values_list("total", "maximum", "passed", "is_out", "held").annotate(many=Count("pk"))
    # One row for each mark there is, not for each paper.
    found = [Counted(*row) for row in told]
    return Standing(
        writing=states[Attempt.State.IN_PROGRESS],
        waiting=states[Attempt.State.SUBMITTED],
        ready=sum(one.many for one in found if not one.is_out and not one.held),
        held=sum(one.many for one in found if not one.is_out and one.held),
        released=sum(one.many for one in found if one.is_out),
        void=states[Attempt.State.VOID],
        passed=sum(one.many for one in found if one.passed),
        bands=bands([(one.total * 100 / one.maximum, one.many) for one in found if one.maximum]),
        flags=_flags(sitting),
    )


def bands(percents: Iterable[tuple[Decimal, int]]) -> list[int]:
    """How many fall into each tenth of the scale; full marks belong to the last.

    >>> bands([(Decimal(0), 1), (Decimal("9.99"), 1), (Decimal(10), 3), (Decimal(100), 1)])
    [2, 3, 0, 0, 0, 0, 0, 0, 0, 1]
    """
    counts = [0] * BANDS
    for percent, many in percents:
        counts[min(BANDS - 1, int(percent * BANDS / 100))] += many
    return counts


def _unreleased(sitting: Sitting) -> QuerySet[Result]:
    return Result.objects.current().filter(attempt__sitting=sitting, attempt__state=Attempt.State.MARKED, released_at=None)


def _holding() -> QuerySet[Case]:
    """Cases that hold a result back until a person has looked (scheme, 3.4)."""
    return Case.objects.pending().filter(kind__in=[Case.Kind.INCIDENT, Case.Kind.INTEGRITY])


def _flags(sitting: Sitting) -> list[Flag]:
    """Items hardly anyone, or nearly everyone, got right, from the newest mark of each answer in the latest papers."""
    latest = (
        Attempt.objects.filter(sitting=sitting).exclude(state=Attempt.State.VOID).order_by("-started_at").values("pk")[:LATEST]
    )
    newest = Mark.objects.filter(attempt_item=OuterRef("pk")).order_by("-marked_at", "-pk").values("marks")[:1]
    rows = (
        AttemptItem.objects.filter(attempt__in=latest)
        .annotate(newest=Subquery(newest))
        .filter(newest__isnull=False)
        .values("item_version__item__code")
        .annotate(answers=Count("pk"), earned=Avg("newest"), possible=Max("max_marks"))
    )
    told = [(row["item_version__item__code"], row["answers"], Decimal(row["earned"]) / row["possible"]) for row in rows]
    found = [Flag(code, n, share, share < HARD) for code, n, share in told if n >= LEAST and not HARD <= share <= EASY]
    return sorted(found, key=lambda flag: flag.facility)
