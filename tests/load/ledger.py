"""The learners' own ledger of what was acknowledged, compared with what is stored."""

import json
from collections import Counter
from copy import deepcopy
from typing import Any

from tests.load.learner import Notes


class Ledger:
    """Reads the database once; `compared` says what it found, and whether it would have seen a loss."""

    def __init__(self, notes: Notes) -> None:
        from exams.models import Attempt, Response, Result

        rows = Response.objects.values_list("attempt_item__attempt", "attempt_item__slot", "seq", "value")
        self.stored: Counter[tuple[str, int, int, str]] = Counter(
            (str(attempt), slot, seq, json.dumps(value, sort_keys=True)) for attempt, slot, seq, value in rows.iterator()
        )
        self.results = Counter(str(attempt) for attempt in Result.objects.values_list("attempt", flat=True))
        self.closed = {str(pk) for pk in Attempt.objects.exclude(state="in_progress").values_list("pk", flat=True)}
        self.open_twice = _more_than_one_open(Attempt)
        self.notes = notes

    def compared(self) -> dict[str, Any]:
        acknowledged = self.acknowledged()
        handed_in = {_attempt(path) for path in self.notes.results}
        return {
            "acknowledged": len(acknowledged),
            "lost": sum(entry not in self.stored for entry in acknowledged),
            "doubled": sum(count - 1 for count in self.stored.values()),
            "attempts": len(self.closed),
            "open_twice": self.open_twice,
            "without_one_result": sum(self.results[attempt] != 1 for attempt in self.closed | handed_in),
            "control_sees_loss": self._sees_loss(acknowledged),
        }

    def acknowledged(self) -> list[tuple[str, int, int, str]]:
        return [
            (_attempt(path), slot, seq, json.dumps(value, sort_keys=True))
            for (path, slot), answers in self.notes.acknowledged.items()
            for seq, value in answers.items()
        ]

    def _sees_loss(self, acknowledged: list[tuple[str, int, int, str]]) -> bool:
        """The control: with one stored answer taken away and one written twice, the comparison must tell both."""
        if not acknowledged:
            return False
        maimed = deepcopy(self.stored)
        del maimed[acknowledged[0]]
        maimed[acknowledged[-1]] += 1
        lost = sum(entry not in maimed for entry in acknowledged)
        return lost >= 1 and sum(count - 1 for count in maimed.values()) >= 1


def _attempt(path: str) -> str:
    """The attempt an address names."""
    return path.rstrip("/").rpartition("/")[2]


def _more_than_one_open(attempts: Any) -> int:
    """People who are writing the same exam twice at once."""
    open_ones = attempts.objects.filter(state="in_progress").values_list("candidate", "exam")
    return sum(count > 1 for count in Counter(open_ones).values())
