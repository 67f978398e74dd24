"""Conditions (条件): what has to be met, each in one sentence with the way to remedy it; and those of the rooms above.

A room above the exams adds one of its own in its `apps.ready`: `conditions.register(rule)`. It then holds wherever one
starts or registers. Which of them an exam asks: eligibility.py.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import User
from core.dates import add_months, local_day
from exams.models import ExamVersion


@dataclass(frozen=True)
class Condition:
    """One condition: whether it is met, in words; where to go if not; from when on it will be, if time alone heals it.

    `key` is course, track, role, account, window, registration, elsewhere, admission, check_in, attempts, cooling_off, hours,
    passed, resit, paper or seat; a room above names its own. A `note` is always met: it only informs.
    """

    met: bool
    sentence: str
    url: str = ""
    allowed_from: dt.datetime | None = None
    key: str = ""
    note: bool = False


class NotAllowed(Exception):
    """The exam cannot be started, or not be registered for; `conditions` are those not met."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self.conditions = list(conditions)
        super().__init__("; ".join(condition.sentence for condition in self.conditions))


# What a room above asks of this person before this exam at that moment; None when it has nothing to say.
Rule = Callable[[User, ExamVersion, dt.datetime], Condition | None]
_rules: list[Rule] = []


def register(rule: Rule) -> Rule:
    """Ask this, too, of everyone who starts or registers; once, however often it is registered. Returns `rule`."""
    if rule not in _rules:
        _rules.append(rule)
    return rule


def of_rooms_above(candidate: User, version: ExamVersion, at: dt.datetime) -> list[Condition]:
    """What the rooms above have to say."""
    found = [rule(candidate, version, at) for rule in _rules]
    return [condition for condition in found if condition is not None]


def later(moment: dt.datetime, months: int) -> dt.datetime:
    """The same local time of day so many months later."""
    local = localtime(moment)
    return dt.datetime.combine(add_months(local.date(), months), local.time(), local.tzinfo)


def day_in_words(moment: dt.datetime) -> str:
    return date_format(local_day(moment), "DATE_FORMAT")


def in_words(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
