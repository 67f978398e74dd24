"""Daily control: the record of a day, the days of a month, days without operation, photos."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.asking import person
from appointments.appointing import Refused
from appointments.duties import daily
from appointments.duties.daily import AlreadyWritten, Found
from appointments.duties.forms import DayForm, IdleForm, marked
from appointments.duties.models import DayFile, DayRecord, RiskList
from appointments.duties.models.days import day_page
from appointments.duties.permissions import Standing
from appointments.duties.views.framing import here, in_force, page
from certificates import evidence
from core.dates import today

AT_A_TIME = 31


@require_safe
@login_required
@never_cache
def days(request: HttpRequest, slug: str) -> HttpResponse:
    """Every daily record, corrected ones with what corrects them."""
    there = here(request, slug)
    records = DayRecord.objects.of(there.firm)
    ahead = records.standing().filter(day__gt=today()).order_by("day").values_list("day", flat=True).distinct()
    past = records.filter(day__lte=today()).told().select_related("organisation")
    context = {"records": Paginator(past, AT_A_TIME).get_page(request.GET.get("page")), "ahead": ahead, "today": today()}
    return page(request, there, "days", "days", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def day(request: HttpRequest, slug: str, on: dt.date) -> HttpResponse:
    """The record of a day in a workshop, or the page to write it."""
    there = here(request, slug)
    sheet = _sheet(request, there, on)
    form = DayForm(
        request.POST or None, request.FILES or None, points=sheet.held.daily(sheet.unit), initial=_initial(sheet.corrected)
    )
    if request.method != "POST":
        return _shown(request, there, sheet, form)
    if not there.may_write_days:
        raise PermissionDenied(_("The quality safety officer or director in post writes the daily record."))
    if not form.is_valid():
        return _shown(request, there, sheet, form, status=422)
    try:
        _note(there, sheet, form)
    except AlreadyWritten as twice:
        if not _is_same(twice.there, there, form.found()):
            return _shown(request, there, _sheet(request, there, on), form, problem=str(twice), status=409)
    except Refused as reason:
        return _shown(request, there, sheet, form, problem=str(reason), status=409)
    else:
        messages.success(request, _("The daily record is written."))
    return redirect(day_page(slug, on, sheet.unit))


@dataclass(frozen=True)
class Sheet:
    """A day in a workshop: the list that held, what was written, and the entry that is to be corrected."""

    held: RiskList
    day: dt.date
    unit: str
    entries: list[DayRecord]
    corrects: bool

    @property
    def current(self) -> DayRecord | None:
        """What stands."""
        return next((entry for entry in self.entries if not hasattr(entry, "correction")), None)

    @property
    def corrected(self) -> DayRecord | None:
        return self.current if self.corrects else None


def _sheet(request: HttpRequest, there: Standing, on: dt.date) -> Sheet:
    """The day as it was written so far (6 queries); 404 where nothing was expected and nothing written."""
    adopted = RiskList.objects.of(there.firm).adopted().prefetch_related("points")
    held = adopted.filter(adoption__adopted_on__lte=on).first()
    if held is None:
        raise Http404("no list was in force")
    unit = request.GET.get("unit", held.units[0] if held.units else "")
    entries = list(DayRecord.objects.of(there.firm).filter(day=on, unit=unit).told().order_by("written_at"))
    if unit not in held.units and not entries:
        raise Http404("no such workshop")
    return Sheet(held, on, unit, entries, "corrects" in request.GET)


def _shown(
    request: HttpRequest, there: Standing, sheet: Sheet, form: DayForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The day's page: what was written, and the form for whoever writes."""
    may_write = there.may_write_days and sheet.day <= today()
    context = {
        "sheet": sheet,
        "form": form,
        "may_write": may_write,
        "writes": may_write and (sheet.current is None or sheet.corrects or bool(problem)),
        "problem": problem,
    }
    return page(request, there, "day", "days", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def idle(request: HttpRequest, slug: str) -> HttpResponse:
    """Mark days on which nothing runs."""
    there = here(request, slug)
    held = in_force(there)
    if held is None:
        raise Http404("no list in force")
    if not there.may_mark_idle:
        raise PermissionDenied(_("The head, or somebody in post, marks days without operation."))
    form = IdleForm(request.POST or None, initial={"first": today(), "last": today()})
    if request.method == "POST" and form.is_valid():
        try:
            number = daily.mark_idle(standing=there, risk_list=held, **form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, marked(number))
            return redirect("appointments:days", slug)
    return page(request, there, "idle", "days", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def day_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A photo beside a finding, for the firm's people."""
    seen = DayRecord.objects.visible_to(person(request))
    there = get_object_or_404(DayFile.objects.filter(line__record__in=seen), pk=pk)
    return evidence.handed_out(key=there.key, name=there.name, mime=there.media_type, sha256=there.sha256)


def _note(there: Standing, sheet: Sheet, form: DayForm) -> None:
    data = form.cleaned_data
    daily.note(
        standing=there,
        risk_list=sheet.held,
        unit=sheet.unit,
        day=sheet.day,
        found=form.found(),
        text=data["note"],
        keeps_place=data["keeps_place"],
        corrects=sheet.corrected,
    )


def _is_same(record: DayRecord, there: Standing, found: list[Found]) -> bool:
    """Whether a second click of the same hand sent the same once more."""
    lines = {(line.point_id, line.state, line.finding, line.measure) for line in record.lines.all()}
    sent = {(one.point.pk, one.state, one.finding, one.measure) for one in found}
    return record.written_by_id == there.user.pk and lines == sent


def _initial(corrected: DayRecord | None) -> dict[str, object]:
    if corrected is None:
        return {}
    given: dict[str, object] = {"note": corrected.note}
    for line in corrected.lines.all():
        given |= {
            f"state_{line.point.order}": line.state,
            f"finding_{line.point.order}": line.finding,
            f"measure_{line.point.order}": line.measure,
        }
    return given
