"""What anybody may read: the library, a resource, the schools. Each is the same for every reader who is not signed in."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import pagecache
from cms.feeds import Atom
from cms.models import Identity
from cms.openness import open_to_all
from cms.serving import served
from cms.templatetags.ui import chinese
from schools import clearing, completing, describing, outlining, permissions, shelving, showing
from schools.models import LessonPackPage, SchoolIndexPage, SchoolPage

_NEWEST = 30


@require_safe
@pagecache.public
def library(request: HttpRequest) -> HttpResponse:
    """All resources of the reader's language, narrowed by what the address says."""
    shelf = shelving.shelf(request.GET, get_language() or "", request.GET.get("page", "1"))
    context = {
        "shelf": shelf,
        "writes": request.user.is_authenticated and permissions.has_desk(request.user),
        "section": "schools",
        "trail": [(_("Home"), reverse("home"))],
    }
    return render(request, "schools/library.html", context)


@require_safe
@pagecache.public
def feed(request: HttpRequest) -> HttpResponse:
    """The newest resources that have what the address asks, as Atom."""
    identity, language = Identity.for_request(request), get_language() or settings.LANGUAGE_CODE
    atom = Atom(
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
    return served(request, "schools/")


@require_safe
def page_at(request: HttpRequest, school: str, pack: str = "") -> HttpResponse:
    return served(request, f"schools/{school}/" + (f"{pack}/" if pack else ""))


@pagecache.public
def schools(request: HttpRequest, page: SchoolIndexPage) -> HttpResponse:
    rows = SchoolPage.objects.live().child_of(page).order_by("title")
    return render(request, "schools/schools.html", {"page": page, "rows": rows, "section": "schools", "trail": trail()})


@pagecache.public
def school(request: HttpRequest, page: SchoolPage) -> HttpResponse:
    rows = (
        shelving.with_school(open_to_all(LessonPackPage.objects.live()).child_of(page))
        .select_related("locale")
        .defer("text", "html")
    )
    used = showing.used_by(page)
    context = {"page": page, "rows": rows.order_by("stage", "title"), "used": used, "section": "schools", "trail": trail()}
    return render(request, "schools/school.html", context)


def pack(request: HttpRequest, page: LessonPackPage) -> HttpResponse:
    """A resource as its readers see it; before it is public, as those who write and review it do."""
    return _drawn(request, page) if getattr(request, "is_preview", False) else _public(request, page)


@pagecache.public
def _public(request: HttpRequest, page: LessonPackPage) -> HttpResponse:
    return _drawn(request, page)


def _drawn(request: HttpRequest, page: LessonPackPage) -> HttpResponse:
    """The public page and the draft, which has no figures, no description for machines and other addresses of its files."""
    is_public = bool(page.pk and page.live and not getattr(request, "is_preview", False))
    files = outlining.readable(clearing.cleared(page.files.all()))
    use = showing.use(page, request.user) if is_public else None
    context = {
        "page": page,
        "beside": completing.beside(page),
        "is_public": is_public,
        "files": files,
        "bytes": sum(file.size for file in files),
        "described": describing.resource(page, use.twins) if use else None,
        "citation": describing.citation(page) if page.pk else "",
        "use": use,
        "section": "schools",
        "trail": trail(),
    }
    return render(request, "schools/pack.html", context)


def trail() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("home")), (_("Teaching resources"), reverse("schools:library"))]


def public_of(key: str) -> LessonPackPage:
    """The public resource of this key; for everybody the same."""
    page: LessonPackPage | None = open_to_all(LessonPackPage.objects.live()).filter(key=key).first()
    if page is None:
        raise Http404(key)
    return page
