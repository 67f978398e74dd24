"""Weekly check: the record of a week, and every week."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from appointments.appointing import Refused
from appointments.duties import weekly
from appointments.duties.expecting import DAY, monday
from appointments.duties.forms import WeekForm
from appointments.duties.models import DayRecord, RiskList, WeekRecord
from appointments.duties.permissions import Standing
from appointments.duties.views.framing import here, in_force, page
from core.dates import today

AT_A_TIME = 20


@require_safe
@login_required
@never_cache
def weeks(request: HttpRequest, slug: str) -> HttpResponse:
    """Every weekly record."""
    there = here(request, slug)
    records = WeekRecord.objects.of(there.firm).told().select_related("organisation")
    context = {"records": Paginator(records, AT_A_TIME).get_page(request.GET.get("page")), "week": monday(today())}
    return page(request, there, "weeks", "weeks", context)


@dataclass(frozen=True)
class Sheet:
    """A week: what was written, and the entry that is to be corrected."""

    held: RiskList
    week: dt.date
    entries: list[WeekRecord]
    corrects: bool

    @property
    def last(self) -> dt.date:
        return self.week + 6 * DAY

    @property
    def current(self) -> WeekRecord | None:
        """What stands."""
        return next((entry for entry in self.entries if not hasattr(entry, "correction")), None)

    @property
    def corrected(self) -> WeekRecord | None:
        return self.current if self.corrects else None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def week(request: HttpRequest, slug: str, on: dt.date) -> HttpResponse:
    """The record of a week, or the page to write it."""
    there = here(request, slug)
    sheet = _sheet(request, there, on)
    lines = list(weekly.findings(there.firm, on))
    form = WeekForm(request.POST or None, lines=lines, initial=_initial(sheet.corrected))
    if request.method != "POST":
        return _shown(request, there, sheet, form)
    if not there.may_write_weeks:
        raise PermissionDenied(_("The quality safety director in post writes the weekly record."))
    if not form.is_valid():
        return _shown(request, there, sheet, form, status=422)
    try:
        weekly.note(
            standing=there,
            risk_list=sheet.held,
            week=on,
            checked=form.cleaned_data["checked"],
            conclusion=form.cleaned_data["conclusion"],
            decisions=form.decisions(),
            corrects=sheet.corrected,
        )
    except Refused as reason:
        return _shown(request, there, sheet, form, problem=str(reason), status=409)
    messages.success(request, _("The weekly record is written."))
    return redirect("appointments:week", slug, on)


def _sheet(request: HttpRequest, there: Standing, on: dt.date) -> Sheet:
    """The week as it was written so far (5 queries); 404 unless the day is a Monday and a list is in force."""
    held = in_force(there)
    if held is None or on != monday(on) or on > today():
        raise Http404("no such week")
    entries = WeekRecord.objects.of(there.firm).filter(week=on).told().order_by("written_at")
    return Sheet(held, on, list(entries), "corrects" in request.GET)


def _shown(
    request: HttpRequest, there: Standing, sheet: Sheet, form: WeekForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    days = DayRecord.objects.of(there.firm).standing().filter(day__range=(sheet.week, sheet.last))
    context = {
        "sheet": sheet,
        "form": form,
        "days": days.select_related("organisation").prefetch_related("lines").order_by("day", "unit"),
        "looked_at": [point for point in sheet.held.points.all() if point.frequency == "week"],
        "may_write": there.may_write_weeks,
        "writes": there.may_write_weeks and (sheet.current is None or sheet.corrects or bool(problem)),
        "problem": problem,
    }
    return page(request, there, "week", "weeks", context, status=status)


def _initial(corrected: WeekRecord | None) -> dict[str, str]:
    if corrected is None:
        return {}
    decided = {f"decision_{one.line_id}": one.text for one in corrected.decisions.all()}
    return {"checked": corrected.checked, "conclusion": corrected.conclusion} | decided
