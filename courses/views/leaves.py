"""The pages of a PDF (逐页阅读): on a page of their own, their pictures, and where one is; to whoever may read the lesson."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from courses.media.leaves import ALONE, MOST_AT_ONCE, Document, picture_key
from courses.media.placing import keep_page
from courses.models import Medium
from courses.views.media import allowed, cached
from courses.views.one_course import deed, my_activity


@require_safe
def medium_pages(request: HttpRequest, key: UUID) -> HttpResponse:
    """The document from the page that is asked for. Where a learner is he says by turning to it (medium_place)."""
    medium, _is_public = allowed(request, key)
    document = _document(medium)
    start = _page(request.GET.get("page", ""), document)
    leaves = document.some(start, ALONE)
    where = request.GET.get("lesson", "")
    words = {
        "medium": medium,
        "document": document,
        "leaves": leaves,
        "start": start,
        "before": max(1, start - MOST_AT_ONCE) if start > 1 else 0,
        "after": leaves[-1].number + 1 if leaves[-1].number < len(document.leaves) else 0,
        "is_whole": len(document.leaves) == document.pages,
        "where": where,
        "back": _address(where),
        "token": get_token(request) if _is_mine(request, where) else "",
        "section": "courses",
    }
    return render(request, "courses/medium_pages.html", words)


@require_safe
def medium_picture(request: HttpRequest, key: UUID, number: int) -> HttpResponseBase:
    """The picture of a page."""
    medium, is_public = allowed(request, key)
    leaves = _document(medium).leaves
    if not 1 <= number <= len(leaves) or not leaves[number - 1].width:
        raise Http404(str(number))
    response = _sent(picture_key(medium, number))
    response["Content-Type"] = "image/webp"
    response["X-Content-Type-Options"] = "nosniff"
    return cached(response, is_public)


@deed
def medium_place(request: HttpRequest, key: UUID) -> HttpResponse:
    """Turn to a page of a document in a lesson of one's own: it is kept, and one goes there. A script only keeps it."""
    medium, _is_public = allowed(request, key)
    page, where = _page(request.POST.get("page", ""), _document(medium)), request.POST.get("lesson", "")
    mine, here, one = my_activity(request, *_parts(where))
    if one.kind != "file":
        raise Http404(where)
    keep_page(enrolment=mine, lesson_code=here.code, activity=one, page=page)
    if "only" in request.POST:
        return HttpResponse(status=204)
    return redirect(reverse("courses:medium_pages", args=[key]) + "?" + urlencode({"page": page, "lesson": where}, safe="/"))


def _page(asked: str, document: Document) -> int:
    """The page asked for, as far as there are pages; what is no number is the first."""
    return min(max(int(asked), 1), len(document.leaves)) if asked.isdecimal() and len(asked) < 7 else 1


def _parts(where: str) -> tuple[str, str, str]:
    """Of course/lesson/activity."""
    course, lesson, activity = [*where.split("/"), "", "", ""][:3]
    return course, lesson, activity


def _is_mine(request: HttpRequest, where: str) -> bool:
    """Whether where one comes from is an activity of a course one is enrolled in."""
    if not request.user.is_authenticated or not where:
        return False
    try:
        return my_activity(request, *_parts(where))[2].kind == "file"
    except Http404:
        return False


def _address(where: str) -> str:
    """Of the lesson one comes from, at its document; empty when that is no name of one."""
    course, lesson, activity = _parts(where)
    try:
        return reverse("courses:lesson", args=[course, lesson]) + (f"#activity-{activity}" if activity else "")
    except NoReverseMatch:
        return ""


def _document(medium: Medium) -> Document:
    document = Document.of(medium) if medium.kind == Medium.Kind.PDF else None
    if document is None:
        raise Http404(str(medium.key))
    return document


def _sent(name: str) -> HttpResponseBase:
    """Never by the object store's own address: a picture is small, and the site's policy shows none of another host."""
    if settings.MEDIA_ACCEL:  # nginx sends the file (docs/running/media.md)
        return HttpResponse(headers={"X-Accel-Redirect": settings.MEDIA_ACCEL.rstrip("/") + "/" + name})
    storage = storages["artefacts"]
    if not storage.exists(name):
        raise Http404(name)
    return FileResponse(storage.open(name))
