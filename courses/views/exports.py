"""One export of a report: how far it is, its file; and the history of a group of learners. That of a body: courses.training."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.asking import person
from courses.exports import answering
from courses.models import ReportExport
from courses.models.exports import KEPT_DAYS
from courses.views.teaching import group_taught


@never_cache
@login_required
@require_safe
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far a file is, and the file."""
    return _page(request, _seen(request, pk))


@never_cache
@login_required
@require_safe
def progress(request: HttpRequest, pk: UUID) -> JsonResponse:
    """How far it is, for the bar."""
    held = _seen(request, pk)
    return JsonResponse({"done": held.done, "rows": held.rows, "finished": not held.is_running})


@never_cache
@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file; who took it is noted."""
    held = _seen(request, pk)
    return answering.handed_out(request, held) or _page(request, held, status=410)


@never_cache
@login_required
@require_safe
def of_group(request: HttpRequest, course: str, key: str) -> HttpResponse:
    """What was exported of a group one teaches."""
    found = group_taught(request, course, key)
    mine = ReportExport.objects.visible_to(person(request)).filter(course=found.course, run=found.run)
    context = {"group": found, "kept_days": KEPT_DAYS, "section": "learn", **answering.listed(request, mine)}
    return render(request, "courses/exports/group.html", context)


def _page(request: HttpRequest, held: ReportExport, status: int = 200) -> HttpResponse:
    is_stuck = held.is_running and str(held.pk) in answering.given_up()
    context = {"held": held, "is_stuck": is_stuck, "section": "learn" if held.course_id else "org"}
    return render(request, "courses/exports/export.html", context, status=status)


def _seen(request: HttpRequest, pk: UUID) -> ReportExport:
    return get_object_or_404(ReportExport.objects.visible_to(person(request)).told(), pk=pk)
