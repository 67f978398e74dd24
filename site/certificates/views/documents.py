"""Checking a document by dropping it: by its digest, without sending it anywhere, or else by its signature."""

import re
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from certificates import checking_pdf, pdf_signature, pdf_verdicts, verdicts
from certificates.checking_pdf import Checked, Finding
from core.look_ups import limited

_DIGEST = re.compile(r"[0-9a-fA-F]{64}")


class Capped(FileUploadHandler):
    """Lets in what could be one of ours, by its size. Whatever is sent beyond that is read off and kept nowhere."""

    def __init__(self, request: HttpRequest, most: int = pdf_signature.LARGEST) -> None:
        super().__init__(request)
        self.received, self.most = 0, most

    @property
    def is_too_large(self) -> bool:
        return self.received > self.most

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.is_too_large:
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""


# Nothing is changed by it, so there is nothing to protect from another site's form; and the page with ours is public, kept
# and free of cookies.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited
def check(request: HttpRequest) -> HttpResponse:
    """The form, and the answer to a file that was sent with it."""
    if request.method != "POST":
        return _page(request)
    cap = Capped(request)
    request.upload_handlers = [cap, TemporaryFileUploadHandler(request)]
    file: Any = request.FILES.get("file")
    if cap.is_too_large:
        return _answer(request, Checked(Finding.TOO_LARGE))
    if file is None:
        return _page(request, error=_("Choose a PDF file first."), status=422)
    return _answer(request, checking_pdf.check(file.read()))


@require_safe
@never_cache
@limited
def by_digest(request: HttpRequest, digest: str) -> HttpResponse:
    """The answer to a digest that a browser has worked out: 404 when the register keeps no such file, and then it is sent."""
    checked = checking_pdf.by_digest(digest) if _DIGEST.fullmatch(digest) else None
    return _answer(request, checked) if checked else _page(request, status=404)


def _answer(request: HttpRequest, checked: Checked) -> HttpResponse:
    certificate = verdicts.of(checked.certificate) if checked.certificate else None
    status = pdf_verdicts.UNREADABLE.get(checked.finding, 200)
    return _page(request, verdict=pdf_verdicts.of(checked), certificate=certificate, status=status)


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    return render(request, "certificates/document.html", {"section": "verify", **context}, status=status)
