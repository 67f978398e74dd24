"""What came of an exam."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.dates import now
from exams import appealing, looking_back, rush
from exams.models import Result
from exams.permissions import person
from exams.presentation import result_extras
from exams.telling import report, shown


@require_safe
@never_cache
@login_required
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A released result."""
    told = Result.objects.told().select_related("successor")
    there = rush.own_result(pk, person(request).pk) or get_object_or_404(told.visible_to(request.user), pk=pk)
    later = getattr(there, "successor", None)
    if later and later.is_released:
        return redirect(later)
    extras = [extra for make in result_extras if (extra := make(there))]
    context = {
        "result": there,
        "report": report(there),
        "extras": extras,
        "section": "exams",
        "short_by": shown(there.short_by),
        "appeal": appealing.standing(there) if there.is_released else None,
        "appeal_until": appealing.deadline(there),
        "may_look": looking_back.is_offered(there.attempt),
        "is_own": there.attempt.candidate_id == request.user.pk,
        "may_appeal": there.attempt.candidate_id == request.user.pk and now() <= appealing.deadline(there),
    }
    return render(request, "exams/result.html", context)
