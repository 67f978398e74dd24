"""Appointments: the list of one's own and one's firms', a proposal, the answer to it, the end of a post."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from appointments import appointing
from appointments.duties.assessing import may_be_assessed
from appointments.forms import EndForm, ProposalForm, ReasonForm
from appointments.models import Appointment, AppointmentLetter, PreventiveMeasure, Veto
from appointments.reporting import years
from appointments.wording import duties_of, held_certificate, posts_offered
from core.dates import today
from organisations.models import Organisation
from organisations.permissions import managed


@require_safe
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """One's own posts first, then those of the firms one answers for (4 queries)."""
    user = person(request)
    appointments = list(Appointment.objects.visible_to(user).with_people())
    others: dict[UUID, list[Appointment]] = {}
    for one in appointments:
        if one.person_id != user.pk:
            others.setdefault(one.organisation_id, []).append(one)
    managed_firms = Organisation.objects.managed_by(user).filter(kind=Organisation.Kind.ENTERPRISE)
    context = {
        "mine": [one for one in appointments if one.person_id == user.pk],
        "firms": [(firm, others.get(firm.pk, [])) for firm in managed_firms],
        "section": "learn",
    }
    return render(request, "appointments/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def proposal(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a member for a post."""
    user = person(request)
    firm = managed(user, slug)
    initial = {"since": today(), "post": request.GET.get("post", ""), "duties": duties_of(request.GET.get("post", ""))}
    form = ProposalForm(request.POST or None, organisation=firm, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(appointing.propose(organisation=firm, by=user, **form.cleaned_data))
        except appointing.Refused as reason:
            form.add_error(None, str(reason))
    context = {"form": form, "firm": firm, "offered": posts_offered(firm), "section": "learn"}
    return render(request, "appointments/proposal.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def appointment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The desk of a post: where it stands, its powers, its log."""
    return page(request, pk)


@require_POST
@login_required
def acceptance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person takes the post."""
    there = _seen(request, pk)
    try:
        appointing.accept(appointment=there, by=person(request))
    except appointing.Refused as reason:
        return page(request, pk, problem=str(reason), status=409)
    messages.success(request, _("You are appointed. The letter is ready."))
    return redirect(there)


@require_POST
@login_required
def refusal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person does not take the post."""
    there, form = _seen(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return page(request, pk, refusal_form=form, status=422)
    try:
        appointing.decline(appointment=there, by=person(request), **form.cleaned_data)
    except appointing.Refused as reason:
        return page(request, pk, problem=str(reason), status=409)
    messages.success(request, _("Declined. The organisation reads your reason."))
    return redirect(there)


@require_POST
@login_required
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The firm or the person ends it, or the firm takes the proposal back."""
    there, form = _seen(request, pk), EndForm(request.POST)
    if not form.is_valid():
        return page(request, pk, end_form=form, status=422)
    try:
        appointing.end(appointment=there, by=person(request), **form.cleaned_data)
    except appointing.Refused as reason:
        return page(request, pk, problem=str(reason), status=409)
    messages.success(request, _("Ended. The other side has been told."))
    return redirect(there)


def _seen(request: HttpRequest, pk: UUID) -> Appointment:
    return get_object_or_404(Appointment.objects.visible_to(person(request)).with_people(), pk=pk)


def page(request: HttpRequest, pk: UUID, *, problem: str = "", status: int = 200, **forms: Any) -> HttpResponse:
    """The desk with a form that was sent back, if one was."""
    user = person(request)
    there = _seen(request, pk)
    papers = list(AppointmentLetter.objects.filter(appointment=there))
    measures = PreventiveMeasure.objects.filter(appointment=there)
    vetoes = Veto.objects.filter(authorisation__appointment=there).told()
    context = {
        "appointment": there,
        "is_mine": there.person_id == user.pk,
        "is_manager": Appointment.objects.managed_by(user).filter(pk=there.pk).exists(),
        "letter": next((one for one in papers if one.authorisation_id is None), None),
        "powers": there.authorisations.prefetch_related("paper"),
        "vetoes": vetoes,
        "measures": measures,
        "entries": there.entries.standing().select_related("correction").prefetch_related("files")[:10],
        "years": years(there),
        "assessed_years": [year for year in (today().year, today().year - 1) if may_be_assessed(there, year)],
        "certificate": held_certificate(there),
        "refusal_form": ReasonForm(prefix=None),
        "end_form": EndForm(initial={"last_day": today()}),
        "problem": problem,
        "section": "learn",
        **forms,
    }
    return render(request, "appointments/appointment.html", context, status=status)
