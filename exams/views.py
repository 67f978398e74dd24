"""The exam's pages. GET changes nothing, except that an attempt whose time has run out is closed by whoever looks first."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms import pagecache
from exams import delivery, pen, receiving
from exams.eligibility import Condition, NotAllowed, conditions
from exams.forms import BadAnswer, Declaration
from exams.models import Attempt, Result, Sitting
from exams.overview import area_names, attempts_left, attempts_of, offers, rules_of
from exams.paging import exam_page
from exams.paging import review as look_over
from exams.permissions import own_attempt, person, signed_in_or_told, wants_json
from exams.presentation import result_extras
from exams.telling import report, shown


@require_safe
@pagecache.public
def index(request: HttpRequest) -> HttpResponse:
    """The exams there are; for someone signed in, also their own."""
    rows = attempts_of(person(request)) if request.user.is_authenticated else []
    return render(request, "exams/index.html", {"offers": offers(), "rows": rows, "section": "exams"})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def sitting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before the start; POST starts the clock."""
    there = get_object_or_404(Sitting.objects.announced().told(), pk=pk)
    if request.method != "POST":
        return _start_page(request, there, Declaration())
    form = Declaration(request.POST)
    if not form.is_valid():
        return _start_page(request, there, form)
    try:
        begun = delivery.start(candidate=person(request), sitting=there)
    except NotAllowed as refusal:
        return _start_page(request, there, form, refusal.conditions)
    pen.take(request, begun)
    return redirect(begun)


def _start_page(request: HttpRequest, there: Sitting, form: Declaration, refused: list[Condition] | None = None) -> HttpResponse:
    version, user = there.exam_version, person(request)
    known = conditions(user, there)
    context = {
        "sitting": there,
        "rules": rules_of(version, area_names(version.exam.credential)),
        "conditions": known + [condition for condition in refused or () if condition.key == "paper"],
        "form": form,
        "refused": bool(refused),
        "left": attempts_left(user, version),
        "last": next((row for row in attempts_of(user) if row.score and row.title == str(version.exam)), None),
        "open_attempt": Attempt.objects.of(user, version.exam).open().first(),
        "section": "exams",
    }
    return render(request, "exams/sitting.html", context, status=400 if form.errors or refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def attempt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The exam itself at ?slot=n; POST takes the pen for this device."""
    mine = delivery.settle(own_attempt(person(request), pk))
    if not mine.in_progress:
        return _closed(request, mine)
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
    page = exam_page(mine, slot=slot, typed=typed)
    context = {"page": page, "error": error, "csrf_cookie": settings.CSRF_COOKIE_NAME}
    return render(request, "exams/attempt.html", context, status=400 if bad else 200)


def _closed(request: HttpRequest, mine: Attempt) -> HttpResponse:
    """Where a closed attempt leads: to its result once that is released, to the receipt before."""
    if address := receiving.result_url(mine):
        return redirect(address)
    return render(request, "exams/handed_in.html", {"attempt": mine, "title": str(mine.exam), "section": "exams"})


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
    if request.method != "POST":
        return redirect(mine)
    try:
        ack = receiving.form(request, mine)
    except BadAnswer as bad:
        return _paper(request, mine, receiving.number(request.POST.get("slot"), 1), bad) if mine.in_progress else redirect(mine)
    if ack.taken_over or ack.late:
        messages.warning(request, _("This answer does not count: the exam has ended or goes on on another device."))
        return redirect(mine)
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
    mine = own_attempt(person(request), pk)
    if wants_json(request):
        return receiving.script_submission(request, mine)
    if mine.in_progress and pen.is_held(request, mine):
        if look_over(mine).open and not request.POST.get("confirm"):
            return _look(request, mine, error=True)
        delivery.submit(attempt=mine)
    return redirect(mine)


@require_safe
@never_cache
@login_required
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A released result."""
    there = get_object_or_404(Result.objects.visible_to(request.user).told(), pk=pk)
    extras = [extra for make in result_extras if (extra := make(there))]
    context = {"result": there, "report": report(there), "extras": extras, "section": "exams", "short_by": shown(there.short_by)}
    return render(request, "exams/result.html", context)
