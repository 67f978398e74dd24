"""Reports of training: hours of a period, the files of both tables, and which of them were asked for."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.asking import person
from courses.exports.answering import answered, listed
from courses.models import ReportExport
from courses.models.exports import KEPT_DAYS
from courses.training import matrix
from courses.training.forms import PeriodForm
from courses.training.hours_report import Report, report
from courses.training.views.matrix import A_PAGE
from organisations.departments import tree
from organisations.models import Organisation
from organisations.permissions import trained


@never_cache
@login_required
@require_safe
def hours(request: HttpRequest, slug: str) -> HttpResponse:
    """What the ledger credited in a period, by person."""
    body = trained(person(request), slug)
    asked, form, found = _hours(request, body)
    page: Any = Paginator(matrix.members(body, asked), A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "organisation": body,
        "asked": asked,
        "form": form,
        "report": found,
        "page_of": page,
        "lines": list(found.of(page.object_list)),
        "departments": tree(body),
        "section": "org",
    }
    return render(request, "courses/training/hours.html", context, status=422 if form.is_bound and form.errors else 200)


def _hours(request: HttpRequest, body: Organisation) -> tuple[matrix.Asked, PeriodForm, Report]:
    asked = matrix.Asked.read(request.GET)
    form = PeriodForm(request.GET if "start" in request.GET else None)
    start, end = form.period
    if not form.is_bound:
        form = PeriodForm(initial={"start": start, "end": end})
    return asked, form, report(body, matrix.members(body, asked), start, end)


@never_cache
@login_required
@require_POST
def matrix_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The matrix as it is filtered, whole."""
    wish = ReportExport(report=ReportExport.Report.MATRIX, kind=kind, organisation=trained(person(request), slug))
    return answered(request, wish, **_people(request))


@never_cache
@login_required
@require_POST
def hours_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The hours of the period, whole."""
    wish = ReportExport(report=ReportExport.Report.HOURS, kind=kind, organisation=trained(person(request), slug))
    start, end = PeriodForm(request.GET if "start" in request.GET else None).period
    return answered(request, wish, start=start, end=end, **_people(request))


def _people(request: HttpRequest) -> dict[str, object]:
    """Of whom, as the address says it."""
    asked = matrix.Asked.read(request.GET)
    state = None if asked.state == "all" else asked.state
    return {"q": asked.words, "department": asked.department, "state": state, "subject": asked.subject}


@never_cache
@login_required
@require_safe
def exports(request: HttpRequest, slug: str) -> HttpResponse:
    """Which files were asked for, by whom and when, and what became of them."""
    me = person(request)
    body = trained(me, slug)
    made = ReportExport.objects.visible_to(me).filter(organisation=body)
    context = {"organisation": body, "kept_days": KEPT_DAYS, "section": "org", **listed(request, made)}
    return render(request, "courses/training/exports.html", context)
