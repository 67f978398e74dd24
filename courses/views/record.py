"""The learning record: as a page, as files, as a PDF that anyone can check by its code."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.asking import person
from core.dates import today
from core.look_ups import limited
from courses import record as told
from courses import record_files, recording
from courses.models import LearningRecord
from courses.views.taken_out import as_pdf, checked, download, taken

_FILES = {
    "xlsx": (record_files.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (record_files.as_json, "application/json"),
}


@require_safe
@never_cache
@login_required
def record(request: HttpRequest) -> HttpResponse:
    """Hours, courses, results and certificates on one page."""
    user = person(request)
    context = {
        "parts": told.of(user),
        "hours": told.total_hours(user),
        "taken_out": LearningRecord.objects.visible_to(user)[:5],
        "section": "learn",
    }
    return render(request, "courses/record.html", context)


@require_safe
@never_cache
@login_required
def record_file(request: HttpRequest, kind: str) -> HttpResponse:
    """One's own data as a workbook or JSON."""
    if kind not in _FILES:
        raise Http404
    make, content_type = _FILES[kind]
    return download(make(person(request)), content_type, f"learning-record-{today():%Y%m%d}.{kind}")


@require_POST
@login_required
def records(request: HttpRequest) -> HttpResponse:
    """Take out the record as it is now."""
    return taken(request, recording.take_out, page="courses:record", pdf="courses:record_pdf")


@require_safe
@never_cache
@login_required
def record_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The PDF, for its owner; whoever was handed it has the file."""
    made = get_object_or_404(LearningRecord.objects.visible_to(request.user), code=code)
    return as_pdf(made, "learning-record")


@require_safe
@limited
@never_cache
def record_check(request: HttpRequest, code: str) -> HttpResponse:
    """What a record said on its day, for whoever holds its code."""
    return checked(request, LearningRecord.objects.all(), code, "courses/record_check.html")
