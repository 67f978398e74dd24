"""What a firm sees of sittings (考次一览): those one registers for, and the seats it took; nothing its people did themselves."""

from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.clock import now
from exams.models import Registration, Sitting
from organisations.departments import within
from organisations.models import Department, Membership, Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet


def sittings(body: Organisation) -> "QuerySet[Sitting]":
    """Sittings to come that one registers for, the nearest first, with seats and how many of them the firm took (one query)."""
    ours = seats(body).filter(sitting=OuterRef("pk")).order_by().values("sitting").annotate(n=Count("pk")).values("n")
    coming = Sitting.objects.announced().for_anybody().filter(walk_in=False, opens_at__gt=now())
    return coming.told().with_seats().annotate(ours=Coalesce(Subquery(ours), 0)).order_by("opens_at", "pk")


def seats(body: Organisation) -> "QuerySet[Registration]":
    """The seats and places the firm took for people who belong to it today, and that nobody gave back."""
    present = Membership.objects.present().filter(organisation=body).values("person")
    held = Registration.objects.filter(organisation=body, candidate__in=present)
    return held.exclude(state__in=[Registration.State.WITHDRAWN, Registration.State.REFUSED])


def members(body: Organisation, sitting: Sitting, words: str, department: int | None) -> "QuerySet[Membership]":
    """Members with an account for whom the firm took no seat here, as they are asked for (one query, three with a department)."""
    taken = seats(body).filter(sitting=sitting).values("candidate")
    there = Membership.objects.present().filter(organisation=body).exclude(person__in=taken).told()
    if words:
        there = there.filter(Q(name__icontains=words) | Q(post__icontains=words) | Q(employee_number__iexact=words))
    if department is not None:
        top = Department.objects.filter(organisation=body, pk=department).first()
        there = there.filter(department__in=within(body, top)) if top else there.none()
    return there.order_by("name", "pk")
