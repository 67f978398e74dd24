"""Planning (预览): what a roster would change, row by row. Nobody is dropped for being absent; an empty cell changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from organisations.models import Department, Membership, Organisation
from organisations.roster.cells import Fault
from organisations.roster.columns import FIELDS
from organisations.roster.reading import Person

Verdict = Literal["create", "update", "unchanged", "error"]
_KEYS = ("employee_number", "phone", "email")
_PLAIN = tuple(name for name in FIELDS if name != "department")


@dataclass(frozen=True)
class Line:
    """One row and its fate. `changes`: {column: (what is there, what comes)}."""

    person: Person
    verdict: Verdict
    faults: tuple[Fault, ...] = ()
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    member: Membership | None = None


class Present:
    """Who belongs now, found by number, phone and address; and the departments by their path (two queries)."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        rows = list(Department.objects.open().filter(organisation=organisation))
        above = {row.pk: row for row in rows}
        self.paths = {row.pk: _path(row, above) for row in rows}
        self.departments = {path.casefold(): above[pk] for pk, path in self.paths.items()}
        self.found: dict[tuple[str, str], Membership] = {}
        for one in Membership.objects.open().filter(organisation=organisation):
            self.learn(one)

    def learn(self, member: Membership) -> None:
        for name in _KEYS:
            if value := getattr(member, name):
                self.found[name, value.casefold()] = member

    def matches(self, person: Person) -> list[Membership]:
        """The members that a row may mean: one each, however many of its keys lead there."""
        hits = (self.found.get((name, person.said[name].casefold())) for name in _KEYS if name in person.said)
        return list({hit.pk: hit for hit in hits if hit is not None}.values())

    def told(self, member: Membership, name: str) -> str:
        if name == "department":
            return self.paths.get(member.department_id, "") if member.department_id else ""
        return str(getattr(member, name))


def _path(row: Department, above: dict[int, Department]) -> str:
    names, at, left = [row.name], row.parent_id, 8
    while at in above and left:
        names.append(above[at].name)
        at, left = above[at].parent_id, left - 1
    return "/".join(reversed(names))


def plan(present: Present, people: Iterable[Person]) -> list[Line]:
    """The fate of each row. Two rows that mean one member: the second is refused."""
    taken: dict[Any, Person] = {}
    return [_line(present, person, taken) for person in people]


def _line(present: Present, person: Person, taken: dict[Any, Person]) -> Line:
    if person.faults:
        return Line(person, "error", person.faults)
    matches = present.matches(person)
    if len(matches) > 1:
        names = "、".join(one.name for one in matches)
        return Line(person, "error", (Fault("two-people", "", {"names": names}),))
    if not matches:
        if "name" not in person.said:
            return Line(person, "error", (Fault("no-name"),))
        return Line(person, "create", (), {name: ("", text) for name, text in person.said.items()})
    member = matches[0]
    first = taken.setdefault(member.pk, person)
    if first is not person:
        return Line(person, "error", (Fault("same-member", "", {"name": member.name, "row": first.place}),))
    changes = {
        name: (present.told(member, name), text)
        for name, text in person.said.items()
        if not _same(name, present.told(member, name), text)
    }
    return Line(person, "update" if changes else "unchanged", (), changes, member)


def _same(name: str, there: str, comes: str) -> bool:
    return there.casefold() == comes.casefold() if name in ("email", "department") else there == comes
