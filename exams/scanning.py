"""Scans (扫描件): a picture of an answer sheet, kept beside what was typed. The very bytes, for it is evidence."""

import hashlib
import io

import pikepdf
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from accounts.models import User
from core.audit import record
from core.keeping import keep
from exams.models import AnswerSheet, SheetScan

MOST_BYTES, MOST_SCANS, MOST_PIXELS = 10 * 1024 * 1024, 12, 10_000
PDF = "application/pdf"
_PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class BadScan(ValueError):
    """A file that is not taken; the message says why and what to do."""


def add(*, sheet: AnswerSheet, upload: "File[bytes]", by: User) -> SheetScan:
    """Keep a scan; the same file again gives the one already kept. Raises BadScan."""
    if upload.size > MOST_BYTES:
        raise BadScan(_("The file is larger than 10 MB. Scan it in grey at 200 dpi, or take a smaller photo."))
    content = upload.read(MOST_BYTES + 1)
    mime, digest = _kind(content), hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        AnswerSheet.objects.select_for_update(of=("self",), no_key=True).get(pk=sheet.pk)
        known = SheetScan.objects.filter(sheet=sheet, sha256=digest).first()
        if known:
            return known
        if SheetScan.objects.filter(sheet=sheet).count() >= MOST_SCANS:
            raise BadScan(_("This sheet has twelve scans already."))
        key = keep(f"sheets/{sheet.opened_at.year}/{sheet.pk}-{digest[:16]}.{mime.rpartition('/')[2]}", content)
        made = SheetScan.objects.create(sheet=sheet, key=key, sha256=digest, mime=mime, size=len(content), added_by=by)
        record("sheet.scanned", sheet, by=by, sha256=digest)
    return made


def _kind(content: bytes) -> str:
    """What it is, read from its bytes, never from its name."""
    try:
        if content.startswith(b"%PDF-"):
            pikepdf.open(io.BytesIO(content)).close()
            return PDF
        with Image.open(io.BytesIO(content), formats=list(_PICTURES)) as image:
            if max(image.size) > MOST_PIXELS:
                raise BadScan(_("The picture is larger than 10,000 pixels. Make it smaller."))
            image.verify()
            # Several pictures in one, as telephones write them, are a JPEG to whoever opens the file; Pillow calls that MPO.
            return _PICTURES.get(str(image.format), _PICTURES["JPEG"])
    except (OSError, SyntaxError, ValueError, pikepdf.PdfError, Image.DecompressionBombError) as fault:
        if isinstance(fault, BadScan):
            raise
        raise BadScan(_("This is no PDF, JPEG, PNG or WebP file, or it is damaged. Scan it again.")) from fault
