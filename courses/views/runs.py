"""A run (班次): its page, and taking or giving back a place in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses import places, run_wording, standing
from courses.catalogue import page_of
from courses.leading import Lock
from courses.models import CourseRun, RunPlace
from courses.running import names_of, told_run


@never_cache
@require_safe
def run(request: HttpRequest, course: str, pk: UUID) -> HttpResponse:
    """When, where, by whom and with how many seats; for who has a place, also where he stands."""
    return _page(request, _run(request, course, pk))


@never_cache
@require_POST
def place(request: HttpRequest, course: str, pk: UUID) -> HttpResponse:
    """Take a seat, or a place on the waiting list. Who cannot have one is told why."""
    found = _run(request, course, pk)
    if not request.user.is_authenticated:
        return redirect_to_login(found.get_absolute_url())
    try:
        taken = places.take(learner=request.user, run=found)
    except places.Refused as reason:
        return _page(request, found, problem=str(reason), lock=reason.lock, status=409)
    if taken.is_seated:
        messages.success(request, _("You have a seat in this run. The lessons are open to you now."))
    else:
        messages.warning(request, _("Every seat is taken: you are on the waiting list, and move up by yourself."))
    return redirect(found)


@never_cache
@require_POST
def withdrawal(request: HttpRequest, course: str, pk: UUID) -> HttpResponse:
    """Give one's place back."""
    found = _run(request, course, pk)
    if not request.user.is_authenticated:
        return redirect_to_login(found.get_absolute_url())
    try:
        places.give_back(learner=request.user, run=found)
    except places.Refused as reason:
        return _page(request, found, problem=str(reason), status=409)
    messages.success(request, _("Your place is given back. What you have learned stays in your record."))
    return redirect(found)


def _run(request: HttpRequest, course: str, pk: UUID) -> CourseRun:
    """A run one may see, of the course in the address."""
    runs = CourseRun.objects.visible_to(request.user).told()
    return get_object_or_404(runs, pk=pk, course__code__iexact=course)


def _page(
    request: HttpRequest, run: CourseRun, *, problem: str = "", lock: Lock | None = None, status: int = 200
) -> HttpResponse:
    page = page_of(run.course)
    if page is None:
        raise Http404("the course is not published now")
    user = request.user
    mine = RunPlace.objects.visible_to(user).live().filter(run=run).first()
    context: dict[str, Any] = {
        "page": page,
        "run": told_run(run),
        "mine": mine,
        "ahead": RunPlace.objects.waiting().filter(run=run, asked_at__lt=mine.asked_at).count()
        if mine and mine.is_waiting
        else 0,
        "teachers": names_of(run),
        "standing": standing.of(user, run.course, page) if mine and mine.is_seated else None,
        "teaches": user.is_authenticated and CourseRun.objects.taught_by(user).filter(pk=run.pk).exists(),
        "announcements": run.announcements.select_related("author")[:10] if mine else [],
        "problem": problem,
        "lock": lock,
        "sentence": run_wording.sentence(run.state, run.dates),
        "section": "courses",
    }
    return render(request, "courses/run.html", context, status=status)
