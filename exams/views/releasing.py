"""The results of a sitting before and after they are released."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from exams import releasing
from exams.bars import histogram
from exams.models import Case, Sitting
from exams.permissions import for_examiners, person
from exams.presentation import release_extras

if TYPE_CHECKING:
    from courses.dashboard import Section


@require_safe
@never_cache
@for_examiners
def results(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How the sitting stands: what is marked, how it turned out, what holds something back."""
    sitting = get_object_or_404(Sitting.objects.told(), pk=pk)
    standing = releasing.standing(sitting)
    context = {
        "sitting": sitting,
        "standing": standing,
        "chart": histogram(standing.bands),
        "cases": Case.objects.pending().filter(sitting=sitting),
        "extras": _extras(sitting, person(request)) if standing.ready else [],
        "section": "exams",
    }
    return render(request, "exams/release.html", context)


def _extras(sitting: Sitting, user: User) -> list["Section"]:
    """What upper rooms say about a release that is still to come."""
    return [extra for make in release_extras if (extra := make(sitting, user))]


@require_POST
@for_examiners
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Release every result that may go out. Pressing twice releases nothing twice."""
    sitting = get_object_or_404(Sitting, pk=pk)
    count = releasing.release_all(sitting=sitting, by=person(request))
    words = ngettext("%(count)s result released.", "%(count)s results released.", count)
    messages.success(request, words % {"count": count})
    return redirect("exams:sitting-results", pk)
