from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core import views

_PAGES = {
    400: views.bad_request,
    403: views.permission_denied,
    404: views.page_not_found,
    500: views.server_error,
}


class PlainErrorsMiddleware:
    """A reader sees the site's own words for an error even while DEBUG is on.

    Django answers errors under DEBUG with technical English pages, past any handler; the traceback stays in
    the log. A developer who wants those pages sets HAIZHUN_SHOW_TRACEBACKS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page = _PAGES.get(response.status_code)
        if page is None or not settings.DEBUG or settings.SHOW_TRACEBACKS or not _is_technical(response):
            return response
        return page(request)


def _is_technical(response: HttpResponse) -> bool:
    """Django's own technical page, told by what only it contains (its styles sit in an inline block)."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return False
    return b"DEBUG = True" in response.content or b'id="explanation"' in response.content
