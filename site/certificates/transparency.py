"""The public log (公开日志): every event about a certificate in one list that can only grow, and each day its signed root.

`publish` appends what has happened since and makes the day's head. Whoever keeps a head can prove a later rewriting; whoever
has a number can prove that its events stand in the log. Two that publish at once: the places in the log are a primary key,
so one of them finds everything done (docs/algorithms/transparency.md).
"""

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import IntegrityError, transaction
from django.db.models import Q

from certificates import kept_answers, merkle, signing_keys
from certificates.leaves import sealed
from certificates.models import CertificateEvent, LogEntry, LogHead, LogNode
from certificates.models.log import facts_of
from cms import pagecache
from core.dates import now, today
from core.memory import Memory

BATCH = 500
SALT_BYTES = 16
# What a signed head says of itself, so that no other statement of this site's passes for one.
TYPE = "haizhun-log-head+jwt"


def publish() -> LogHead:
    """Append what happened since the last time and make today's head; the standing one if it was made already."""
    standing = LogHead.objects.filter(day=today()).first()
    if standing is not None:
        return standing
    while _append(BATCH):
        pass
    return _head(today())


def _append(most: int) -> int:
    """The next events, in the order in which they were written, as the next entries of the log; how many there were."""
    try:
        with transaction.atomic():
            size = length()
            events = list(CertificateEvent.objects.filter(entry=None).select_related("certificate").order_by("pk")[:most])
            entries = [_entry(event, at) for at, event in enumerate(events, size)]
            kept = nodes(merkle.complete((0, size)))
            LogEntry.objects.bulk_create(entries)
            grown = merkle.grown(size, [entry.leaf() for entry in entries], kept)
            LogNode.objects.bulk_create(
                LogNode(level=level, index=index, sha256=whole.hex()) for (level, index), whole in sorted(grown.items())
            )
    except IntegrityError:
        if length() == size:
            raise  # nobody else was quicker: something is wrong with the log itself
    return len(events)


def _entry(event: CertificateEvent, index: int) -> LogEntry:
    salt, facts_salt = secrets.token_hex(SALT_BYTES), secrets.token_hex(SALT_BYTES)
    digest = sealed(facts_of(event), facts_salt)
    return LogEntry(index=index, event=event, salt=salt, facts_salt=facts_salt, facts_sha256=digest)


def _head(day: dt.date) -> LogHead:
    size = length()
    head = LogHead(day=day, size=size, root_sha256=root(size).hex(), made_at=now())
    # A site without keys publishes its heads all the same and says that they are not signed.
    with suppress(signing_keys.NoKey):
        head.jws = signing_keys.sign_jws("log", head.told(), typ=TYPE)
    try:
        with transaction.atomic():
            head.save(force_insert=True)
    except IntegrityError:
        return LogHead.objects.get(day=day)
    kept_answers.forget_on_commit()
    pagecache.purge("log")
    return head


def length() -> int:
    """How many events the log holds (one query)."""
    last = LogEntry.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def root(size: int) -> bytes:
    """The root of the first `size` entries (one query)."""
    return merkle.folded((0, size), nodes(merkle.complete((0, size))))


def nodes(places: Iterable[merkle.Node]) -> dict[merkle.Node, bytes]:
    """Complete subtrees by their places (one query, none for what this process has met before)."""
    return _nodes.many(places)


def _load(places: Sequence[merkle.Node]) -> dict[merkle.Node, bytes]:
    wanted = reduce(or_, (Q(level=level, index=index) for level, index in places))
    rows = LogNode.objects.filter(wanted).values_list("level", "index", "sha256")
    return {(level, index): bytes.fromhex(whole) for level, index, whole in rows}


# Some 4 MB at most. A node never changes, so nothing here ever grows old.
_nodes: Memory[merkle.Node, bytes] = Memory(20_000, _load)


@dataclass(frozen=True)
class Proof:
    """That one event stands in the log: the entry itself, its place, and the hashes that lead to the root."""

    entry: LogEntry
    size: int
    path: tuple[bytes, ...]

    @property
    def root(self) -> bytes | None:
        """Where the hashes lead; it must be the root in the head of that size."""
        return merkle.root_by(self.entry.leaf(), self.entry.index, self.size, self.path)

    def told(self) -> dict[str, object]:
        """For a program that checks it."""
        return {
            "entry": self.entry.told(),
            "index": self.entry.index,
            "leaf": self.entry.leaf().hex(),
            "size": self.size,
            "path": [whole.hex() for whole in self.path],
        }


def proofs(entries: Sequence[LogEntry], size: int) -> list[Proof]:
    """Proofs against the head of that size, for those that it covers (one query for all, usually none)."""
    spans = {entry.index: merkle.inclusion(entry.index, size) for entry in entries if entry.index < size}
    known = nodes(merkle.needed(span for path in spans.values() for span in path))
    return [
        Proof(entry, size, tuple(merkle.folded(span, known) for span in spans[entry.index]))
        for entry in entries
        if entry.index in spans
    ]


def consistency(first: int, second: int) -> list[bytes]:
    """That the log of `second` entries begins with the log of `first` (one query)."""
    spans = merkle.consistency(first, second)
    known = nodes(merkle.needed(spans))
    return [merkle.folded(span, known) for span in spans]
