"""What came of an exam."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exams.models import Result
from exams.presentation import result_extras
from exams.telling import report, shown


@require_safe
@never_cache
@login_required
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A released result."""
    there = get_object_or_404(Result.objects.visible_to(request.user).told(), pk=pk)
    extras = [extra for make in result_extras if (extra := make(there))]
    context = {"result": there, "report": report(there), "extras": extras, "section": "exams", "short_by": shown(there.short_by)}
    return render(request, "exams/result.html", context)
