"""Nobody looks into another's organisation: every address, in every role, by every way of asking."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from accounts.models import User
from core.dates import today
from organisations import joining
from organisations.models import AccessToken, Membership, Organisation, Role, RosterImport
from organisations.urls import urlpatterns
from tests.cast import person
from tests.organisations.making import department, firm, member

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
# Not of one organisation: everybody signed in may open them; what they show is one's own.
OPEN = {"mine", "new", "join_code", "join", "invitation"}
# Who of the firm itself may open what: L everybody who belongs, T training officers and managers, M managers.
MAY = {
    "desk": "LTM",
    "leaving": "LTM",
    "members": "TM",
    "member": "TM",
    "departments": "TM",
    "details": "M",
    "code": "M",
    "decision": "M",
    "department": "M",
    "member_new": "M",
    "invitations": "M",
    "member_leaving": "M",
    "imports": "M",
    "import_template": "M",
    "import": "M",
    "import_confirmation": "M",
    "import_progress": "M",
    "import_result": "M",
    "tokens": "M",
    "token_guide": "M",
    "token_revocation": "M",
}
ROLES = {"L": Role.LEARNER, "T": Role.TRAINING_OFFICER, "M": Role.MANAGER}


def of_one_organisation() -> list[URLPattern]:
    return [one for one in urlpatterns if one.name not in OPEN]


def objects(body: Organisation) -> dict[str, dict[str, Any]]:
    """What an address needs besides the organisation, by its name."""
    row = Membership.objects.create(organisation=body, name="对方的人", email="hidden@example.org")
    body.is_joining_open = True
    body.save()
    asked = joining.ask(organisation=body, person=person("来人", "lairen"))
    part = department(body, "对方的部门")
    roster = RosterImport.objects.create(organisation=body, by=asked.person, name="对方的名单.xlsx")
    token = AccessToken.objects.create(
        organisation=body, name="对方的令牌", prefix="duifang", expires_on=today() + timedelta(days=9), made_by=asked.person
    )
    of_row, of_roster = {"pk": row.pk}, {"pk": roster.pk}
    return {
        "member": of_row,
        "member_leaving": of_row,
        "decision": {"pk": asked.pk},
        "department": {"pk": part.pk},
        "import": of_roster,
        "import_confirmation": of_roster,
        "import_progress": of_roster,
        "import_result": of_roster | {"kind": "result"},
        "token_revocation": {"pk": token.pk},
    }


def address(pattern: URLPattern, body: Organisation, needs: dict[str, dict[str, Any]]) -> str:
    return reverse(f"organisations:{pattern.name}", kwargs={"slug": body.slug, **needs.get(str(pattern.name), {})})


def test_s01_every_address_has_its_line_in_the_table() -> None:
    assert {one.name for one in of_one_organisation()} == set(MAY)


@pytest.mark.parametrize("role", ["L", "T", "M", "stranger", "regulator", "examiner", "anonymous"])
def test_s02_of_another_firm_there_is_no_page(role: str, client_of: SignIn) -> None:
    other, needs = (body := firm("乙公司", manager=person("乙经理", "yi"))), objects(body)
    mine = firm("甲公司", manager=person("甲经理", "jia"))
    asking = person("来看的人", "kan", role if role in ("regulator", "examiner") else "")
    if role in ROLES:
        member(mine, asking, role=ROLES[role])
    client = Client() if role == "anonymous" else client_of(asking)
    before = list(Membership.objects.order_by("pk").values())
    for pattern in of_one_organisation():
        there = address(pattern, other, needs)
        for answer in (client.get(there), client.post(there, {"name": "闯入", "deed": "close", "on": "2026-01-01"})):
            if role == "anonymous":
                assert answer.status_code in (302, 405), there
                assert answer.status_code == 405 or "/account/login" in answer["Location"], there
            else:
                assert answer.status_code in (404, 405), there
            assert "乙公司" not in answer.content.decode(), there
            assert "对方" not in answer.content.decode(), there
    assert list(Membership.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("role", ["L", "T", "M"])
def test_within_a_firm_each_role_opens_its_own_pages_alone(role: str, client_of: SignIn) -> None:
    body = firm("甲公司", manager=person("甲经理", "jia"))
    needs, asking = objects(body), person("自己人", "ziji")
    member(body, asking, role=ROLES[role])
    client = client_of(asking)
    for pattern in of_one_organisation():
        there = address(pattern, body, needs)
        seen = client.get(there).status_code
        assert seen in ((200, 405) if role in MAY[str(pattern.name)] else (404, 405)), there


@pytest.mark.parametrize(
    "name",
    [
        "member",
        "member_leaving",
        "decision",
        "department",
        "import",
        "import_confirmation",
        "import_progress",
        "import_result",
        "token_revocation",
    ],
)
def test_s02_an_object_of_another_firm_is_not_reached_through_ones_own(name: str, employer: User, client_of: SignIn) -> None:
    other, mine = firm("乙公司"), firm("甲公司", manager=employer)
    there = reverse(f"organisations:{name}", kwargs={"slug": mine.slug, **objects(other)[name]})
    sent = {"name": "改名", "deed": "close", "on": "2026-01-01", "reason": "x"}
    answers = [client_of(employer).post(there, sent).status_code, client_of(employer).get(there).status_code]
    assert 404 in answers
    assert set(answers) <= {404, 405}


def test_a_manager_sees_in_his_lists_nobody_of_another_firm(employer: User, client_of: SignIn) -> None:
    other, mine = firm("乙公司", manager=person("乙经理", "yi")), firm("甲公司", manager=employer)
    objects(other)
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
