"""Culture pulse (质量文化问卷): opened by the head once a season, answered by members, shown when it is over.

An answer raises counts; nothing ties it to a person or a moment, and no deed is noted. That somebody has answered is kept
apart, without a moment, so that nobody answers twice.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from appointments import tasks
from appointments.appointing import Refused
from appointments.duties.grouping import SMALLEST, season, shown
from appointments.duties.models import Pulse, PulseCount, PulseTurn
from core.audit import record
from core.dates import today
from core.jobs import enqueue
from organisations.models import Membership, Organisation

# Days for which a survey stays open.
OPEN_FOR = 14
LEVELS = (
    (5, gettext_lazy("I fully agree")),
    (4, gettext_lazy("I rather agree")),
    (3, gettext_lazy("Neither nor")),
    (2, gettext_lazy("I rather disagree")),
    (1, gettext_lazy("I do not agree at all")),
)
STATEMENTS = (
    ("first", gettext_lazy("When time is short, quality still comes before output here.")),
    ("speak", gettext_lazy("I can report a mistake, my own too, without fear.")),
    ("stop", gettext_lazy("I may stop work when something is wrong, and I am backed up.")),
    ("know", gettext_lazy("I know what good work means at my place, and how it is measured.")),
    ("means", gettext_lazy("I have the tools, the time and the training to work well.")),
    ("learn", gettext_lazy("We look for causes, not for culprits, and the same fault does not come back.")),
    ("lead", gettext_lazy("Those who lead us keep to the rules of quality themselves.")),
)


@dataclass(frozen=True)
class Line:
    """One statement in one survey: how many chose each level, from 5 to 1, and their mean."""

    code: str
    sentence: str
    numbers: tuple[int, ...]

    @property
    def replies(self) -> int:
        return sum(self.numbers)

    @property
    def agree(self) -> int:
        return self.numbers[0] + self.numbers[1]

    @property
    def neither(self) -> int:
        return self.numbers[2]

    @property
    def disagree(self) -> int:
        return self.numbers[3] + self.numbers[4]

    @property
    def mean(self) -> float:
        return sum(level * number for (level, _words), number in zip(LEVELS, self.numbers, strict=True)) / self.replies


@dataclass(frozen=True)
class Part:
    """A department: its replies and the mean of all statements."""

    name: str
    replies: int
    mean: float


@dataclass(frozen=True)
class Told:
    """What a survey may say: nothing but the number of replies while they are fewer than five."""

    replies: int
    lines: list[Line]
    parts: list[Part]

    @property
    def is_withheld(self) -> bool:
        return not self.lines

    @property
    def mean(self) -> float:
        return _mean(self.lines)


@transaction.atomic
def open_pulse(*, firm: Organisation, by: User) -> Pulse:
    """Open the season's survey; members are told. Raises Refused."""
    if not Organisation.objects.managed_by(by).filter(pk=firm.pk).exists():
        raise Refused(_("The head of the firm opens the survey."))
    year, quarter = season(today().year, today().month)
    closes = today() + dt.timedelta(days=OPEN_FOR)
    try:
        with transaction.atomic():
            pulse = Pulse.objects.create(organisation=firm, year=year, quarter=quarter, closes_on=closes, opened_by=by)
    except IntegrityError as twice:
        raise Refused(_("This season has its survey already.")) from twice
    record("pulse.opened", pulse, by=by)
    enqueue(tasks.tell_pulse, pulse=str(pulse.pk))
    return pulse


@transaction.atomic
def answer(*, pulse: Pulse, levels: Mapping[str, int], by: User) -> None:
    """Count an answer. Raises Refused."""
    membership = Membership.objects.present().filter(organisation=pulse.organisation_id, person=by).select_related("department")
    mine = membership.first()
    if mine is None or not pulse.is_open:
        raise Refused(_("This survey is over, or it is not yours."))
    if set(levels) != {code for code, _sentence in STATEMENTS}:
        raise Refused(_("Answer every statement."))
    try:
        with transaction.atomic():
            PulseTurn.objects.create(pulse=pulse, person=by)
    except IntegrityError as twice:
        raise Refused(_("You have answered already. What you said was counted, and cannot be found again.")) from twice
    department = mine.department.name if mine.department else ""
    # Always in the same order: two who answer at once wait for each other, and never both.
    for code, _sentence in STATEMENTS:
        cell: dict[str, Any] = {"pulse": pulse, "department": department, "statement": code, "level": levels[code]}
        PulseCount.objects.get_or_create(**cell)
        PulseCount.objects.filter(**cell).update(number=F("number") + 1)


def told(pulse: Pulse) -> Told:
    """What may be shown of a survey that is over (one query)."""
    counts: dict[str, dict[tuple[str, int], int]] = defaultdict(lambda: defaultdict(int))
    for row in PulseCount.objects.filter(pulse=pulse):
        counts[row.department][row.statement, row.level] += row.number
    first = STATEMENTS[0][0]
    replies = {name: sum(number for (code, _level), number in cells.items() if code == first) for name, cells in counts.items()}
    total = sum(replies.values())
    if total < SMALLEST or pulse.is_open:
        return Told(total, [], [])
    lines = _lines(list(counts.values()))
    parts = [Part(name, replies[name], _mean(_lines([counts[name]]))) for name in shown(replies)]
    # One department that is the whole says nothing more than the whole.
    return Told(total, lines, parts if len(counts) > 1 else [])


def _mean(lines: Sequence[Line]) -> float:
    return sum(line.mean for line in lines) / len(lines)


def _lines(cells: Sequence[Mapping[tuple[str, int], int]]) -> list[Line]:
    return [
        Line(code, str(sentence), tuple(sum(cell.get((code, level), 0) for cell in cells) for level, _words in LEVELS))
        for code, sentence in STATEMENTS
    ]
