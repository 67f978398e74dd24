"""Tallying (清点): the marked papers of an exam counted by the database, so that a hundred thousand need no more memory than
a hundred.

What an item was worth follows from how often each mark met each total and each answer. The papers are taken some thousand at a
time, each time by one short statement, and the counts added up.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from exams.models import Attempt, ExamVersion

AT_ONCE = 2_000


class Cell(NamedTuple):
    """A cell of the blueprint: papers draw so many items of this kind, area and worth."""

    area: str
    kind: str
    worth: float


class Met(NamedTuple):
    """One way in which an item was met: what it earned, on a paper that came to `total` of `possible`, answered so."""

    earned: float
    total: float
    possible: float
    answer: str | None


class Total(NamedTuple):
    """What a paper came to: marks, out of how many, and how many items had all of theirs."""

    marks: float
    possible: float
    rights: int


class Drawn(NamedTuple):
    """What the items of one cell earned together on one paper: how many, the sum, the sum of squares, how many in part."""

    items: int
    earned: float
    squares: float
    partial: int


@dataclass
class Tally:
    """How many papers: by item and cell, by total, and by what a cell earned."""

    items: dict[int, dict[Met, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    cell_of: dict[int, Cell] = field(default_factory=dict)
    totals: dict[Total, int] = field(default_factory=lambda: defaultdict(int))
    cells: dict[Cell, dict[Drawn, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    @property
    def papers(self) -> int:
        return sum(self.totals.values())

    @property
    def is_drawn(self) -> bool:
        """Whether somebody met other items than somebody else."""
        papers = self.papers
        return any(sum(met.values()) != papers for met in self.items.values())


def tally(version: ExamVersion) -> Tally:
    """The papers of `version` as they are marked now; void and open ones are left out (1 query, and 1 for every 2,000 papers)."""
    told = Tally()
    for first, last in _stretches(version):
        with connection.cursor() as cursor:
            cursor.execute(_COUNTED, [version.pk, _stored(first), _stored(last)])
            for part, number, area, kind, worth, one, two, three, answer, many in cursor.fetchall():
                _add(told, part, number, Cell(area, kind, float(worth or 0)), (one, two, three), answer, int(many))
    return told


def _add(told: Tally, part: str, number: int, cell: Cell, sums: tuple[Any, Any, Any], answer: str | None, many: int) -> None:
    one, two, three = (float(value or 0) for value in sums)
    if part == "item":
        told.cell_of.setdefault(number, cell)
        told.items[number][Met(one, two, three, answer)] += many
    elif part == "paper":
        told.totals[Total(one, two, round(three))] += many
    else:
        told.cells[cell][Drawn(number, one, two, round(three))] += many


def _stretches(version: ExamVersion) -> Iterator[tuple[UUID, UUID]]:
    keys = list(_marked(version).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start], keys[min(start + AT_ONCE, len(keys)) - 1]


def _marked(version: ExamVersion) -> QuerySet[Attempt]:
    return Attempt.objects.filter(exam_version=version, state__in=[Attempt.State.MARKED, Attempt.State.RELEASED])


def _stored(key: UUID) -> Any:
    """A key as this database compares it."""
    return Attempt._meta.pk.get_db_prep_value(key, connection)


def ticked(value: Any) -> list[str]:
    """An answer as the choices it ticks.

    >>> ticked("B"), ticked(["A", "C"]), ticked(False), ticked(None)
    (['B'], ['A', 'C'], ['false'], [])
    """
    if isinstance(value, bool):
        return [str(value).lower()]
    return [str(choice) for choice in value] if isinstance(value, list) else [str(value)] if value else []


def read(answer: str | None) -> list[str]:
    """The same from the database's text.

    >>> read('["A", "C"]'), read(None)
    (['A', 'C'], [])
    """
    return ticked(json.loads(answer)) if answer else []


# The mark that holds is the one of the latest stage and round; the answer that counts the newest that is not late.
_COUNTED = """
WITH held AS (
  SELECT slot.id, slot.attempt_id, slot.item_version_id, slot.area, item.kind, slot.max_marks AS worth, mark.marks AS earned,
    row_number() OVER (PARTITION BY slot.id ORDER BY
      CASE mark.stage WHEN 'auto' THEN 0 WHEN 'first' THEN 1 WHEN 'second' THEN 2 WHEN 'adjudication' THEN 3
        WHEN 'correction' THEN 4 WHEN 'appeal' THEN 5 END DESC, mark.round DESC) AS place
  FROM exams_attempt AS paper
  JOIN exams_attemptitem AS slot ON slot.attempt_id = paper.id
  JOIN exams_mark AS mark ON mark.attempt_item_id = slot.id
  JOIN exams_itemversion AS wording ON wording.id = slot.item_version_id
  JOIN exams_item AS item ON item.id = wording.item_id
  WHERE paper.exam_version_id = %s AND paper.state IN ('marked', 'released') AND paper.id >= %s AND paper.id <= %s
), holds AS (
  SELECT held.*, sum(earned) OVER (PARTITION BY attempt_id) AS total, sum(worth) OVER (PARTITION BY attempt_id) AS possible,
    CASE WHEN kind IN ('single', 'multiple', 'truefalse') THEN (
      SELECT CAST(given.value AS text) FROM exams_response AS given
      WHERE given.attempt_item_id = held.id AND NOT given.late ORDER BY given.seq DESC LIMIT 1
    ) END AS answer
  FROM held WHERE place = 1
), papers AS (
  SELECT sum(earned) AS total, sum(worth) AS possible, sum(CASE WHEN earned = worth THEN 1 ELSE 0 END) AS rights
  FROM holds GROUP BY attempt_id
), cells AS (
  SELECT area, kind, worth, count(*) AS items, sum(earned) AS earned, sum(earned * earned) AS squares,
    sum(CASE WHEN earned = 0 OR earned = worth THEN 0 ELSE 1 END) AS partial
  FROM holds GROUP BY attempt_id, area, kind, worth
)
SELECT 'item', item_version_id, area, kind, worth, earned, total, possible, answer, count(*)
FROM holds GROUP BY item_version_id, area, kind, worth, earned, total, possible, answer
UNION ALL
SELECT 'paper', 0, '', '', 0, total, possible, rights, NULL, count(*) FROM papers GROUP BY total, possible, rights
UNION ALL
SELECT 'cell', items, area, kind, worth, earned, squares, partial, NULL, count(*)
FROM cells GROUP BY items, area, kind, worth, earned, squares, partial
"""
