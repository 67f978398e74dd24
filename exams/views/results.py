"""What came of an exam."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exams.models import Result
from exams.permissions import own_result, person
from exams.presentation import result_extras
from exams.result_page import result_page


@require_safe
@never_cache
@login_required
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A released result."""
    told = Result.objects.told().select_related("successor")
    there = own_result(person(request), pk) or get_object_or_404(told.visible_to(request.user), pk=pk)
    later = getattr(there, "successor", None)
    if later and later.is_released:
        return redirect(later)
    extras = [extra for make in result_extras if (extra := make(there))]
    return result_page(request, there, person(request), extras)
