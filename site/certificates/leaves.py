"""What one entry of the public log says (日志条目): what strangers may know openly, the rest sealed under a salt.

Published is only the hash of an entry. Whoever has the number is told the entry itself and can compute that hash; without
the entry's own salt nobody can, not even by trying every number there is. The printed facts are in it as a second hash,
whose salt stays here: nobody finds a name by trying names, and taking away that salt forgets the name without touching the
log. Pure rules: docs/algorithms/transparency.md.
"""

import datetime as dt
import json
from collections.abc import Mapping
from hashlib import sha256

from certificates.merkle import leaf_hash

VERSION = 1


def told(*, number: str, kind: str, at: dt.datetime, reason: str, note: str, facts: str, salt: str) -> dict[str, object]:
    """An entry as it is told.

    >>> moment = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    >>> told(number="QSO-26-…", kind="issued", at=moment, reason="", note="", facts="ab", salt="cd")["at"]
    '2026-11-24T02:00:00.000000Z'
    """
    moment = at.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return {
        "version": VERSION,
        "number": number,
        "event": kind,
        "at": moment,
        "reason": reason,
        "note": note,
        "facts": facts,
        "salt": salt,
    }


def written(entry: Mapping[str, object]) -> bytes:
    """The bytes that are hashed: JSON with its keys in order and no blanks (RFC 8785, as all values are text or small).

    >>> written({"b": "质", "a": 1}).decode()
    '{"a":1,"b":"质"}'
    """
    return json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def leaf(entry: Mapping[str, object]) -> bytes:
    """The hash of an entry in the tree."""
    return leaf_hash(written(entry))


def sealed(facts: Mapping[str, object], salt: str) -> str:
    """The hash of facts that are not told."""
    return sha256(bytes.fromhex(salt) + written(facts)).hexdigest()
