"""The record of a sitting."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exams import protocol
from exams.models import Case, Sitting
from exams.models.sitting import runs_exams
from exams.permissions import person
from exams.views.invigilation import watched

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, tuple[str, Callable[[Sitting], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", protocol.as_csv),
    "xlsx": (XLSX, protocol.as_xlsx),
}


@require_safe
@never_cache
@login_required
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everyone and everything of a sitting, to read and to print."""
    sitting = watched(person(request), pk)
    sheet = protocol.sheets(sitting).get_page(request.GET.get("page"))
    shown = list(sheet.object_list)
    entries = sitting.entries.select_related("by", "registration__candidate")
    if sheet.has_other_pages():
        entries = entries.filter(Q(registration=None) | Q(registration__in=shown))
    context = {
        "sitting": sitting,
        "people": protocol.people(sitting, shown),
        "sheet": sheet,
        "entries": entries,
        "invigilators": sitting.invigilators.all(),
        "runs": runs_exams(person(request)),
        "cases": Case.objects.visible_to(request.user).filter(sitting=sitting)
        | Case.objects.visible_to(request.user).filter(attempt__sitting=sitting),
        "section": "exams",
    }
    return render(request, "exams/protocol.html", context)


@require_safe
@never_cache
@login_required
def download(request: HttpRequest, pk: UUID, ending: str) -> HttpResponse:
    """The candidates of the record as a table."""
    sitting = watched(person(request), pk)
    kind, made = FORMATS[ending]
    name = f"{sitting.exam_version.exam.code}-{sitting.opens_at:%Y%m%d}.{ending}"
    return HttpResponse(made(sitting), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
