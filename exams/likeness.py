"""Likeness (雷同答卷): which papers of a sitting share more wrong answers than chance explains. A prompt to look, no verdict."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.text import fold
from exams.analysis import similarity
from exams.models import Attempt, Kind, Mark, Response, Sitting

# Every pair is compared; more papers than this would hold up the page.
MOST = 400
# So many pairs are listed, the least likely first: where there are more, something is wrong with the paper, not with people.
SHOWN = 200
_WRITTEN = (Kind.FILLIN, Kind.NUMERIC)
_BY_PERSON = (Kind.SHORT, Kind.CASE)


@dataclass(frozen=True)
class Likeness:
    """Two attempts whose wrong answers agree too often."""

    left: Attempt
    right: Attempt
    both: int
    same: int
    expected: float
    one_in: int


@dataclass(frozen=True)
class Report:
    """Of one sitting: how many papers were compared, whether some were left out, the pairs to look at, and how many there are."""

    compared: int
    left_out: int
    pairs: list[Likeness]
    found: int


def report(sitting: Sitting) -> Report:
    """Compare the newest papers of a sitting, each with each (4 queries)."""
    closed = Attempt.objects.filter(sitting=sitting).exclude(state__in=[Attempt.State.IN_PROGRESS, Attempt.State.VOID])
    attempts = list(closed.select_related("candidate", "registration").order_by("-submitted_at")[:MOST])
    left_out = closed.count() - len(attempts)
    wrong = _wrong([attempt.pk for attempt in attempts])
    found = similarity.pairs([wrong.get(attempt.pk, {}) for attempt in attempts])
    pairs = [
        Likeness(attempts[pair.left], attempts[pair.right], pair.both, pair.same, pair.expected, _one_in(pair.chance))
        for pair in found[:SHOWN]
    ]
    return Report(len(attempts), left_out, pairs, len(found))


def _one_in(chance: float) -> int:
    """Chance as “one in …”, to one leading figure."""
    odds = min(int(1 / chance), 10**15) if chance else 10**15
    leading = 10 ** (len(str(odds)) - 1)
    return odds // leading * leading


def _wrong(attempts: list[UUID]) -> dict[UUID, dict[int, str]]:
    """The wrong answers of each paper: those the machine marked with nothing (2 queries)."""
    nothing = Mark.objects.filter(attempt_item__attempt__in=attempts, stage=Mark.Stage.AUTO, marks=0).exclude(
        attempt_item__item_version__item__kind__in=_BY_PERSON
    )
    missed = set(nothing.values_list("attempt_item", flat=True))
    answers = (
        Response.objects.filter(attempt_item__attempt__in=attempts, late=False)
        .order_by("seq")
        .values_list(
            "attempt_item",
            "attempt_item__attempt",
            "attempt_item__item_version",
            "attempt_item__item_version__item__kind",
            "value",
        )
    )
    told: dict[UUID, dict[int, str]] = {}
    for slot, attempt, version, kind, value in answers.iterator(chunk_size=5000):
        if slot not in missed:
            continue
        sheet = told.setdefault(attempt, {})
        if value in (None, "", [], {}):
            sheet.pop(version, None)
        else:
            sheet[version] = spelled(kind, value)
    return told


def spelled(kind: str, value: Any) -> str:
    """One spelling for answers that are the same.

    >>> spelled("multiple", ["C", "A"]) == spelled("multiple", ["A", "C"]), spelled("numeric", "４６")
    (True, '["46"]')
    """
    if kind == Kind.MULTIPLE:
        value = sorted(value)
    elif kind in _WRITTEN:
        value = [fold(str(text)) for text in (value if isinstance(value, list) else [value])]
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
