from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from courses.packages import containment


class PackageHostMiddleware:
    """Strangers' files are served without cookies in either direction, and their host serves nothing else.

    So a package that looks for more on its own host finds nothing, and no one can ever be signed in there. Nor does it
    leave a service worker behind, which would stay in the browser when the package is long closed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_package = request.path_info.startswith(containment.PREFIX)
        if not is_package:
            return _nothing_here() if containment.is_own_host(request) else self.get_response(request)
        if "HTTP_SERVICE_WORKER" in request.META:
            return _nothing_here()
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.cookies.clear()
        return response


def _nothing_here() -> HttpResponse:
    return HttpResponse("404", status=404, content_type="text/plain")
