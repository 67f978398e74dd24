"""The closed paper, as far as its exam lets the candidate see it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exams import delivery, looking_back
from exams.models import Attempt
from exams.permissions import person


@require_safe
@never_cache
@login_required
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own paper; whoever runs exams sees what its candidate sees, once the result is released and nobody marks it."""
    user = person(request)
    there = get_object_or_404(Attempt.objects.visible_to(user).told(), pk=pk)
    is_own = there.candidate_id == user.pk
    if is_own:
        there = delivery.settle(there)
        if there.in_progress:
            return redirect(there)
    may = looking_back.seen(there)
    is_open = looking_back.is_offered(there) if is_own else there.state == Attempt.State.RELEASED
    if not is_open:
        raise Http404
    context = {
        "attempt": there,
        "title": str(there.exam),
        "may": may,
        "lines": looking_back.lines(there, may) if looking_back.is_offered(there) else [],
        "is_own": is_own,
        "section": "exams",
    }
    return render(request, "exams/paper.html", context)
