"""Anyone hands in a badge and is told what it is worth."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from certificates.badges import checking, finding
from certificates.badges.checking import Answer
from cms import pagecache
from core.look_ups import limited

# The file and what a form puts around it.
_LARGEST = finding.LARGEST + 16 * 1024
_MOST_READ = 200 * 1024 * 1024


# Public and kept in caches, so without a token; nothing is changed, so there is nothing to forge.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The form; and by POST the answer to a file."""
    if request.method == "POST":
        return _checked(request)
    return pagecache.mark(request, _page(request, None, 200))


@never_cache
@limited
def _checked(request: HttpRequest) -> HttpResponse:
    length = str(request.META.get("CONTENT_LENGTH", ""))
    if length.isascii() and length.isdigit() and int(length) > _LARGEST:
        _pour_away(request)
        return _page(request, checking.too_large(), 413)
    upload = request.FILES.get("badge")
    answer = checking.check(upload.read() if upload else b"")
    return _page(request, answer, 200 if answer.could_be_read else 422)


def _pour_away(request: HttpRequest) -> None:
    """Let the sender finish, keeping nothing: a browser that is cut off shows no answer at all."""
    poured = 0
    while poured < _MOST_READ and (some := request.read(64 * 1024)):
        poured += len(some)


def _page(request: HttpRequest, answer: Answer | None, status: int) -> HttpResponse:
    context = {
        "verdict": answer.verdict if answer else None,
        "domain": urlsplit(settings.SITE_URL).netloc,
        "section": "verify",
    }
    return render(request, "certificates/badge_check.html", context, status=status)
