"""The workload of markers (阅卷任务): which answers wait, item by item, at which stage, for whom."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q
from django.utils.text import Truncator
from django.utils.translation import get_language

from accounts.models import User
from core.clock import now
from exams import agreement
from exams.models import Attempt, AttemptItem, Claim, ExamVersion, ItemVersion, Kind, Mark
from exams.permissions import may_adjudicate

UNRELEASED = (Attempt.State.SUBMITTED, Attempt.State.MARKED)
BY_PERSON = (Mark.Stage.FIRST, Mark.Stage.SECOND, Mark.Stage.ADJUDICATION)


@dataclass(frozen=True)
class Waiting:
    """One answer that a person marks: who gave which marks so far, and at which stages it still waits."""

    pk: int
    version: int
    candidate: int
    given: dict[str, Decimal]
    markers: frozenset[int]
    wanted: tuple[str, ...]

    def stages_for(self, user: User, *, adjudicates: bool) -> list[str]:
        """The stages at which `user` may mark this answer: none who marked it before, and nobody their own."""
        if user.pk in self.markers or user.pk == self.candidate:
            return []
        return [stage for stage in self.wanted if adjudicates or stage != Mark.Stage.ADJUDICATION]


@dataclass
class Pile:
    """The answers to one item, as the list of markers' work shows them."""

    version: ItemVersion
    waiting: int = 0
    drafts: int = 0
    done: int = 0
    to_adjudicate: int = 0
    mine: int = 0
    pairs: list[tuple[Decimal, Decimal]] = field(default_factory=list)

    @property
    def stem(self) -> str:
        return Truncator(self.version.body_in(get_language() or "")["stem"]).chars(60)

    @property
    def total(self) -> int:
        return self.waiting + self.done

    @property
    def kappa(self) -> Decimal | None:
        """How well first and second markers agree over this item's answers so far."""
        return agreement.kappa(self.pairs)


def answers(version: ItemVersion | None = None) -> list[Waiting]:
    """Every answer that a person marks, of papers whose result is not released yet (one query)."""
    by_machine = Mark.objects.filter(stage__in=[Mark.Stage.AUTO, Mark.Stage.CORRECTION, Mark.Stage.APPEAL])
    asked = AttemptItem.objects.filter(attempt__state__in=UNRELEASED).exclude(marks__in=by_machine)
    if version is not None:
        asked = asked.filter(item_version=version)
    told = asked.annotate(**{f"{stage}_{what}": _of(stage, what) for stage in BY_PERSON for what in ("marks", "marker")})
    columns = ("attempt__candidate", "attempt__exam_version__marking", "attempt__exam_version__tolerance_marks", "max_marks")
    given = [f"{stage}_{what}" for stage in BY_PERSON for what in ("marks", "marker")]
    return [_waiting(row) for row in told.values("pk", "item_version", *columns, *given)]


def piles(user: User) -> list[Pile]:
    """The items with answers to mark, those with most waiting first (four queries)."""
    waiting = answers()
    wordings = ItemVersion.objects.filter(pk__in={answer.version for answer in waiting}).select_related("item")
    found = {version.pk: Pile(version) for version in wordings}
    adjudicates = may_adjudicate(user)
    for answer in waiting:
        _count(found[answer.version], answer, user, adjudicates=adjudicates)
    for version, marker in Claim.objects.filter(until__gt=now()).values_list("attempt_item__item_version", "marker"):
        if version in found:
            found[version].drafts += 1
            found[version].mine += marker == user.pk
    return sorted(found.values(), key=lambda pile: (-pile.waiting, pile.version.item.code))


def kind_name(version: ItemVersion) -> str:
    return str(Kind(version.item.kind).label)


def _of(stage: str, what: str) -> Any:
    return Max(f"marks__{what}", filter=Q(marks__stage=stage))


def _waiting(row: dict[str, Any]) -> Waiting:
    given = {str(stage): row[f"{stage}_marks"] for stage in BY_PERSON if row[f"{stage}_marks"] is not None}
    is_double = row["attempt__exam_version__marking"] == ExamVersion.Marking.DOUBLE_BLIND
    apart = agreement.limit(row["attempt__exam_version__tolerance_marks"], row["max_marks"])
    return Waiting(
        pk=row["pk"],
        version=row["item_version"],
        candidate=row["attempt__candidate"],
        given=given,
        markers=frozenset(row[f"{stage}_marker"] for stage in BY_PERSON if row[f"{stage}_marker"] is not None),
        wanted=agreement.wanted(given, is_double=is_double, apart=apart),
    )


def _count(pile: Pile, answer: Waiting, user: User, *, adjudicates: bool) -> None:
    if not answer.wanted:
        pile.done += 1
    elif answer.stages_for(user, adjudicates=adjudicates):
        pile.waiting += 1
    pile.to_adjudicate += Mark.Stage.ADJUDICATION in answer.wanted
    if {agreement.FIRST, agreement.SECOND} <= answer.given.keys():
        pile.pairs.append((answer.given[agreement.FIRST], answer.given[agreement.SECOND]))
