"""Wagtail's pages under addresses that have names (页面地址)."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.views import serve

from cms import tree


def served(request: HttpRequest, path: str) -> HttpResponse:
    """The page at this path below the home page of the reader's language; where it has none, the Chinese one.

    The Chinese one is drawn for everybody or not at all: a page that asks for more is left to its own address.
    """
    try:
        return serve(request, path)
    except Http404:
        if get_language() == settings.LANGUAGE_CODE:
            raise
        chinese = tree.home(tree.locale())
        page, arguments, words = chinese.specific.route(request, [part for part in path.split("/") if part])
        if page.get_view_restrictions().exists():
            raise
        return page.serve(request, *arguments, **words)
