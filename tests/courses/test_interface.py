"""What an organisation's programs find: each door with its scope, the catalogue, the same number of queries for any number."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.dates import today
from courses.models import Course
from organisations import tokens
from organisations.models import AccessToken, Membership, Scope
from tests.cast import person
from tests.courses.interface import DOORS, ROOT, ask, assign, crowd, token
from tests.courses.learning import complete, course
from tests.organisations.making import firm, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "nobody_has_asked_yet")]


def test_every_door_behind_a_token_stands_in_the_table() -> None:
    told = Client().get(ROOT + "openapi.json").json()["paths"]
    named = {
        ("" if method == "get" else method.upper() + " ") + path.removeprefix(ROOT).replace("{course}", "QSO")
        for path, methods in told.items()
        for method, one in methods.items()
        if one.get("security")
    }
    assert named == set(DOORS)


def test_each_token_opens_what_it_says_and_nothing_else(employer: User, learner: User) -> None:
    body, other = firm(manager=employer), firm("乙公司", manager=person("乙经理", "yi"))
    row = member(body, learner)
    enrolment = assign(row, employer)
    complete(enrolment, enrolment.version.codes[0])
    foreign = token(other, Membership.objects.get(organisation=other).person or employer)
    every, expired, revoked = token(body, employer), token(body, employer), token(body, employer)
    AccessToken.objects.filter(prefix=expired[3:11]).update(expires_on=today() - timedelta(days=1))
    tokens.revoke(token=AccessToken.objects.get(prefix=revoked[3:11]), by=employer)
    for door, scope in DOORS.items():
        address = door.format(member=row.pk)
        narrow = tokens.make(
            organisation=body,
            by=employer,
            name="系统",
            scopes=[one for one in Scope.values if one != scope],
            expires_on=today() + timedelta(days=9),
        )
        wanted = [("", 401), (expired, 401), (revoked, 401), (narrow.text, 403), (every, 200)]
        assert [(text, ask(text, address).status_code) for text, _status in wanted] == wanted, door
        assert scope in ask(narrow.text, address).json()["detail"], door
        tokens.revoke(token=narrow.token, by=employer)
        theirs = ask(foreign, address)
        assert theirs.status_code == (404 if "{member}" in door else 200), door
        assert learner.full_name not in theirs.content.decode(), door
        assert str(row.pk) not in theirs.content.decode(), door
        if not door.startswith(("courses", "PUT", "members")):
            assert ask(foreign, f"{address}?member={row.pk}").status_code == 404, door
            assert ask(every, f"{address}?member={row.pk}").status_code == 200, door
            assert str(row.pk) in ask(every, address).content.decode(), door


def test_the_catalogue_tells_titles_lessons_and_hours(employer: User) -> None:
    text = token(firm(manager=employer), employer)
    told = ask(text, "courses/").json()["items"]
    assert [one["code"] for one in told] == sorted(Course.objects.values_list("code", flat=True))
    one = ask(text, "courses/qso/").json()
    version = course().current
    assert version is not None
    assert [lesson["code"] for module in one["modules"] for lesson in module["lessons"]] == version.codes
    assert (one["minutes"], one["hours"]) == (version.minutes, version.minutes // 45)
    assert {"zh-hans", "en"} <= set(one["titles"])
    assert one["updated_at"].endswith("+08:00")
    assert Client().get(one["url"].partition("/courses")[1] + one["url"].partition("/courses")[2]).status_code == 200
    assert ask(text, "courses/NONE/").status_code == 404


def test_an_unchanged_catalogue_is_not_sent_twice(employer: User) -> None:
    text = token(firm(manager=employer), employer)
    first = ask(text, "courses/")
    again = ask(text, "courses/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    Course.objects.filter(code="QSO").update(minutes_per_hour=50)
    assert ask(text, "courses/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


@pytest.mark.parametrize(
    "query", ["since=yesterday", "since=2026-13-01", "since=2026-01-01T08:00:00", "course=质量", "member=1", "limit=-1"]
)
def test_what_cannot_be_read_is_named(query: str, employer: User) -> None:
    answer = ask(token(firm(manager=employer), employer), f"hours/?{query}")
    assert (answer.status_code, query.partition("=")[0] in answer.json()["detail"]) == (422, True)


def test_a_course_that_is_not_there_is_said_not_passed_over(employer: User) -> None:
    answer = ask(token(firm(manager=employer), employer), "enrolments/?course=NONE")
    assert (answer.status_code, "NONE" in answer.json()["detail"]) == (404, True)


def test_the_queries_are_as_many_for_two_people_as_for_twenty(
    employer: User, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    body = firm(manager=employer)
    text, counted = token(body, employer), []
    reads = [door for door in DOORS if not door.startswith("PUT")]
    for more in (2, 18):
        crowd(body, employer, more)
        counts = {}
        for door in reads:
            ask(text, door)
            with django_assert_max_num_queries(9) as asked:
                ask(text, door)
            counts[door] = len(asked)
        counted.append(counts)
    assert counted[0] == counted[1]


def test_the_examples_fit_the_shapes_they_stand_beside() -> None:
    from jsonschema import Draft202012Validator

    told = Client().get(ROOT + "openapi.json").json()
    shown = 0
    for methods in told["paths"].values():
        for one in methods.values():
            content = one["responses"]["200"].get("content", {}).get("application/json", {})
            if "example" in content:
                Draft202012Validator({**content["schema"], "components": told["components"]}).validate(content["example"])
                shown += 1
    assert shown == 8
    assert told["components"]["securitySchemes"]["OrganisationToken"]["scheme"] == "bearer"
