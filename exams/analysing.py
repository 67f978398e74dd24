"""Analysing (试题分析): from the marks that hold to figures that are kept. Nothing here changes a mark or a result."""

from decimal import Decimal

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from core.clock import now
from exams.analysis import items, reliability
from exams.analysis.reliability import Stratum
from exams.languages import SOURCE
from exams.models import AnswerKey, Attempt, ExamStat, ExamVersion, ItemStat, ItemVersion, Kind, Result
from exams.tallying import Met, Tally, read, tally, ticked

GROUPS = 5
BINS = 20


def due() -> QuerySet[ExamVersion]:
    """The versions with results that their figures do not know yet."""
    newest = Max("attempts__results__computed_at")
    return ExamVersion.objects.annotate(newest=newest).filter(
        Q(stat=None) | Q(stat__computed_at__lt=F("newest")), newest__isnull=False
    )


def analyse(version: ExamVersion) -> ExamStat | None:
    """Work out the figures of `version` anew from every marked paper; None before the first (4 queries and the writing, and 1
    more for every 2,000 papers)."""
    told = tally(version)
    if not told.papers:
        return None
    keys = _keys(set(told.items))
    without = _alphas_without(told)
    stats = [_item(version, item, told, keys[item], without.get(item)) for item in told.items if item in keys]
    return _keep(version, told, stats)


def _keys(versions: set[int]) -> dict[int, tuple[ItemVersion, AnswerKey]]:
    """Every item version with its newest key (one query)."""
    keys = AnswerKey.objects.filter(item_version__in=versions).select_related("item_version__item").order_by("revision")
    return {key.item_version_id: (key.item_version, key) for key in keys}


def _offered(version: ItemVersion) -> list[str]:
    kind = version.item.kind
    if kind == Kind.TRUEFALSE:
        return ["true", "false"]
    return [str(choice["id"]) for choice in version.body[SOURCE]["choices"]] if kind in (Kind.SINGLE, Kind.MULTIPLE) else []


def _item(
    version: ExamVersion, item: int, told: Tally, known: tuple[ItemVersion, AnswerKey], alpha_without: float | None
) -> ItemStat:
    met, counts = list(told.items[item]), list(told.items[item].values())
    worth = told.cell_of[item].worth
    rests = [_rest(one, worth) for one in met]
    totals = [one.total / one.possible for one in met]
    figures = items.figures([one.earned / worth for one in met], rests, totals, counts)
    chosen = [read(one.answer) for one in met]
    choices = items.choices(chosen, rests, _offered(known[0]), set(ticked(known[1].data.get("correct"))), counts)
    return ItemStat(
        exam_version=version,
        item_version_id=item,
        **vars(figures),
        alpha_without=alpha_without,
        choices=[
            {
                "id": choice.choice,
                "count": choice.count,
                "share": choice.share,
                "rest_r": choice.rest_r,
                "is_key": choice.is_key,
                "groups": items.by_group(chosen, totals, choice.choice, GROUPS, counts),
            }
            for choice in choices
        ],
        flags=items.flags(figures, choices),
    )


def _rest(one: Met, worth: float) -> float:
    """What was earned on everything else, in per cent of it."""
    others = one.possible - worth
    return 100 * (one.total - one.earned) / others if others else 0.0


def _keep(version: ExamVersion, told: Tally, stats: list[ItemStat]) -> ExamStat:
    """All figures at once: a reader never sees the old of one and the new of another."""
    results = Result.objects.current().filter(attempt__exam_version=version)
    with transaction.atomic():
        ItemStat.objects.filter(exam_version=version).delete()
        ItemStat.objects.bulk_create(stats, batch_size=500)
        kept, _made = ExamStat.objects.update_or_create(
            exam_version=version,
            defaults={
                "n": told.papers,
                "passed": results.filter(passed=True).exclude(attempt__state=Attempt.State.VOID).count(),
                "maximum": Decimal(str(max(total.possible for total in told.totals))),
                "is_drawn": told.is_drawn,
                "figures": _figures(told),
                "histogram": _histogram(told),
                "computed_at": now(),
            },
        )
    return kept


def _histogram(told: Tally) -> list[int]:
    counts = [0] * BINS
    for total, many in told.totals.items():
        share = total.marks / total.possible if total.possible else 0.0
        counts[min(BINS - 1, int(share * BINS))] += many
    return counts


def _figures(told: Tally) -> dict[str, float | None]:
    """What can be said of the exam as a whole. Errors are in marks."""
    spread = reliability.spread([total.marks for total in told.totals], list(told.totals.values()))
    said: dict[str, float | None] = {
        "mean": spread.mean,
        "deviation": spread.deviation,
        "skewness": spread.skewness,
        "kurtosis": spread.kurtosis,
    }
    whole = (spread.deviation or 0.0) ** 2
    if told.is_drawn:
        strata, worth = _strata(told)
        alpha = reliability.stratified_alpha(strata, whole)
        enough = told.papers >= items.REPORTABLE
        said |= {"stratified_alpha": alpha, "binomial_sem": reliability.binomial_error(strata, worth) if enough else None}
    else:
        alpha = reliability.alpha([_variance(told, item) for item in told.items], whole)
        said |= {"alpha": alpha, "kr20": _kr20(told)}
    return said | {"sem": reliability.error_of_measurement(spread.deviation, alpha)}


def _variance(told: Tally, item: int) -> float:
    return items.variance([one.earned for one in told.items[item]], list(told.items[item].values()))


def _alphas_without(told: Tally) -> dict[int, float | None]:
    """By item, the exam's alpha had it not been asked; nothing for drawn papers."""
    if told.is_drawn:
        return {}
    rests = [items.variance([one.total - one.earned for one in met], list(met.values())) for met in told.items.values()]
    return dict(zip(told.items, reliability.alpha_without([_variance(told, item) for item in told.items], rests), strict=True))


def _kr20(told: Tally) -> float | None:
    """Of items, whatever each is worth; None where one was neither right nor wrong."""
    shares = []
    for item, met in told.items.items():
        worth = told.cell_of[item].worth
        if any(one.earned not in (0, worth) for one in met):
            return None
        shares.append(items.mean([one.earned / worth for one in met], list(met.values())))
    rights = [total.rights for total in told.totals]
    return reliability.kr20(shares, items.variance(rights, list(told.totals.values())), told.papers)


def _strata(told: Tally) -> tuple[list[Stratum], dict[str, float]]:
    """The cells of the blueprint. Papers that do not share their cells (rules changed between) are not compared: no strata."""
    strata, worth = [], {}
    for cell, drawn in told.cells.items():
        sizes = {one.items for one in drawn}
        if len(sizes) > 1 or sum(drawn.values()) != told.papers:
            return [], {}
        mine = [item for item in told.items if told.cell_of[item] == cell]
        count = sizes.pop()
        stratum = Stratum(
            name=f"{cell.area} {cell.kind} {cell.worth}",
            count=count,
            sums=[one.earned for one in drawn],
            squares=[one.squares for one in drawn],
            counts=list(drawn.values()),
            variances=[_variance(told, item) for item in mine] if len(mine) == count else None,
            partial=any(one.partial for one in drawn),
        )
        strata.append(stratum)
        worth[stratum.name] = cell.worth
    return strata, worth
