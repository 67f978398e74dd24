"""The list of members (名单): found by words, department and state, all of it in the address; and how many there are of each."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from organisations.departments import within
from organisations.models import Department, Invitation, JoinRequest, Membership, Organisation, Role

if TYPE_CHECKING:
    Members = QuerySet[Membership]

STATES = ("all", "present", "awaiting", "uninvited", "leaders", "left")


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; whatever it asks for that is not there means all."""

    words: str = ""
    department: int | None = None
    state: str = "all"

    @classmethod
    def read(cls, asked: QueryDict) -> "Wanted":
        state, department = asked.get("state", "all"), asked.get("department", "")
        number = int(department) if department.isascii() and department.isdigit() and len(department) < 10 else None
        return cls(asked.get("q", "").strip()[:60], number, state if state in STATES else "all")


# Has an invitation that is open: the annotation of `members`.
_INVITED = Q(("is_invited", True))


def members(organisation: Organisation, wanted: Wanted) -> "Members":
    """Those who are asked for, with person, department and whether they are invited (one query, two with a department)."""
    open_letter = Invitation.objects.waiting().filter(membership=OuterRef("pk"))
    told: Members = Membership.objects.filter(organisation=organisation).told().annotate(is_invited=Exists(open_letter))
    rows = _in_state(told, wanted.state)
    if wanted.words:
        rows = rows.filter(
            Q(name__icontains=wanted.words)
            | Q(post__icontains=wanted.words)
            | Q(employee_number__iexact=wanted.words)
            | Q(email__iexact=wanted.words)
            | Q(phone=wanted.words)
        )
    if wanted.department is not None:
        top = Department.objects.filter(organisation=organisation, pk=wanted.department).first()
        rows = rows.filter(department__in=within(organisation, top)) if top else rows.none()
    return rows.order_by("-until", "name", "pk") if wanted.state == "left" else rows.order_by("name", "pk")


def _in_state(rows: "Members", state: str) -> "Members":
    match state:
        case "left":
            return rows.exclude(until=None)
        case "present":
            return rows.filter(until=None).exclude(person=None)
        case "awaiting":
            return rows.filter(_INVITED, until=None, person=None)
        case "uninvited":
            return rows.filter(~_INVITED, until=None, person=None)
        case "leaders":
            return rows.filter(until=None).exclude(role=Role.LEARNER)
        case _:
            return rows.filter(until=None)


@dataclass(frozen=True)
class Figures:
    """How many people there are of each state."""

    all: int
    present: int
    awaiting: int
    uninvited: int
    leaders: int
    left: int
    asking: int


def figures(organisation: Organisation) -> Figures:
    """Counted in three queries."""
    row = Membership.objects.filter(organisation=organisation).aggregate(
        all=Count("pk", filter=Q(until=None)),
        present=Count("pk", filter=Q(until=None, person__isnull=False)),
        leaders=Count("pk", filter=Q(until=None) & ~Q(role=Role.LEARNER)),
        left=Count("pk", filter=Q(until__isnull=False)),
    )
    awaiting = Invitation.objects.waiting().filter(organisation=organisation).values("membership").distinct().count()
    asking = JoinRequest.objects.waiting().filter(organisation=organisation).count()
    return Figures(awaiting=awaiting, uninvited=row["all"] - row["present"] - awaiting, asking=asking, **row)
