"""Fingerprints: short proofs of what a paper held, what was handed in, and in which order things happened.

Each is the SHA-256 of one canonical JSON text, so that anyone with the data and ten lines of code can check it.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any


def fingerprint(value: Any) -> str:
    """SHA-256 over `value` as JSON: keys sorted, no blanks, characters as they are.

    >>> fingerprint({"b": 1, "a": "卷"}) == fingerprint({"a": "卷", "b": 1})
    True
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def paper(rows: Iterable[tuple[int, str, Sequence[str], str]]) -> str:
    """Of a paper: (slot, digest of the item version, order of choices, marks) by slot.

    >>> paper([(2, "b", [], "1"), (1, "a", ["C", "A"], "2")]) == paper([(1, "a", ["C", "A"], "2"), (2, "b", [], "1")])
    True
    """
    return fingerprint([[slot, version, list(order), marks] for slot, version, order, marks in sorted(rows)])


def receipt(paper_sha256: str, counted: Iterable[tuple[int, int, Any]]) -> str:
    """Of what was handed in: the paper, and (slot, seq, value) of each answer that counts."""
    answers = sorted(([slot, seq, value] for slot, seq, value in counted), key=lambda answer: answer[0])
    return fingerprint([paper_sha256, answers])


def link(prev_sha256: str, *event: Any) -> str:
    """Of one event and all that came before it in its chain."""
    return fingerprint([prev_sha256, *event])
