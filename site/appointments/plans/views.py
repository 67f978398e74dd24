"""Annual plans of a firm: the list, one year with what was planned and done, its draft, its adoption, its review."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from appointments.plans import planning
from appointments.plans.forms import GoalsForm, ReviewForm, TaskRows, YearForm
from appointments.plans.models import AnnualPlan, PlanVersion, planning_firms
from appointments.plans.planning import Refused
from organisations.permissions import may_manage


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def plans(request: HttpRequest, slug: str) -> HttpResponse:
    """The plans of a firm, a year each; begin another."""
    user = person(request)
    firm = get_object_or_404(planning_firms(user), slug=slug)
    form = YearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = planning.begin(organisation=firm, by=user, year=form.cleaned_data["year"])
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("appointments:plan_draft" if made.draft else "appointments:plan", made.pk)
    there = AnnualPlan.objects.filter(organisation=firm).prefetch_related("versions").select_related("review")
    context = {"firm": firm, "form": form, "plans": there, "section": "learn"}
    return render(request, "appointments/plans/plans.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A year: what is in force, what of it is done, what is being drafted, which versions there were."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    held = _seen(request, pk)
    adopted = held.adopted
    context = {
        "plan": held,
        "adopted": adopted,
        "draft": held.draft,
        "versions": held.versions.all(),
        "compared": planning.compared(held, adopted) if adopted else [],
        "review": getattr(held, "review", None),
        "manages": may_manage(person(request), held.organisation),
        "review_form": ReviewForm(),
        "section": "learn",
        **more,
    }
    return render(request, "appointments/plans/plan.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the draft. On an adopted plan this begins a change, which says why."""
    held = _seen(request, pk)
    there: PlanVersion | None = held.draft or held.adopted
    is_change = held.adopted is not None
    sent = request.POST if request.method == "POST" else None
    initial = {"goals": there.goals, "reason": there.reason if held.draft else ""} if there else {}
    form = GoalsForm(sent, is_change=is_change, initial=initial)
    rows = TaskRows(sent, initial=there.tasks if there else [], prefix="tasks")
    if sent is not None and form.is_valid() and rows.is_valid():
        tasks = [row for row in rows.cleaned_data if row.get("text")]
        said = {"goals": form.cleaned_data["goals"], "reason": form.cleaned_data.get("reason", "")}
        try:
            planning.write(plan=held, tasks=tasks, by=person(request), **said)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The draft is kept. It holds once the head of the firm adopts it."))
            return redirect(held)
    context = {"plan": held, "form": form, "rows": rows, "is_change": is_change, "section": "learn"}
    return render(request, "appointments/plans/draft.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def adoption(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever answers for the firm adopts the draft."""
    held = _managed(request, pk)
    try:
        planning.adopt(plan=held, by=person(request))
    except Refused as reason:
        return _page(request, pk, problem=str(reason), status=409)
    messages.success(request, _("Adopted. From now on the plan changes by a new version with its reason."))
    return redirect(held)


@require_POST
@login_required
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever answers for the firm says what came of the year."""
    held, form = _managed(request, pk), ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, review_form=form, status=422)
    try:
        planning.review(plan=held, by=person(request), **form.cleaned_data)
    except Refused as reason:
        return _page(request, pk, problem=str(reason), status=409)
    messages.success(request, _("Reviewed. The year is closed."))
    return redirect(held)


@require_safe
@login_required
@never_cache
def version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A version as it was adopted."""
    held = _seen(request, pk)
    there = next((one for one in held.versions.all() if one.number == number), None)
    if there is None:
        raise Http404(number)
    return render(request, "appointments/plans/version.html", {"plan": held, "version": there, "section": "learn"})


def _seen(request: HttpRequest, pk: UUID) -> AnnualPlan:
    mine = AnnualPlan.objects.visible_to(person(request)).select_related("organisation", "review__by")
    return get_object_or_404(mine.prefetch_related("versions__written_by", "versions__adopted_by"), pk=pk)


def _managed(request: HttpRequest, pk: UUID) -> AnnualPlan:
    held = _seen(request, pk)
    if not may_manage(person(request), held.organisation):
        raise Http404("only those who answer for the firm")
    return held
