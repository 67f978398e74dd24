"""The learning record: as a page, as files, as a PDF that anyone can check by its code."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.asking import person
from core.codes import paper_code_typed
from core.dates import today
from core.keeping import kept
from core.look_ups import limited
from core.masking import masked
from core.typefaces import Unprintable
from courses import record as told
from courses import record_files, recording
from courses.models import LearningRecord
from courses.taking_out import TooMany

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
    return _download(make(person(request)), content_type, f"learning-record-{today():%Y%m%d}.{kind}")


@require_POST
@login_required
def records(request: HttpRequest) -> HttpResponse:
    """Take out the record as it is now."""
    try:
        made = recording.take_out(person(request))
    except TooMany:
        messages.error(request, _("Ten records were made today. Use the last one, or come back tomorrow."))
        return redirect("courses:record")
    except Unprintable as fault:
        messages.error(request, _("The record cannot be printed: %(fault)s") % {"fault": fault})
        return redirect("courses:record")
    return redirect("courses:record_pdf", made.code)


@require_safe
@never_cache
@login_required
def record_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The PDF, for its owner; whoever was handed it has the file."""
    made = get_object_or_404(LearningRecord.objects.visible_to(request.user), code=code)
    return _download(kept(made.key, made.sha256), "application/pdf", f"learning-record-{made.code}.pdf")


@require_safe
@limited
@never_cache
def record_check(request: HttpRequest, code: str) -> HttpResponse:
    """What a record said on its day, for whoever holds its code. The name is masked; the paper shows it whole."""
    made = LearningRecord.objects.filter(code=paper_code_typed(code)).first()
    context = {"record": made, "name": masked(made.facts["name"]) if made else "", "section": "verify"}
    return render(request, "courses/record_check.html", context, status=200 if made else 404)


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
