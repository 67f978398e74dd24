"""Media handed out (素材): whole or in ranges, to whoever may read the lesson; and their captions."""

import re
from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from courses.media import access
from courses.media.captions import as_vtt
from courses.models import Medium

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_PIECE = 64 * 1024


@require_safe
def medium(request: HttpRequest, key: UUID, ending: str) -> HttpResponseBase:
    """The bytes. A request for a range gets 206 and that range, so that a film can be wound."""
    found, is_public = allowed(request, key)
    if ending != found.ending or not found.sha256:
        raise Http404(ending)
    response = _handed_out(request, found)
    response["Content-Type"] = found.type
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{found.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    if found.kind == Medium.Kind.FILE:
        response["Content-Disposition"] = f'attachment; filename="{found.key}.{found.ending}"'
    return cached(response, is_public)


@require_safe
def captions(request: HttpRequest, key: UUID, language: str) -> HttpResponseBase:
    found, is_public = allowed(request, key)
    if language not in found.captions:
        raise Http404(language)
    response = HttpResponse(as_vtt(found.cues(language)), content_type="text/vtt; charset=utf-8")
    return cached(response, is_public, seconds=300)


def allowed(request: HttpRequest, key: UUID) -> tuple[Medium, bool]:
    found = get_object_or_404(Medium, key=key)
    is_public = access.is_public(found)
    if not is_public and not access.may_have(request.user, found):
        raise Http404(str(key))
    return found, is_public


def cached(response: HttpResponseBase, is_public: bool, seconds: int = 86_400) -> HttpResponseBase:
    """A file never changes under its address; captions may be mended."""
    response["Cache-Control"] = f"{'public' if is_public else 'private'}, max-age={seconds}"
    return response


def _handed_out(request: HttpRequest, found: Medium) -> HttpResponseBase:
    if request.headers.get("If-None-Match") == f'"{found.sha256}"':
        return HttpResponse(status=304)
    if settings.MEDIA_ACCEL:  # nginx sends the file, ranges and all (docs/running/media.md)
        return HttpResponse(headers={"X-Accel-Redirect": settings.MEDIA_ACCEL.rstrip("/") + "/" + found.storage_key})
    storage = storages["artefacts"]
    if settings.MEDIA_BY_STORAGE:
        return HttpResponseRedirect(storage.url(found.storage_key))
    if not storage.exists(found.storage_key):
        raise Http404(found.storage_key)
    span = _span(request.headers.get("Range", ""), found.size)
    if span is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
    start, end, is_part = span
    body: Any = _pieces(storage.open(found.storage_key), start, end - start) if request.method == "GET" else ()
    response = StreamingHttpResponse(body, status=206 if is_part else 200)
    response["Content-Length"] = str(end - start)
    if is_part:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{found.size}"
    return response


def _span(asked: str, size: int) -> tuple[int, int, bool] | None:
    """From where to where (end excluded), and whether it is a part; None when the part is outside the file.

    What is no single range of bytes is answered with the whole file, as RFC 9110 allows.
    """
    match = _RANGE.fullmatch(asked.strip())
    if match is None or not (match[1] or match[2]):
        return 0, size, False
    if not match[1]:  # the last so many bytes
        return (max(0, size - int(match[2])), size, True) if int(match[2]) else None
    start = int(match[1])
    end = min(int(match[2]) + 1, size) if match[2] else size
    return (start, end, True) if start < end else None


def _pieces(file: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(_PIECE, length))):
            length -= len(piece)
            yield piece
