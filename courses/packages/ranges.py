"""Parts of a file (分段读取): films are sought in by asking for a part; some browsers play none without."""

import re
from collections.abc import Iterator
from typing import IO

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

_ASKED = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_PIECE = 256 * 1024


def ranged(request: HttpRequest, content: "File[bytes]", whole: FileResponse) -> HttpResponseBase:
    """The part that was asked for, else the whole."""
    whole["Accept-Ranges"] = "bytes"
    asked = _ASKED.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        return whole
    size = content.size
    span = _span(asked[1], asked[2], size)
    if span is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = span
    part = StreamingHttpResponse(_pieces(content, first, last - first + 1), status=206, content_type=whole["Content-Type"])
    part["Content-Range"], part["Content-Length"] = f"bytes {first}-{last}/{size}", str(last - first + 1)
    part["Accept-Ranges"] = "bytes"
    return part


def _span(first: str, last: str, size: int) -> tuple[int, int] | None:
    """First and last byte; None where there are none.

    >>> _span("0", "", 10), _span("", "3", 10), _span("5", "99", 10), _span("10", "", 10), _span("5", "4", 10)
    ((0, 9), (7, 9), (5, 9), None, None)
    """
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) and size else None
    end = min(int(last) if last else size - 1, size - 1)
    return (int(first), end) if int(first) <= end else None


def _pieces(content: IO[bytes] | File[bytes], first: int, length: int) -> Iterator[bytes]:
    with content:
        content.seek(first)
        while length > 0 and (piece := content.read(min(_PIECE, length))):
            length -= len(piece)
            yield piece
