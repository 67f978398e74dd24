"""The events log for programs: xAPI statements as JSON Lines, of what a body may see, named by its own ids of members."""

import json
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from core.interface.asking import ROWS, Cursor, Limit, Moment, since
from core.interface.describing import refusals
from core.interface.paging import page
from courses import assigned, xapi
from courses.interface.finding import OfMember, member_of
from courses.models import LearningEvent
from organisations.bearing import OrganisationToken, body
from organisations.models import Membership, Scope

router = Router(tags=["events"], auth=OrganisationToken(Scope.EVENTS))
LINES = "application/x-ndjson"
# Of a result what was promised: that it is complete and how long it took. Scores and answers are the learner's.
_RESULT = ("completion", "duration")
_GOOD = refusals(_("One xAPI 1.0.3 statement a line, the oldest first. The header Next-Cursor says where to go on."))
_GOOD["responses"][200]["content"] = {LINES: {"schema": {"type": "string"}}}
del _GOOD["responses"][304]
Since = Annotated[Moment | None, since(_("Only what happened at this moment or later."))]


@router.get(
    "events/",
    response={200: None},
    url_name="events",
    operation_id="events",
    summary=_("What happened in learning, as xAPI statements"),
    description=_(
        "Begun, gone on, completed, passed and waived, in the courses the organisation assigned; the actor’s account name is the"
        " id of the member. Without the header Next-Cursor the last line is the newest. Scope: events:read."
    ),
    openapi_extra=_GOOD,
)
def events(
    request: HttpRequest,
    member: OfMember = None,
    since: Since = None,
    cursor: Cursor = None,
    limit: Limit = ROWS,
) -> HttpResponse:
    """Six queries and one for a member, however many lines."""
    rows = assigned.events(body(request), member_of(body(request), member) if member else None)
    if since:
        rows = rows.filter(at__gte=since)
    found = page(rows, what=f"events:{body(request).pk}", cursor=cursor, limit=limit)
    people = assigned.members(body(request), (row.learner_id for row in found.rows))
    lines = [_line(row, people[row.learner_id]) for row in found.rows if row.learner_id in people]
    answer = HttpResponse("".join(lines), content_type=f"{LINES}; charset=utf-8")
    answer["Cache-Control"], answer["Vary"] = "private, no-store", "Authorization"
    if found.next:
        answer["Next-Cursor"] = found.next
    return answer


def _line(row: LearningEvent, member: Membership) -> str:
    told = xapi.Told(
        key=str(row.key),
        person=str(member.pk),
        verb=row.verb,
        at=row.at,
        course=row.course_code,
        lesson=row.lesson_code,
        activity=row.activity_id,
        kind=row.kind,
        result={name: row.result[name] for name in _RESULT if name in row.result},
    )
    return json.dumps(xapi.statement(told, settings.SITE_URL), ensure_ascii=False) + "\n"
