"""Planning a year (年度计划): drafted, adopted by the head, changed by a new version with its reason, reviewed at the end."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from appointments.models import DutyEntry
from appointments.plans.models import AnnualPlan, PlanReview, PlanVersion
from core.audit import record
from core.dates import now, today
from organisations.models import Organisation

QUARTERS = (1, 2, 3, 4)


class Refused(Exception):
    """It cannot be done now; the message says why and what to do."""


@dataclass(frozen=True)
class Done:
    """A kind of duty in a quarter: how often it was planned, and how often the log has it."""

    quarter: int
    kind: str
    name: str
    planned: int
    done: int

    @property
    def is_short(self) -> bool:
        return self.done < self.planned


@transaction.atomic
def begin(*, organisation: Organisation, year: int, by: User) -> AnnualPlan:
    """Begin the plan of a year; asked again, the one there is. Raises Refused."""
    if not today().year - 1 <= year <= today().year + 1:
        raise Refused(_("A plan is for last year, this year or the next."))
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    plan, is_new = AnnualPlan.objects.get_or_create(organisation=organisation, year=year, defaults={"begun_by": by})
    if is_new:
        PlanVersion.objects.create(plan=plan, number=1, written_by=by)
        record("plan.begun", plan, by=by, year=year)
    return plan


@transaction.atomic
def write(*, plan: AnnualPlan, goals: str, tasks: Sequence[Mapping[str, Any]], reason: str, by: User) -> PlanVersion:
    """Write the draft; where there is none, the change of the adopted plan begins. Raises Refused."""
    held = _locked(plan)
    newest = held.versions.order_by("-number").first()
    _check_open(held)
    draft = newest if newest and newest.adopted_at is None else None
    number = draft.number if draft else (newest.number + 1 if newest else 1)
    if number > 1 and not reason:
        raise Refused(_("Say why the adopted plan changes."))
    told = sorted(tasks, key=lambda task: int(task["quarter"]))
    said = {"goals": goals, "tasks": told, "reason": reason if number > 1 else "", "written_by": by, "written_at": now()}
    if draft is None:
        draft = PlanVersion(plan=held, number=number)
    for name, value in said.items():
        setattr(draft, name, value)
    draft.save()
    record("plan.drafted", draft, by=by, number=number)
    return draft


@transaction.atomic
def adopt(*, plan: AnnualPlan, by: User) -> PlanVersion:
    """The head adopts the draft; from then on it changes by a new version alone. Raises Refused."""
    held = _locked(plan)
    _check_open(held)
    draft = held.versions.filter(adopted_at=None).first()
    if draft is None:
        raise Refused(_("There is no draft to adopt."))
    if not draft.goals or not draft.tasks:
        raise Refused(_("The draft has no goals or no tasks yet. Complete it first."))
    draft.adopted_by, draft.adopted_at = by, now()
    draft.save(update_fields=["adopted_by", "adopted_at"])
    record("plan.adopted", draft, by=by, number=draft.number)
    return draft


@transaction.atomic
def review(*, plan: AnnualPlan, text: str, by: User) -> PlanReview:
    """The head says what came of the year, once, with the figures of the day. Raises Refused."""
    held = _locked(plan)
    adopted = held.versions.exclude(adopted_at=None).first()
    _check_open(held)
    if adopted is None:
        raise Refused(_("This plan was never adopted."))
    if today() < dt.date(held.year, 12, 1):
        raise Refused(_("The year is reviewed from 1 December on."))
    figures = [asdict(one) for one in compared(held, adopted)]
    made = PlanReview.objects.create(plan=held, text=text, figures=figures, by=by)
    record("plan.reviewed", made, by=by)
    return made


def compared(plan: AnnualPlan, version: PlanVersion) -> list[Done]:
    """Planned and done, by quarter and kind of duty: what stands in the logs of the firm (one query)."""
    planned: Counter[tuple[int, str]] = Counter()
    for task in version.tasks:
        planned[int(task["quarter"]), str(task["kind"])] += int(task["times"])
    entries = DutyEntry.objects.standing().in_year(plan.year).filter(appointment__organisation=plan.organisation_id)
    done = Counter(((day.month + 2) // 3, kind) for day, kind in entries.order_by().values_list("done_on", "kind"))
    names = dict(DutyEntry.Kind.choices)
    return [
        Done(quarter, kind, str(names[kind]), planned[quarter, kind], done[quarter, kind])
        for quarter in QUARTERS
        for kind in names
        if planned[quarter, kind] or done[quarter, kind]
    ]


def _locked(plan: AnnualPlan) -> AnnualPlan:
    return AnnualPlan.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation").get(pk=plan.pk)


def _check_open(plan: AnnualPlan) -> None:
    if PlanReview.objects.filter(plan=plan).exists():
        raise Refused(_("This year was reviewed; its plan changes no more."))
