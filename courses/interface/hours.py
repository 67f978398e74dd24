"""The hours ledger for programs (学时): every entry, and sums that are nothing but the sums of these entries."""

from typing import Annotated, Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models import Sum as SumOf
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from core.interface.asking import ROWS, Cursor, Limit, Moment, since
from core.interface.describing import refusals
from core.interface.paging import page
from core.interface.replying import answer
from courses import assigned
from courses.allotment import in_hours
from courses.interface import examples, shapes, telling
from courses.interface.finding import OfCourse, OfMember, course_of, member_of
from courses.models import CreditEntry
from organisations.bearing import OrganisationToken, body
from organisations.interface import person_of
from organisations.models import Membership, Scope

router = Router(tags=["hours"], auth=OrganisationToken(Scope.HOURS))
_SUMS = {"entries": Count("pk"), "seconds": SumOf("seconds"), "refused_seconds": SumOf("refused_seconds")}
_SINCE = _("Only entries written at this moment or later.")


def _asked_for(
    request: HttpRequest, course: str | None, member: UUID | None, since: Any
) -> "tuple[Membership | None, QuerySet[CreditEntry]]":
    row = member_of(body(request), member) if member else None
    entries = assigned.entries(body(request), row)
    entries = entries.filter(course=course_of(course)) if course else entries
    return row, entries.filter(at__gte=since) if since else entries


def _total(entries: "QuerySet[CreditEntry]") -> dict[str, int]:
    return {name: value or 0 for name, value in entries.order_by().aggregate(**_SUMS).items()}


Since = Annotated[Moment | None, since(_SINCE)]


@router.get(
    "hours/",
    response={200: shapes.Entries},
    url_name="hours",
    operation_id="hours",
    summary=_("The hours ledger"),
    description=_(
        "Every entry that was credited to members in assigned courses, in the order in which they were written. The sum of all"
        " pages is the total beside them. Scope: hours:read."
    ),
    openapi_extra=refusals(_("A page of the ledger."), example=examples.HOURS),
)
def hours(
    request: HttpRequest,
    course: OfCourse = None,
    member: OfMember = None,
    since: Since = None,
    cursor: Cursor = None,
    limit: Limit = ROWS,
) -> HttpResponse:
    """Six queries and one for each filter, however many rows."""
    _member, entries = _asked_for(request, course, member, since)
    found = page(entries, what=f"hours:{body(request).pk}", cursor=cursor, limit=limit)
    people = assigned.members(body(request), (row.learner_id for row in found.rows))
    told = [telling.entry(row, person_of(people[row.learner_id])) for row in found.rows if row.learner_id in people]
    return answer(request, {"items": told, "next": found.next, "total": _total(entries)})


@router.get(
    "hours/totals/",
    response={200: shapes.Totals},
    url_name="hours-totals",
    operation_id="hours_totals",
    summary=_("Credit hours of each member, summed"),
    description=_("Each member with an account, and what he earned in each assigned course. Scope: hours:read."),
    openapi_extra=refusals(_("A page of sums."), example=examples.TOTALS),
)
def totals(
    request: HttpRequest,
    course: OfCourse = None,
    member: OfMember = None,
    since: Since = None,
    cursor: Cursor = None,
    limit: Limit = ROWS,
) -> HttpResponse:
    """Six queries and one for each filter, however many rows."""
    row, entries = _asked_for(request, course, member, since)
    members = Membership.objects.present().filter(organisation=body(request))
    found = page(members.filter(pk=row.pk) if row else members, what=f"totals:{body(request).pk}", cursor=cursor, limit=limit)
    earned = _by_member(entries, [one.person_id for one in found.rows if one.person_id])
    told = [_member_hours(one, earned.get(one.person_id or 0, [])) for one in found.rows]
    return answer(request, {"items": told, "next": found.next, "total": _total(entries)})


def _by_member(entries: "QuerySet[CreditEntry]", learners: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Sums by course, for each learner (one query)."""
    grouped: Any = (
        entries.filter(learner__in=learners)
        .order_by("learner", "course__code")
        .values("learner", "course__code", "course__minutes_per_hour")
        .annotate(**_SUMS)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in grouped:
        sums = {name: row[name] for name in _SUMS}
        hours = float(in_hours(row["seconds"], row["course__minutes_per_hour"]))
        found.setdefault(row["learner"], []).append({"course": row["course__code"], **sums, "hours": hours})
    return found


def _member_hours(row: Membership, courses: list[dict[str, Any]]) -> dict[str, Any]:
    return {"member": person_of(row), "courses": courses, "seconds": sum(one["seconds"] for one in courses)}
