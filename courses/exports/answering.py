"""The answer to who asked for a file (答复): the file itself, or the page that tells how far it is. Who took a file is noted."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.asking import person
from core.audit import record
from core.keeping import Tampered, kept_file
from core.models import Job
from courses.exports import asking, tasks
from courses.exports.tables import KINDS
from courses.models import ReportExport
from courses.models.exports import ReportExportQuerySet

AT_A_TIME = 20


def answered(request: HttpRequest, wish: ReportExport, **query: object) -> HttpResponseBase:
    """Have the file made: given out at once when it is ready, else its page. `query`: what the report is filtered by."""
    if wish.kind not in KINDS:
        raise Http404(wish.kind)
    wish.by, wish.query = person(request), urlencode({name: value for name, value in query.items() if value not in (None, "")})
    held = asking.ask(wish)
    if held.fault:
        words = {"characters": held.fault}
        messages.error(request, _("No typeface here draws %(characters)s. Take the XLSX file, which holds them.") % words)
        return redirect(held.source)
    return handed_out(request, held) or redirect(held)


def handed_out(request: HttpRequest, held: ReportExport) -> FileResponse | None:
    """The file, piece by piece; None when it is not kept (yet, or any more), or no longer what was made."""
    if not held.is_kept:
        return None
    try:
        content = kept_file(held.key, held.sha256)
    except (OSError, Tampered):
        return None
    deed = "roster.exported" if held.course_id else "training.exported"
    subject = held.organisation or held.run or held.course
    assert subject is not None  # noqa: S101 - the database says so
    record(deed, subject, by=person(request), table=held.report, kind=held.kind, export=str(held.pk))
    answer = FileResponse(content, as_attachment=True, filename=held.file_name, content_type=KINDS[held.kind])
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def listed(request: HttpRequest, exports: ReportExportQuerySet) -> dict[str, object]:
    """What a page of the history shows (three queries): each export, and whether its job was given up."""
    page: Page[ReportExport] = Paginator(exports.told(), AT_A_TIME).get_page(request.GET.get("page"))
    stuck = given_up()
    return {"page_of": page, "rows": [(one, one.is_running and str(one.pk) in stuck) for one in page]}


def given_up() -> set[str]:
    """Exports whose job was tried in vain too often."""
    lost = Job.objects.parked().filter(task=tasks.make_export.name)
    return {str(kwargs.get("pk")) for kwargs in lost.values_list("kwargs", flat=True)}
