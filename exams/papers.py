"""Papers (试卷): from a published blueprint and the bank to the slots of one attempt, and back again for a check."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models.fields.json import KeyTransform

from core.memory import Memory
from exams import drawing, fingerprints, wordings
from exams.drawing import Candidate, Cell, Stock
from exams.exposure import bands
from exams.languages import SOURCE
from exams.models import Attempt, AttemptItem, BlueprintRow, EnemyGroup, ExamVersion, Item, ItemVersion, Pool, PrintedPaper
from exams.models.exam import Rules

if TYPE_CHECKING:
    from accounts.models import User

T = TypeVar("T")

# The part of an item's wording whose order is shuffled for each candidate.
_SHUFFLED = {"single": "choices", "multiple": "choices", "ordering": "choices", "matching": "right"}

_PARTS = KeyTransform("parts", KeyTransform(SOURCE, "body"))


class Altered(Exception):
    """The stored rules of an exam version are no longer those that were published: no paper is drawn from them."""


@dataclass(frozen=True)
class Paper:
    """A drawn paper before it belongs to an attempt."""

    seed: int
    pool: Pool
    items: list[AttemptItem]
    sha256: str
    # What the candidate had met before and was to meet last; part of the proof, so it is kept with the start.
    earlier: tuple[str, ...] = ()


def cell(row: BlueprintRow) -> Cell:
    """A row of the blueprint as the drawing rules know it."""
    parts = tuple(part["area"] for part in row.parts)
    return Cell(row.position, tuple(row.item_kinds), row.count, row.area, row.difficulty_min, row.difficulty_max, parts)


def candidates(credential: str, *, cleared: bool = True) -> list[Candidate]:
    """The items a paper for this credential may hold, each in the version in use (one query).

    `cleared=False` gives those that still wait for an editor's clearance instead.
    """
    items = Item.objects.for_papers() if cleared else Item.objects.awaiting_clearance()
    rows = list(
        ItemVersion.objects.current()
        .filter(item__in=items.for_credential(credential))
        .order_by("item__code")
        .values_list("item__code", "number", "item__kind", "item__difficulty", "item__areas", _PARTS, "item__used")
    )
    band = bands((code, (kind, areas[credential]), used) for code, _number, kind, _hard, areas, _parts, used in rows)
    return [
        Candidate(code, number, kind, difficulty, areas[credential], tuple(part["area"] for part in parts or ()), band[code])
        for code, number, kind, difficulty, areas, parts, _used in rows
    ]


def stock(credential: str) -> Stock:
    """All that may be drawn for this credential today: its items, and who must not meet whom (2 queries)."""
    return Stock.of(candidates(credential), EnemyGroup.objects.codes())


def recent_stock(credential: str) -> Stock:
    """As `stock`, at most EXAM_STOCK_SECONDS old: a rush of candidates does not read the whole bank once each."""
    return recent(("stock", credential), lambda: stock(credential))


def recent_rows(version: ExamVersion) -> list[BlueprintRow]:
    """The cells of its blueprint, as old as the stock they are filled from."""
    return recent(("rows", version.pk), version.blueprint_rows)


def recent_rules(version: int) -> ExamVersion:
    """The rules with their exam, for showing."""
    return recent(("rules", version), lambda: ExamVersion.objects.select_related("exam").get(pk=version))


def recent(key: tuple[str, Any], read: Callable[[], T]) -> T:
    """What `read` gives, at most EXAM_STOCK_SECONDS old: for what is the same for every candidate and seldom changes."""
    seconds = settings.EXAM_STOCK_SECONDS
    return _read.kept((*key, int(monotonic() / seconds)), read) if seconds else read()


_read: Memory[tuple[str, Any, int], Any] = Memory(32, lambda keys: {})


def keep(kept: Stock) -> Pool:
    """The pool under its digest: written once for each state of the bank, then found again, once by each process."""
    if known := _pools.many([kept.sha256]).get(kept.sha256):
        return known
    # Its entries are what we have in hand: no need to read them back.
    pool, _ = Pool.objects.defer("entries").get_or_create(sha256=kept.sha256, defaults={"entries": kept.as_json})
    # Not before it is there for good: a transaction that is taken back leaves none.
    transaction.on_commit(lambda: _pools.put(kept.sha256, Pool(pk=pool.pk, sha256=pool.sha256)))
    return pool


_pools: Memory[str, Pool] = Memory(8, lambda digests: {})


def met_by(candidate: "User") -> frozenset[str]:
    """The items this person has had before their eyes (one query over that person's attempts alone)."""
    items = AttemptItem.objects.filter(attempt__candidate=candidate)
    return frozenset(items.values_list("item_version__item__code", flat=True))


def draw(version: ExamVersion, seed: int, *, earlier: Collection[str] = ()) -> Paper:
    """A paper for this version from today's bank; drawing.CannotDraw when a cell is short (7 queries, none in a rush).

    What the candidate had `earlier` comes last.
    """
    rows = recent_rows(version)
    # As old as its rows: who alters rules behind their back is found out within the same second.
    if recent(("digest", version.pk), lambda: rules_digest(version, rows)) != version.content_sha256:
        raise Altered(version.pk)
    today = recent_stock(version.exam.credential)
    known = tuple(item.code for item in today.items if item.code in earlier) if earlier else ()
    return _lay_out(version, rows, seed, today, keep(today), known)


def redraw(attempt: Attempt) -> Paper:
    """The paper of `attempt` drawn once more: from its seed, the pool as it was, and what the candidate had met before."""
    kept = Stock.from_json(attempt.pool.entries)
    started = attempt.events.filter(kind="started").first()
    earlier = tuple(started.data.get("earlier", ())) if started else ()
    return _lay_out(attempt.exam_version, list(attempt.exam_version.blueprint.all()), attempt.seed, kept, attempt.pool, earlier)


def of_form(form: PrintedPaper) -> Paper:
    """The very paper that was printed, for whoever wrote on it; Altered if its slots are no longer those (1 query)."""
    items = form.attempt_items()
    digests = dict(ItemVersion.objects.filter(pk__in=[one.item_version_id for one in items]).values_list("pk", "content_sha256"))
    if fingerprint(items, digests) != form.paper_sha256:
        raise Altered(form.pk)
    return Paper(form.seed, form.pool, items, form.paper_sha256)


def redraw_form(form: PrintedPaper) -> Paper:
    """The paper of a printed form drawn once more."""
    version, kept = form.sitting.exam_version, Stock.from_json(form.pool.entries)
    return _lay_out(version, version.blueprint_rows(), form.seed, kept, form.pool, ())


def shortages(version: ExamVersion) -> list[drawing.Shortage]:
    """Which cells the bank cannot fill today; empty when the version can be sat."""
    today = stock(version.exam.credential)
    return drawing.shortages([cell(row) for row in version.blueprint.all()], today.items, today.enemies)


def fingerprint(items: Iterable[AttemptItem], digests: Mapping[int, str]) -> str:
    """Of a paper; `digests` gives the digest of each item version."""
    return fingerprints.paper(
        (item.slot, digests[item.item_version_id], item.choice_order, f"{item.max_marks:.2f}") for item in items
    )


def rules_digest(version: Rules, rows: Iterable[BlueprintRow]) -> str:
    """Of everything a version demands, its blueprint included: a row added behind its back shows here."""
    rules = {name: _plain(getattr(version, name)) for name in _RULES}
    # What the first versions did not state is left out where it is not stated: their digests stay.
    rules |= {name: getattr(version, name) for name in _STATED_LATER if getattr(version, name) is not None}
    cells = sorted([_plain(getattr(row, name)) for name in _CELL] for row in rows)
    return fingerprints.fingerprint([rules, cells])


_RULES = (
    "duration_s",
    "grace_s",
    "cut_score",
    "floors",
    "area_floor_percent",
    "case_floor_percent",
    "max_attempts",
    "attempts_window_months",
    "cooling_off_days",
    "languages",
    "shuffle",
    "review_policy",
    "marking",
    "tolerance_marks",
    "eligibility",
)
_STATED_LATER = ("difficulty_mix", "cooling_off_hours")
_CELL = ("position", "section", "area", "item_kinds", "difficulty_min", "difficulty_max", "count", "marks_each", "parts")


def _plain(value: Any) -> Any:
    """A value as it reads both before it is stored and after."""
    return f"{value:.2f}" if hasattr(value, "quantize") else value


def _lay_out(
    version: ExamVersion, rows: Sequence[BlueprintRow], seed: int, kept: Stock, pool: Pool, earlier: tuple[str, ...]
) -> Paper:
    row_of = {row.position: row for row in rows}
    drawn = drawing.draw([cell(row) for row in rows], kept.items, seed, enemies=kept.enemies, earlier=earlier)
    wording = _wording([candidate for _, candidate in drawn])
    items = []
    for slot, (drawn_cell, candidate) in enumerate(drawn, 1):
        item_version, row = wording[candidate.code], row_of[drawn_cell.position]
        items.append(
            AttemptItem(
                slot=slot,
                item_version=item_version,
                choice_order=_choice_order(item_version, candidate, seed, version.shuffle),
                max_marks=row.marks_each,
                area=row.area,
                parts=_parts(item_version, row),
            )
        )
    digests = {item.item_version_id: item.item_version.content_sha256 for item in items}
    return Paper(seed, pool, items, fingerprint(items, digests), earlier)


def _wording(drawn: Sequence[Candidate]) -> dict[str, ItemVersion]:
    """The drawn versions by item code (one query at most)."""
    found = wordings.by_code.many((candidate.code, candidate.version) for candidate in drawn)
    return {code: version for (code, _number), version in found.items()}


def _choice_order(version: ItemVersion, candidate: Candidate, seed: int, shuffle: bool) -> list[str]:
    choices = version.body[SOURCE].get(_SHUFFLED.get(candidate.kind, ""), [])
    ids = [choice["id"] for choice in choices]
    last = [choice["id"] for choice in choices if choice.get("last")]
    return drawing.shuffled_choices(ids, seed, candidate.code, last) if shuffle else ids


def _parts(version: ItemVersion, row: BlueprintRow) -> list[dict[str, str]]:
    """The parts of a case with the marks the blueprint gives to each area."""
    marks = {part["area"]: part["marks"] for part in row.parts}
    return [
        {"id": part["id"], "area": part["area"], "marks": marks[part["area"]]}
        for part in version.body[SOURCE].get("parts", [])
        if part["area"] in marks
    ]
