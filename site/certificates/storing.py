"""Storing a document (存档): one file, one record, and no file without a record, whenever a worker may be killed.

Each file is noted before it is written; its record takes the note's place in one transaction. Who finds the note gone
has lost the turn. A note that outlives its lease tells which file a dead worker may have left: that is removed. Noting and
clearing take the certificate's row in turn, so that no file is removed which another worker has just chosen to reuse.
"""

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from certificates.models import Artefact, Certificate, Writing
from core.dates import now
from core.keeping import keep


class Overtaken(Exception):
    """The note was cleared while its file was being written: begin again."""


def store(certificate: Certificate, content: bytes, **record: Any) -> Artefact:
    """Write the document and record it; whoever recorded one before has made it, and the file written here is removed.

    `record` is what else the record says: language, template_version …
    """
    digest = hashlib.sha256(content).hexdigest()
    note = _note(certificate, f"certs/{certificate.valid_from.year}/{certificate.number}-{digest[:16]}", content)
    written = keep(note.key, content)
    if written != note.key:  # somebody outside took the name in that instant
        storages["artefacts"].delete(written)
        raise Overtaken(note.key)
    try:
        return _record(note, sha256=digest, size=len(content), **record)
    except IntegrityError:
        clear(note)
        same = {key: value for key, value in record.items() if key in ("kind", "language", "badge")}
        return Artefact.objects.get(certificate=certificate, **{"kind": Artefact.Kind.PDF, **same})


def clear_abandoned() -> int:
    """Remove what dead workers left behind; how many notes were cleared."""
    limit = now() - dt.timedelta(seconds=settings.WRITING_LEASE_SECONDS)
    left = Writing.objects.filter(begun_at__lt=limit).select_related("certificate")
    return sum(clear(note) for note in left)


@transaction.atomic
def clear(note: Writing) -> bool:
    """Forget a note and remove its file, unless that has been recorded; whether there was still something to forget."""
    _in_turn(note.certificate)
    if not Writing.objects.filter(pk=note.pk).delete()[0]:
        return False
    if not Artefact.objects.filter(key=note.key).exists():
        storages["artefacts"].delete(note.key)
    return True


@transaction.atomic
def _note(certificate: Certificate, stem: str, content: bytes) -> Writing:
    _in_turn(certificate)
    key = f"{stem}.pdf"
    if not _is_free(key, content):
        key = f"{stem}-{secrets.token_hex(4)}.pdf"
    return Writing.objects.create(certificate=certificate, key=key)


def _is_free(key: str, content: bytes) -> bool:
    """Whether nobody writes under this name and nothing else lies there."""
    storage = storages["artefacts"]
    if Writing.objects.filter(key=key).exists():
        return False
    if not storage.exists(key):
        return True
    with storage.open(key) as file:
        return bool(file.read() == content)


@transaction.atomic
def _record(note: Writing, **record: Any) -> Artefact:
    if not Writing.objects.filter(pk=note.pk).delete()[0]:
        raise Overtaken(note.key)
    return Artefact.objects.create(certificate=note.certificate, key=note.key, **record)


def _in_turn(certificate: Certificate) -> None:
    """On PostgreSQL the row is locked; on SQLite the transaction itself is the turn."""
    Certificate.objects.select_for_update().only("pk").get(pk=certificate.pk)
