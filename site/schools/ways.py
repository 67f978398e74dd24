"""The way a resource goes to the public (审核方式): two readings, or a third one after them (终审). The operator chooses.

Each way is a workflow of Wagtail's, and the list of schools names the one by which is handed in from now on. What is under review
keeps the workflow it was handed in by, and each decision notes how many readings that asked for. No way has one department.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from accounts.models import User
from core.audit import record
from schools import permissions
from schools.models import DepartmentTask, SchoolIndexPage
from schools.traits import Department


class Way(TextChoices):
    TWO = "two", _("Two readings: the education department, then market regulation")
    EDUCATION = "education", _("Three readings: both, then somebody else of the education department")
    REGULATION = "regulation", _("Three readings: both, then somebody else of market regulation")


# Names in the admin are data, not words of the interface: written once, in the language of the law.
_NAMES = {
    Way.TWO: "会同审核（第二十六条）",
    Way.EDUCATION: "会同审核，教育部门终审",
    Way.REGULATION: "会同审核，市场监管部门终审",
}
_STEPS = {Department.EDUCATION: "教育部门审核", Department.REGULATION: "市场监管部门审核"}
_LAST = {Department.EDUCATION: "教育部门终审", Department.REGULATION: "市场监管部门终审"}


def steps(way: Way) -> list[tuple[Department, bool]]:
    """Who reads, in order, and whether it is the final reading.

    >>> [(who.value, last) for who, last in steps(Way.REGULATION)]
    [('education', False), ('regulation', False), ('regulation', True)]
    """
    both = [(one, False) for one in Department]
    return both if way == Way.TWO else [*both, (Department(way.value), True)]


@transaction.atomic
def workflow(way: Way) -> Workflow:
    """The workflow of a way, made if it is not there yet."""
    found, is_new = Workflow.objects.get_or_create(name=_NAMES[way])
    if is_new:
        for place, (department, is_final) in enumerate(steps(way)):
            WorkflowTask.objects.create(workflow=found, task=_step(department, is_final), sort_order=place)
    return found


def _step(department: Department, is_final: bool) -> DepartmentTask:
    """The ways share their steps."""
    found = DepartmentTask.objects.filter(department=department, is_final=is_final, active=True).order_by("pk").first()
    name = (_LAST if is_final else _STEPS)[department]
    return found or DepartmentTask.objects.create(name=name, department=department, is_final=is_final)


def present() -> Way:
    """By which way is handed in now; before the operator has chosen, by two readings."""
    shelves = SchoolIndexPage.objects.values("pk")
    name = WorkflowPage.objects.filter(page__in=shelves).values_list("workflow__name", flat=True).order_by("page").first()
    return next((way for way, told in _NAMES.items() if told == name), Way.TWO)


@transaction.atomic
def choose(way: Way, *, by: User) -> bool:
    """From now on resources are handed in by this way; whether that is a change. What is under review keeps its own."""
    if way == present():
        return False
    for shelf in SchoolIndexPage.objects.all():
        page = Page.objects.get(pk=shelf.pk)
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow(way)})
        record("school.way_chosen", shelf, by=by, way=way.value)
    return True


@dataclass(frozen=True)
class Line:
    """Whether a department has people enough for the present way."""

    department: Department
    people: int
    asked: int

    @property
    def is_short(self) -> bool:
        return self.people < self.asked


def lines() -> list[Line]:
    """One query."""
    asked = [department for department, _last in steps(present())]
    people = permissions.reviewers()
    return [Line(one, people.get(one, 0), asked.count(one)) for one in Department]


def under_review() -> dict[Way, int]:
    """How many resources are on each way now, returned ones among them."""
    names = {name: way for way, name in _NAMES.items()}
    told = WorkflowState.objects.active().filter(workflow__name__in=names).order_by().values_list("workflow__name")
    return {names[name]: n for name, n in told.annotate(n=Count("pk"))}
