"""Monthly meeting: its record, every month, and what came of a task."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
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

from appointments.appointing import Refused
from appointments.duties import meeting
from appointments.duties.expecting import month_after
from appointments.duties.forms import DoneForm, MonthForm, TaskForm, TaskFormSet, typed
from appointments.duties.models import DayLine, DayRecord, MonthRecord, MonthTask, RiskList, WeekRecord
from appointments.duties.permissions import Standing
from appointments.duties.views.framing import here, in_force, page
from core.dates import today

AT_A_TIME = 12


@require_safe
@login_required
@never_cache
def months(request: HttpRequest, slug: str) -> HttpResponse:
    """Every monthly record, and the tasks that wait."""
    there = here(request, slug)
    records = MonthRecord.objects.of(there.firm).told().select_related("organisation")
    context = {
        "records": Paginator(records, AT_A_TIME).get_page(request.GET.get("page")),
        "tasks": meeting.open_tasks(there.firm),
        "month": today().replace(day=1),
    }
    return page(request, there, "months", "months", context)


@dataclass(frozen=True)
class Sheet:
    """A month: what was written, and the entry that is to be corrected."""

    held: RiskList
    month: dt.date
    entries: list[MonthRecord]
    corrects: bool

    @property
    def current(self) -> MonthRecord | None:
        """What stands."""
        return next((entry for entry in self.entries if not hasattr(entry, "correction")), None)

    @property
    def corrected(self) -> MonthRecord | None:
        return self.current if self.corrects else None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def month(request: HttpRequest, slug: str, on: dt.date) -> HttpResponse:
    """The record of a month, or the page to write it."""
    there = here(request, slug)
    sheet = _sheet(request, there, on)
    if request.method != "POST":
        return _shown(request, there, sheet, *_blank(there, sheet.corrected))
    if not there.may_write_months:
        raise PermissionDenied(_("The head or the quality safety director in post writes the minutes."))
    form, tasks = _form(there, request.POST), TaskFormSet(request.POST)
    if "more" in request.POST:
        shown = request.POST.dict() | {"present": request.POST.getlist("present")}
        return _shown(request, there, sheet, _form(there, initial=shown), TaskFormSet(initial=typed(TaskForm, request.POST)))
    if not (form.is_valid() and tasks.is_valid()):
        return _shown(request, there, sheet, form, tasks, status=422)
    try:
        meeting.note(standing=there, risk_list=sheet.held, month=on, minutes=form.minutes(tasks), corrects=sheet.corrected)
    except Refused as reason:
        return _shown(request, there, sheet, form, tasks, problem=str(reason), status=409)
    messages.success(request, _("The monthly record is written."))
    return redirect("appointments:month", slug, on)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def task(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Say what came of a task."""
    there = here(request, slug)
    found = get_object_or_404(MonthTask.objects.select_related("record"), pk=pk, record__organisation=there.firm)
    if not there.may_write_months:
        raise PermissionDenied(_("The head or the quality safety director in post writes what came of a task."))
    form = DoneForm(request.POST or None, initial={"done_on": today()})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            meeting.finish(standing=there, task=found, **form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
            status = 409
        else:
            messages.success(request, _("Written: the task is done."))
            return redirect("appointments:month", slug, found.record.month)
    return page(request, there, "task", "months", {"task": found, "form": form}, status=status)


def _sheet(request: HttpRequest, there: Standing, on: dt.date) -> Sheet:
    """The month as it was written so far (6 queries)."""
    held = in_force(there)
    if held is None or on > today():
        raise Http404("no such month")
    entries = MonthRecord.objects.of(there.firm).filter(month=on).told().order_by("written_at")
    return Sheet(held, on, list(entries), "corrects" in request.GET)


def _form(there: Standing, data: Any = None, **kwargs: Any) -> MonthForm:
    return MonthForm(data, heads=meeting.heads(there.firm), people=meeting.invited(there.firm), **kwargs)


def _blank(there: Standing, corrected: MonthRecord | None) -> tuple[MonthForm, Any]:
    """Empty forms, or those of the record that is to be corrected."""
    if corrected is None:
        chair = there.user.pk if there.is_head else None
        return _form(there, initial={"held_on": today(), "chair": chair}), TaskFormSet()
    given = {
        "held_on": corrected.held_on,
        "chair": corrected.chair_id,
        "present": [one.person_id for one in corrected.presences.all()],
        "others_present": corrected.others_present,
        "text": corrected.minutes,
    }
    rows = [{"text": one.text, "owner": one.owner, "due": one.due} for one in corrected.tasks.all()]
    return _form(there, initial=given), TaskFormSet(initial=rows)


def _shown(
    request: HttpRequest, there: Standing, sheet: Sheet, form: MonthForm, tasks: Any, *, problem: str = "", status: int = 200
) -> HttpResponse:
    span = (sheet.month, month_after(sheet.month) - dt.timedelta(days=1))
    days = DayRecord.objects.of(there.firm).standing().filter(day__range=span)
    context = {
        "sheet": sheet,
        "form": form,
        "tasks": tasks,
        "days": days.count(),
        "findings": DayLine.objects.filter(record__in=days, state=DayLine.State.FINDING).count(),
        "weeks": WeekRecord.objects.of(there.firm).standing().filter(week__range=span).count(),
        "may_write": there.may_write_months,
        "writes": there.may_write_months and (sheet.current is None or sheet.corrects or bool(problem)),
        "problem": problem,
    }
    return page(request, there, "month", "months", context, status=status)
