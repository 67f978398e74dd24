"""Shipped content meets what editors made of it: who wins is decided here, once, for every loader.

Beside each loaded record stands the digest of what was last loaded into it. As long as the record still
reads so, nobody has touched it on the site and a new shipment may replace it; otherwise the editor's words stay.
"""

import hashlib
import json
from collections.abc import Mapping
from difflib import unified_diff
from typing import Any, Literal

_MOST_LINES = 60
Decision = Literal["same", "write", "keep"]
KEPT = "kept: edited on the site"


def digest(*values: Any) -> str:
    """A fingerprint of plain values (text, numbers, lists and dicts of them).

    >>> digest("一", 2) == digest("一", 2) != digest("一", 3)
    True
    """
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def grown(values: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """`values` without what came to the record later and still reads as it did then: what was loaded before keeps its digest.

    >>> grown({"title": "一", "fields": []}, {"fields": []}), grown({"fields": ["product"]}, {"fields": []})
    ({'title': '一'}, {'fields': ['product']})
    """
    return {name: value for name, value in values.items() if name not in later or value != later[name]}


def decide(*, loaded: str, now: str, shipped: str, force: bool = False) -> Decision:
    """What to do with a record: `loaded` was put in last time, `now` it reads so, `shipped` lies in the files.

    >>> decide(loaded="a", now="a", shipped="a"), decide(loaded="a", now="a", shipped="b")
    ('same', 'write')
    >>> decide(loaded="a", now="x", shipped="b"), decide(loaded="a", now="x", shipped="b", force=True)
    ('keep', 'write')
    """
    if now == shipped:
        return "same"
    return "write" if now == loaded or force else "keep"


def difference(now: Mapping[str, Any], shipped: Mapping[str, Any]) -> list[str]:
    """What the shipment would change: of each field that differs the lines that go (-) and those that come (+).

    >>> difference({"title": "一", "text": "甲\\n乙"}, {"title": "一", "text": "甲\\n丙"})
    ['text', '- 乙', '+ 丙']
    """
    told: list[str] = []
    for name, value in shipped.items():
        before, after = _lines(now.get(name)), _lines(value)
        if before != after:
            changed = list(unified_diff(before, after, n=0, lineterm=""))[2:]
            told += [name, *(f"{line[0]} {line[1:]}" for line in changed if not line.startswith("@@"))]
    return told if len(told) <= _MOST_LINES else [*told[:_MOST_LINES], f"… {len(told) - _MOST_LINES}"]


def _lines(value: Any) -> list[str]:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1, default=str)
    return text.splitlines()
