"""Enclosing (附件): files handed in as evidence with a step of a proceeding or with a request, looked at before they are kept."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from certificates import evidence
from certificates.evidence import BadEvidence, Evidence
from certificates.models import Correction, Enclosure, Step

if TYPE_CHECKING:
    from accounts.models import User

MOST = 5


def read(uploads: Sequence["UploadedFile[bytes]"]) -> list[Evidence]:
    """The files as they may be kept. BadEvidence says which is not taken, and why."""
    if len(uploads) > MOST:
        raise BadEvidence(_("At most %(most)s files at a time; put the rest into one PDF.") % {"most": MOST})
    return [_read(upload) for upload in uploads]


def _read(upload: "UploadedFile[bytes]") -> Evidence:
    name = upload.name or ""
    try:
        return evidence.read(upload, name=name, size=upload.size or 0)
    except BadEvidence as fault:
        raise BadEvidence(_("“%(name)s”: %(fault)s") % {"name": name[-60:], "fault": fault}) from fault


def enclose(files: Sequence[Evidence], *, by: "User", step: Step | None = None, correction: Correction | None = None) -> None:
    """Keep the files with what they prove."""
    for file in files:
        pk = uuid4()
        Enclosure.objects.create(
            pk=pk,
            step=step,
            correction=correction,
            name=file.name,
            media_type=file.mime,
            key=file.keep(pk),
            sha256=file.sha256,
            size=len(file.content),
            by=by,
        )
