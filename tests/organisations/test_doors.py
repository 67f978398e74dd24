"""Whoever looks after one organisation sees nothing of another in his lists, and nothing of his own once he has left.

Every address in every role: tests/appointments/test_doors.py.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from organisations import joining
from organisations.models import Membership, Organisation, Role, RosterImport
from tests.cast import person
from tests.organisations.making import department, firm, member

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def fill(body: Organisation) -> None:
    """Somebody on the list, somebody who asks to join, a department, a roster."""
    Membership.objects.create(organisation=body, name="对方的人", email="hidden@example.org")
    body.is_joining_open = True
    body.save()
    asked = joining.ask(organisation=body, person=person("来人", "lairen"))
    department(body, "对方的部门")
    RosterImport.objects.create(organisation=body, by=asked.person, name="对方的名单.xlsx")


def test_a_manager_sees_in_his_lists_nobody_of_another_firm(employer: User, client_of: SignIn) -> None:
    other, mine = firm("乙公司", manager=person("乙经理", "yi")), firm("甲公司", manager=employer)
    fill(other)
    client = client_of(employer)
    for page in ("", "members/", "departments/", "details/", "members/?state=left", "members/?q=对方"):
        shown = client.get(f"/org/{mine.slug}/{page}").content.decode().replace('对方"', "")
        assert "对方的" not in shown, page
        assert "乙" not in shown, page
    assert "乙公司" not in client.get("/org/").content.decode()


def test_a_manager_who_left_sees_nothing_any_more(employer: User, learner: User, client_of: SignIn) -> None:
    body = firm(manager=employer)
    member(body, learner, role=Role.MANAGER)
    client_of(employer).post(f"/org/{body.slug}/leaving/")
    for page in ("", "members/", "departments/"):
        assert client_of(employer).get(f"/org/{body.slug}/{page}").status_code == 404
