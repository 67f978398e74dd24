"""The desk (教研工作台): what waits for this person, and how far the resources of his schools are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Comment, TaskState, WorkflowState, WorkflowTask

from accounts.models import User
from core.dates import today
from schools import permissions
from schools.models import Claim, Decision, DepartmentTask, LessonPackPage, SchoolPage
from schools.shelving import with_school
from schools.stepping import Step, step
from schools.traits import Department

MOST = 200
NEAR = dt.timedelta(days=90)


@dataclass(frozen=True)
class Line:
    """One resource: how far it is, and who reads it."""

    page: LessonPackPage
    state: str  # draft, review, returned, public, changed
    words: str
    step: Step | None = None
    claimed_by: str = ""
    comments: int = 0

    @property
    def is_due(self) -> bool:
        """Whether it is to be looked over soon, or should have been."""
        until = self.page.valid_until
        return until is not None and until <= today() + NEAR

    @property
    def tone(self) -> str:
        return {"public": "is-ok", "returned": "is-warn"}.get(self.state, "")

    @property
    def icon(self) -> str:
        return {"public": "check", "returned": "warn", "review": "clock"}.get(self.state, "")


@dataclass(frozen=True)
class Desk:
    schools: list[SchoolPage]
    own: list[Line]
    waiting: list[Line]  # for a decision of this person's department
    reviews: bool

    @property
    def is_for(self) -> bool:
        """Whether this person has any business here."""
        return bool(self.schools) or self.reviews


def desk(person: User) -> Desk:
    schools = list(permissions.schools_of(person))
    reviews = permissions.reviews(person)
    # What is to be looked over stands first; the rest as it was written, the newest first.
    own = sorted(_lines(_below(schools)), key=lambda line: not line.is_due) if schools else []
    mine = {one for one in Department if permissions.speaks_for(person, one)}
    waiting = (
        [line for line in _lines(_unread(_in_review(), person)) if line.step and line.step.department in mine] if mine else []
    )
    return Desk(schools, own, waiting, reviews)


def _below(schools: list[SchoolPage]) -> "QuerySet[LessonPackPage]":
    keys = [school.translation_key for school in schools]
    paths = SchoolPage.objects.filter(translation_key__in=keys).values_list("path", flat=True)
    within = Q()
    for path in paths:
        within |= Q(path__startswith=path)
    return LessonPackPage.objects.filter(within)


def _in_review() -> "QuerySet[LessonPackPage]":
    waiting = _states().filter(status=WorkflowState.STATUS_IN_PROGRESS).values_list("object_id", flat=True)
    return LessonPackPage.objects.filter(pk__in=[int(pk) for pk in waiting[:MOST]])


def _unread(rows: "QuerySet[LessonPackPage]", person: User) -> "QuerySet[LessonPackPage]":
    """Without what he has approved already: another person reads it next."""
    his = Decision.objects.approving().filter(page=OuterRef("pk"), revision=OuterRef("latest_revision"), by=person)
    return rows.exclude(Exists(his.order_by()))


def _states() -> "QuerySet[WorkflowState]":
    states: QuerySet[WorkflowState] = WorkflowState.objects.active().filter(
        content_type=ContentType.objects.get_for_model(LessonPackPage)
    )
    return states


def _lines(rows: "QuerySet[LessonPackPage]") -> list[Line]:
    """Eight queries, however many there are."""
    pages = list(_light(rows).order_by("-latest_revision_created_at", "-pk")[:MOST])
    states = {state.object_id: state for state in _states().filter(object_id__in=[str(page.pk) for page in pages])}
    ids = [state.current_task_state_id for state in states.values() if state.current_task_state_id]
    steps = _steps(states.values())
    claims = {claim.step_id: claim.by.full_name for claim in Claim.objects.filter(step__in=ids).select_related("by")}
    open_comments = dict(
        Comment.objects.filter(page__in=[page.pk for page in pages], resolved_at=None)
        .values_list("page")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return [_line(page, states.get(str(page.pk)), steps, claims, open_comments.get(page.pk, 0)) for page in pages]


def _steps(states: Iterable[WorkflowState]) -> dict[int, Step]:
    """At which reading each is, by the state of its present task. Two queries."""
    told = {state.current_task_state_id: state.workflow_id for state in states if state.current_task_state_id}
    ways: dict[int, list[DepartmentTask]] = {}
    for link in WorkflowTask.objects.filter(workflow__in=set(told.values())).select_related("task__departmenttask"):
        if (task := getattr(link.task, "departmenttask", None)) is not None and task.active:
            ways.setdefault(link.workflow_id, []).append(task)
    at = dict(TaskState.objects.filter(pk__in=told).values_list("pk", "task"))
    found = {}
    for state, workflow in told.items():
        task = next((one for one in ways.get(workflow, []) if one.pk == at.get(state)), None)
        if task is not None:
            found[state] = step(task, ways[workflow])
    return found


def _light(rows: "QuerySet[LessonPackPage]") -> "QuerySet[LessonPackPage]":
    return with_school(rows).select_related("locale").defer("text", "html", "materials", "safety")


def _line(
    page: LessonPackPage, state: WorkflowState | None, steps: dict[int, Step], claims: dict[int, str], comments: int
) -> Line:
    at = state.current_task_state_id if state else None
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return Line(page, "returned", _("Returned with comments"), comments=comments)
    if at in steps:
        return Line(page, "review", steps[at].words, steps[at], claims.get(at, ""), comments)
    if page.live:
        changed = page.has_unpublished_changes
        return Line(
            page,
            "changed" if changed else "public",
            _("Public; a newer draft") if changed else pgettext("of a resource", "Public"),
            comments=comments,
        )
    return Line(page, "draft", _("Draft"), comments=comments)
