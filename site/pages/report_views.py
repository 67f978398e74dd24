"""Reporting an error: for everybody, without an account and without scripts. Pages that are kept hold only a link to here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core import limiting
from core.text import clean
from pages import reporting
from pages.models import ErrorReport
from pages.report_forms import ErrorReportForm

# A class reads behind one address.
PER_HOUR = 30
LONGEST = 300


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; `?page=` says about which page."""
    if request.method != "POST":
        return _page(request, ErrorReportForm(initial={"page": clean(request.GET.get("page", "")[:LONGEST])}))
    if limiting.count(f"report:{limiting.asker(request)}", limiting.HOUR) > PER_HOUR:
        return render(request, "429.html", status=429)
    form = ErrorReportForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    form.instance.language = get_language()
    return redirect(reporting.hand_in(form.save(commit=False)))


@never_cache
@require_safe
def reported(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own report, by an address nobody else has: its number, and the answer once there is one."""
    found = get_object_or_404(ErrorReport, pk=pk)
    address = request.build_absolute_uri(found.get_absolute_url())
    return render(request, "pages/reported.html", {"report": found, "address": address, "trail": _trail()})


def _page(request: HttpRequest, form: ErrorReportForm, status: int = 200) -> HttpResponse:
    return render(request, "pages/report.html", {"form": form, "trail": _trail()}, status=status)


def _trail() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("home"))]
