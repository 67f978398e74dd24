"""Members for programs (开放接口): who belongs to the body whose token asks. Texts are marked here, translated where shown."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Field, Router, Schema

from core.interface.asking import ROWS, Cursor, Limit
from core.interface.describing import refusals
from core.interface.paging import page
from core.interface.replying import answer
from organisations.bearing import OrganisationToken, body
from organisations.models import Membership, Scope

router = Router(tags=["members"])


class Person(Schema):
    """A member as the roster names him."""

    id: UUID = Field(description=_("Of this person in this organisation. It stays the same until the person leaves."))
    name: str = Field(description=_("As on the roster."))
    employee_number: str = Field(description=_("As on the roster; empty where there is none."))


class Member(Person):
    """A member with his place."""

    department: str | None = Field(description=_("Name of the department, null where there is none."))
    post: str
    since: str = Field(description=_("First day in the organisation, YYYY-MM-DD."))
    has_account: bool = Field(description=_("Until somebody has accepted the invitation, nothing of his learning is told."))


class Members(Schema):
    """A page of members."""

    items: list[Member]
    next: str | None = Field(description=_("The cursor of the next page; null: this is the last."))


_EXAMPLE = {
    "items": [
        {
            "id": "5f0c2a4e-7d55-4d0c-9f64-0b7a2f0c9b11",
            "name": "林悦",
            "employee_number": "A1024",
            "department": "质量部",
            "post": "质量安全员",
            "since": "2026-03-01",
            "has_account": True,
        }
    ],
    "next": None,
}


def person_of(row: Membership) -> dict[str, str]:
    """A member as other answers name him."""
    return {"id": str(row.pk), "name": row.name, "employee_number": row.employee_number}


@router.get(
    "members/",
    auth=OrganisationToken(Scope.MEMBERS),
    response={200: Members},
    url_name="members",
    operation_id="members",
    summary=_("Who belongs to the organisation"),
    description=_("Those who belong today, by their ids. Whoever has left is not told of any more. Scope: members:read."),
    openapi_extra=refusals(_("A page of members."), example=_EXAMPLE),
)
def members(request: HttpRequest, cursor: Cursor = None, limit: Limit = ROWS) -> HttpResponse:
    """The roster of today (two queries)."""
    rows = Membership.objects.open().told().filter(organisation=body(request))
    found = page(rows, what=f"members:{body(request).pk}", cursor=cursor, limit=limit)
    return answer(request, {"items": [_told(row) for row in found.rows], "next": found.next})


def _told(row: Membership) -> dict[str, object]:
    return {
        **person_of(row),
        "department": row.department.name if row.department else None,
        "post": row.post,
        "since": row.since.isoformat(),
        "has_account": row.person_id is not None,
    }
