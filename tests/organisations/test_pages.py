"""An organisation's pages as its people use them: registering, verifying, joining, inviting."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import AuditEntry
from notices.models import Notice
from organisations import joining, registering
from organisations.models import Industry, Invitation, JoinRequest, Membership, Organisation, Role
from organisations.refusal import Refused
from tests.organisations.making import firm, member

pytestmark = pytest.mark.django_db
CODE = "91110000600037341L"
SignIn = Callable[[User], Client]


def registration(**fields: object) -> dict[str, object]:
    industry = Industry.objects.get(code="manufacturing").pk
    return {"kind": "enterprise", "name": "示例企业", "credit_code": CODE, "size": "small", "industry": industry, **fields}


def test_one_registers_a_firm_and_answers_for_it(employer: User, client_of: SignIn) -> None:
    page = client_of(employer).post("/org/new/", registration(credit_code=" 9111 0000 6000 3734 1l "), follow=True)
    made = Organisation.objects.get(name="示例企业")
    assert (made.credit_code, made.state, made.is_small) == (CODE, "proposed", True)
    assert Membership.objects.get(organisation=made).role == Role.MANAGER
    assert "待核验" in page.content.decode()


def test_a_mistyped_code_is_refused_with_the_sign_that_would_fit(employer: User, client_of: SignIn) -> None:
    page = client_of(employer).post("/org/new/", registration(credit_code="91110000600037341M"))
    assert page.status_code == 422
    assert "应为L，而不是M" in page.content.decode()
    assert not Organisation.objects.filter(name="示例企业").exists()


def test_a_firm_says_its_size_a_school_has_none(employer: User, client_of: SignIn) -> None:
    client = client_of(employer)
    assert client.post("/org/new/", registration(size="", industry="")).status_code == 422
    assert client.post("/org/new/", registration(kind="school", name="示例学校", industry="")).status_code == 302
    assert Organisation.objects.get(name="示例学校").size == ""


def test_nobody_registers_a_department_of_the_government(employer: User, client_of: SignIn) -> None:
    assert client_of(employer).post("/org/new/", registration(kind="department")).status_code == 422


def test_the_operator_verifies_with_a_reason_and_the_registrar_is_told(
    employer: User, administrator: User, client_of: SignIn
) -> None:
    client_of(employer).post("/org/new/", registration())
    made = Organisation.objects.get(name="示例企业")
    address = f"/cms/snippets/organisations/organisation/decision/{made.pk}/"
    client_of(administrator).post(address, {"outcome": "verified", "reason": ""})
    made.refresh_from_db()
    assert made.state == "proposed"
    client_of(administrator).post(address, {"outcome": "verified", "reason": "与营业执照相符"})
    made.refresh_from_db()
    assert made.is_verified
    assert Notice.objects.filter(reader=employer, code="organisations.verified").exists()
    assert AuditEntry.objects.filter(deed="organisation.decided").exists()


def test_nobody_verifies_what_he_registered(administrator: User) -> None:
    made = registering.register(organisation=Organisation(name="自己的"), by=administrator)
    with pytest.raises(Refused):
        registering.decide(organisation=made, outcome="verified", reason="我说的", by=administrator)


def test_two_bodies_with_one_code_are_not_both_verified(employer: User, administrator: User) -> None:
    firm("先来的", credit_code=CODE)
    made = registering.register(organisation=Organisation(name="后来的", credit_code=CODE), by=employer)
    with pytest.raises(Refused):
        registering.decide(organisation=made, outcome="verified", reason="相符", by=administrator)


def test_the_register_in_the_admin_is_the_operators(regulator: User, administrator: User, client_of: SignIn) -> None:
    body = firm()
    for name in ("organisation", "industry", "district"):
        assert client_of(administrator).get(f"/cms/snippets/organisations/{name}/").status_code == 200
        assert client_of(regulator).get(f"/cms/snippets/organisations/{name}/").status_code == 302
    page = client_of(administrator).get(f"/cms/snippets/organisations/organisation/edit/{body.pk}/")
    assert "核验通过" in page.content.decode()


def test_who_has_the_code_asks_and_a_manager_lets_in(employer: User, learner: User, client_of: SignIn) -> None:
    body = firm(manager=employer)
    manager, asking = client_of(employer), client_of(learner)
    assert asking.get(f"/org/join/{body.join_code}/")["Location"] == "/org/", "not open yet"
    manager.post(f"/org/{body.slug}/code/", {"deed": "open"})
    assert '<svg class="org__qr"' in manager.get(f"/org/{body.slug}/").content.decode()
    code = body.join_code.lower()
    assert asking.post("/org/join/", {"code": f" {code[:4]} {code[4:]}"})["Location"] == f"/org/join/{body.join_code}/"
    asking.post(f"/org/join/{body.join_code}/")
    asking.post(f"/org/join/{body.join_code}/")
    asked = JoinRequest.objects.get()
    assert Notice.objects.filter(reader=employer, code="organisations.asked").count() == 1
    assert asking.get(f"/org/{body.slug}/").status_code == 404
    manager.post(f"/org/{body.slug}/requests/{asked.pk}/decision/", {"deed": "let_in"})
    assert Membership.objects.open().get(person=learner).organisation == body
    assert asking.get(f"/org/{body.slug}/").status_code == 200
    assert Notice.objects.filter(reader=learner, code="organisations.let_in").exists()


def test_who_is_turned_away_reads_why(employer: User, learner: User, client_of: SignIn) -> None:
    body = firm(manager=employer, is_joining_open=True)
    asked = joining.ask(organisation=body, person=learner)
    address = f"/org/{body.slug}/requests/{asked.pk}/decision/"
    client_of(employer).post(address, {"deed": "turn_away", "reason": " "})
    asked.refresh_from_db()
    assert asked.decided_at is None
    client_of(employer).post(address, {"deed": "turn_away", "reason": "不是本单位的人"})
    assert Notice.objects.get(reader=learner).facts["reason"] == "不是本单位的人"
    assert not Membership.objects.filter(person=learner).exists()


def test_a_renewed_code_makes_the_old_one_worthless(employer: User, learner: User, client_of: SignIn) -> None:
    body = firm(manager=employer, is_joining_open=True)
    client_of(employer).post(f"/org/{body.slug}/code/", {"deed": "renew"})
    told = client_of(learner).get(f"/org/join/{body.join_code}/", follow=True).content.decode()
    assert "请向单位管理员" in told, "an old code may hang on a wall for years"
    assert not JoinRequest.objects.exists()


def test_whoever_is_let_in_takes_the_row_of_the_roster_with_his_address(employer: User, learner: User) -> None:
    body = firm(manager=employer, is_joining_open=True)
    row = Membership.objects.create(organisation=body, name="林悦", email=learner.email.upper(), post="质检员")
    joining.let_in(request=joining.ask(organisation=body, person=learner), by=employer)
    row.refresh_from_db()
    assert row.person == learner


def test_an_invitation_goes_out_once_and_ties_the_account_to_the_row(
    employer: User, learner: User, client_of: SignIn, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    body = firm(manager=employer)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
        client_of(employer).post(
            f"/org/{body.slug}/members/new/", {"name": "林悦", "email": "work@example.org", "post": "质检员"}
        )
    row = Membership.objects.get(email="work@example.org")
    letter = mail.outbox[-1]
    assert letter.to == ["work@example.org"]
    assert "示例制造企业" in letter.subject
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        client_of(employer).post(f"/org/{body.slug}/members/invitations/")
    assert len(mail.outbox) == 1
    found = re.search(r"https?://[^/]+(/org/invitations/\S+)", str(letter.body))
    assert found
    page = client_of(learner).get(found[1])
    assert "work@example.org" in page.content.decode()
    client_of(learner).post(found[1])
    row.refresh_from_db()
    assert row.person == learner
    assert client_of(learner).get(found[1]).status_code == 410
    assert AuditEntry.objects.get(deed="invitation.accepted").data == {"same_address": False}


def test_a_forged_or_taken_back_link_leads_nowhere(employer: User, learner: User, client_of: SignIn) -> None:
    from organisations import inviting

    body = firm(manager=employer)
    row = Membership.objects.create(organisation=body, name="林悦", email="a@example.org")
    inviting.invite(organisation=body, members=[row], by=employer)
    old = inviting.link(Invitation.objects.get()).partition("/org/")[2]
    inviting.remind(membership=row, by=employer)
    client = client_of(learner)
    assert client.get(f"/org/{old}").status_code == 410
    assert client.get("/org/invitations/forged:abc:def/").status_code == 410
    assert Client().get(f"/org/{old}").status_code == 410, "said before anybody signs up for it"
    assert (
        "/account/login/"
        in Client().get(f"/org/{inviting.link(Invitation.objects.waiting().get()).partition('/org/')[2]}")["Location"]
    )
    new = inviting.link(Invitation.objects.waiting().get()).partition("/org/")[2]
    assert client.get(f"/org/{new}").status_code == 200


def test_nobody_is_called_into_a_body_that_is_not_verified(employer: User, client_of: SignIn) -> None:
    body = firm(manager=employer, state=Organisation.State.PROPOSED)
    client = client_of(employer)
    assert client.post(f"/org/{body.slug}/members/new/", {"name": "林悦", "email": "a@example.org"}).status_code == 422
    client.post(f"/org/{body.slug}/code/", {"deed": "open"})
    body.refresh_from_db()
    assert not body.is_joining_open
    assert not Invitation.objects.exists()


def test_the_desk_of_a_firm_leads_its_manager_to_the_posts_and_nobody_else(
    employer: User, learner: User, client_of: SignIn
) -> None:
    body = firm(manager=employer)
    member(body, learner, role=Role.TRAINING_OFFICER)
    towards = f"{reverse('appointments:index')}#firm-{body.slug}"
    assert towards in client_of(employer).get(f"/org/{body.slug}/").content.decode()
    assert f'id="firm-{body.slug}"' in client_of(employer).get(reverse("appointments:index")).content.decode()
    assert towards not in client_of(learner).get(f"/org/{body.slug}/").content.decode()
