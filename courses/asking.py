"""A self-check as it stands before one reader: the question, what he answered last, and what came of it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from courses.checks import Check
from courses.models import CheckAnswer


@dataclass(frozen=True)
class Row:
    """One option with its mark. `state`: "" untouched, "right" chosen rightly, "missed" should be chosen, "wrong"."""

    key: str
    text: str
    chosen: bool
    state: str
    value: str = ""


@dataclass(frozen=True)
class Asked:
    """`right` is None before the first answer; `passed`: answered right at least once. `problem`: not whole.

    `is_lent`: it is asked in Chinese, because the text in the reader's language lacks it.
    """

    check: Check
    number: int
    given: Any = None
    right: bool | None = None
    passed: bool = False
    problem: bool = False
    is_lent: bool = False

    @property
    def id(self) -> str:
        """For anchors: ids of checks hold nothing an address could not."""
        return f"check-{self.check.id}"

    @property
    def rows(self) -> list[Row]:
        """The options as the form shows them, with what was chosen, placed or matched."""
        return [self._row(option.key, option.text) for option in self.check.options]

    @property
    def text(self) -> str:
        """What was written, for kinds that are written."""
        return " ".join(self.given) if isinstance(self.given, list) else str(self.given or "")

    @property
    def places(self) -> list[str]:
        return [str(n + 1) for n in range(len(self.check.options))]

    def _row(self, key: str, text: str) -> Row:
        if self.check.kind == "ordering":
            place = str(self.given.index(key) + 1) if isinstance(self.given, list) and key in self.given else ""
            return Row(key, text, bool(place), "", place)
        if self.check.kind == "matching":
            match = self.given.get(key, "") if isinstance(self.given, dict) else ""
            return Row(key, text, bool(match), "", match)
        chosen = key in _chosen(self.given)
        return Row(key, text, chosen, self._state(chosen, key in _chosen(self.check.key)))

    def _state(self, chosen: bool, is_key: bool) -> str:
        if self.right is None or not (chosen or is_key):
            return ""
        if chosen:
            return "right" if is_key else "wrong"
        return "missed"


def _chosen(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return value if isinstance(value, list) else [value]


def asked(
    checks: Iterable[Check], learner: User, lesson_code: str, problem: str = "", since: dt.datetime | None = None
) -> list[Asked]:
    """All checks of a lesson with this person's last answers; `problem` is the check whose answer was not whole.

    `since`: when a later cycle began; what was answered before does not count in it.
    """
    last: dict[str, CheckAnswer] = {}
    passed: set[str] = set()
    answers = CheckAnswer.objects.visible_to(learner).filter(lesson_code=lesson_code)
    for answer in (answers.filter(at__gte=since) if since else answers).order_by("pk"):
        last[answer.check_id] = answer
        if answer.right:
            passed.add(answer.check_id)
    rows = []
    for number, check in enumerate(checks, start=1):
        answer_ = last.get(check.id)
        rows.append(
            Asked(
                check,
                number,
                given=answer_.answer if answer_ else None,
                right=answer_.right if answer_ else None,
                passed=check.id in passed,
                problem=check.id == problem,
            )
        )
    return rows
