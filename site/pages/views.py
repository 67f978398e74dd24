"""The home page, notes and search. All of it open to everyone, so all of it may be kept (cms.pagecache)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.views import serve

from cms import comfort, gathered, pagecache
from cms.search.text import MAX_LENGTH
from cms.serving import served
from cms.templatetags.ui import chinese
from courses.catalogue import offers
from courses.dashboard import certified
from pages import leading
from pages.models import HomePage, NoteIndexPage, NotePage
from pages.narrowing import narrowed
from pages.searching import find
from statutes.loading import SLUG
from statutes.models import Article

PER_SHEET = 60  # of the shelf of notes


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page of the reader's language, by way of Wagtail."""
    return serve(request, "")


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    return served(request, "pages/")


@require_safe
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """A note by its address, which other rooms link to without knowing the tree."""
    return served(request, f"pages/{slug}/")


@pagecache.tagged("home", "articles")
def first_page(request: HttpRequest, page: HomePage) -> HttpResponse:
    shelf = NotePage.objects.live().filter(
        locale_id=page.locale_id, slug__in=["exam-rules", "certificate-is-not", "help-learner"]
    )
    context = {
        "page": page,
        "offers": offers(),
        "certified": certified(),
        "article": Article.objects.of(SLUG).filter(number=9).first(),
        "notes": shelf.order_by("path"),
        "parts": gathered.on_home(),
    }
    return render(request, "pages/home.html", context)


@pagecache.public
def notes(request: HttpRequest, page: NoteIndexPage) -> HttpResponse:
    shelf = narrowed(NotePage.objects.live().child_of(page), request.GET)
    sheet = Paginator(shelf.notes.order_by("path"), PER_SHEET).get_page(request.GET.get("page"))
    trail = [(_("Home"), reverse("home"))]
    made = render(request, "pages/notes.html", {"page": page, "shelf": shelf, "sheet": sheet, "trail": trail})
    return pagecache.tag(made, pagecache.of_page(page))


@pagecache.public
def read(request: HttpRequest, page: NotePage) -> HttpResponse:
    above = page.get_parent() if page.pk else None
    trail = [(_("Home"), reverse("home")), (chinese(above.title) if above else _("Notes"), reverse("pages:notes"))]
    made = render(request, "pages/note.html", {"page": page, "trail": trail})
    return pagecache.tag(made, pagecache.of_page(page))


@require_safe
@pagecache.tagged("search")
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` what, `?kind=` one kind only, `?page=` which sheet. Anything else in them is no error but no result."""
    query = request.GET.get("q", "").strip()
    found = find(query, request.GET.get("kind", ""), request.GET.get("page")) if query else None
    context = {"query": query[:MAX_LENGTH], "found": found, "ways": leading.ways(query), "section": "search"}
    return render(request, "pages/search.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """How the reader has the site shown: a form that works without scripts and sets one cookie that names nobody."""
    if request.method == "POST":
        back = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
        answer = redirect(back if is_ours else "home")
        comfort.keep(answer, comfort.chosen(request.POST.getlist("shown")))
        return answer
    mine = comfort.of(request)
    choices = [(name, label, hint, name in mine.names) for name, label, hint in comfort.CHOICES]
    context = {"choices": choices, "next": request.headers.get("Referer", ""), "trail": [(_("Home"), reverse("home"))]}
    page = render(request, "pages/reading.html", context)
    page["Cache-Control"] = "private, no-store"
    return page
