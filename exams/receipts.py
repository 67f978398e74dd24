"""Receipts (回执): a document the candidate keeps, with which anyone can prove later what was handed in.

It holds the fingerprint of the paper and every answer that counted; the receipt is the SHA-256 over both (exams/fingerprints.py),
so ten lines of code recompute it without us. Checking here compares it with what the database holds besides.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from exams import assessing, fingerprints
from exams.models import Attempt

FORMAT = "haizhun-receipt/1"
LARGEST_FILE = 2_000_000
METHOD = "SHA-256 of [paper_sha256, [[slot, seq, value], ...]] as JSON: keys sorted, no blanks, UTF-8"


class Finding(StrEnum):
    """What checking a receipt came to."""

    INTACT = "intact"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Check:
    """The finding, and the attempt it speaks of where there is one."""

    finding: Finding
    attempt: Attempt | None = None
    answers: int = 0


def document(attempt: Attempt) -> dict[str, Any]:
    """The receipt of a closed attempt as data (3 queries)."""
    counted = assessing.counted_responses(attempt)
    slots = dict(attempt.items.values_list("pk", "slot"))
    answers = [{"slot": slots[pk], "seq": response.seq, "value": response.value} for pk, response in counted.items()]
    return {"format": FORMAT, **_facts(attempt), "answers": sorted(answers, key=lambda answer: answer["slot"]), "method": METHOD}


def shown(value: Any) -> str:
    """A stored answer in one line, as plainly as it can be put.

    >>> shown(["A", "C"]), shown({"1": "甲", "2": "乙"}), shown(True), shown(None)
    ('A, C', '1: 甲; 2: 乙', 'true', '—')
    """
    if isinstance(value, dict):
        return "; ".join(f"{place}: {text}" for place, text in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "—" if value is None else json.dumps(value, ensure_ascii=False).strip('"')


def check(text: str) -> Check:
    """Recompute the receipt in `text`, and compare it with what is stored under its attempt (1 query)."""
    try:
        told: Any = json.loads(text[: LARGEST_FILE + 1])
        stated = _recomputed(told)
        attempt = Attempt.objects.told().select_related("candidate").filter(pk=UUID(told["attempt"])).first()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Check(Finding.UNREADABLE)
    if attempt is None or not attempt.receipt_sha256:
        return Check(Finding.UNKNOWN)
    same = all(told.get(name) == value for name, value in _facts(attempt).items())
    finding = Finding.INTACT if same and stated == attempt.receipt_sha256 else Finding.ALTERED
    return Check(finding, attempt, len(told["answers"]))


def _recomputed(told: Any) -> str:
    answers = [(answer["slot"], answer["seq"], answer["value"]) for answer in told["answers"]]
    return fingerprints.receipt(told["paper_sha256"], answers)


def _facts(attempt: Attempt) -> dict[str, str]:
    assert attempt.submitted_at is not None  # noqa: S101 - a closed attempt has been handed in
    return {
        "attempt": str(attempt.pk),
        "exam": attempt.exam.code,
        "candidate": attempt.candidate.full_name,
        "submitted_at": attempt.submitted_at.isoformat(),
        "paper_sha256": attempt.paper_sha256,
        "receipt_sha256": attempt.receipt_sha256,
    }
