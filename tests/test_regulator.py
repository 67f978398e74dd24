"""The regulator looks and changes nothing: every address of the whole project is sent to in that role, and no row is written.

Two duties are the regulator's own and stand apart: to publish a scheme that an administrator drafted, and to decide on events
that others submit (accounts/roles.py). Neither is reached here, for here is neither a draft nor a submission.
"""

import re
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern

from accounts.roles import GRANTS, REGULATOR
from tests.appointments.doors import DOORS, routes
from tests.appointments.houses import House, house

pytestmark = pytest.mark.django_db
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?([a-z_0-9]+)"?', re.IGNORECASE)
# What belongs to whoever asks, or to nobody: signing in and out, one's own account, counts of requests.
OWN = re.compile(
    r"^(django_session|account_|accounts_|usersessions_|wagtailusers_userprofile|wagtailadmin_editingsession|notices_)"
)
# An account of one's own may register a firm, ask to join one, sign the pledge: what anybody may. None of it is a result.
ANYBODYS = re.compile(r"^(account|notices|_util)")
GUESSES: dict[str, Any] = {"int": 1, "uuid": uuid.UUID(int=1), "slug": "x", "str": "x", "path": "x", "year": 2026}
SENT = {"name": "改写", "reason": "x", "outcome": "upheld", "deed": "close", "score": "100", "state": "valid", "action": "delete"}


def addresses(there: House) -> dict[str, str]:
    """Where everything is: firm A's own things where the table of doors names them, a guess elsewhere."""
    found = {}
    for route, name, pattern in routes():
        if name in DOORS:
            found[name] = there.address(name, pattern)
        elif (path := guessed(route, pattern)) is not None:
            found[route] = path
    return found


def guessed(route: str, pattern: URLPattern) -> str | None:
    """A path that the route takes: every part of it by its kind."""
    if any(sign in route for sign in "^$(?\\"):
        return None

    def part(match: re.Match[str]) -> str:
        kind, _colon, _name = match.group(1).rpartition(":")
        return str(GUESSES.get(kind or "str", "x"))

    return "/" + re.sub(r"<([^>]+)>", part, route)


def sent_to(client: Client, address: str) -> set[str]:
    """The tables that were written on the way to its answer."""
    written: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITES.match(sql):
            written.add(found.group(1))
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        client.post(address, SENT)
        transaction.set_rollback(True)
    return {table for table in written if not OWN.match(table)}


def test_the_regulator_changes_nothing_anywhere() -> None:
    there = house()
    regulator = there.people["regulator"]
    assert regulator is not None
    client, wrong = Client(raise_request_exception=False), []
    client.force_login(regulator, backend="django.contrib.auth.backends.ModelBackend")
    asked = addresses(there)
    for name, address in asked.items():
        if ANYBODYS.match(name):
            continue
        if written := sent_to(client, address):
            wrong.append((name, address, sorted(written)))
    assert not wrong
    assert len(asked) > 700, "the project has some nine hundred addresses"


def test_the_watch_would_notice_a_change() -> None:
    """The control: the manager of firm A sends the same to his own firm's door, and what is written is seen."""
    there = house()
    manager = there.people["manager_a"]
    assert manager is not None
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    written = sent_to(client, addresses(there)["organisations:code"])
    assert "organisations_organisation" in written


def test_the_role_may_touch_no_result_certificate_or_mark() -> None:
    changing = [right for right in GRANTS[REGULATOR] if not right.rpartition(".")[2].startswith(("view_", "access_"))]
    assert sorted(changing) == [
        "campaigns.change_covenant",
        "cases.change_casesubmission",
        "certificates.add_schemeversion",
        "events.change_submission",
    ]
