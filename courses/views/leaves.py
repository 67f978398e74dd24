"""The pages of a PDF (逐页阅读): on a page of their own, and the pictures of scans, to whoever may read the lesson."""

from uuid import UUID

from django.conf import settings
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from courses.media.leaves import BYTES_ALONE, MOST_AT_ONCE, Document, picture_key
from courses.models import Medium
from courses.views.media import allowed, cached


@require_safe
def medium_pages(request: HttpRequest, key: UUID) -> HttpResponse:
    """The document from the page that is asked for; going to a page is asking for it."""
    medium, _is_public = allowed(request, key)
    document = _document(medium)
    asked = request.GET.get("page", "")
    last = len(document.leaves)
    start = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 7 else 1
    leaves = document.some(start, BYTES_ALONE)
    words = {
        "medium": medium,
        "document": document,
        "leaves": leaves,
        "start": start,
        "before": max(1, start - MOST_AT_ONCE) if start > 1 else 0,
        "after": leaves[-1].number + 1 if leaves[-1].number < last else 0,
        "is_whole": last == document.pages,
        "lesson": (lesson := request.GET.get("lesson", "")),
        "back": _address(lesson),
        "section": "courses",
    }
    return render(request, "courses/medium_pages.html", words)


@require_safe
def medium_picture(request: HttpRequest, key: UUID, number: int) -> HttpResponseBase:
    """The picture of a page that is a scan."""
    medium, is_public = allowed(request, key)
    leaves = _document(medium).leaves
    if not 1 <= number <= len(leaves) or not leaves[number - 1].picture:
        raise Http404(str(number))
    response = _sent(picture_key(medium, number))
    response["Content-Type"] = "image/jpeg"
    response["X-Content-Type-Options"] = "nosniff"
    return cached(response, is_public)


def _address(lesson: str) -> str:
    """Of the lesson one comes from, named as course/lesson; empty when that is no name of one."""
    try:
        return reverse("courses:lesson", args=lesson.split("/"))
    except NoReverseMatch:
        return ""


def _document(medium: Medium) -> Document:
    document = Document.of(medium) if medium.kind == Medium.Kind.PDF else None
    if document is None:
        raise Http404(str(medium.key))
    return document


def _sent(name: str) -> HttpResponseBase:
    if settings.MEDIA_ACCEL:  # nginx sends the file (docs/running/media.md)
        return HttpResponse(headers={"X-Accel-Redirect": settings.MEDIA_ACCEL.rstrip("/") + "/" + name})
    storage = storages["artefacts"]
    if settings.MEDIA_BY_STORAGE:
        return HttpResponseRedirect(storage.url(name))
    if not storage.exists(name):
        raise Http404(name)
    return FileResponse(storage.open(name))
