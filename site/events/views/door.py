"""At the door: letting people in by code or by the QR code of a ticket, and the list of who came. For the host and the office."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from events import attending, booking, listing
from events.forms import DoorForm, ReasonForm, ReversalForm
from events.models import Event, Registration
from events.programme import told_event

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check_in(request: HttpRequest, slug: str) -> HttpResponse:
    """The page on the telephone at the door: a code typed by hand, and how many are there."""
    event = _event(request, slug)
    form = DoorForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _door(request, event, form=form, status=422 if form.errors else 200)
    told = form.cleaned_data
    try:
        arrival = attending.let_in(event=event, code=told["code"], by=person(request), persons=told["persons"])
    except attending.NotLetIn as reason:
        return _door(request, event, form=form, problem=str(reason), status=409)
    return _door(request, event, form=DoorForm(), arrival=arrival)


@never_cache
@require_safe
@login_required
def scanned(request: HttpRequest, slug: str, seal: str) -> HttpResponse:
    """Where the QR code of a ticket leads: who it is, and the button that lets them in. Looking changes nothing."""
    event = _event(request, slug)
    code = attending.unsealed(seal)
    if not code:
        problem = _("This code was not made here, or is not whole. Scan it again, or type the eight signs below it.")
        return _door(request, event, form=DoorForm(), problem=problem, status=422)
    try:
        found = attending.find(event, code)
    except attending.NotLetIn as reason:
        return _door(request, event, form=DoorForm(), problem=str(reason), status=409)
    return _door(request, event, form=DoorForm(), found=found)


def _door(request: HttpRequest, event: Event, *, status: int = 200, **shown: object) -> HttpResponse:
    context = {"event": event, "told": told_event(event), "count": listing.count(event), "section": "events", **shown}
    return render(request, "events/check_in.html", context, status=status)


@never_cache
@require_safe
@login_required
def attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is registered and who came, for the screen and for paper. 5 queries."""
    event = _event(request, slug)
    context = {
        "event": event,
        "told": told_event(event),
        "rows": listing.rows(event),
        "count": listing.count(event),
        "section": "events",
    }
    return render(request, "events/attendance.html", context)


@never_cache
@require_safe
@login_required
def attendance_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a workbook."""
    event = _event(request, slug)
    name = quote(f"{event.title}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename=\"{event.slug}.xlsx\"; filename*=UTF-8''{name}"}
    return HttpResponse(listing.workbook(event), content_type=XLSX, headers=headers)


@never_cache
@require_POST
@login_required
def taking_back(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The organiser takes a registration back, with a reason."""
    event = _event(request, slug)
    registration = get_object_or_404(Registration.objects.live(), event=event, pk=pk)
    form = ReasonForm(request.POST)
    try:
        booking.take_back(registration, by=person(request), reason=form.cleaned_data["reason"] if form.is_valid() else "")
    except booking.Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Taken back. The person is told, and whoever waits moves up."))
    return redirect("events:attendance", event.slug)


@never_cache
@require_POST
@login_required
def reversal(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """A check-in noted by mistake is taken back, with a reason."""
    event = _event(request, slug)
    registration = get_object_or_404(Registration.objects.select_related("event", "person"), event=event, pk=pk)
    form = ReversalForm(request.POST)
    number: int = form.cleaned_data["number"] if form.is_valid() else 0
    try:
        attending.take_back(registration, number=number, by=person(request), reason=request.POST.get("reason", ""))
    except attending.NotLetIn as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The check-in is taken back. Who comes after all is let in anew."))
    return redirect("events:attendance", event.slug)


def _event(request: HttpRequest, slug: str) -> Event:
    """An event at whose door one stands; for anybody else there is no such page."""
    return get_object_or_404(Event.objects.run_by(request.user).told(), slug=slug)
