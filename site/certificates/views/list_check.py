"""An employer hands in a list of numbers and is answered at once: on the page, or as a file. Nothing is kept."""

import csv
import io
from datetime import timedelta
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from certificates import list_checking, list_reading, throttle, view_counting
from certificates.list_checking import Checked
from certificates.views.documents import Capped
from core.dates import now, today
from core.look_ups import limited
from exams.exchange.drafts import Refused
from exams.exchange.sheets import safe
from exams.exchange.telling import SAYINGS
from exams.exchange.workbook import sheet_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_KINDS = {"xlsx": XLSX, "csv": CSV}
# What is said of a list otherwise than of a table of questions.
_SAYINGS = {
    "too-many-lines": (
        gettext_lazy("The list has more than %(most)s rows."),
        gettext_lazy("Split it and send the pieces one by one."),
    ),
    "no-lines": (
        gettext_lazy("The file holds no certificate number."),
        gettext_lazy("Put the numbers into the first column, or head their column as the template does."),
    ),
    "bomb": (
        gettext_lazy("Unpacked the file would take more than %(unpacked)s MB, out of all proportion; it was not opened."),
        gettext_lazy("Copy the numbers into a new file, or take the template."),
    ),
    "xml-entities": (
        gettext_lazy("The workbook declares entities, which could reach other files; it was not opened."),
        gettext_lazy("Copy the numbers into a new file, or take the template."),
    ),
}


# As at certificates:badge_check: nothing is changed, so there is nothing to forge.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited
def check(request: HttpRequest) -> HttpResponse:
    """The form, and the answer to a list that was sent with it (one query)."""
    if request.method != "POST":
        return _page(request)
    cap = Capped(request, list_reading.LARGEST)
    request.upload_handlers = [cap, MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
    upload: Any = request.FILES.get("list")
    if cap.is_too_large:
        return _refuse(request, Refused("too-large", megabytes=1), 413)
    if upload is None:
        return _page(request, error=_("Choose an Excel or CSV file first."), status=422)
    if not throttle.may_send_list(request):
        told = _("Not checked: this address has sent %(most)s lists in this hour. Wait until the next hour begins.")
        reply = _page(request, error=told % {"most": throttle.LISTS_PER_HOUR}, status=429)
        reply["Retry-After"] = str(3600 - int(timedelta(minutes=now().minute, seconds=now().second).total_seconds()))
        return reply
    try:
        lines = list_reading.read(upload.read())
    except Refused as reason:
        return _refuse(request, reason, 422)
    return _answer(request, list_checking.check(lines))


def _answer(request: HttpRequest, checked: list[Checked]) -> HttpResponse:
    for one in checked:
        if one.certificate is not None:
            view_counting.looked(request, str(one.certificate.pk), one.certificate.holder_id)
    kind = request.POST.get("answer", "page")
    if kind not in _KINDS:
        return _page(request, checked=checked)
    table = [list_checking.headings(), *list_checking.rows(checked)]
    return _file(table, kind, f"check-{today():%Y%m%d}")


def _refuse(request: HttpRequest, reason: Refused, status: int) -> HttpResponse:
    finding = reason.finding
    why, remedy = (SAYINGS | _SAYINGS)[finding.code]
    return _page(request, error=str(why) % finding.params, remedy=str(remedy) % finding.params, status=status)


def _page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    limits = {"most": list_reading.MOST_LINES, "lists": throttle.LISTS_PER_HOUR}
    return render(request, "certificates/list_check.html", {**limits, "section": "verify", **context}, status=status)


@require_safe
@limited
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty list to fill in, its columns headed in the language of the page."""
    return _file([[_("Certificate number"), _("Full name")]], kind, "certificate-list")


def _file(table: list[list[str]], kind: str, name: str) -> HttpResponse:
    if kind == "xlsx":
        content = sheet_of(_("Certificates"), table)
    else:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows([[safe(cell) for cell in row] for row in table])
        content = out.getvalue().encode("utf-8-sig")  # the mark tells Excel which encoding it is
    reply = HttpResponse(content, content_type=_KINDS[kind])
    reply["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return reply
