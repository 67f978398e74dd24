"""Duties: the log of a post, its preventive measures, the report of a year, and the files that belong to them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.asking import person
from appointments import noting, printing, reporting
from appointments.appointing import Refused
from appointments.forms import DutyForm, EffectForm, MeasureForm
from appointments.models import Appointment, Attachment, Authorisation, DutyEntry, PreventiveMeasure
from certificates import evidence
from core.dates import today

AT_A_TIME = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def log(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every entry, corrected ones with what corrects them; the person in the post writes here."""
    user = person(request)
    there = get_object_or_404(Appointment.objects.visible_to(user).with_people(), pk=pk)
    corrected = _corrected(request, there)
    initial = model_to_dict(corrected, ["kind", "done_on", "text", "outcome"]) if corrected else {"done_on": today()}
    form = DutyForm(request.POST or None, request.FILES or None, appointment=there, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            noting.note(appointment=there, by=user, corrects=corrected, **form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Written into the log."))
            return redirect("appointments:log", pk=pk)
    entries = there.entries.select_related("correction", "corrects").prefetch_related("files")
    context = {
        "appointment": there,
        "form": form,
        "corrected": corrected,
        "may_write": there.person_id == user.pk and there.is_in_force,
        "entries": Paginator(entries, AT_A_TIME).get_page(request.GET.get("page")),
        "section": "learn",
    }
    return render(request, "appointments/log.html", context, status=422 if form.is_bound else 200)


def _corrected(request: HttpRequest, there: Appointment) -> DutyEntry | None:
    """The entry that is to be corrected, if the address names one of this log."""
    named = request.GET.get("corrects")
    if not named:
        return None
    try:
        return there.entries.get(pk=UUID(named))
    except (ValueError, DutyEntry.DoesNotExist):
        raise Http404("no such entry") from None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def measures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take up a preventive measure."""
    user = person(request)
    there = get_object_or_404(Appointment.objects.with_people(), pk=pk, person=user)
    form = MeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            noting.open_measure(appointment=there, by=user, **form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Taken up. It is closed once its effect was checked."))
            return redirect(there)
    context = {"form": form, "appointment": there, "section": "learn"}
    return render(request, "appointments/measure.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def effect(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say whether a measure worked, and close it."""
    user = person(request)
    held = PreventiveMeasure.objects.filter(appointment__person=user).select_related("appointment__organisation")
    there = get_object_or_404(held, pk=pk)
    form = EffectForm(request.POST or None, initial={"checked_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            noting.close_measure(measure=there, by=user, **form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Closed, and written into the log."))
            return redirect(there.appointment)
    context = {"form": form, "measure": there, "appointment": there.appointment, "section": "learn"}
    return render(request, "appointments/effect.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def report(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """A year, added up from the log."""
    there = get_object_or_404(Appointment.objects.visible_to(person(request)).with_people(), pk=pk)
    context = {"appointment": there, "report": reporting.report(there, year), "section": "learn"}
    return render(request, "appointments/report.html", context)


@require_safe
@login_required
@never_cache
def report_file(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    """The same year on paper."""
    there = get_object_or_404(Appointment.objects.visible_to(person(request)).with_people(), pk=pk)
    content = printing.report(there, reporting.report(there, year))
    disposition = f'attachment; filename="duty-report-{year}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


@require_safe
@login_required
@never_cache
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file of the log, of a veto or of a decision, for the person in the post and the firm."""
    seen = Appointment.objects.visible_to(person(request))
    powers = Authorisation.objects.filter(appointment__in=seen)
    mine = Q(entry__appointment__in=seen) | Q(veto__authorisation__in=powers) | Q(ruling__veto__authorisation__in=powers)
    there = get_object_or_404(Attachment.objects.filter(mine), pk=pk)
    return evidence.handed_out(key=there.key, name=there.name, mime=there.media_type, sha256=there.sha256)
