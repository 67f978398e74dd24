"""A teacher's marking queue (待评作业): who waits longest first, one work with its rubric, its files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.asking import person
from core import handed_in
from courses import teaching
from courses.catalogue import lesson_titles
from courses.models import Work, WorkFile, WorkMark
from courses.works import marking, rubric, showing
from courses.works.handing import Refused


@never_cache
@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits to be marked by this person, twenty a page."""
    works = Work.objects.taught_by(request.user)
    page = Paginator(works.waiting().told(), 20).get_page(request.GET.get("page"))
    if not page.object_list and not teaching.groups(person(request)):
        raise Http404("teaches nothing")
    context = {"page_of": page, "rows": showing.queue(list(page.object_list)), "section": "learn"}
    return render(request, "courses/works.html", context)


@never_cache
@login_required
@require_safe
def work(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One work: what was handed in, the rubric, and what earlier rounds came to."""
    return _page(request, _taught(request, pk))


@never_cache
@login_required
@require_POST
def mark(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept it, or return it with a comment."""
    found = _taught(request, pk)
    criteria = rubric.of(found.terms["facts"])
    points, faults = rubric.read(criteria, {one.id: request.POST.get(f"points-{one.id}", "") for one in criteria})
    verdict = request.POST.get("verdict", "")
    if verdict not in WorkMark.Verdict.values:
        return _page(request, found, problem=_("Choose whether the work is accepted or returned."), status=422)
    if faults:
        told = ", ".join(_("%(name)s: 0 to %(most)s") % {"name": one.name, "most": one.most} for one in faults)
        return _page(request, found, problem=_("Points are missing or too many. %(criteria)s") % {"criteria": told}, status=422)
    try:
        marking.mark(work=found, by=person(request), verdict=verdict, points=points, comment=request.POST.get("comment", ""))
    except Refused as reason:
        return _page(request, _taught(request, pk), problem=str(reason), status=409)
    messages.success(request, _("Marked. The learner is told."))
    return redirect("courses:works")


@never_cache
@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file, for its owner and for who marks it."""
    there = get_object_or_404(WorkFile.objects.visible_to(request.user), pk=pk)
    return handed_in.handed_out(key=there.key, name=there.name, mime=there.media_type, sha256=there.sha256)


def _taught(request: HttpRequest, pk: UUID) -> Work:
    """A work of one's learners that was handed in; any other is not found."""
    return get_object_or_404(Work.objects.taught_by(request.user).told(), pk=pk)


def _page(request: HttpRequest, work: Work, *, problem: str = "", status: int = 200) -> HttpResponse:
    earlier = Work.objects.filter(learner=work.learner_id, lesson_code=work.lesson_code, activity_id=work.activity_id)
    rounds = showing.with_files([work, *earlier.filter(number__lt=work.number, mark__isnull=False).order_by("-number").told()])
    given = [(row, request.POST.get(f"points-{row.criterion.id}", "")) for row in showing.points_of(work)]
    context: dict[str, Any] = {
        "work": work,
        "title": showing.title_of(work),
        "lesson": lesson_titles([work.lesson_code]).get(work.lesson_code, work.lesson_code),
        "round": rounds[0],
        "given": given,
        "earlier": [(one, showing.points_of(one.work)) for one in rounds[1:]],
        "comment": request.POST.get("comment", ""),
        "problem": problem,
        "section": "learn",
    }
    return render(request, "courses/work.html", context, status=status)
