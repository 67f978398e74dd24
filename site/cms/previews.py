"""A preview in the editor (预览): Wagtail answers it as if the page itself were asked for, and shows the answer in a frame.

So the page's own headers, which let nobody frame it, would keep the editor from seeing what he writes.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_OWN_FRAMES = {"frame-ancestors": ["'self'"]}


class PreviewMiddleware:
    """Lets this site, and no other, frame what is only a preview. Wagtail marks such a request once it is past all middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "is_preview", False):
            response._csp_replace = _OWN_FRAMES  # type: ignore[attr-defined]  # what django-csp's own decorator sets
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response
