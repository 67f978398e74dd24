"""Who learns which assigned course, how far everybody is, and assigning one, for programs."""

from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as told_now
from django.utils.translation import gettext_noop as _
from ninja import Router

from core.interface.asking import ROWS, Cursor, Limit, Moment, since
from core.interface.describing import refusals
from core.interface.paging import page
from core.interface.problems import Problem
from core.interface.replying import answer
from courses import assigned
from courses.interface import examples, shapes, telling
from courses.interface.finding import OfCourse, OfMember, ThisCourse, ThisMember, UntilDay, Why, course_of, member_of
from courses.models import Enrolment
from courses.standing import since as counting_since
from courses.training.enrolling import assign_and_enrol
from organisations.bearing import OrganisationToken, bearer, body
from organisations.interface import person_of
from organisations.models import Scope
from organisations.refusal import Refused

router = Router(tags=["learning"])
_ASSIGNED = refusals(_("It was assigned before; nothing has changed."), 409, example=examples.ENROLMENT)
_ASSIGNED["responses"][201] = {"description": _("It is assigned.")}
del _ASSIGNED["responses"][304]
Since = Annotated[Moment | None, since(_("Only what was begun or completed at this moment or later."))]
SinceWorked = Annotated[Moment | None, since(_("Only members who worked on any lesson at this moment or later."))]


@router.get(
    "enrolments/",
    auth=OrganisationToken(Scope.ENROLMENTS),
    response={200: shapes.Enrolments},
    url_name="enrolments",
    operation_id="enrolments",
    summary=_("Who learns which assigned course"),
    description=_("Enrolments of members in the courses the organisation assigned, the oldest first. Scope: enrolments:read."),
    openapi_extra=refusals(_("A page of enrolments."), example=examples.ENROLMENTS),
)
def enrolments(
    request: HttpRequest,
    course: OfCourse = None,
    member: OfMember = None,
    since: Since = None,
    cursor: Cursor = None,
    limit: Limit = ROWS,
) -> HttpResponse:
    """Five queries and one for each filter, however many rows."""
    rows = _asked_for(request, course, member)
    if since:
        rows = rows.filter(enrolled_at__gte=since) | rows.filter(completed_at__gte=since)
    found = page(rows, what=f"enrolments:{body(request).pk}", cursor=cursor, limit=limit)
    people = assigned.members(body(request), (row.learner_id for row in found.rows))
    told = [telling.enrolment(row, person_of(people[row.learner_id])) for row in found.rows if row.learner_id in people]
    return answer(request, {"items": told, "next": found.next})


def _asked_for(request: HttpRequest, course: str | None, member: UUID | None) -> "QuerySet[Enrolment]":
    rows = assigned.enrolments(body(request), member_of(body(request), member) if member else None)
    return rows.filter(course=course_of(course)) if course else rows


@router.get(
    "progress/",
    auth=OrganisationToken(Scope.PROGRESS),
    response={200: shapes.Progress},
    url_name="progress",
    operation_id="progress",
    summary=_("How far everybody is, lesson by lesson"),
    description=_(
        "For each enrolment in an assigned course the lessons of its version, in their order, and how far the member is in each."
        " Scope: progress:read."
    ),
    openapi_extra=refusals(_("A page of progress."), example=examples.PROGRESS),
)
def progress(
    request: HttpRequest,
    course: OfCourse = None,
    member: OfMember = None,
    since: SinceWorked = None,
    cursor: Cursor = None,
    limit: Limit = ROWS,
) -> HttpResponse:
    """Six queries and one for each filter, however many rows."""
    rows = _asked_for(request, course, member)
    if since:
        rows = assigned.worked_since(rows, since)
    found = page(rows, what=f"progress:{body(request).pk}", cursor=cursor, limit=limit)
    learners = [row.learner_id for row in found.rows]
    people, done = assigned.members(body(request), learners), assigned.steps(learners)
    told = [
        telling.progress(row, person_of(people[row.learner_id]), counting_since(telling.steps(done.get(row.learner_id, [])), row))
        for row in found.rows
        if row.learner_id in people
    ]
    return answer(request, {"items": told, "next": found.next})


@router.put(
    "members/{member}/enrolments/{course}/",
    auth=OrganisationToken(Scope.ENROL),
    response={200: shapes.EnrolmentTold, 201: shapes.EnrolmentTold},
    url_name="assignment",
    operation_id="assign",
    summary=_("Assign a course to a member"),
    description=_(
        "The member is enrolled in the current version and told so by notice. The assignment stands in the training of the"
        " organisation with its date and reason, and is recalled there. The address names member and course: sent again, it"
        " changes nothing and answers 200; with another date than the one that stands it is refused. Scope: enrolments:write."
    ),
    openapi_extra=_ASSIGNED,
)
def assignment(
    request: HttpRequest,
    member: ThisMember,
    course: ThisCourse,
    due_on: UntilDay = None,
    reason: Why = "",
) -> HttpResponse:
    """The audit log names the token, and who made it as the one who assigned."""
    token = bearer(request)
    row, one = member_of(token.organisation, member), course_of(course)
    try:
        done = assign_and_enrol(
            membership=row, course=one, by=token.made_by, how=f"token {token.prefix}", due_on=due_on, reason=reason
        )
    except Refused as refused:
        raise Problem(409, "not_now", told_now("It cannot be done now"), str(refused)) from None
    return answer(request, telling.enrolment(done.enrolment, person_of(row)), status=201 if done.is_new else 200)
