"""A released result for other systems: as QTI Results Reporting, as xAPI statements."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exams.exchange.results import Outcome, qti
from exams.exchange.statements import statements
from exams.models import Result
from exams.outcomes import outcome
from exams.permissions import person


@require_safe
@never_cache
@login_required
def as_qti(request: HttpRequest, pk: UUID) -> HttpResponse:
    """assessmentResult of QTI 3.0."""
    return _file(request, pk, "qti.xml", lambda told: HttpResponse(qti(told), content_type="application/xml"))


@require_safe
@never_cache
@login_required
def as_xapi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Statements for a learning record store."""
    said = {"ensure_ascii": False, "indent": 1}
    return _file(request, pk, "xapi.json", lambda told: JsonResponse(statements(told), safe=False, json_dumps_params=said))


def _file(request: HttpRequest, pk: UUID, ending: str, written: Callable[[Outcome], HttpResponse]) -> HttpResponse:
    """A released result the reader may see, to keep. One that is not released is no result to anybody here."""
    result = get_object_or_404(Result.objects.visible_to(request.user).released().told(), pk=pk)
    reply = written(outcome(result, seen_by=person(request)))
    reply["Content-Disposition"] = f'attachment; filename="result-{str(result.pk)[:8]}-{ending}"'
    return reply
