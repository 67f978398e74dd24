"""Culture pulse: what surveys said, answering, opening one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from appointments.appointing import Refused
from appointments.duties import pulsing, trends
from appointments.duties.assessment_forms import PulseForm
from appointments.duties.grouping import season
from appointments.duties.models import Pulse, PulseTurn
from core.dates import today
from organisations.models import Membership, Organisation
from organisations.permissions import may_manage

MOST = 8


@require_safe
@login_required
@never_cache
def pulses(request: HttpRequest, slug: str) -> HttpResponse:
    """The survey that is open, and what the earlier ones said."""
    firm = _firm(request, slug)
    rounds = list(Pulse.objects.of(firm)[:MOST])
    told = [(one, pulsing.told(one)) for one in rounds if not one.is_open]
    means = [(str(one), said.mean) for one, said in reversed(told) if not said.is_withheld]
    now_open = next((one for one in rounds if one.is_open), None)
    year, quarter = season(today().year, today().month)
    context = {
        "firm": firm,
        "tab": "pulse",
        "section": "learn",
        "open": now_open,
        "has_answered": now_open is not None and _answered(request, now_open),
        "told": told,
        "trend": trends.line(means) if len(means) > 1 else None,
        "may_open": may_manage(person(request), firm) and not any((one.year, one.quarter) == (year, quarter) for one in rounds),
        "days": pulsing.OPEN_FOR,
    }
    return render(request, "appointments/duties/pulses.html", context)


@require_POST
@login_required
def pulse_opening(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the season's survey."""
    firm, user = _firm(request, slug), person(request)
    if not may_manage(user, firm):
        raise PermissionDenied(_("The head of the firm opens the survey."))
    try:
        pulsing.open_pulse(firm=firm, by=user)
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The survey is open, and members are told."))
    return redirect("appointments:pulses", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def pulse(request: HttpRequest, slug: str, year: int, quarter: int) -> HttpResponse:
    """Answer while it is open; read what it said afterwards."""
    firm, user = _firm(request, slug), person(request)
    there = get_object_or_404(Pulse.objects.of(firm).select_related("organisation"), year=year, quarter=quarter)
    form = PulseForm(request.POST or None)
    problem, status = "", 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            pulsing.answer(pulse=there, levels=form.levels(), by=user)
        except Refused as reason:
            problem, status = str(reason), 409
        else:
            messages.success(request, _("Counted. Nobody can tell what you answered."))
            return redirect("appointments:pulses", slug)
    context = {
        "firm": firm,
        "tab": "pulse",
        "section": "learn",
        "pulse": there,
        "form": form,
        "said": None if there.is_open else pulsing.told(there),
        "writes": there.is_open and not problem and not _answered(request, there),
        "problem": problem,
    }
    return render(request, "appointments/duties/pulse.html", context, status=status)


def _firm(request: HttpRequest, slug: str) -> Organisation:
    """A firm one is a member of today, or 404."""
    mine = Membership.objects.open().filter(person=person(request))
    return get_object_or_404(Organisation.objects.filter(pk__in=mine.values("organisation")).told(), slug=slug)


def _answered(request: HttpRequest, there: Pulse) -> bool:
    return PulseTurn.objects.filter(pulse=there, person=person(request)).exists()
