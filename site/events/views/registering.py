"""Registering: for who is signed in at once, for a guest by a link that proves the address; the ticket; giving it back."""

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
from certificates.throttle import may_write
from core.look_ups import too_many
from core.qr import Code
from events import admission, attending, booking
from events.booking import Booker
from events.forms import BookingForm, GuestForm
from events.models import Event, Registration, Submission
from events.programme import told_event


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and taking seats by it."""
    found = get_object_or_404(Event.objects.public().told(), slug=slug)
    mine = Registration.objects.of(request.user).live().filter(event=found).first()
    if mine:
        return redirect(mine)
    form = _form(request, found)
    if request.method == "POST" and not found.state.is_open:
        return _asked(request, found, form, problem=told_event(found).sentence, status=409)
    if request.method == "POST" and form.is_valid():
        return _book(request, found, form) if request.user.is_authenticated else _invite(request, found, form)
    return _asked(request, found, form, status=422 if form.errors else 200)


def _form(request: HttpRequest, event: Event) -> BookingForm:
    kind = BookingForm if request.user.is_authenticated else GuestForm
    return kind(event, request.POST if request.method == "POST" else None)


def _book(request: HttpRequest, event: Event, form: BookingForm) -> HttpResponse:
    told = {"persons": form.cleaned_data.get("persons", 1), "group": form.cleaned_data.get("group", "")}
    try:
        made = booking.book(event=event, by=Booker.of(person(request)), **told)
    except booking.Refused as reason:
        return _asked(request, event, form, problem=str(reason), status=409)
    return _to_ticket(request, made)


def _invite(request: HttpRequest, event: Event, form: BookingForm) -> HttpResponse:
    """A guest is sent a link; the page says the same whether or not the address is known."""
    if not may_write(request):
        return too_many(request)
    told = form.cleaned_data
    admission.invite(
        event=event, name=told["name"], email=told["email"], persons=told.get("persons", 1), group=told.get("group", "")
    )
    return render(request, "events/written.html", {"event": event, "email": told["email"], "section": "events"})


def _asked(request: HttpRequest, event: Event, form: BookingForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"told": told_event(event), "form": form, "problem": problem, "section": "events"}
    return render(request, "events/registration.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: HttpRequest, seal: str) -> HttpResponse:
    """Where a guest's link leads: what would be booked, and the button that books it."""
    told = admission.opened(seal)
    if told is None:
        return render(request, "events/guest.html", {"told": None, "section": "events"}, status=410)
    found = get_object_or_404(Event.objects.public().told(), pk=told["e"])
    problem = ""
    if request.method == "POST":
        try:
            return _to_ticket(request, admission.admit(told, found))
        except booking.Refused as reason:
            problem = str(reason)
    context = {"told": told_event(found), "guest": told, "problem": problem, "section": "events"}
    return render(request, "events/guest.html", context, status=409 if problem else 200)


@never_cache
@require_safe
def ticket(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one shows at the door. A guest's is found by its address alone, which nobody guesses."""
    mine = _registration(request, pk)
    context: dict[str, Any] = {
        "registration": mine,
        "told": told_event(mine.event),
        "ahead": _ahead(mine) if mine.is_waiting else 0,
        "section": "events",
    }
    if mine.is_seated and not mine.event.is_cancelled:
        context["qr"] = Code(attending.address(mine))
    answer = render(request, "events/ticket.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@never_cache
@require_POST
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give one's seats back."""
    mine = _registration(request, pk)
    try:
        booking.give_back(mine)
    except booking.Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Given back. Whoever waits gets the seat; thank you for telling us."))
    return redirect(mine)


@never_cache
@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What one is registered for, and what one has submitted. 3 queries."""
    user = person(request)
    rows = Registration.objects.of(user).told().select_related("event__cancellation").order_by("-event__starts_at")[:100]
    submitted = Submission.objects.filter(by=user).select_related("event__cancellation").order_by("event", "-at", "-pk")
    context = {
        "rows": [(one, told_event(one.event)) for one in rows],
        "submissions": list({one.event_id: one for one in reversed(submitted)}.values()),
        "section": "learn",
    }
    return render(request, "events/mine.html", context)


def _registration(request: HttpRequest, pk: UUID) -> Registration:
    rows = Registration.objects.visible_to(request.user).told().select_related("event__cancellation")
    return get_object_or_404(rows, pk=pk)


def _ahead(registration: Registration) -> int:
    return Registration.objects.waiting().filter(event=registration.event, asked_at__lt=registration.asked_at).count()


def _to_ticket(request: HttpRequest, made: Registration) -> HttpResponse:
    if made.is_seated:
        messages.success(request, _("You are registered. This is your ticket."))
    else:
        messages.warning(request, _("There is no seat for you now: you are on the waiting list, and we write when you move up."))
    return redirect(made)
