"""The home page, notes and search. All of it open to everyone, so all of it may be kept (cms.pagecache)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.views import serve

from cms import pagecache
from cms.search.text import MAX_LENGTH
from cms.templatetags.ui import chinese
from courses.catalogue import offers
from pages.models import HomePage, NoteIndexPage, NotePage
from pages.searching import find
from statutes.loading import SLUG
from statutes.models import Article


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page of the reader's language, by way of Wagtail."""
    return serve(request, "")


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    return serve(request, "pages/")


@require_safe
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """A note by its address, which other rooms link to without knowing the tree."""
    return serve(request, f"pages/{slug}/")


@pagecache.public
def first_page(request: HttpRequest, page: HomePage) -> HttpResponse:
    shelf = NotePage.objects.live().filter(locale=page.locale, slug__in=["exam-rules", "certificate-is-not", "help-learner"])
    context = {
        "page": page,
        "offers": offers(),
        "article": Article.objects.of(SLUG).filter(number=9).first(),
        "notes": shelf.order_by("path"),
    }
    return render(request, "pages/home.html", context)


@pagecache.public
def notes(request: HttpRequest, page: NoteIndexPage) -> HttpResponse:
    rows = NotePage.objects.live().child_of(page).order_by("path")
    trail = [(_("Home"), reverse("home"))]
    return render(request, "pages/notes.html", {"page": page, "notes": rows, "trail": trail})


@pagecache.public
def read(request: HttpRequest, page: NotePage) -> HttpResponse:
    trail = [(_("Home"), reverse("home")), (chinese(page.get_parent().title), reverse("pages:notes"))]
    return render(request, "pages/note.html", {"page": page, "trail": trail})


@require_safe
@pagecache.public
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` what, `?kind=` one kind only, `?page=` which sheet. Anything else in them is no error but no result."""
    query = request.GET.get("q", "").strip()
    found = find(query, request.GET.get("kind", ""), request.GET.get("page")) if query else None
    return render(request, "pages/search.html", {"query": query[:MAX_LENGTH], "found": found, "section": "search"})
