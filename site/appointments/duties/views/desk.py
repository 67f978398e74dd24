"""The desk of a firm's duties: what is to be written today, what is missing, what was found."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.duties import meeting, overdue
from appointments.duties.expecting import monday
from appointments.duties.models import DayRecord, MonthRecord, RiskList, Supervision, WeekRecord
from appointments.duties.permissions import Standing
from appointments.duties.views.framing import here, in_force, page
from core.dates import today


@dataclass(frozen=True)
class Today:
    """One workshop today: its record, or none yet."""

    unit: str
    record: DayRecord | None
    rests: bool


@require_safe
@login_required
@never_cache
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Today, this week, this month; what is missing; tasks that wait."""
    there, day = here(request, slug), today()
    held = in_force(there)
    month = day.replace(day=1)
    context = {
        "held": held,
        "waiting": _waiting(there, held),
        "day": day,
        "week": monday(day),
        "month": month,
        "units": _today(there, held, day),
        "week_record": WeekRecord.objects.of(there.firm).standing().filter(week=monday(day)).first(),
        "month_record": MonthRecord.objects.of(there.firm).standing().filter(month=month).first(),
        "gaps": overdue.gaps(there.firm),
        "open": Supervision.objects.of(there.firm).open().told().order_by("due", "pk")[:10],
        "tasks": meeting.open_tasks(there.firm)[:10],
    }
    return page(request, there, "desk", "desk", context)


def _waiting(there: Standing, held: RiskList | None) -> RiskList | None:
    """The newest version, if the head has still to adopt it."""
    newest = RiskList.objects.of(there.firm).select_related("adoption", "organisation").first()
    return newest if newest is not None and newest != held and not newest.is_adopted else None


def _today(there: Standing, held: RiskList | None, day: dt.date) -> list[Today]:
    """The workshops of the list with what was written today (2 queries)."""
    if held is None:
        return []
    records = DayRecord.objects.of(there.firm).standing().filter(day=day).select_related("organisation", "written_by")
    written = {record.unit: record for record in records.prefetch_related("lines")}
    return [Today(unit, written.get(unit), held.rests_on(day)) for unit in held.units]
