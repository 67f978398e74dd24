"""Stylesheets as readers fetch them (样式): one file per component is pleasant to write, forty requests are slow to make.

There is no build step: what is sent is put together from the files as they lie, once by each process, and its address holds its
digest, so that whoever has it keeps it. It is answered before anything asks who reads or what the database says: an error page is
dressed too.
"""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string

from core.memory import Memory

# Names every stylesheet in its order, within `{% joined %}`.
LIST = "components/styles.html"
_LINKED = re.compile(r'href="[^"]*?(css/[\w-]+?)(?:\.[0-9a-f]{12})?\.css"(?: media="(\w+)")?')
_ADDRESS = re.compile(r"/styles-([0-9a-f]{16})\.css")
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Sheet:
    """All of them in one."""

    digest: str
    content: bytes
    packed: bytes

    @property
    def address(self) -> str:
        return f"/styles-{self.digest}.css"


_sheets: Memory[tuple[tuple[str, int], ...], Sheet] = Memory(4, lambda keys: {})
_newest: list[Sheet] = []


def joined(links: str) -> Sheet:
    """The stylesheets that some `<link>`s name, in one. While DEBUG is on a file that was changed is read anew."""
    parts = [(_path(f"{name}.css"), media) for name, media in _LINKED.findall(links)]
    key = tuple((str(path), path.stat().st_mtime_ns if settings.DEBUG else 0) for path, _media in parts)
    sheet = _sheets.kept(key, lambda: _join(parts))
    _newest[:] = [sheet]
    return sheet


def _path(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)


def _join(parts: list[tuple[Path, str]]) -> Sheet:
    content = "".join(_part(path, media) for path, media in parts).encode()
    return Sheet(sha256(content).hexdigest()[:16], content, gzip.compress(content, mtime=0))


def _part(path: Path, media: str) -> str:
    text = path.read_text(encoding="utf-8").strip()
    return f"/* {path.name} */\n" + (f"@media {media} {{\n{text}\n}}\n" if media else f"{text}\n")


class StylesMiddleware:
    """Answers for the stylesheet. One of an earlier release gets today's, and is not to keep it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = _ADDRESS.fullmatch(request.path_info)
        if asked is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        if settings.DEBUG or not _newest:
            render_to_string(LIST)
        sheet = _newest[0]
        tag = f'"{sheet.digest}"'
        is_kept = asked[1] == sheet.digest and not settings.DEBUG
        headers = {"Cache-Control": _FOR_EVER if is_kept else "no-cache", "ETag": tag, "Vary": "Accept-Encoding"}
        if request.headers.get("If-None-Match") == tag:
            return HttpResponseNotModified(headers=headers)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return HttpResponse(
                sheet.packed, content_type="text/css; charset=utf-8", headers={**headers, "Content-Encoding": "gzip"}
            )
        return HttpResponse(sheet.content, content_type="text/css; charset=utf-8", headers=headers)
