"""Bodies and their people, for tests."""

from typing import Any

from accounts.models import User
from organisations.models import Department, Membership, Organisation, Role

CODES = ("91440400MA4UQ5X29M", "91440400MA52CT3U6N")


def firm(name: str = "示例制造企业", *, manager: User | None = None, **fields: Any) -> Organisation:
    """A verified enterprise; with a manager, who has an account."""
    made = Organisation.objects.create(name=name, **{"state": Organisation.State.VERIFIED, **fields})
    if manager:
        member(made, manager, role=Role.MANAGER)
    return made


def member(organisation: Organisation, person: User, **fields: Any) -> Membership:
    return Membership.objects.create(
        organisation=organisation, person=person, **{"name": person.full_name, "email": person.email, **fields}
    )


def department(organisation: Organisation, name: str = "质量部", parent: Department | None = None) -> Department:
    return Department.objects.create(organisation=organisation, name=name, parent=parent)
