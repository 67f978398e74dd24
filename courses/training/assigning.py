"""Assigning (指派) and recalling (撤回) what a body wants its people to learn. Done twice, it is done once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.dates import now, today
from courses.models import Course, Track, TrainingAssignment
from courses.training import news
from courses.training.settling import settle
from organisations.belonging import check_verified, lock
from organisations.models import Department, Membership, Organisation
from organisations.refusal import Refused

Scope = TrainingAssignment.Scope
NEWCOMER_DAYS = 30


@dataclass(frozen=True)
class Wanted:
    """What is to be assigned: a course or a track, until when, why; to everybody, a department, or these members."""

    subject: Course | Track
    due_on: dt.date
    reason: str
    department: Department | None = None
    members: Sequence[Membership] = ()
    newcomer_days: int = NEWCOMER_DAYS

    @property
    def scope(self) -> str:
        if self.members:
            return Scope.CHOSEN
        return Scope.DEPARTMENT if self.department else Scope.EVERYBODY

    @property
    def about(self) -> dict[str, Course | Track]:
        return {"course" if isinstance(self.subject, Course) else "track": self.subject}


@transaction.atomic
def assign(*, organisation: Organisation, wanted: Wanted, by: User) -> tuple[TrainingAssignment, int]:
    """Assign; what stands then, and how many people have a new task. The same again changes nothing. Raises Refused."""
    body = lock(organisation)
    check_verified(body)
    _check(body, wanted)
    same = _standing(body, wanted)
    if same is not None and same.due_on != wanted.due_on:
        raise other_day(same)
    made = same or _make(body, wanted, by)
    tasks = settle(body).made
    news.tell_assigned(tasks)
    return made, len(tasks)


@transaction.atomic
def include(*, organisation: Organisation, wanted: Wanted, by: User, how: str) -> TrainingAssignment:
    """Assign to the chosen people one after another, as a program does: whom one person assigned the same thing for the
    same day and reason stands in one assignment, so that a thousand calls are not a thousand lines. Raises Refused.
    """
    body = lock(organisation)
    check_verified(body)
    _check(body, wanted)
    like = TrainingAssignment.objects.standing().filter(
        organisation=body, scope=Scope.CHOSEN, due_on=wanted.due_on, reason=wanted.reason.strip(), by=by, **wanted.about
    )
    found = like.order_by("at").first() or _make(body, wanted, by)
    found.chosen.add(*wanted.members)
    for member in wanted.members:
        record("training.included", found, by=by, organisation=str(body.pk), member=str(member.pk), how=how)
    news.tell_assigned(settle(body, wanted.members).made)
    return found


def other_day(standing: TrainingAssignment) -> Refused:
    """Why the same thing is not assigned to the same people for another day."""
    words = {"day": date_format(standing.due_on, "Y-m-d")}
    return Refused(_("This is assigned to the same people already, until %(day)s. To set another day, recall it first.") % words)


def _check(body: Organisation, wanted: Wanted) -> None:
    if not wanted.reason.strip():
        raise Refused(_("Write the reason: the people read it."))
    if wanted.due_on < today():
        raise Refused(_("The day lies in the past. Choose today or a later day."))
    if wanted.department and wanted.department.organisation_id != body.pk:
        raise Refused(_("This department is not one of yours."))
    for member in wanted.members:
        if member.organisation_id != body.pk or not member.is_open:
            raise Refused(_("%(name)s does not belong to the organisation today.") % {"name": member.name})
        if member.person_id is None:
            raise Refused(_("%(name)s has no account here yet: invite the person first.") % {"name": member.name})


def _standing(body: Organisation, wanted: Wanted) -> TrainingAssignment | None:
    """What stands already for exactly these people. Of chosen people: one that names all of them."""
    there = TrainingAssignment.objects.standing().filter(organisation=body, scope=wanted.scope, **wanted.about)
    if wanted.scope != Scope.CHOSEN:
        return there.filter(department=wanted.department).first()
    keys = {member.pk for member in wanted.members}
    rows = there.prefetch_related("chosen").order_by("due_on", "at")
    return next((one for one in rows if keys <= {member.pk for member in one.chosen.all()}), None)


def _make(body: Organisation, wanted: Wanted, by: User) -> TrainingAssignment:
    made = TrainingAssignment.objects.create(
        organisation=body,
        scope=wanted.scope,
        department=wanted.department if wanted.scope == Scope.DEPARTMENT else None,
        due_on=wanted.due_on,
        reason=wanted.reason.strip(),
        newcomer_days=wanted.newcomer_days,
        by=by,
        **wanted.about,
    )
    made.chosen.set(wanted.members)
    record("training.assigned", made, by=by, organisation=str(body.pk), scope=made.scope, due=made.due_on.isoformat())
    return made


@transaction.atomic
def recall(*, assignment: TrainingAssignment, by: User, because: str) -> TrainingAssignment:
    """Take an assignment back, with a reason its people read. Recalled twice, it is recalled once. Raises Refused."""
    lock(assignment.organisation)
    fresh = TrainingAssignment.objects.select_for_update(of=("self",), no_key=True).get(pk=assignment.pk)
    if not fresh.is_standing:
        return fresh
    if not because.strip():
        raise Refused(_("Write the reason: the people read it."))
    fresh.recalled_by, fresh.recalled_at, fresh.recalled_because = by, now(), because.strip()
    fresh.save(update_fields=["recalled_by", "recalled_at", "recalled_because"])
    ended = settle(fresh.organisation).ended
    record("training.recalled", fresh, by=by, organisation=str(fresh.organisation_id), reason=fresh.recalled_because)
    news.tell_recalled(fresh, ended)
    return fresh
