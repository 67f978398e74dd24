"""Access tokens: made by managers, shown once, kept as a digest, revoked; and what the interface answers to each."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.models import User
from core.dates import add_years, today
from core.models import AuditEntry
from organisations import tokens
from organisations.bearing import PER_MINUTE, WRONG_PER_MINUTE
from organisations.models import AccessToken, Membership, Organisation, Role, Scope
from organisations.refusal import Refused
from tests.cast import person
from tests.organisations.making import department, firm, member

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ADDRESS = "/api/v1/members/"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    cache.clear()


def sent(**fields: Any) -> dict[str, Any]:
    told = {"key": str(uuid4()), "name": "人事系统", "scopes": ["members:read"], "expires_on": str(today() + timedelta(days=30))}
    return {**told, **fields}


def made(body: Organisation, by: User, *scopes: str, until: date | None = None) -> str:
    until = until or today() + timedelta(days=30)
    return tokens.make(organisation=body, by=by, name="系统", scopes=scopes or ["members:read"], expires_on=until).text


def ask(client: Client, text: str, address: str = ADDRESS, **more: Any) -> Any:
    return client.get(address, HTTP_AUTHORIZATION=f"Bearer {text}", **more)


def test_a_token_is_shown_once_and_kept_as_a_digest(employer: User, client_of: SignIn) -> None:
    body, client = firm(manager=employer), client_of(employer)
    page = client.post(f"/org/{body.slug}/tokens/", sent())
    shown = re.search(r'value="(hz_[^"]+)"', page.content.decode())
    assert page.status_code == 200
    assert shown is not None
    assert "no-store" in page["Cache-Control"]
    row = AccessToken.objects.get()
    assert shown[1].startswith(f"hz_{row.prefix}_")
    listed = client.get(f"/org/{body.slug}/tokens/").content.decode()
    assert row.prefix in listed
    assert shown[1] not in listed
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organisations_accesstoken")
        assert shown[1][12:] not in str(cursor.fetchall())
    assert shown[1] not in str(list(AuditEntry.objects.values()))
    assert ask(Client(), shown[1]).status_code == 200


def test_a_form_sent_twice_makes_one_token(employer: User, client_of: SignIn) -> None:
    body, client, form = firm(manager=employer), client_of(employer), sent()
    client.post(f"/org/{body.slug}/tokens/", form)
    again = client.post(f"/org/{body.slug}/tokens/", form)
    assert again.status_code == 422
    assert "不会再显示" in again.content.decode()
    assert AccessToken.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"scopes": []}, {"scopes": ["everything"]}, {"expires_on": ""}, {"expires_on": "2019-01-01"}, {"key": "x"}],
    ids=["no-name", "no-scope", "unknown-scope", "no-day", "past-day", "no-key"],
)
def test_what_is_missing_is_said_and_nothing_is_made(wrong: dict[str, Any], employer: User, client_of: SignIn) -> None:
    body = firm(manager=employer)
    assert client_of(employer).post(f"/org/{body.slug}/tokens/", sent(**wrong)).status_code == 422
    assert not AccessToken.objects.exists()


def test_a_token_lasts_a_year_at_most(employer: User, client_of: SignIn) -> None:
    body, client = firm(manager=employer), client_of(employer)
    limit = add_years(today(), 1)
    assert client.post(f"/org/{body.slug}/tokens/", sent(expires_on=str(limit + timedelta(days=1)))).status_code == 422
    assert client.post(f"/org/{body.slug}/tokens/", sent(expires_on=str(limit))).status_code == 200


def test_there_are_ten_at_most_and_a_revoked_one_makes_room(employer: User) -> None:
    body = firm(manager=employer)
    for _number in range(tokens.MOST):
        made(body, employer)
    with pytest.raises(Refused):
        made(body, employer)
    tokens.revoke(token=AccessToken.objects.first() or AccessToken(), by=employer)
    assert made(body, employer)


def test_nobody_makes_one_for_a_body_that_is_not_verified(employer: User, client_of: SignIn) -> None:
    body = firm(manager=employer, state=Organisation.State.PROPOSED)
    page = client_of(employer).get(f"/org/{body.slug}/tokens/").content.decode()
    assert "核验之后" in page
    assert client_of(employer).post(f"/org/{body.slug}/tokens/", sent()).status_code == 422
    assert not AccessToken.objects.exists()


def test_revoking_is_written_down_and_done_once(employer: User, client_of: SignIn) -> None:
    body, client = firm(manager=employer), client_of(employer)
    text, row = made(body, employer), AccessToken.objects.get()
    for _time in range(2):
        assert client.post(f"/org/{body.slug}/tokens/{row.pk}/revocation/").status_code == 302
    assert ask(Client(), text).status_code == 401
    assert list(AuditEntry.objects.filter(deed__startswith="token.").order_by("pk").values_list("deed", flat=True)) == [
        "token.made",
        "token.revoked",
    ]
    assert "吊销" in client.get(f"/org/{body.slug}/tokens/").content.decode()


def test_every_refusal_says_why_in_words(employer: User, client: Client) -> None:
    body = firm(manager=employer)
    good, narrow = made(body, employer), made(body, employer, "courses:read")
    expired, revoked = made(body, employer), made(body, employer)
    AccessToken.objects.filter(prefix=expired[3:11]).update(expires_on=today() - timedelta(days=1))
    tokens.revoke(token=AccessToken.objects.get(prefix=revoked[3:11]), by=employer)
    for text, status, words in (
        (expired, 401, "过期"),
        (revoked, 401, "吊销"),
        (good[:-1] + ("a" if good[-1] != "a" else "b"), 401, "没有这个令牌"),
        ("hz_", 401, "没有这个令牌"),
        ("密钥", 401, "没有这个令牌"),
        (narrow, 403, "members:read"),
    ):
        answer = ask(client, text)
        told = answer.json()
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), text
        assert words in told["detail"], text
        assert told["status"] == status
        assert "WWW-Authenticate" in answer
        assert "林悦" not in answer.content.decode()
    nothing = client.get(ADDRESS)
    assert (nothing.status_code, nothing.json()["code"]) == (401, "unauthorised")
    assert "Bearer" in nothing.json()["detail"]
    assert "scope" in ask(client, narrow)["WWW-Authenticate"]


def test_the_words_are_in_the_language_of_the_address(client: Client) -> None:
    assert "No token" in client.get("/en" + ADDRESS).json()["detail"]


def test_a_body_that_is_no_longer_verified_is_told_nothing(employer: User, client: Client) -> None:
    body = firm(manager=employer)
    text = made(body, employer)
    body.state = Organisation.State.REFUSED
    body.save()
    assert ask(client, text).status_code == 401


def test_a_token_made_under_the_secret_before_goes_on(employer: User, client: Client, settings: Any) -> None:
    text = made(firm(manager=employer), employer)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 9, [settings.SECRET_KEY]
    assert ask(client, text).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert ask(client, text).status_code == 401


def test_the_day_of_use_is_written_once(employer: User, client: Client, django_assert_num_queries: Any) -> None:
    text = made(firm(manager=employer), employer)
    ask(client, text)
    assert AccessToken.objects.get().used_on == today()
    with django_assert_num_queries(2):
        ask(client, text)


def test_a_token_may_ask_so_many_times_a_minute(employer: User, client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-12-01 10:00:20+08:00", tick=False)
    body = firm(manager=employer)
    text, other = made(body, employer), made(body, employer)
    for _time in range(PER_MINUTE):
        assert ask(client, text).status_code == 200
    late = ask(client, text)
    assert (late.status_code, late["Retry-After"], late.json()["code"]) == (429, "40", "too_many_requests")
    assert ask(client, other).status_code == 200
    time_machine.move_to("2026-12-01 10:01:00+08:00", tick=False)
    assert ask(client, text).status_code == 200


def test_guessing_tokens_from_one_address_is_slowed(employer: User, client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-12-01 10:00:20+08:00", tick=False)
    text = made(firm(manager=employer), employer)
    for _time in range(WRONG_PER_MINUTE):
        assert ask(client, "hz_abcdefgh_wrong").status_code == 401
    assert ask(client, "hz_abcdefgh_wrong").status_code == 429
    assert ask(client, text).status_code == 200


def test_members_are_those_of_today_in_pages(employer: User, client: Client) -> None:
    body, other = firm(manager=employer), firm("乙公司", manager=person("乙经理", "yi"))
    text, part = made(body, employer), department(body)
    for number in range(5):
        Membership.objects.create(organisation=body, name=f"员工{number}", employee_number=str(number), department=part)
    gone = member(body, person("走的人", "zou"))
    Membership.objects.filter(pk=gone.pk).update(until=today())
    seen, cursor, pages = [], None, 0
    while cursor or not pages:
        told = ask(client, text, ADDRESS + "?limit=2" + (f"&cursor={cursor}" if cursor else "")).json()
        seen += [one["name"] for one in told["items"]]
        cursor, pages = told["next"], pages + 1
    assert pages == 3
    assert sorted(seen) == sorted(["陈工", *(f"员工{number}" for number in range(5))])
    foreign = made(other, employer)
    assert [one["name"] for one in ask(client, foreign).json()["items"]] == ["乙经理"]
    first = ask(client, text, ADDRESS + "?limit=2").json()["next"]
    assert ask(client, foreign, f"{ADDRESS}?cursor={first}").status_code == 404


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "cursor=" + "x" * 201], ids=["none", "many", "word", "long"]
)
def test_a_parameter_that_cannot_be_read_is_named(query: str, employer: User, client: Client) -> None:
    answer = ask(client, made(firm(manager=employer), employer), f"{ADDRESS}?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.json()["detail"]


def test_only_managers_find_the_page(employer: User, learner: User, client_of: SignIn) -> None:
    body = firm(manager=employer)
    row = member(body, learner, role=Role.TRAINING_OFFICER)
    assert client_of(learner).get(f"/org/{body.slug}/tokens/").status_code == 404
    assert "接口令牌" not in client_of(learner).get(f"/org/{body.slug}/").content.decode()
    Membership.objects.filter(pk=row.pk).update(role=Role.MANAGER)
    assert "接口令牌" in client_of(learner).get(f"/org/{body.slug}/").content.decode()


def test_the_guide_names_every_scope_and_every_address(employer: User, client_of: SignIn) -> None:
    page = client_of(employer).get(f"/org/{firm(manager=employer).slug}/tokens/guide/").content.decode()
    for scope in Scope:
        assert scope.value in page
    described = Client().get("/api/v1/openapi.json").json()["paths"]
    for path in described:
        if "certificates" not in path:
            assert path.removeprefix("/api/v1/") in page


def test_the_list_asks_the_same_of_two_tokens_and_of_nine(
    employer: User, client_of: SignIn, django_assert_max_num_queries: Any
) -> None:
    body, client = firm(manager=employer), client_of(employer)
    counted = []
    for more in (2, 7):
        for _number in range(more):
            made(body, employer)
        client.get(f"/org/{body.slug}/tokens/")
        with django_assert_max_num_queries(30) as asked:
            client.get(f"/org/{body.slug}/tokens/")
        counted.append(len(asked))
    assert counted[0] == counted[1]
