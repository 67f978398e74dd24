"""What anybody may read: the library, a resource and its files, the schools. Not public yet: teachers and reviewers alone."""

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.views import serve

from cms import pagecache
from cms.models import Identity
from cms.templatetags.ui import chinese
from core.handed_in import handed_out
from core.keeping import Tampered
from schools import describing, permissions, shelving
from schools.models import LessonPackPage, PackFile, SchoolIndexPage, SchoolPage
from schools.packing import packed

if TYPE_CHECKING:
    pass

_NEWEST = 30


@require_safe
@pagecache.public
def library(request: HttpRequest) -> HttpResponse:
    """All resources of the reader's language, narrowed by what the address says."""
    shelf = shelving.shelf(request.GET, get_language() or "", request.GET.get("page", "1"))
    context = {"shelf": shelf, "section": "schools", "trail": [(_("Home"), reverse("home"))]}
    return render(request, "schools/library.html", context)


@require_safe
@pagecache.public
def feed(request: HttpRequest) -> HttpResponse:
    """The newest resources that have what the address asks, as Atom."""
    identity, language = Identity.for_request(request), get_language() or settings.LANGUAGE_CODE
    atom = Atom1Feed(
        title=f"{identity.name} — {_('Teaching resources')}",
        link=settings.SITE_URL + reverse("schools:library"),
        description=_("Teaching resources"),
        language={"en": "en", "zh-hant": "zh-Hant"}.get(language, "zh-Hans"),
        feed_url=settings.SITE_URL + request.get_full_path(),
        author_name=identity.name,
    )
    for page in shelving.newest(request.GET, language, _NEWEST):
        address = settings.SITE_URL + page.get_url()
        atom.add_item(chinese(page.title), address, chinese(page.lead), unique_id=address, updateddate=page.last_published_at)
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
def schools_at(request: HttpRequest) -> HttpResponse:
    return _served(request, "schools/", SchoolIndexPage, "schools")


@require_safe
def page_at(request: HttpRequest, school: str, pack: str = "") -> HttpResponse:
    kind, slug = (LessonPackPage, pack) if pack else (SchoolPage, school)
    return _served(request, f"schools/{school}/" + (f"{pack}/" if pack else ""), kind, slug)


def _served(request: HttpRequest, path: str, kind: Any, slug: str) -> HttpResponse:
    """A page of Wagtail's by its address; where the language has none, the Chinese one, whose words the view converts."""
    try:
        return serve(request, path)
    except Http404:
        rows = kind.objects.live().public().filter(locale__language_code=settings.LANGUAGE_CODE, slug=slug)
        found = next((one for one in rows if one.url_path.endswith(f"/{path}")), None)
        if found is None:
            raise
        return cast(HttpResponse, found.serve(request))


@pagecache.public
def schools(request: HttpRequest, page: SchoolIndexPage) -> HttpResponse:
    rows = SchoolPage.objects.live().child_of(page).order_by("title")
    return render(request, "schools/schools.html", {"page": page, "rows": rows, "section": "schools", "trail": _trail()})


@pagecache.public
def school(request: HttpRequest, page: SchoolPage) -> HttpResponse:
    rows = (
        shelving.with_school(LessonPackPage.objects.live().public().child_of(page)).select_related("locale").defer("text", "html")
    )
    context = {"page": page, "rows": rows.order_by("stage", "title"), "section": "schools", "trail": _trail()}
    return render(request, "schools/school.html", context)


def pack(request: HttpRequest, page: LessonPackPage) -> HttpResponse:
    """A resource as its readers see it; before it is public, as those who write and review it do."""
    return _drawn(request, page) if getattr(request, "is_preview", False) else _public(request, page)


@pagecache.public
def _public(request: HttpRequest, page: LessonPackPage) -> HttpResponse:
    return _drawn(request, page)


def _drawn(request: HttpRequest, page: LessonPackPage) -> HttpResponse:
    files = list(page.files.all())
    context = {
        "page": page,
        "files": files,
        "bytes": sum(file.size for file in files),
        "described": describing.resource(page) if page.pk and page.live else None,
        "citation": describing.citation(page) if page.pk else "",
        "section": "schools",
        "trail": _trail(),
    }
    return render(request, "schools/pack.html", context)


def _trail() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("home")), (_("Teaching resources"), reverse("schools:library"))]


@require_safe
def archive(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """Everything of a public resource in one ZIP."""
    page = _of(key)
    name = f'attachment; filename="{page.slug}.zip"'
    return StreamingHttpResponse(
        packed(page),
        content_type="application/zip",
        headers={"Content-Disposition": name, "X-Content-Type-Options": "nosniff"},
    )


@require_safe
def lom(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse(describing.lom(_of(key)), content_type="application/xml; charset=utf-8")


@require_safe
def file(request: HttpRequest, code: str) -> HttpResponse:
    """One file of a resource. Until it is public, only for who may read the draft it is in."""
    found = PackFile.objects.select_related("page").filter(code=code).order_by("-page__live").first()
    if found is None or not (found.page.live or _may_read(request, found.page)):
        raise Http404(code)
    try:
        return handed_out(key=found.key, name=found.name, mime=found.mime, sha256=found.sha256)
    except (Tampered, FileNotFoundError):
        raise Http404(code) from None


def _may_read(request: HttpRequest, page: LessonPackPage) -> bool:
    return permissions.may_read(request.user, page)


def _of(key: str) -> LessonPackPage:
    page: LessonPackPage | None = LessonPackPage.objects.live().public().filter(key=key).first()
    if page is None:
        raise Http404(key)
    return page
