"""What is seen before an exam: which there are, and the page from which one starts."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms import pagecache
from exams import delivery, pen
from exams.eligibility import Condition, NotAllowed, conditions
from exams.forms import Declaration
from exams.models import Attempt, Sitting
from exams.overview import area_names, attempts_left, attempts_of, offers, rules_of
from exams.permissions import person


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
