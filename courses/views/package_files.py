"""Serving strangers' files (课件文件): by a ticket in the path, without any cookie, under a policy of their own."""

import html
import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses import attempting
from courses.models import Package
from courses.packages import containment, filetypes, keeping, limits, pages, saving, tickets
from courses.packages.outline import Unit
from courses.packages.ranges import ranged
from courses.packages.setup import setup
from courses.packages.tickets import Entry

_SCRIPTS = {
    Package.Kind.SCORM_12: ["vendor/scorm-again/scorm12.min.js", "package/sender.js", "package/scorm.js"],
    Package.Kind.SCORM_2004: ["vendor/scorm-again/scorm2004.min.js", "package/sender.js", "package/scorm.js"],
    Package.Kind.H5P: ["vendor/h5p-standalone/main.bundle.js", "package/sender.js", "package/h5p.js"],
}
_FIRST = ["package/storage.js", "package/place.js"]
_TOLD = ("package/scorm.js", "package/h5p.js")
_FRAMES = ("iframe", "frame")
_INDEXES = ("index.html", "index.htm", "default.html", "default.htm")
_LARGEST_PAGE = 20 * 1024 * 1024


@require_GET
def frame(request: HttpRequest, key: UUID, ticket: str, unit: int) -> HttpResponseBase:
    """The page a player shows. On a host of its own it holds the API, and the package in a frame of the same origin."""
    entry = tickets.enter(key, ticket)
    here = _unit(entry, unit)
    folder = reverse("package_frame", args=[key, ticket, unit])
    if here.reports and entry.package.kind != Package.Kind.H5P and containment.mode_of(request) == "no-origin":
        return redirect(_launch(folder, here))  # without an origin it could not reach an API in the frame around it
    told = _setup(request, entry, here, folder)
    context = {
        "title": here.title,
        "scripts": [*_FIRST, *_SCRIPTS[Package.Kind(entry.package.kind)]],
        "setup": json.dumps(told),
        "launch": "" if entry.package.kind == Package.Kind.H5P else _launch(folder, here),
    }
    response = render(request, "courses/package_frame.html", context)
    response["Cache-Control"] = "private, no-store"
    return containment.contained(request, response, _folder(folder), frames=containment.viewers())


@require_http_methods(["GET", "HEAD", "OPTIONS"])
def file(request: HttpRequest, key: UUID, ticket: str, unit: int, path: str) -> HttpResponseBase:
    """One file of a package. Its pages get something to store in; where they have no origin, an API of their own too."""
    entry = tickets.enter(key, ticket)
    folder = reverse("package_frame", args=[key, ticket, unit])
    if request.method == "OPTIONS":
        return containment.preflight(request)
    path, content = _opened(entry, path)
    if content is None:
        absent = HttpResponse("404", status=404, content_type="text/plain")
        return containment.contained(request, absent, _folder(folder), frames=_ancestors(request))
    kind = filetypes.type_of(path)
    if kind == filetypes.DOCUMENT and content.size <= _LARGEST_PAGE:
        with_api = containment.mode_of(request) == "no-origin" and entry.package.kind != Package.Kind.H5P
        told = _setup(request, entry, _unit(entry, unit), folder) if with_api else None
        response = _page(content.read(), entry, told)
    elif filetypes.is_download(path) and request.headers.get("Sec-Fetch-Dest") in _FRAMES and "download" not in request.GET:
        response = render(request, "courses/package_download.html", {"name": path.rpartition("/")[2]})
        response["Cache-Control"] = "private, no-store"
    else:
        response = ranged(request, content, FileResponse(content, content_type=kind))
        response["Cache-Control"] = "private, max-age=3600"
        if filetypes.is_download(path) and (kind == filetypes.UNKNOWN or request.headers.get("Sec-Fetch-Mode") == "navigate"):
            response["Content-Disposition"] = content_disposition_header(True, path.rpartition("/")[2])
    return containment.contained(request, response, _folder(folder), frames=_ancestors(request))


def _opened(entry: Entry, path: str) -> tuple[str, Any]:
    """The file of that path, or None; of a folder its first page, as on any web server."""
    wanted = [f"{path}{name}" for name in _INDEXES] if path.endswith("/") else [path]
    found = ((one, keeping.opened(entry.package.sha256, one)) for one in wanted)
    return next(((one, content) for one, content in found if content is not None), (path, None))


def _page(page: bytes, entry: Entry, told: dict[str, Any] | None) -> HttpResponseBase:
    page = pages.readable(page)
    said = pages.charset(page)
    kind = f"{filetypes.DOCUMENT}; charset={said}" if said else filetypes.DOCUMENT
    response = HttpResponse(pages.with_tags(page, _tags(entry, told)), content_type=kind)
    response["Cache-Control"] = "private, no-store"
    return response


@csrf_exempt
@require_POST
def state(request: HttpRequest, key: UUID, ticket: str, unit: int) -> HttpResponseBase:
    """Keep what the frame says. 409: opened again elsewhere; 410: a limit of the package; 422: not what a frame of ours sends."""
    entry = tickets.enter(key, ticket)
    here = _unit(entry, unit)
    if entry.attempt is None:
        raise Http404("a look keeps nothing")
    try:
        saved = saving.read(request.body)
        attempt = attempting.save(key=key, opening=entry.opening, unit=here.id, saved=saved)
        told = {"kept": attempt.sequence, "completion": attempt.completion, "success": attempt.success}
        response = JsonResponse(told | {"time": limits.word(here, attempt.seconds_in(here.id))})
    except attempting.Closed:
        response = JsonResponse({"reason": "limit"}, status=410)
    except attempting.TakenOver:
        response = JsonResponse({"reason": "taken-over"}, status=409)
    except saving.Malformed as fault:
        response = JsonResponse({"reason": str(fault)}, status=422)
    response["Cache-Control"] = "private, no-store"
    return containment.contained(request, response, _folder(reverse("package_frame", args=[key, ticket, unit])))


def _unit(entry: Entry, number: int) -> Unit:
    units = entry.package.told.units
    if number >= len(units):
        raise Http404("no such unit")
    return units[number]


def _folder(frame: str) -> str:
    """The folder of the whole package: /package/<uuid>/<ticket>/."""
    return frame.rstrip("/").rpartition("/")[0] + "/"


def _setup(request: HttpRequest, entry: Entry, unit: Unit, folder: str) -> dict[str, Any]:
    attempt = entry.attempt
    name = attempt.learner.full_name if attempt else ""
    told = setup(entry.package, unit, attempt, name=name, save=request.build_absolute_uri(f"{folder}state") if attempt else "")
    if entry.package.kind == Package.Kind.H5P:
        parts = {"frameJs": "vendor/h5p-standalone/frame.bundle.js", "frameCss": "vendor/h5p-standalone/styles/h5p.css"}
        told |= {name: request.build_absolute_uri(static(path)) for name, path in parts.items()}
        told["content"] = request.build_absolute_uri(f"{folder}files")
    return told


def _launch(folder: str, unit: Unit) -> str:
    return f"{folder}files/{quote(unit.file)}{unit.query}"


def _tags(entry: Entry, told: dict[str, Any] | None) -> str:
    """Our scripts for a page of a package."""
    names = [*_FIRST, *(_SCRIPTS[Package.Kind(entry.package.kind)] if told else [])]
    data = html.escape(json.dumps(told))
    return "".join(f'<script src="{static(name)}" data-setup="{data if name in _TOLD else ""}"></script>' for name in names)


def _ancestors(request: HttpRequest) -> str:
    return containment.viewers() if containment.mode_of(request) == "own-host" else ""
