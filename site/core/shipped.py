"""Shipped content meets what editors made of it: who wins is decided here, once, for every loader.

Beside each loaded record stands the digest of what was last loaded into it. As long as the record still
reads so, nobody has touched it on the site and a new shipment may replace it; otherwise the editor's words stay.
"""

import hashlib
import json
from typing import Any, Literal

Decision = Literal["same", "write", "keep"]
KEPT = "kept: edited on the site"


def digest(*values: Any) -> str:
    """A fingerprint of plain values (text, numbers, lists and dicts of them).

    >>> digest("一", 2) == digest("一", 2) != digest("一", 3)
    True
    """
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


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
