"""Reports of training: hours of a period, and the files of both tables. Who took a file is noted."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.asking import person
from core.audit import record
from core.typefaces import Unprintable
from courses.training import asking, exporting, matrix, printing
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
        "lines": found.of(page.object_list),
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
    all_columns = matrix.columns(body)
    shown = [column for column in all_columns if asked.subject in ("", column.key)]
    people = matrix.members(body, asked)
    if kind == "pdf":
        told = matrix.sums(body)
        facts = asking.in_words(asked, all_columns, told.lines)
        return on_paper(request, lambda: printing.of_training(body, told, list(people), shown, facts), body, "matrix")
    return _file(request, body, exporting.of_matrix(people, shown), kind, "matrix")


@never_cache
@login_required
@require_safe
def hours_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The hours of the period, whole."""
    body = trained(person(request), slug)
    asked, _form, found = _hours(request, body)
    if kind == "pdf":
        facts = [asking.period(found.start, found.end), *asking.in_words(asked, [], tree(body))]
        return on_paper(request, lambda: printing.of_credit(body, found, facts), body, "hours")
    return _file(request, body, exporting.of_hours(found), kind, "hours")


NAMES = {"matrix": "training", "hours": "hours", "plan": "training-plan"}


def _file(request: HttpRequest, body: Organisation, told: exporting.Table, kind: str, table: str) -> HttpResponse:
    if kind not in exporting.KINDS:
        raise Http404(kind)
    return handed_out(request, body, exporting.written(told, kind), kind, table)


def on_paper(request: HttpRequest, printed: Callable[[], bytes], body: Organisation, table: str) -> HttpResponse:
    """A PDF; one whose words no typeface draws is not made, and the characters are named."""
    try:
        return handed_out(request, body, printed(), "pdf", table)
    except Unprintable as fault:
        words = {"characters": " ".join(fault.characters)}
        messages.error(request, _("No typeface here draws %(characters)s. Take the XLSX file, which holds them.") % words)
        return redirect(f"training:{table}", body.slug)


def handed_out(request: HttpRequest, body: Organisation, content: bytes, kind: str, table: str) -> HttpResponse:
    """A file, and who took it."""
    record("training.exported", body, by=person(request), table=table, kind=kind)
    answer = HttpResponse(content, content_type={**exporting.KINDS, "pdf": "application/pdf"}[kind])
    answer["Content-Disposition"] = f'attachment; filename="{NAMES[table]}-{body.slug}.{kind}"'
    return answer
