"""Departments (部门): adding, renaming, moving and closing; a tree without circles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.dates import now
from core.text import clean
from organisations.belonging import lock
from organisations.models import Department, Organisation
from organisations.refusal import Refused

# Nobody's chart is deeper; a circle that came about by hand ends here.
DEEPEST = 8


@dataclass(frozen=True)
class Line:
    """A department where it stands in the tree."""

    department: Department
    depth: int
    path: str
    members: int


def tree(organisation: Organisation) -> list[Line]:
    """All open departments in the order of the tree, with how many people are in each (one query)."""
    people = Count("members", filter=Q(members__until=None))
    rows = Department.objects.open().filter(organisation=organisation).annotate(people=people).order_by("name", "pk")
    parts: dict[int | None, list[Department]] = {}
    for row in rows:
        parts.setdefault(row.parent_id, []).append(row)
    return list(_lines(parts, None, 0, ""))


def _lines(parts: dict[int | None, list[Department]], of: int | None, depth: int, above: str) -> Iterator[Line]:
    for one in parts.get(of, ()) if depth < DEEPEST else ():
        path = f"{above} / {one.name}" if above else one.name
        yield Line(one, depth, path, one.people)  # type: ignore[attr-defined]  # annotated above
        yield from _lines(parts, one.pk, depth + 1, path)


def within(organisation: Organisation, department: Department) -> set[int]:
    """The department and all its parts (one query)."""
    return within_each(organisation, [department.pk])[department.pk]


def within_each(organisation: Organisation, departments: Iterable[int]) -> dict[int, set[int]]:
    """Each of these departments with all its parts (one query, however many)."""
    rows = list(Department.objects.filter(organisation=organisation).values_list("pk", "parent_id"))
    return {top: _below(rows, top) for top in departments}


def _below(rows: Iterable[tuple[int, int | None]], top: int) -> set[int]:
    parts: dict[int | None, list[int]] = {}
    for pk, parent in rows:
        parts.setdefault(parent, []).append(pk)
    found, todo = {top}, [top]
    while todo:
        new = [pk for pk in parts.get(todo.pop(), ()) if pk not in found]
        found.update(new)
        todo += new
    return found


@transaction.atomic
def add(*, organisation: Organisation, name: str, parent: Department | None, by: User) -> Department:
    """Add a department; one of the same name in the same place is that one."""
    lock(organisation)
    name = clean(name)
    same = Department.objects.open().filter(organisation=organisation, parent=parent, name__iexact=name).first()
    if same:
        return same
    if parent and _depth(parent) + 1 >= DEEPEST:
        raise Refused(_("Departments are kept eight levels deep at most."))
    made = Department.objects.create(organisation=organisation, name=name, parent=parent)
    record("department.added", made, by=by, organisation=str(organisation.pk), name=name)
    return made


def _depth(department: Department) -> int:
    depth, above = 0, department.parent
    while above is not None and depth < DEEPEST:
        depth, above = depth + 1, above.parent
    return depth


@transaction.atomic
def rename(*, department: Department, name: str, by: User) -> Department:
    """Give a department another name."""
    lock(department.organisation)
    name = clean(name)
    same = Department.objects.open().filter(
        organisation=department.organisation_id, parent=department.parent_id, name__iexact=name
    )
    if same.exclude(pk=department.pk).exists():
        raise Refused(_("There is a department of this name here already."))
    before, department.name = department.name, name
    department.save(update_fields=["name"])
    record("department.renamed", department, by=by, before=before, name=name)
    return department


@transaction.atomic
def close(*, department: Department, by: User) -> Department:
    """Close an empty department: it is offered no more, and stays in the record of those who were in it."""
    lock(department.organisation)
    if department.members.filter(until=None).exists():
        raise Refused(_("People are in this department. Put them into another first."))
    if department.parts.filter(closed_at=None).exists():
        raise Refused(_("This department has parts. Close them first."))
    department.closed_at = now()
    department.save(update_fields=["closed_at"])
    record("department.closed", department, by=by, name=department.name)
    return department
