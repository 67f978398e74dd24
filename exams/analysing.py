"""Analysing (试题分析): from the marks that hold to figures that are kept. Nothing here changes a mark or a result."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from core.dates import now
from exams.analysis import items, reliability
from exams.analysis.reliability import Stratum
from exams.languages import SOURCE
from exams.models import AnswerKey, Attempt, ExamStat, ExamVersion, ItemStat, ItemVersion, Kind, Mark, Response, Result

GROUPS = 5
BINS = 20
_RANK = {stage: rank for rank, stage in enumerate(Mark.Stage)}
_TICKED = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUEFALSE)
Cell = tuple[str, str, Decimal]


@dataclass
class Sheet:
    """One candidate's paper: what was earned of what, by item version, and by cell of the blueprint."""

    earned: dict[int, float] = field(default_factory=dict)
    worth: dict[int, float] = field(default_factory=dict)
    cells: dict[Cell, list[int]] = field(default_factory=lambda: defaultdict(list))

    # Asked for once each item and summed up once: a sheet is not changed any more once it is read.
    @cached_property
    def total(self) -> float:
        return sum(self.earned.values())

    @cached_property
    def possible(self) -> float:
        return sum(self.worth.values())

    def rest(self, version: int) -> float:
        """What was earned on everything else, in per cent of it."""
        others = self.possible - self.worth[version]
        return 100 * (self.total - self.earned[version]) / others if others else 0.0


def due() -> QuerySet[ExamVersion]:
    """The versions with results that their figures do not know yet."""
    newest = Max("attempts__results__computed_at")
    return ExamVersion.objects.annotate(newest=newest).filter(
        Q(stat=None) | Q(stat__computed_at__lt=F("newest")), newest__isnull=False
    )


def analyse(version: ExamVersion) -> ExamStat | None:
    """Work out the figures of `version` anew from every marked paper; None before the first (5 queries and the writing)."""
    sheets = sheets_of(version)
    if not sheets:
        return None
    ticks = _ticks(version, sheets)
    keys = _keys({item for sheet in sheets.values() for item in sheet.earned})
    stats = [_item(version, item, sheets, ticks.get(item, {}), keys.get(item)) for item in keys]
    return _keep(version, sheets, stats)


def sheets_of(version: ExamVersion) -> dict[UUID, Sheet]:
    """The marked papers of `version` in the order in which they were begun; void ones are left out (one query)."""
    marks = (
        Mark.objects.filter(
            attempt_item__attempt__exam_version=version,
            attempt_item__attempt__state__in=[Attempt.State.MARKED, Attempt.State.RELEASED],
        )
        .order_by("attempt_item__attempt__started_at", "attempt_item__attempt", "attempt_item__slot")
        .values_list(
            "attempt_item__attempt",
            "attempt_item__item_version",
            "attempt_item__area",
            "attempt_item__item_version__item__kind",
            "attempt_item__max_marks",
            "stage",
            "round",
            "marks",
        )
    )
    sheets: dict[UUID, Sheet] = {}
    holds: dict[tuple[UUID, int], tuple[int, int]] = {}
    for attempt, item, area, kind, worth, stage, turn, earned in marks.iterator(chunk_size=5000):
        sheet = sheets.setdefault(attempt, Sheet())
        if item not in sheet.worth:
            sheet.worth[item] = float(worth)
            sheet.cells[area, kind, worth].append(item)
        rank = (_RANK[Mark.Stage(stage)], turn)
        if rank >= holds.get((attempt, item), (-1, 0)):
            holds[attempt, item] = rank
            sheet.earned[item] = float(earned)
    return sheets


def _ticks(version: ExamVersion, sheets: Mapping[UUID, Sheet]) -> dict[int, dict[UUID, list[str]]]:
    """What each candidate ticked, by item: the newest answer that is not late (one query)."""
    answers = (
        Response.objects.filter(
            late=False, attempt_item__attempt__exam_version=version, attempt_item__item_version__item__kind__in=_TICKED
        )
        .order_by("seq")
        .values_list("attempt_item__attempt", "attempt_item__item_version", "value")
    )
    told: dict[int, dict[UUID, list[str]]] = defaultdict(dict)
    for attempt, item, value in answers.iterator(chunk_size=5000):
        if attempt in sheets:
            told[item][attempt] = ticked(value)
    return told


def ticked(value: Any) -> list[str]:
    """An answer as the choices it ticks.

    >>> ticked("B"), ticked(["A", "C"]), ticked(False), ticked(None)
    (['B'], ['A', 'C'], ['false'], [])
    """
    if isinstance(value, bool):
        return [str(value).lower()]
    return [str(choice) for choice in value] if isinstance(value, list) else [str(value)] if value else []


def _keys(versions: set[int]) -> dict[int, tuple[ItemVersion, AnswerKey]]:
    """Every item version with its newest key (one query)."""
    keys = AnswerKey.objects.filter(item_version__in=versions).select_related("item_version__item").order_by("revision")
    return {key.item_version_id: (key.item_version, key) for key in keys}


def _offered(version: ItemVersion) -> list[str]:
    kind = version.item.kind
    if kind == Kind.TRUEFALSE:
        return ["true", "false"]
    return [str(choice["id"]) for choice in version.body[SOURCE]["choices"]] if kind in _TICKED else []


def _item(
    version: ExamVersion,
    item: int,
    sheets: Mapping[UUID, Sheet],
    ticks: Mapping[UUID, list[str]],
    known: tuple[ItemVersion, AnswerKey] | None,
) -> ItemStat:
    met = {attempt: sheet for attempt, sheet in sheets.items() if item in sheet.earned}
    shares = [sheet.earned[item] / sheet.worth[item] for sheet in met.values()]
    rests = [sheet.rest(item) for sheet in met.values()]
    totals = [sheet.total / sheet.possible for sheet in met.values()]
    figures = items.figures(shares, rests, totals)
    offered, right = (_offered(known[0]), set(ticked(known[1].data.get("correct")))) if known else ([], set[str]())
    chosen = [ticks.get(attempt, []) for attempt in met]
    told = items.choices(chosen, rests, offered, right)
    return ItemStat(
        exam_version=version,
        item_version_id=item,
        **vars(figures),
        choices=[
            {
                "id": choice.choice,
                "count": choice.count,
                "share": choice.share,
                "rest_r": choice.rest_r,
                "is_key": choice.is_key,
                "groups": items.by_group(chosen, totals, choice.choice, GROUPS),
            }
            for choice in told
        ],
        flags=items.flags(figures, told),
    )


def _keep(version: ExamVersion, sheets: Mapping[UUID, Sheet], stats: list[ItemStat]) -> ExamStat:
    """All figures at once: a reader never sees the old of one and the new of another."""
    papers = list(sheets.values())
    maximum = max(sheet.possible for sheet in papers)
    results = Result.objects.current().filter(attempt__exam_version=version)
    with transaction.atomic():
        ItemStat.objects.filter(exam_version=version).delete()
        ItemStat.objects.bulk_create(stats, batch_size=500)
        kept, _made = ExamStat.objects.update_or_create(
            exam_version=version,
            defaults={
                "n": len(papers),
                "passed": results.filter(passed=True).exclude(attempt__state=Attempt.State.VOID).count(),
                "maximum": Decimal(str(maximum)),
                "is_drawn": _is_drawn(papers),
                "figures": _figures(papers),
                "histogram": _histogram(papers),
                "computed_at": now(),
            },
        )
    return kept


def _is_drawn(papers: list[Sheet]) -> bool:
    first = papers[0].earned.keys()
    return any(sheet.earned.keys() != first for sheet in papers)


def _histogram(papers: Iterable[Sheet]) -> list[int]:
    counts = [0] * BINS
    for sheet in papers:
        share = sheet.total / sheet.possible if sheet.possible else 0.0
        counts[min(BINS - 1, int(share * BINS))] += 1
    return counts


def _figures(papers: list[Sheet]) -> dict[str, float | None]:
    """What can be said of the exam as a whole. Errors are in marks."""
    totals = [sheet.total for sheet in papers]
    spread = reliability.spread(totals)
    said: dict[str, float | None] = {
        "mean": spread.mean,
        "deviation": spread.deviation,
        "skewness": spread.skewness,
        "kurtosis": spread.kurtosis,
    }
    strata, worth = _strata(papers)
    if _is_drawn(papers):
        alpha = reliability.stratified_alpha(strata)
        binomial = reliability.typical_error(reliability.binomial_errors(strata, worth))
        said |= {"stratified_alpha": alpha, "binomial_sem": binomial if len(papers) >= items.REPORTABLE else None}
    else:
        order = sorted(papers[0].earned)
        rows = [[sheet.earned[item] for item in order] for sheet in papers]
        shares = [[sheet.earned[item] / sheet.worth[item] for item in order] for sheet in papers]
        alpha = reliability.alpha(rows)
        said |= {"alpha": alpha, "kr20": reliability.kr20(shares)}
    return said | {"sem": reliability.error_of_measurement(spread.deviation, alpha)}


def _strata(papers: list[Sheet]) -> tuple[list[Stratum], dict[str, float]]:
    """The cells of the blueprint. Papers that do not share their cells (rules changed between) are not compared: no strata."""
    cells = {cell: len(met) for cell, met in papers[0].cells.items()}
    if any({cell: len(met) for cell, met in sheet.cells.items()} != cells for sheet in papers):
        return [], {}
    strata, worth = [], {}
    for area, kind, marks in cells:
        name = f"{area} {kind} {marks}"
        met = [sheet.cells[area, kind, marks] for sheet in papers]
        same = all(set(those) == set(met[0]) for those in met)
        rows = [[sheet.earned[item] for item in sorted(those)] for sheet, those in zip(papers, met, strict=True)]
        strata.append(Stratum(name, rows, same))
        worth[name] = float(marks)
    return strata, worth
