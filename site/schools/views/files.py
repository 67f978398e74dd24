"""The files of a resource. Until it is public, its school and those who review it alone are served (see also `experts`)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.openness import open_to_all
from core.handed_in import handed_out
from core.keeping import Tampered
from schools import describing, outlining, permissions
from schools.clearing import is_cleared
from schools.models import LessonPackPage, PackFile
from schools.packing import packed
from schools.previewing import shown, small
from schools.views.library import public_of


@require_safe
def archive(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """Everything of a public resource in one ZIP."""
    page = public_of(key)
    name = f'attachment; filename="{page.slug}.zip"'
    return StreamingHttpResponse(
        packed(page),
        content_type="application/zip",
        headers={"Content-Disposition": name, "X-Content-Type-Options": "nosniff"},
    )


@require_safe
def lom(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse(describing.lom(public_of(key)), content_type="application/xml; charset=utf-8")


@require_safe
def file(request: HttpRequest, code: str) -> HttpResponse:
    """One file of a resource, for download."""
    return handed(_found(request, code))


@require_safe
def look(request: HttpRequest, code: str) -> HttpResponse:
    """The same to look at, where a browser can show it without running anything; of an office file its words."""
    found = _found(request, code)
    back = found.page.get_url() if found is not None and found.page.live else ""
    return looked_at(request, found, back=back, download=reverse("schools:file", args=[code]))


@require_safe
def small_picture(request: HttpRequest, code: str) -> HttpResponse:
    """A picture as it stands in a list."""
    found = _found(request, code)
    if found is None or not found.is_picture or not is_cleared(found.sha256):
        raise Http404(code)
    try:
        content = small(found)
    except (Tampered, FileNotFoundError):
        raise Http404(code) from None
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


@never_cache
@require_safe
def draft_file(request: HttpRequest, key: str, code: UUID) -> HttpResponse:
    """A file of the newest draft, which a public edition may not have yet."""
    page = LessonPackPage.objects.filter(key=key).first()
    if page is None or not permissions.may_read(request.user, page):
        raise Http404(key)
    files = page.get_latest_revision_as_object().files.all()
    found = next((one for one in files if one.code == code), None)
    return looked_at(request, found, back=reverse("schools:review", args=[key])) if "look" in request.GET else handed(found)


def handed(found: PackFile | None, *, inline: bool = False) -> HttpResponse:
    """The file, unless there is none, it was tampered with or no scanner has looked at it yet."""
    if found is None or not is_cleared(found.sha256):
        raise Http404
    try:
        answer = handed_out(key=found.key, name=found.name, mime=found.mime, sha256=found.sha256)
    except (Tampered, FileNotFoundError):
        raise Http404 from None
    return shown(answer, found) if inline else answer


def looked_at(request: HttpRequest, found: PackFile | None, *, back: str, download: str = "") -> HttpResponse:
    """The file in the browser. Of an office file the words that were read when it came in; without them it is a download.

    `back`: where the file stands; `download`: where it is fetched, else this address without its question.
    """
    words = outlining.words(found) if found is not None and found.is_office and is_cleared(found.sha256) else None
    if found is None or words is None:
        return handed(found, inline=True)
    html, is_cut = words
    context = {"file": found, "html": html, "is_cut": is_cut, "back": back, "download": download or request.path}
    answer = render(request, "schools/words.html", context | {"section": "schools"})
    answer["Cache-Control"] = "private, no-store"
    return answer


def _found(request: HttpRequest, code: str) -> PackFile | None:
    """Of a public page, or of one whose draft this person may read."""
    rows = PackFile.objects.filter(code=code)
    public = rows.filter(page__in=open_to_all(LessonPackPage.objects.live())).first()
    drafted = None if public else rows.select_related("page").first()
    if drafted is not None and permissions.may_read(request.user, drafted.page):
        return drafted
    return public
