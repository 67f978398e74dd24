"""Reports of training: hours of a period, and the files of both tables. Who took a file is noted."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.asking import person
from core.audit import record
from courses.training import exporting, matrix
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
    context: dict[str, Any] = {
        "organisation": body,
        "asked": asked,
        "form": form,
        "report": found,
        "page_of": Paginator(found.lines, A_PAGE).get_page(request.GET.get("page")),
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
@require_safe
def matrix_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The matrix as it is filtered, whole."""
    me = person(request)
    body, asked = trained(me, slug), matrix.Asked.read(request.GET)
    shown = [column for column in matrix.columns(body) if asked.subject in ("", column.key)]
    rows = matrix.rows(matrix.members(body, asked), shown)
    record("training.exported", body, by=me, table="matrix", kind=kind)
    return _file(exporting.of_matrix(rows, shown), kind, f"training-{body.slug}")


@never_cache
@login_required
@require_safe
def hours_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The hours of the period, whole."""
    me = person(request)
    body = trained(me, slug)
    _asked, _form, found = _hours(request, body)
    record("training.exported", body, by=me, table="hours", kind=kind)
    return _file(exporting.of_hours(found), kind, f"hours-{body.slug}")


def _file(told: exporting.Table, kind: str, name: str) -> HttpResponse:
    if kind not in exporting.KINDS:
        raise Http404(kind)
    answer = HttpResponse(exporting.written(told, kind), content_type=exporting.KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
