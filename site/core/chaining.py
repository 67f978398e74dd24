"""The chain of the audit log (审计链): each line's digest is bound to all before it, so that one cannot be changed alone.

The database refuses changes already (core/tables.py); this shows what somebody did who went round the database. A line gets its
place a little after it was written, by a job: writing it costs nobody a lock. docs/algorithms/audit.md.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from core import audit_keys
from core.dates import local_day, now
from core.models import AuditEntry, AuditHead, AuditLink

# Kept longer than the six months of the Cybersecurity Law, art. 21; the trigger holds the same figure.
AUDIT_DAYS = 400
FIRST = hashlib.sha256(b"haizhun audit log").hexdigest()
_STEP = 1000
# Lines are written in parallel: one with a lower number may be committed after one with a higher.
_OVERTAKEN = 10_000
# A line that stood without a link for so long was not written by this site.
_PATIENCE = dt.timedelta(hours=1)


def of_deed(entry: AuditEntry) -> str:
    """The digest of who did what to which, when."""
    told = [entry.pk, entry.at.astimezone(dt.UTC).isoformat(), entry.deed, entry.actor_id, entry.subject]
    return _sha256(json.dumps(told, ensure_ascii=False))


def of_data(entry: AuditEntry) -> str:
    """The digest of what else is told: apart, because it may be emptied."""
    return _sha256(json.dumps(entry.data, ensure_ascii=False, sort_keys=True))


def following(before: str, deed: str, data: str) -> str:
    """The digest of a link: over the one before and its own line."""
    return _sha256(f"{before} {deed} {data}")


def seal() -> int:
    """Give every line that has none its place; how many. Of two at once one finds the place taken and leaves it to the other."""
    sealed = 0
    while made := _seal_some():
        sealed += made
    return sealed


def _seal_some() -> int:
    last = AuditLink.objects.last()
    newest = AuditLink.objects.order_by("-entry_id").values_list("entry_id", flat=True).first() or 0
    waiting = AuditEntry.objects.filter(~_is_linked(), pk__gt=newest - _OVERTAKEN).order_by("pk")[:_STEP]
    position, sha256 = (last.position, last.sha256) if last else (0, FIRST)
    links = []
    for entry in waiting:
        deed, data = of_deed(entry), of_data(entry)
        position, sha256 = position + 1, following(sha256, deed, data)
        links.append(AuditLink(position=position, entry=entry, deed_sha256=deed, data_sha256=data, sha256=sha256))
    try:
        with transaction.atomic():
            AuditLink.objects.bulk_create(links)
    except IntegrityError:
        return 0
    return len(links)


def sign_head() -> AuditHead | None:
    """Sign where the chain stands today; the same head when asked again. None while the chain is empty."""
    seal()
    last = AuditLink.objects.last()
    if last is None:
        return None
    day = local_day(now())
    signature, key_id = audit_keys.sign(_head_text(day, last.position, last.sha256))
    told = {"position": last.position, "sha256": last.sha256, "signature": signature, "key_id": key_id}
    head, _made = AuditHead.objects.get_or_create(day=day, defaults=told)
    return head


def expire() -> int:
    """Let the lines go that are older than AUDIT_DAYS and have their place; how many. Their links stay."""
    old = AuditEntry.objects.filter(_is_linked(), at__lt=now() - dt.timedelta(days=AUDIT_DAYS + 1))
    return old.delete()[0]


def faults() -> Iterator[str]:
    """What does not hold, first things first: nothing, if the log is whole."""
    yield from _links_that_do_not_hold()
    yield from _lines_without_a_place()
    yield from _heads_that_do_not_hold()


def _links_that_do_not_hold() -> Iterator[str]:
    position, sha256 = 0, FIRST
    while links := list(AuditLink.objects.filter(position__gt=position)[:_STEP]):
        entries = AuditEntry.objects.in_bulk([link.entry_id for link in links])
        for link in links:
            if link.position != position + 1:
                yield f"link {position + 1} is missing"
            elif link.sha256 != following(sha256, link.deed_sha256, link.data_sha256):
                yield f"link {link.position} does not follow from the one before"
            if fault := _fault_of(link, entries.get(link.entry_id)):
                yield fault
            position, sha256 = link.position, link.sha256


def _fault_of(link: AuditLink, entry: AuditEntry | None) -> str:
    if entry is None:
        has_expired = link.made_at < now() - dt.timedelta(days=AUDIT_DAYS)
        return "" if has_expired else f"line {link.entry_id} was removed"
    if of_deed(entry) != link.deed_sha256:
        return f"line {entry.pk} was altered"
    if of_data(entry) == link.data_sha256:
        return ""
    is_told = AuditEntry.objects.filter(deed="audit.forgotten", subject=f"core.auditentry:{entry.pk}").exists()
    return "" if entry.forgotten_at and entry.data == {} and is_told else f"what line {entry.pk} tells was altered"


def _lines_without_a_place() -> Iterator[str]:
    late = AuditEntry.objects.filter(~_is_linked(), at__lt=now() - _PATIENCE).order_by("pk")
    for number in late.values_list("pk", flat=True)[:_STEP]:
        yield f"line {number} has no place in the chain"


def _heads_that_do_not_hold() -> Iterator[str]:
    for head in AuditHead.objects.order_by("day"):
        link = AuditLink.objects.filter(position=head.position).first()
        if not audit_keys.holds(_head_text(head.day, head.position, head.sha256), head.signature, head.key_id):
            yield f"the head of {head.day} bears no signature of this site"
        elif link is None or link.sha256 != head.sha256:
            yield f"the chain is not the one whose head was signed on {head.day}"


def _is_linked() -> Exists:
    return Exists(AuditLink.objects.filter(entry=OuterRef("pk")))


def _head_text(day: dt.date, position: int, sha256: str) -> bytes:
    return f"haizhun audit head {day.isoformat()} {position} {sha256}".encode()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
