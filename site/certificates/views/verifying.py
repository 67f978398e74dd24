"""The answer to anyone who has a number."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates import numbers, verdicts
from certificates.forms import NumberForm
from certificates.throttle import limited
from cms import pagecache


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The form for a number; what was typed leads to the number's own address."""
    if "number" not in request.GET:
        return pagecache.mark(request, _answer(request, NumberForm(), None))
    return _look_up(request)


@never_cache
@limited
def _look_up(request: HttpRequest) -> HttpResponse:
    form = NumberForm(request.GET)
    if not form.is_valid():
        return _answer(request, form, None)
    typed = form.cleaned_data["number"]
    canonical = numbers.canonical(typed)
    return redirect("certificates:verification", canonical) if canonical else _answer(request, form, verdicts.on(typed))


@require_safe
@never_cache
@limited
def verification(request: HttpRequest, number: str) -> HttpResponse:
    """The public answer to one number: 404 when it was never given, with a page that says why and what to do."""
    canonical = numbers.canonical(number)
    if canonical and canonical != number:
        return redirect("certificates:verification", canonical)
    return _answer(request, NumberForm({"number": number[:60]}), verdicts.on(number))


def _answer(request: HttpRequest, form: NumberForm, verdict: verdicts.Verdict | None) -> HttpResponse:
    context = {"form": form, "verdict": verdict, "domain": urlsplit(settings.SITE_URL).netloc, "section": "verify"}
    return render(request, "certificates/verify.html", context, status=200 if verdict is None or verdict.found else 404)
