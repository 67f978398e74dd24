"""Importing a roster (导入名单): looked at, confirmed, then done by a job, five hundred rows a transaction.

Each step holds the organisation's row, plans its rows anew against what is there at that moment, and notes with them what came
of each. A job that dies goes on where it stopped; a file imported twice changes nothing the second time.
"""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.dates import now
from core.jobs import enqueue
from organisations import inviting, tasks
from organisations.belonging import check_verified, lock
from organisations.models import Department, Membership, Organisation, RosterImport
from organisations.refusal import Refused
from organisations.roster.cells import Fault
from organisations.roster.planning import Line, Present, plan
from organisations.roster.reading import Person, read
from organisations.signals import member_changed

A_STEP = 500
_FIELDS = ("name", "employee_number", "email", "phone", "department", "post")


def upload(*, organisation: Organisation, name: str, data: bytes, by: User) -> RosterImport:
    """Read a file and say what it would change. Raises core.archives.Refusal for one that cannot be read."""
    reading = read(data)
    lines = plan(Present(organisation), reading.people)
    made = RosterImport(
        organisation=organisation,
        by=by,
        name=name[-200:],
        sha256=hashlib.sha256(data).hexdigest(),
        lines=[_as_json(line) for line in lines],
        notes=[{"level": n.level, "sheet": n.sheet, "code": n.code, "facts": dict(n.facts)} for n in reading.notes],
    )
    made.counts = _counts(made.lines)
    made.save()
    record("roster.uploaded", made, by=by, organisation=str(organisation.pk), sha256=made.sha256, **made.counts)
    return made


@transaction.atomic
def confirm(*, held: RosterImport, by: User, is_partial: bool, invites: bool) -> RosterImport:
    """Have it done. Confirmed twice, it is done once."""
    check_verified(lock(held.organisation))
    row = RosterImport.objects.select_for_update(no_key=True).get(pk=held.pk)
    if row.confirmed_at is not None:
        return row
    if row.cleared_at is not None:
        raise Refused(_("The rows of this file have been forgotten, as all are after thirty days. Upload it again."))
    if row.errors and not is_partial:
        raise Refused(_("Some rows are in error. Mend them and upload the file again, or choose to import the others alone."))
    if not row.to_do:
        raise Refused(_("There is nothing to import: every row is there already, or is in error."))
    row.confirmed_at, row.is_partial, row.invites = now(), is_partial, invites
    row.save(update_fields=["confirmed_at", "is_partial", "invites"])
    record("roster.confirmed", row, by=by, organisation=str(row.organisation_id), partial=is_partial, invites=invites)
    enqueue(tasks.import_roster, pk=str(row.pk))
    return row


def run(pk: str) -> int:
    """Do what is left of an import; how many steps. Run twice or beside itself, each row is done once."""
    steps = 0
    while _step(pk):
        steps += 1
    return steps


@transaction.atomic
def _step(pk: str) -> bool:
    """The next five hundred rows. False: nothing is left."""
    peek = RosterImport.objects.select_related("organisation").defer("lines").get(pk=pk)
    organisation = lock(peek.organisation)
    held = RosterImport.objects.select_for_update(no_key=True).get(pk=pk)
    if not held.is_running:
        return False
    part = held.lines[held.done : held.done + A_STEP]
    for line, entry in zip(_take_in(organisation, [_person(entry) for entry in part], held.by), part, strict=True):
        entry["outcome"] = line.verdict
        entry["faults"] = [_fault(fault) for fault in line.faults]
    held.done += len(part)
    if held.done >= len(held.lines):
        held.finished_at = now()
        _finish(held)
    held.save(update_fields=["lines", "done", "finished_at"])
    return held.finished_at is None


def _take_in(organisation: Organisation, people: list[Person], by: User) -> list[Line]:
    """Plan these rows and write them (as many queries for one as for five hundred, and one for each new department)."""
    present = Present(organisation)
    lines = plan(present, people)
    new = [_member(present, line, by) for line in lines if line.verdict == "create"]
    Membership.objects.bulk_create(new)
    changed = [(line.member, _apply(present, line, by)) for line in lines if line.verdict == "update" and line.member]
    Membership.objects.bulk_update([member for member, _before in changed], _FIELDS, batch_size=100)
    for member, before in changed:
        if member.person_id is not None:
            member_changed.send(sender=Membership, membership=member, before=before)
    return lines


def _member(present: Present, line: Line, by: User) -> Membership:
    said = dict(line.person.said)
    path = said.pop("department", "")
    return Membership(organisation=present.organisation, department=_department(present, path, by), **said)


def _apply(present: Present, line: Line, by: User) -> dict[str, Any]:
    """Write the changes into the member; what was there before."""
    member, before = line.member, dict[str, Any]()
    assert member is not None  # noqa: S101 - an update is of somebody
    for name, (_there, comes) in line.changes.items():
        before[name] = getattr(member, name)
        setattr(member, name, _department(present, comes, by) if name == "department" else comes)
    return before


def _department(present: Present, path: str, by: User) -> Department | None:
    """The department of a path, made where it is missing."""
    above: Department | None = None
    names = path.split("/") if path else []
    for depth in range(1, len(names) + 1):
        key = "/".join(names[:depth])
        found = present.departments.get(key.casefold())
        if found is None:
            found = Department.objects.create(organisation=present.organisation, name=names[depth - 1], parent=above)
            present.departments[key.casefold()] = found
            present.paths[found.pk] = key
            record("department.added", found, by=by, organisation=str(present.organisation.pk), name=found.name)
        above = found
    return above


def _finish(held: RosterImport) -> None:
    held.counts = held.counts | {"done": _counts(held.lines, "outcome")}
    RosterImport.objects.filter(pk=held.pk).update(counts=held.counts)
    told = held.counts["done"]
    record("roster.imported", held, by=held.by, organisation=str(held.organisation_id), **told)
    if held.invites:
        emails = [line["said"]["email"] for line in held.lines if line["outcome"] != "error" and line["said"].get("email")]
        rows = Membership.objects.open().filter(organisation=held.organisation_id, person=None).exclude(email="")
        named = set(emails)
        inviting.invite(organisation=held.organisation, members=[row for row in rows if row.email.lower() in named], by=held.by)


def _counts(lines: list[dict[str, Any]], of: str = "verdict") -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in lines:
        counts[line[of]] = counts.get(line[of], 0) + 1
    return counts


def _as_json(line: Line) -> dict[str, Any]:
    person = line.person
    return {
        "row": person.row,
        "sheet": person.sheet,
        "said": dict(person.said),
        "cells": list(person.cells) if line.verdict == "error" else [],
        "bad": [_fault(fault) for fault in person.faults],
        "faults": [_fault(fault) for fault in line.faults],
        "verdict": line.verdict,
        "changes": {name: list(pair) for name, pair in line.changes.items()} if line.verdict == "update" else {},
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {"code": fault.code, "column": fault.column, "facts": dict(fault.facts)}


def _person(entry: dict[str, Any]) -> Person:
    faults = tuple(Fault(one["code"], one["column"], one["facts"]) for one in entry["bad"])
    return Person(entry["row"], entry["sheet"], entry["said"], faults)
