"""What is seen before an exam: which there are, and the page from which one starts."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms import pagecache
from core.clock import now
from exams import access, delivery, gating, pen, resits, rush
from exams.conditions import Condition, NotAllowed
from exams.eligibility import conditions, to_register
from exams.forms import Declaration
from exams.models import Attempt, Registration, Sitting
from exams.overview import area_names, attempts_of, offers, registrations_of, rules_of
from exams.permissions import person
from exams.tries import attempts_left


@require_safe
@pagecache.public
def index(request: HttpRequest) -> HttpResponse:
    """The exams there are; for someone signed in, also their own."""
    signed_in = request.user.is_authenticated
    rows = attempts_of(person(request)) if signed_in else []
    registrations = registrations_of(person(request)) if signed_in else []
    context = {"offers": offers(), "rows": rows, "registrations": registrations, "section": "exams"}
    return render(request, "exams/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def sitting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before the start: the way to register, or the conditions of starting. POST starts the clock."""
    there = rush.announced(pk, now())
    if there is None:
        raise Http404
    if request.method != "POST":
        return start_page(request, there)
    if not gating.is_open(request, there, person(request)):
        return render(request, "exams/seb_needed.html", {"title": str(there.exam_version.exam)}, status=403)
    return _start(request, there)


def _start(request: HttpRequest, there: Sitting) -> HttpResponse:
    form = Declaration(request.POST, sitting=there)
    if not form.is_valid():
        return start_page(request, there, form)
    try:
        if not access.opens(sitting=there, code=form.cleaned_data.get("access_code", ""), person=person(request)):
            form.add_error("access_code", _("This is not the access code of this sitting. The invigilator tells it in the room."))
            return start_page(request, there, form)
        begun = delivery.start(candidate=person(request), sitting=there)
    except access.TooMany:
        form.add_error("access_code", _("Too many codes were tried. Wait ten minutes, or ask the invigilator."))
        return start_page(request, there, form, status=429)
    except NotAllowed as refusal:
        return start_page(request, there, form, refusal.conditions)
    pen.take(request, begun)
    return redirect(begun)


def start_page(
    request: HttpRequest,
    there: Sitting,
    form: Declaration | None = None,
    refused: list[Condition] | None = None,
    status: int | None = None,
) -> HttpResponse:
    """The page of a sitting. Who is not registered where one must be, sees what registering asks; else what starting asks."""
    # Seats are counted for whoever looks, not for each of the thousands who start at once.
    there.count_seats()
    version, user = there.exam_version, person(request)
    mine = there.registrations.filter(candidate=user).order_by("-visit").first()
    state = mine.state if mine else Registration.State.WITHDRAWN
    is_out = state in (Registration.State.WITHDRAWN, Registration.State.REFUSED)
    before = state == Registration.State.ADMITTED and now() < there.opens_at
    registers = not there.walk_in and (is_out or before or state == Registration.State.APPLIED)
    known = to_register(user, there) if is_out and registers else conditions(user, there)
    shown = form or Declaration(sitting=there)
    context = {
        "sitting": there,
        "rules": rules_of(version, area_names(version.exam.credential)),
        "conditions": known + [condition for condition in refused or () if condition.key in ("paper", "seat")],
        "registers": registers,
        "registration": None if is_out else mine,
        "refused_because": mine.refused_because if mine and state == Registration.State.REFUSED else "",
        "form": shown,
        "refused": bool(refused),
        "left": None if resits.concerns(there) else attempts_left(user, version),
        "last": next((row for row in attempts_of(user) if row.score and row.title == str(version.exam)), None),
        "open_attempt": Attempt.objects.of(user, version.exam).open().first(),
        "section": "exams",
    }
    return render(request, "exams/sitting.html", context, status=status or (400 if shown.errors or refused else 200))
