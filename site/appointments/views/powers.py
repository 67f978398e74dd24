"""Powers: an authorisation and its revocation, a veto and what was decided about it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from appointments import authorising, vetoing
from appointments.appointing import Refused
from appointments.forms import AuthorisationForm, ReasonForm, RulingForm, VetoForm
from appointments.models import Appointment, Authorisation, Veto
from appointments.views.appointments import page
from core.dates import today


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def authorisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those who answer for the firm authorise its chief quality officer."""
    user = person(request)
    there = get_object_or_404(Appointment.objects.managed_by(user).with_people(), pk=pk)
    form = AuthorisationForm(request.POST or None, initial={"since": today(), "until": there.until})
    if request.method == "POST" and form.is_valid():
        try:
            authorising.give(appointment=there, by=user, **form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Authorised. The letter is ready, and the person has been told."))
            return redirect(there)
    context = {"form": form, "appointment": there, "section": "learn"}
    return render(request, "appointments/authorisation.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def revocation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those who answer for the firm take it back."""
    user = person(request)
    appointments = Appointment.objects.managed_by(user)
    there = get_object_or_404(Authorisation.objects.filter(appointment__in=appointments).select_related("appointment"), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return page(request, there.appointment_id, revoke_form=form, revoked=there, status=422)
    try:
        authorising.revoke(authorisation=there, by=user, **form.cleaned_data)
    except Refused as reason:
        return page(request, there.appointment_id, problem=str(reason), status=409)
    messages.success(request, _("Revoked. The person has been told."))
    return redirect(there.appointment)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def vetoes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Raise a veto under an authorisation that holds."""
    user = person(request)
    held = Authorisation.objects.select_related("appointment__organisation", "appointment__person")
    there = get_object_or_404(held.filter(appointment__person=user), pk=pk)
    form = VetoForm(request.POST or None, request.FILES or None, authorisation=there)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(
                vetoing.raise_veto(authorisation=there, finding=form.finding, evidence=form.cleaned_data["evidence"], by=user)
            )
        except Refused as reason:
            form.add_error(None, str(reason))
    context = {"form": form, "authorisation": there, "appointment": there.appointment, "section": "learn"}
    return render(request, "appointments/veto_form.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def veto(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was stopped, why, and what was decided."""
    return _veto(request, pk)


@require_POST
@login_required
def ruling(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody else who answers for the firm upholds or lifts it."""
    user = person(request)
    there = get_object_or_404(Veto.objects.visible_to(user).told(), pk=pk)
    if not _manages(request, there):
        raise Http404("only those who answer for the firm decide")
    if there.raised_by_id == user.pk:
        raise PermissionDenied(_("Whoever raised a veto does not decide about it. Let another manager do it."))
    form = RulingForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            vetoing.rule(veto=there, by=user, **form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Decided. Whoever raised the veto has been told."))
            return redirect(there)
    return _veto(request, pk, form=form, status=422)


def _manages(request: HttpRequest, there: Veto) -> bool:
    appointments = Appointment.objects.managed_by(person(request))
    return appointments.filter(pk=there.authorisation.appointment_id).exists()


def _veto(request: HttpRequest, pk: UUID, *, form: RulingForm | None = None, status: int = 200) -> HttpResponse:
    user = person(request)
    there = get_object_or_404(Veto.objects.visible_to(user).told().prefetch_related("files", "ruling__files"), pk=pk)
    decided = getattr(there, "ruling", None)
    may_rule = decided is None and there.raised_by_id != user.pk and _manages(request, there)
    context = {
        "veto": there,
        "ruling": decided,
        "appointment": there.authorisation.appointment,
        "form": form or RulingForm(),
        "may_rule": may_rule,
        "section": "learn",
    }
    return render(request, "appointments/veto.html", context, status=status)
