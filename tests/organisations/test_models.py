"""What the tables of organisations hold against anybody: one membership at a time, one verified body a code."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from accounts.models import User
from core.dates import today
from organisations.laying import DEPARTMENTS, lay
from organisations.models import Department, District, Industry, Membership, Organisation, OrganisationDecision, Role
from tests.organisations.making import department, firm, member

REGULATION = (Path(__file__).resolve().parents[2] / "content" / "regulation.zh-hans.txt").read_text(encoding="utf-8")
pytestmark = pytest.mark.django_db


def refused() -> pytest.RaisesExc[IntegrityError]:
    return pytest.raises(IntegrityError)


def test_the_twelve_departments_are_named_as_in_article_5_with_their_duty_word_for_word() -> None:
    fifth = next(line for line in REGULATION.splitlines() if line.startswith("第五条"))
    assert len(DEPARTMENTS) == 12
    listed = "、".join(one.word for one in DEPARTMENTS)
    assert listed in fifth
    for one in DEPARTMENTS:
        assert all(sentence + "。" in REGULATION for sentence in one.duty.split("。") if sentence)
        assert one.word in one.duty
    laid = Organisation.objects.filter(kind="department", state="verified")
    assert {body.name for body in laid} == {f"{one.word}部门" for one in DEPARTMENTS}


def test_hengqin_is_a_jurisdiction_of_its_own_and_functional_zones_can_be_chosen(employer: User, client_of: Any) -> None:
    hengqin = District.objects.get(code="hengqin")
    zones = District.objects.filter(kind=District.Kind.ZONE, is_offered=True)
    assert hengqin.kind == District.Kind.OWN
    assert zones.count() >= 3
    form = client_of(employer).get("/org/new/").content.decode().partition('name="district"')[2].partition("</select>")[0]
    for one in (hengqin, *zones):
        assert f'<option value="{one.pk}">{one.name}</option>' in form
    zone = zones[0]
    sent = {
        "kind": "school",
        "name": "区内学校",
        "credit_code": "91110000600037341L",
        "district": zone.pk,
        "size": "",
        "industry": "",
    }
    assert client_of(employer).post("/org/new/", sent).status_code == 302
    assert Organisation.objects.get(name="区内学校").district == zone


def test_what_an_operator_changed_in_the_lists_stays() -> None:
    Industry.objects.filter(code="services").update(name="现代服务业", stage=1)
    Industry.objects.get(code="agriculture").delete()
    lay()
    assert Industry.objects.get(code="services").name == "现代服务业"
    assert Industry.objects.count() == 4


def test_one_belongs_to_a_body_once_at_a_time(learner: User) -> None:
    body = firm()
    first = member(body, learner)
    with transaction.atomic(), refused():
        member(body, learner, email="other@example.org")
    first.until = today()
    first.save()
    member(body, learner)
    assert Membership.objects.filter(person=learner).count() == 2


def test_one_may_belong_to_several_bodies(learner: User) -> None:
    for name in ("甲公司", "乙公司"):
        member(firm(name), learner)
    assert Membership.objects.open().filter(person=learner).count() == 2


@pytest.mark.parametrize("field", ["employee_number", "email", "phone"])
def test_a_number_an_address_or_a_phone_belongs_to_one_open_member(field: str) -> None:
    body = firm()
    value = {field: "a@example.org" if field == "email" else "13800138000"}
    one = Membership.objects.create(organisation=body, name="一", **value)
    with transaction.atomic(), refused():
        Membership.objects.create(organisation=body, name="二", **value)
    Membership.objects.create(organisation=firm("别家"), name="三", **value)
    one.until = today()
    one.save()
    Membership.objects.create(organisation=body, name="四", **value)


def test_whoever_answers_for_a_body_has_an_account() -> None:
    with refused():
        Membership.objects.create(organisation=firm(), name="无账号", role=Role.MANAGER)


def test_nobody_leaves_before_coming(learner: User) -> None:
    with refused():
        member(firm(), learner, until=today() - dt.timedelta(days=1))


def test_one_verified_body_a_code() -> None:
    firm("甲", credit_code="91110000600037341L")
    Organisation.objects.create(name="冒名", credit_code="91110000600037341L")
    with refused():
        firm("乙", credit_code="91110000600037341L")


def test_two_departments_of_one_name_stand_apart_only_under_different_heads() -> None:
    body = firm()
    head = department(body, "生产部")
    department(body, "质检组", head)
    department(body, "质检组", department(body, "仓储部"))
    with transaction.atomic(), refused():
        department(body, "生产部")
    with transaction.atomic(), refused():
        department(body, "质检组", head)
    with refused():
        Department.objects.filter(pk=head.pk).update(parent=head)


def test_a_decision_about_a_body_is_never_rewritten(administrator: User) -> None:
    made = OrganisationDecision.objects.create(organisation=firm(), outcome="verified", reason="执照相符", by=administrator)
    with pytest.raises(DatabaseError):
        OrganisationDecision.objects.filter(pk=made.pk).update(reason="别的")


def test_a_stranger_sees_no_body_a_member_his_own_an_operator_all(
    learner: User, employer: User, stranger: User, administrator: User
) -> None:
    mine, other = firm("甲", manager=employer), firm("乙")
    member(mine, learner)
    assert not Organisation.objects.visible_to(stranger)
    assert list(Organisation.objects.visible_to(learner)) == [mine]
    assert other in Organisation.objects.visible_to(administrator)
    assert list(Organisation.objects.managed_by(employer)) == [mine]
    assert not Organisation.objects.trained_by(learner)


def test_members_are_seen_by_themselves_and_by_who_looks_after_them(learner: User, employer: User, stranger: User) -> None:
    mine = firm("甲", manager=employer)
    row = member(mine, learner)
    member(firm("乙"), stranger)
    assert list(Membership.objects.visible_to(learner)) == [row]
    assert Membership.objects.visible_to(employer).count() == 2
    assert Membership.objects.visible_to(stranger).count() == 1


def test_the_demo_has_one_enterprise_of_thirty_made_once(administrator: User) -> None:
    for _again in range(2):
        call_command("demo_organisation")
    body = Organisation.objects.get(slug="demo-enterprise")
    assert body.name.startswith("示例")
    assert body.members.count() == 28  # the two who sign in are made by the demo itself
    assert body.departments.count() == 4
