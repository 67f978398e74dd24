"""The training plan of a body: a year with what came of it, another line, taking one out, assigning one, the file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.asking import person
from core.dates import today
from courses.exports.answering import answered
from courses.models import ReportExport, TrainingPlanLine
from courses.training import planning
from courses.training.forms import PlanLineForm
from organisations.models import Organisation
from organisations.permissions import trained
from organisations.refusal import Refused


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """What is planned for a year, and what came of it; add a line."""
    me = person(request)
    body, year = trained(me, slug), _year(request)
    form = PlanLineForm(request.POST or None, organisation=body, initial={"month": today().month})
    if request.method == "POST" and form.is_valid():
        try:
            planning.add(organisation=body, year=year, wish=form.wish(), by=me)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The line is in the plan."))
            return _back(body, year)
    context: dict[str, Any] = {
        "organisation": body,
        "plan": planning.of_year(body, year),
        "years": planning.years(),
        "form": form,
        "section": "org",
    }
    return render(request, "courses/training/plan.html", context, status=422 if form.is_bound and form.errors else 200)


@never_cache
@login_required
@require_POST
def removal(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Take a line out of the plan."""
    body, line = _line(request, slug, pk)
    try:
        planning.remove(line=line, by=person(request))
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The line is taken out."))
    return _back(body, line.year)


@never_cache
@login_required
@require_POST
def assignment(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Assign what a line plans."""
    body, line = _line(request, slug, pk)
    try:
        number = planning.assign(line=line, by=person(request))
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        said = ngettext("%(n)s person has a new task.", "%(n)s people have a new task.", number) % {"n": number}
        messages.success(request, said if number else _("Assigned. Everybody whom it means has the task already."))
    return _back(body, line.year)


@never_cache
@login_required
@require_POST
def plan_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The plan of a year as a file."""
    wish = ReportExport(report=ReportExport.Report.PLAN, kind=kind, organisation=trained(person(request), slug))
    return answered(request, wish, year=_year(request))


def _year(request: HttpRequest) -> int:
    """The year that is asked for; this one where none of the three is."""
    asked = request.GET.get("year", "")
    return next((year for year in planning.years() if str(year) == asked), today().year)


def _line(request: HttpRequest, slug: str, pk: UUID) -> tuple[Organisation, TrainingPlanLine]:
    me = person(request)
    body = trained(me, slug)
    return body, get_object_or_404(TrainingPlanLine.objects.visible_to(me).told(), organisation=body, pk=pk)


def _back(body: Organisation, year: int) -> HttpResponseRedirect:
    return redirect(f"{reverse('training:plan', args=[body.slug])}?year={year}")
