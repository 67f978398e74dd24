"""The public register: a list that names nobody, its figures, and the way from a number or a name to an answer."""

import csv
import io
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from certificates import kept_answers, numbers, register_figures
from certificates.asking import Answer
from certificates.counting import figures
from certificates.forms import NumberForm
from certificates.listing import Listing, listing
from certificates.models import Scheme
from certificates.suppression import SMALLEST
from certificates.verdicts import said
from cms import pagecache
from core.look_ups import limited

View = Callable[[HttpRequest], HttpResponse]
_LONGEST_QUERY = 120


def _kept(view: View) -> View:
    """Made once for all who ask in the same minute, unless something happens; a browser asks whether it has changed."""

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        asked = f"register:{request.get_full_path()}"
        if kept := kept_answers.find(request, asked):
            reply = HttpResponse(kept[1], content_type=kept[0])
        else:
            reply = view(request)
            if len(request.META.get("QUERY_STRING", "")) <= _LONGEST_QUERY and reply.status_code == 200:
                kept_answers.keep(request, asked, reply["Content-Type"], reply.content)
        # A status may change at any moment, so nobody shows an old list without asking again.
        reply["Cache-Control"] = "no-cache" if pagecache.is_plain(request) else "private, no-store"
        if not pagecache.is_plain(request):
            return reply
        reply["ETag"] = f'"{sha256(reply.content).hexdigest()[:32]}"'
        return get_conditional_response(request, etag=reply["ETag"], response=reply) or reply

    return answered


@require_safe
@limited
@_kept
def register(request: HttpRequest) -> HttpResponse:
    """The list under the facets that were chosen (at most six queries)."""
    return _page(request, NumberForm())


# As at certificates:named: nothing is changed, and a name does not belong into an address.
@require_POST
@csrf_exempt
@limited
def search(request: HttpRequest) -> HttpResponse:
    """From a number to its page; with a name typed beside it, to the page that compares the two."""
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    number = numbers.canonical(form.cleaned_data["number"])
    if number is None:
        return _page(request, form, said(Answer(form.cleaned_data["number"])), status=404)
    if not request.POST.get("name", "").strip():
        return redirect("certificates:verification", number)
    # 307: the browser sends the name along to where names are compared, and counted.
    reply = HttpResponseRedirect(reverse("certificates:named", args=[number]))
    reply.status_code = 307
    return reply


def _page(request: HttpRequest, form: NumberForm, verdict: Any = None, *, status: int = 200) -> HttpResponse:
    shown = listing(request.GET.dict())
    context = {
        "form": form,
        "verdict": verdict,
        "listing": shown,
        "facets": shown.facets(),
        "entries": shown.entries(),
        "before": _address(shown, shown.page - 1) if shown.page > 1 else "",
        "after": _address(shown, shown.page + 1) if shown.page < shown.pages else "",
        "smallest": SMALLEST,
        "section": "verify",
    }
    return render(request, "certificates/register.html", context, status=status)


def _address(shown: Listing, page: int) -> str:
    asked = {"scheme": shown.scheme, "year": shown.year, "status": shown.status, "page": str(page)}
    return "?" + urlencode({name: value for name, value in asked.items() if value})


@require_safe
@limited
@_kept
def statistics(request: HttpRequest) -> HttpResponse:
    """The figures by scheme and year, and one scheme's year by quarter and status (at most four queries)."""
    told, names = figures(), {scheme.code: str(scheme) for scheme in Scheme.objects.all()}
    years = [(scheme, year, names.get(scheme, scheme)) for scheme, year in told.quarters]
    asked = (request.GET.get("scheme", ""), request.GET.get("year", ""))
    chosen = next((one for one in years if (one[0], str(one[1])) == asked), None) or max(
        years, key=lambda one: one[1], default=None
    )
    table = told.of(chosen[0], chosen[1]) if chosen else None
    context = {
        "lines": register_figures.by_year(told, names),
        "sums": register_figures.all_schemes(told),
        "years": years,
        "chosen": chosen,
        "year": register_figures.of_year(table) if table else None,
        "smallest": SMALLEST,
        "section": "verify",
    }
    return render(request, "certificates/register_statistics.html", context)


@require_safe
@limited
@_kept
def statistics_file(request: HttpRequest) -> HttpResponse:
    """The same figures for programs; codes and words in English, so that no cell is ever a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(register_figures.rows(figures()))
    return HttpResponse(out.getvalue().encode(), content_type="text/csv; charset=utf-8")
