"""Checking the log (核对日志): everything is computed anew from the events themselves and compared with what was published.

A changed event no longer gives its leaf; a changed leaf no longer gives the root that was signed; a signed root that was
changed too differs from the copy that somebody else has kept. So the fault is found as long as one of the three is out of
reach of whoever rewrote, and the first event it touches is named as closely as what is left allows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import QuerySet

from certificates import merkle, signing_keys
from certificates.models import Certificate, CertificateEvent, LogEntry, LogHead, LogNode
from certificates.status import State

BATCH = 1000
# What the last decision leaves a certificate in. Events that decide nothing are not here.
_LEAVES = {
    CertificateEvent.Kind.ISSUED: State.VALID,
    CertificateEvent.Kind.SUSPENDED: State.SUSPENDED,
    CertificateEvent.Kind.REINSTATED: State.VALID,
    CertificateEvent.Kind.WITHDRAWN: State.WITHDRAWN,
    CertificateEvent.Kind.SUPERSEDED: State.SUPERSEDED,
    CertificateEvent.Kind.CANCELLED: State.CANCELLED,
}


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was published. `index`: the first event of the log that it touches."""

    index: int | None
    what: str


@dataclass
class _Grown:
    """The log as the events give it now."""

    size: int = 0
    peaks: dict[merkle.Node, bytes] = field(default_factory=dict)
    held: int = 0  # so many entries gave the root that was published
    altered: int = 0  # the first node of the stored tree that differs begins with this entry
    differs: bool = False

    def add(self, leaves: Sequence[bytes]) -> None:
        added = merkle.grown(self.size, leaves, self.peaks)
        self._compare(added)
        self.size += len(leaves)
        every = self.peaks | added
        self.peaks = {node: every[node] for node in merkle.complete((0, self.size))}

    def _compare(self, added: Mapping[merkle.Node, bytes]) -> None:
        if self.differs:
            return
        stored = _stored(self.size, added)
        different = [(level, index) for (level, index), whole in added.items() if stored.get((level, index)) != whole]
        if different:
            # The narrowest subtree says most.
            level, index = min(different)
            self.differs, self.altered = True, index << level


def _stored(size: int, added: Mapping[merkle.Node, bytes]) -> dict[merkle.Node, bytes]:
    found: dict[merkle.Node, bytes] = {}
    for level in {level for level, _index in added}:
        rows = LogNode.objects.filter(level=level, index__gte=size >> level).order_by("index")
        most = sum(1 for one, _index in added if one == level)
        found |= {(level, index): bytes.fromhex(whole) for index, whole in rows.values_list("index", "sha256")[:most]}
    return found


def faults(copies: Mapping[str, str] | None = None) -> Iterator[Fault]:
    """Everything that is wrong, in the order of the log. `copies`: {day: root} as somebody else has kept them."""
    grown = _Grown()
    heads = list(LogHead.objects.order_by("size", "day"))
    entries = LogEntry.objects.select_related("event__certificate").order_by("index")
    for head in heads:
        yield from _entries(grown, entries.filter(index__gte=grown.size, index__lt=head.size), head.size)
        yield from _head(grown, head)
    yield from _entries(grown, entries.filter(index__gte=grown.size), None)
    yield from _copies(heads, copies or {})
    yield from _unlogged(heads)
    yield from _states()


def _entries(grown: _Grown, entries: QuerySet[LogEntry], size: int | None) -> Iterator[Fault]:
    """Take the next entries into the tree, batch by batch (some three queries a thousand)."""
    coming = entries.iterator(chunk_size=BATCH)
    while batch := list(islice(coming, BATCH)):
        whole = [entry for at, entry in enumerate(batch, grown.size) if entry.index == at]
        yield from _altered(grown.size, whole)
        grown.add([entry.leaf() for entry in whole])
        if len(whole) < len(batch):
            yield Fault(grown.size, f"entry {grown.size} is missing: its event was removed")
            return
    if size is not None and grown.size < size:
        yield Fault(grown.size, f"entry {grown.size} is missing: its event was removed")


def _altered(start: int, entries: Sequence[LogEntry]) -> Iterator[Fault]:
    rows = LogNode.objects.filter(level=0, index__gte=start, index__lt=start + len(entries))
    kept = dict(rows.values_list("index", "sha256"))
    for entry in entries:
        yield from _entry(entry, kept.get(entry.index, ""))


def _entry(entry: LogEntry, kept: str) -> Iterator[Fault]:
    """The event against its own leaf, and the sealed facts against the certificate."""
    told = f"{entry.event.kind} of {entry.event.certificate.number}"
    if kept != entry.leaf().hex():
        yield Fault(entry.index, f"entry {entry.index} ({told}) was altered")
    elif entry.facts_salt:
        if entry.facts_digest() != entry.facts_sha256:
            yield Fault(entry.index, f"entry {entry.index} ({told}): name, dates, printed facts or decider were altered")
    elif entry.event.certificate.name_removed_at is None:
        yield Fault(entry.index, f"entry {entry.index} ({told}): the seal of the printed facts was taken away")


def _head(grown: _Grown, head: LogHead) -> Iterator[Fault]:
    if grown.size < head.size:
        return  # told already: an entry is missing
    root = merkle.folded((0, head.size), grown.peaks).hex()
    if root == head.root_sha256:
        grown.held = head.size
    else:
        first = max(grown.held, grown.altered)
        where = f"the first altered event is entry {first} or a later one, or else the head itself was altered"
        yield Fault(first, f"head of {head.day}: the events give another root; {where}")
    if not head.jws:
        return
    try:
        said, key = signing_keys.read_jws("log", head.jws)
    except signing_keys.BadSignature as reason:
        yield Fault(None, f"head of {head.day}: its signature does not hold ({reason})")
        return
    if said != head.told():
        yield Fault(None, f"head of {head.day}: another statement was signed")
    if key.compromised_at and key.compromised_at <= head.made_at:
        yield Fault(None, f"head of {head.day}: signed with a key that was compromised before")


def _copies(heads: Sequence[LogHead], copies: Mapping[str, str]) -> Iterator[Fault]:
    ours = {head.day.isoformat(): head.root_sha256 for head in heads}
    for day, root in sorted(copies.items()):
        if day not in ours:
            yield Fault(None, f"head of {day}: published once, no longer here")
        elif ours[day] != root:
            yield Fault(None, f"head of {day}: here it is {ours[day]}, the kept copy says {root}")


def _unlogged(heads: Sequence[LogHead]) -> Iterator[Fault]:
    """Events older than the last head that are not in the log: put in behind its back."""
    if heads:
        made = max(head.made_at for head in heads)
        for event in CertificateEvent.objects.filter(entry=None, at__lt=made).select_related("certificate").order_by("pk"):
            yield Fault(None, f"{event.kind} of {event.certificate.number} is dated before the last head and not in the log")


def _states() -> Iterator[Fault]:
    """The one column of a certificate that may change must be what its last decision made it."""
    last: dict[object, str] = {}
    decisions = CertificateEvent.objects.filter(kind__in=_LEAVES).order_by("pk").values_list("certificate_id", "kind")
    for certificate, kind in decisions.iterator(chunk_size=BATCH):
        last[certificate] = _LEAVES[CertificateEvent.Kind(kind)]
    for pk, number, state in Certificate.objects.order_by("issued_at").values_list("pk", "number", "state").iterator():
        if last.get(pk) != state:
            yield Fault(None, f"{number} is {state}, its events say {last.get(pk, 'nothing')}")
