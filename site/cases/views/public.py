"""What everybody reads: the library, a case, and the feed. All of it may be kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import atom, describing, shelving
from cases.keeping import TAG
from cases.models import CaseStudy
from cms import pagecache
from courses.catalogue import lesson_places

Trail = list[tuple[str, str]]


def trail(*, is_below: bool = True) -> Trail:
    return [(_("Home"), reverse("home")), *([(_("Case library"), reverse("cases:library"))] if is_below else [])]


@require_safe
@pagecache.tagged(TAG)
def library(request: HttpRequest) -> HttpResponse:
    """`?field=product&industry=manufacturing&method=spc`; what is not known narrows nothing. 3 queries."""
    found = shelving.shelf(request.GET, request.GET.get("page", "1"))
    return render(request, "cases/library.html", {"shelf": found, "section": "cases", "trail": trail(is_below=False)})


@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    """A case; kept once it is public, for then it is the same for everybody. 2 queries."""
    found = get_object_or_404(CaseStudy.objects.visible_to(request.user).told(), code=code)
    context = {
        "case": found,
        "figures": found.rows,
        "lessons": list(lesson_places(found.lessons).values()) if found.lessons else [],
        "structured": describing.article(found) if found.is_public else None,
        "graph_type": "article",
        "section": "cases",
        "trail": trail(),
    }
    answer = render(request, "cases/case.html", context)
    if found.is_public:
        return pagecache.mark(request, answer, TAG)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@pagecache.tagged(TAG)
def feed(request: HttpRequest) -> HttpResponse:
    """The newest cases, for feed readers (RFC 4287)."""
    told = atom.feed(request.GET, request.get_full_path())
    return HttpResponse(told, content_type="application/atom+xml; charset=utf-8")
