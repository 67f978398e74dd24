"""Likeness (雷同答卷): which papers of a sitting share more wrong answers than chance explains. A prompt to look, no verdict."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

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
    """Compare the newest papers of a sitting, each with each (3 queries)."""
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
    """The wrong answers of each paper: the newest to what the machine marked with nothing (one query)."""
    nothing = Mark.objects.filter(attempt_item__attempt__in=attempts, stage=Mark.Stage.AUTO, marks=0).exclude(
        attempt_item__item_version__item__kind__in=_BY_PERSON
    )
    newer = Response.objects.filter(attempt_item=OuterRef("attempt_item"), seq__gt=OuterRef("seq"), late=False)
    answers = Response.objects.filter(
        ~Exists(newer), attempt_item__attempt__in=attempts, attempt_item__in=nothing.values("attempt_item"), late=False
    ).order_by()
    told: dict[UUID, dict[int, str]] = {}
    for attempt, version, kind, value in answers.values_list(
        "attempt_item__attempt", "attempt_item__item_version", "attempt_item__item_version__item__kind", "value"
    ):
        if value not in (None, "", [], {}):
            told.setdefault(attempt, {})[version] = spelled(kind, value)
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
