"""The paper while it is written: its page, what comes in, the look over it, handing in.

GET changes nothing, except that an attempt whose time has run out is closed by whoever looks first.
"""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exams import delivery, gating, looking_back, pen, receiving, sealing_keys
from exams.first_page import first_page
from exams.forms import BadAnswer
from exams.models import Attempt
from exams.paging import exam_page, paper_of
from exams.paging import review as look_over
from exams.permissions import own_attempt, person, signed_in_or_told, wants_json
from exams.result_page import slip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def attempt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The exam itself at ?slot=n; POST takes the pen for this device."""
    mine = delivery.settle(own_attempt(person(request), pk))
    if not mine.in_progress:
        return _closed(request, mine)
    if mine.sitting and not gating.is_open(request, mine.sitting, person(request)):
        return render(request, "exams/seb_needed.html", {"title": str(mine.exam)}, status=403)
    if request.method == "POST":
        pen.take(request, delivery.take_over(attempt=mine))
        return redirect(mine)
    if not pen.is_held(request, mine):
        return render(request, "exams/take_over.html", {"attempt": mine, "title": str(mine.exam)})
    return _paper(request, mine, receiving.number(request.GET.get("slot"), 1))


def _paper(request: HttpRequest, mine: Attempt, slot: int, bad: BadAnswer | None = None) -> HttpResponse:
    kept = None if bad else pen.draft(request, mine, slot)
    typed = request.POST if bad else QueryDict(kept) if kept else None
    error = str(bad) if bad else _("This answer came in while you were signed out. Press a button to save it.") if kept else ""
    items, answers = known = paper_of(mine)
    if typed is None and not answers and slot == items[0].slot and (page := first_page(request, mine, items, person(request))):
        return page
    context = {
        "page": exam_page(mine, known, slot=slot, typed=typed),
        "sealing": sealing_keys.offered(),
        "error": error,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "email": person(request).email,
    }
    return render(request, "exams/attempt.html", context, status=422 if bad else 200)


def _closed(request: HttpRequest, mine: Attempt) -> HttpResponse:
    """Where a closed attempt leads: to its result once that is released, to the receipt before."""
    if address := receiving.result_url(mine):
        return redirect(address)
    return _receipt(request, mine)


def _receipt(request: HttpRequest, mine: Attempt, status: int = 200) -> HttpResponse:
    may_look = looking_back.is_offered(mine)
    context = {"attempt": mine, "slip": slip(mine), "title": str(mine.exam), "may_look": may_look, "section": "exams"}
    return render(request, "exams/handed_in.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in_or_told
def responses(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes one answer: as JSON from the page's script, or as a plain form that then leads on. GET tells the time left."""
    if not request.user.is_authenticated:
        return receiving.keep_for_later(request, pk)
    if wants_json(request):
        return receiving.script(request, pk)
    mine = own_attempt(person(request), pk)
    return _form(request, mine) if request.method == "POST" else redirect(mine)


def _form(request: HttpRequest, mine: Attempt) -> HttpResponse:
    try:
        ack = receiving.form(request, mine)
    except BadAnswer as bad:
        return _paper(request, mine, receiving.number(request.POST.get("slot"), 1), bad) if mine.in_progress else redirect(mine)
    if ack.late or ack.taken_over:
        messages.warning(request, _("This answer does not count: the exam has ended or goes on on another device."))
        return redirect(mine) if ack.taken_over else _receipt(request, own_attempt(person(request), mine.pk), status=409)
    return redirect(receiving.onward(request, mine))


@require_safe
@never_cache
@login_required
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The look over the paper before handing in."""
    mine = delivery.settle(own_attempt(person(request), pk))
    return _look(request, mine) if mine.in_progress and pen.is_held(request, mine) else redirect(mine)


def _look(request: HttpRequest, mine: Attempt, *, error: bool = False) -> HttpResponse:
    context = {"attempt": mine, "title": str(mine.exam), "review": look_over(mine), "error": error}
    return render(request, "exams/review.html", context, status=400 if error else 200)


@require_POST
@never_cache
@signed_in_or_told
@login_required
def submission(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand in (交卷). Twice does no harm: the second answer is the first."""
    if wants_json(request):
        return receiving.script_submission(request, pk)
    mine = own_attempt(person(request), pk)
    if mine.in_progress and pen.is_held(request, mine):
        if look_over(mine).open and not request.POST.get("confirm"):
            return _look(request, mine, error=True)
        delivery.submit(attempt=mine)
    return redirect(mine)
