"""People and departments of an organisation: changing, leaving, closing; and what the pages that list them ask."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import AuditEntry
from organisations.models import Department, Membership
from tests.organisations.making import department, firm, member

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def test_a_manager_changes_a_member_and_gives_a_role(employer: User, learner: User, client_of: SignIn) -> None:
    body = firm(manager=employer)
    row, part = member(body, learner), department(body)
    client = client_of(employer)
    sent = {"name": "林悦", "email": learner.email, "department": part.pk, "post": "质量安全员", "role": "training_officer"}
    assert client.post(f"/org/{body.slug}/members/{row.pk}/", sent).status_code == 302
    row.refresh_from_db()
    assert (row.department, row.post, row.role) == (part, "质量安全员", "training_officer")
    assert AuditEntry.objects.get(deed="member.changed").data["role"] == "training_officer"
    assert client_of(learner).get(f"/org/{body.slug}/members/").status_code == 200


def test_a_number_that_is_taken_is_refused_and_nothing_changes(employer: User, learner: User, client_of: SignIn) -> None:
    body = firm(manager=employer)
    Membership.objects.create(organisation=body, name="甲", employee_number="007")
    row = member(body, learner)
    page = client_of(employer).post(f"/org/{body.slug}/members/{row.pk}/", {"name": "林悦", "employee_number": "007"})
    assert page.status_code == 422
    row.refresh_from_db()
    assert row.employee_number == ""


def test_leaving_closes_the_view_and_keeps_the_record(employer: User, learner: User, client_of: SignIn) -> None:
    body = firm(manager=employer)
    row = member(body, learner)
    client_of(learner).post(f"/org/{body.slug}/leaving/")
    row.refresh_from_db()
    assert row.until is not None
    assert client_of(learner).get(f"/org/{body.slug}/").status_code == 404
    assert not Membership.objects.present().filter(person=learner).exists()
    page = client_of(employer).get(f"/org/{body.slug}/members/?state=left")
    assert "林悦" in page.content.decode()


def test_the_only_manager_neither_leaves_nor_steps_down(employer: User, learner: User, client_of: SignIn) -> None:
    body = firm(manager=employer)
    member(body, learner)
    boss = Membership.objects.get(person=employer)
    client = client_of(employer)
    client.post(f"/org/{body.slug}/leaving/")
    page = client.post(f"/org/{body.slug}/members/{boss.pk}/", {"name": "陈工", "role": "learner"})
    assert page.status_code == 422
    boss.refresh_from_db()
    assert (boss.until, boss.role) == (None, "manager")


def test_departments_are_added_renamed_and_closed_when_empty(employer: User, client_of: SignIn) -> None:
    body = firm(manager=employer)
    client, address = client_of(employer), f"/org/{body.slug}/departments/"
    client.post(address, {"name": "生产部"})
    top = Department.objects.get(name="生产部")
    client.post(address, {"name": "质检组", "parent": top.pk})
    part = Department.objects.get(name="质检组")
    assert part.parent == top
    client.post(f"{address}{top.pk}/", {"deed": "close"})
    top.refresh_from_db()
    assert top.closed_at is None
    client.post(f"{address}{part.pk}/", {"name": "检验组"})
    client.post(f"{address}{part.pk}/", {"deed": "close"})
    part.refresh_from_db()
    assert part.name == "检验组"
    assert part.closed_at is not None


def test_a_department_counts_its_parts_when_one_looks_for_people(employer: User, client_of: SignIn) -> None:
    body = firm(manager=employer)
    top = department(body, "生产部")
    Membership.objects.create(organisation=body, name="张三", department=department(body, "质检组", top))
    Membership.objects.create(organisation=body, name="李四")
    page = client_of(employer).get(f"/org/{body.slug}/members/?department={top.pk}").content.decode()
    assert "张三" in page
    assert "李四" not in page


@pytest.mark.parametrize("page", ["", "members/", "departments/"])
def test_a_page_asks_as_much_for_two_people_as_for_forty(
    employer: User, client_of: SignIn, page: str, django_assert_num_queries: Callable[..., object]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    body, client = firm(manager=employer), client_of(employer)
    address = f"/org/{body.slug}/{page}"

    def people(number: int, start: int) -> None:
        for at in range(start, start + number):
            part = department(body, f"部门{at}")
            Membership.objects.create(organisation=body, name=f"员工{at}", department=part)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    people(2, 0)
    client.get(address)
    few = asked()
    people(38, 2)
    assert asked() == few


def test_what_is_asked_for_stands_in_the_address(employer: User, client_of: SignIn) -> None:
    body = firm(manager=employer)
    for name in ("张三", "李四"):
        Membership.objects.create(organisation=body, name=name, post="质量安全员")
    client = client_of(employer)
    page = client.get(reverse("organisations:members", args=[body.slug]) + "?q=张三&state=uninvited").content.decode()
    assert "张三" in page
    assert "李四" not in page
    assert client.get(f"/org/{body.slug}/members/?state=nonsense&department=x&page=99").status_code == 200
