"""Answers to programs: JSON that is kept only to be asked about again, with an ETag; moments with their offset."""

import datetime as dt
import json
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.utils.timezone import localtime


def answer(request: HttpRequest, told: Any, *, status: int = 200) -> HttpResponse:
    """The answer, or 304 when the asker has it already."""
    body = json.dumps(told, ensure_ascii=False).encode()
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    known = {one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))}
    if status == 200 and request.method == "GET" and known & {etag, "*"}:
        made = HttpResponse(status=304)
    else:
        made = HttpResponse(body, status=status, content_type="application/json; charset=utf-8")
    if status == 200:
        made["ETag"] = etag
    made["Cache-Control"], made["Vary"] = "private, no-cache", "Authorization"
    return made


def iso(moment: dt.datetime | None) -> str | None:
    """A moment in local time with its offset.

    >>> iso(None)
    """
    return localtime(moment).isoformat(timespec="seconds") if moment else None
