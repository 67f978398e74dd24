"""The risk control list: the one in force, its versions, a new one, its adoption."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appointments.appointing import Refused
from appointments.duties import drafting
from appointments.duties.forms import PointForm, PointFormSet, RestForm, points_of, typed
from appointments.duties.models import RiskList
from appointments.duties.permissions import Standing
from appointments.duties.views.framing import here, in_force, page


@require_safe
@login_required
@never_cache
def risks(request: HttpRequest, slug: str) -> HttpResponse:
    """The list in force and every version."""
    there = here(request, slug)
    versions = RiskList.objects.of(there.firm).select_related("adoption", "written_by", "organisation")
    return page(request, there, "risks", "risks", {"held": in_force(there), "versions": versions})


@require_safe
@login_required
@never_cache
def risk_list(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, as it was written."""
    there = here(request, slug)
    return _version(request, there, number)


@require_POST
@login_required
def adoption(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The head puts a version in force."""
    there = here(request, slug)
    version = get_object_or_404(RiskList.objects.of(there.firm), number=number)
    if not there.is_head:
        raise PermissionDenied(_("The head of the firm adopts the list."))
    try:
        drafting.adopt(standing=there, risk_list=version)
    except Refused as reason:
        return _version(request, there, number, problem=str(reason), status=409)
    messages.success(request, _("Adopted. It holds from today."))
    return redirect("appointments:risks", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def risks_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a version: it begins with the newest one."""
    there = here(request, slug)
    if not there.may_draft:
        raise PermissionDenied(_("The quality safety director or the chief quality officer in post writes the list."))
    if request.method != "POST":
        return _draft(request, there, *_newest(there))
    rest, formset = RestForm(request.POST), PointFormSet(request.POST)
    if "more" in request.POST:
        days = {"rest_days": request.POST.getlist("rest_days")}
        return _draft(request, there, RestForm(initial=days), PointFormSet(initial=typed(PointForm, request.POST)))
    if rest.is_valid() and formset.is_valid():
        try:
            made = drafting.write(standing=there, points=points_of(formset), **rest.cleaned_data)
        except Refused as reason:
            rest.add_error(None, str(reason))
        else:
            messages.success(request, _("Written. The head adopts it."))
            return redirect("appointments:risk_list", slug, made.number)
    return _draft(request, there, rest, formset, status=422)


def _newest(there: Standing) -> tuple[RestForm, Any]:
    newest = RiskList.objects.of(there.firm).prefetch_related("points").first()
    if newest is None:
        return RestForm(), PointFormSet()
    rows = [model_to_dict(point, list(PointForm.base_fields)) for point in newest.points.all()]
    return RestForm(initial={"rest_days": list(newest.rest_days)}), PointFormSet(initial=rows)


def _draft(request: HttpRequest, there: Standing, rest: RestForm, formset: Any, *, status: int = 200) -> HttpResponse:
    return page(request, there, "risks_new", "risks", {"rest": rest, "formset": formset}, status=status)


def _version(request: HttpRequest, there: Standing, number: int, *, problem: str = "", status: int = 200) -> HttpResponse:
    told = RiskList.objects.of(there.firm).select_related("adoption__adopted_by", "written_by", "organisation")
    version = get_object_or_404(told.prefetch_related("points"), number=number)
    newest = not RiskList.objects.of(there.firm).filter(number__gt=number).exists()
    context = {"version": version, "is_newest": newest, "problem": problem}
    return page(request, there, "risk_list", "risks", context, status=status)
