"""What an organisation's programs are told: the courses it assigned, its members of today, sums that are sums; nothing else."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from core.dates import now, today
from core.models import AuditEntry
from courses import assigning
from courses.models import Course, CourseAssignment, CreditEntry, Enrolment, LearningEvent, Track
from courses.training import assigning as training
from notices.models import Notice
from organisations import tokens
from organisations.belonging import leave
from organisations.models import AccessToken, Membership, Organisation, Scope
from tests.cast import person
from tests.courses.learning import answer_all, complete, course, enrol
from tests.organisations.making import firm, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
ROOT = "/api/v1/"
# Every address behind a token, with the scope it needs. `{member}` is a member of one's own firm, with an account.
DOORS = {
    "courses/": "courses:read",
    "courses/QSO/": "courses:read",
    "members/": "members:read",
    "enrolments/": "enrolments:read",
    "progress/": "progress:read",
    "hours/": "hours:read",
    "hours/totals/": "hours:read",
    "events/": "events:read",
    "PUT members/{member}/enrolments/QSO/": "enrolments:write",
}


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(time_machine: Any) -> None:
    time_machine.move_to("2026-12-01 10:00:20+08:00")
    cache.clear()


def token(body: Organisation, by: User, *scopes: str) -> str:
    wanted = scopes or tuple(Scope.values)
    return tokens.make(organisation=body, by=by, name="系统", scopes=wanted, expires_on=today() + timedelta(days=9)).text


def ask(text: str, address: str, **more: Any) -> Any:
    method, _blank, path = address.rpartition(" ")
    extra: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {text}"} if text else {}
    return Client().generic(method or "GET", ROOT + path, **extra, **more)


def assign(row: Membership, by: User, code: str = "QSO") -> Enrolment:
    return assigning.assign(membership=row, course=course(code), by=by, how="test").enrolment


def statements(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.content.decode().splitlines()]


def crowd(body: Organisation, by: User, number: int) -> None:
    """Members with an account, an assigned course, an entry and an event each."""
    here = Membership.objects.filter(organisation=body).count()
    one = course()
    version = one.current
    assert version is not None
    for place in range(here, here + number):
        someone = User.objects.create(email=f"m{body.pk}{place}@example.org", full_name=f"员工{place}")
        row = member(body, someone)
        CourseAssignment.objects.create(membership=row, course=one, assigned_by=by)
        Enrolment.objects.create(learner=someone, course=one, version=version)
        CreditEntry.objects.create(
            learner=someone, course=one, lesson_code="LAW-01", seconds=600, reason="completed", rule_version="r", source_ref="a"
        )
        LearningEvent.objects.create(learner=someone, verb="initialized", course_code="QSO")


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


def test_a_member_is_assigned_a_course_once_and_told(employer: User, learner: User) -> None:
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    address = f"PUT members/{row.pk}/enrolments/QSO/"
    first, again = ask(text, address), ask(text, address)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["state"] == "in_progress"
    assert Enrolment.objects.filter(learner=learner).count() == 1
    assert Notice.objects.filter(reader=learner, code="courses.assigned").count() == 1
    entry = AuditEntry.objects.get(deed="course.assigned")
    assert (entry.actor_id, entry.data["how"]) == (employer.pk, f"token {text[3:11]}")
    assert AuditEntry.objects.get(deed="course.enrolled").actor_id == employer.pk


def test_what_stands_against_assigning_is_said_and_nothing_is_done(employer: User, learner: User) -> None:
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    waiting = Membership.objects.create(organisation=body, name="未注册")
    course("QSD").prerequisites.add(course("QSO"))
    Course.objects.filter(code="CQO").update(is_self_paced=False)
    for who, code, words in ((waiting, "QSO", "邀请"), (row, "QSD", "请先学完"), (row, "CQO", "班次")):
        answer = ask(text, f"PUT members/{who.pk}/enrolments/{code}/")
        assert (answer.status_code, words in answer.json()["detail"]) == (409, True), answer.json()
    assert ask(text, f"PUT members/{row.pk}/enrolments/NONE/").status_code == 404
    assert not Enrolment.objects.filter(learner=learner).exists()
    assert not CourseAssignment.objects.exists()


def test_of_other_courses_nothing_is_told(employer: User, learner: User) -> None:
    """The promise of the page on which one joins."""
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    own = enrol(learner, "CQO")
    private = next(code for code in own.version.codes if code not in (course("QSO").current or own.version).codes)
    complete(own, private)
    for door in ("enrolments/", "progress/", "hours/", "events/"):
        assert private not in ask(text, door).content.decode(), door
        assert "CQO" not in ask(text, door).content.decode(), door
    assign(row, employer)
    for door in ("enrolments/", "progress/", "hours/", "events/"):
        told = ask(text, door).content.decode()
        assert private not in told, door
        assert "CQO" not in told, door


@pytest.mark.parametrize("kind", ["course", "track"])
def test_what_is_assigned_on_the_pages_of_training_is_told_as_well(kind: str, employer: User, learner: User) -> None:
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    enrolment = enrol(learner)
    complete(enrolment, enrolment.version.codes[0])
    assert ask(text, "enrolments/").json()["items"] == []
    subject = course() if kind == "course" else Track.objects.get(slug="qso")
    wanted = training.Wanted(subject=subject, due_on=today(), reason="上岗", members=[row])
    made, _tasks = training.assign(organisation=body, wanted=wanted, by=employer)
    assert [one["course"] for one in ask(text, "enrolments/").json()["items"]] == ["QSO"]
    assert ask(text, "hours/").json()["total"]["entries"] == 1
    assert {one["verb"]["display"]["en"] for one in statements(ask(text, "events/"))} == {"initialized", "completed"}
    training.recall(assignment=made, by=employer, because="撤回")
    for door in ("enrolments/", "progress/"):
        assert ask(text, door).json()["items"] == []
    assert ask(text, "events/").content == b""


def test_of_who_has_left_nothing_is_told(employer: User, learner: User) -> None:
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    enrolment = assign(row, employer)
    complete(enrolment, enrolment.version.codes[0])
    assert learner.full_name in ask(text, "enrolments/").content.decode()
    leave(membership=row, by=employer)
    complete(enrolment, enrolment.version.codes[1])
    for door in DOORS:
        answer = ask(text, door.format(member=row.pk))
        assert learner.full_name not in answer.content.decode(), door
        assert str(row.pk) not in answer.content.decode(), door
        if "{member}" in door:
            assert answer.status_code == 404
    assert ask(text, "hours/").json()["total"] == {"entries": 0, "seconds": 0, "refused_seconds": 0}
    assert ask(text, f"hours/?member={row.pk}").status_code == 404


def test_progress_tells_lesson_by_lesson(employer: User, learner: User) -> None:
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    enrolment = assign(row, employer)
    done, begun = enrolment.version.codes[:2]
    complete(enrolment, done)
    answer_all(learner, begun)
    (told,) = ask(text, "progress/").json()["items"]
    states = {one["code"]: one["state"] for one in told["lessons"]}
    assert (states[done], states[begun]) == ("completed", "in_progress")
    assert list(states) == enrolment.version.codes
    assert told["completed_lessons"] == 1
    assert told["percent"] == 100 // len(states)
    assert told["member"]["id"] == str(row.pk)
    later = (now() + timedelta(minutes=1)).isoformat()
    assert ask(text, f"progress/?since={later}").json()["items"] == []
    assert len(ask(text, "progress/?since=2026-12-01T00:00:00+08:00").json()["items"]) == 1


def test_sums_of_hours_are_the_sums_of_their_entries(employer: User, learner: User) -> None:
    body = firm(manager=employer)
    crowd(body, employer, 4)
    row, text = member(body, learner), token(body, employer)
    enrolment = assign(row, employer)
    for code in enrolment.version.codes[:3]:
        complete(enrolment, code)
    entry = CreditEntry.objects.filter(learner=learner).earliest("pk")
    CreditEntry.objects.create(
        learner=learner, course=entry.course, lesson_code=entry.lesson_code, seconds=-60, reason="corrected", rule_version="r",
        source_ref="correction:1",
    )  # fmt: skip
    seen: list[dict[str, Any]] = []
    cursor, total = "", {}
    for _page in range(20):
        told = ask(text, f"hours/?limit=3&cursor={cursor}").json()
        seen, total, cursor = seen + told["items"], told["total"], told["next"] or ""
        if not cursor:
            break
    assert len({(one["member"]["id"], one["reference"]) for one in seen}) == len(seen) == total["entries"] == 8
    assert sum(one["seconds"] for one in seen) == total["seconds"]
    summed = ask(text, "hours/totals/").json()
    assert summed["total"] == total
    assert sum(one["seconds"] for one in summed["items"]) == total["seconds"]
    mine = next(one for one in summed["items"] if one["member"]["id"] == str(row.pk))
    entries = [one for one in seen if one["member"]["id"] == str(row.pk)]
    assert mine["seconds"] == sum(one["seconds"] for one in entries) == mine["courses"][0]["seconds"]
    assert ask(text, f"hours/?member={row.pk}").json()["total"]["seconds"] == mine["seconds"]


def test_events_are_statements_without_answers_or_scores(employer: User, learner: User) -> None:
    body = firm(manager=employer)
    row, text = member(body, learner), token(body, employer)
    enrolment = assign(row, employer)
    complete(enrolment, enrolment.version.codes[0])
    assert LearningEvent.objects.filter(learner=learner, verb="answered").exists()
    answer = ask(text, "events/")
    told = statements(answer)
    assert answer["Content-Type"].startswith("application/x-ndjson")
    assert {one["verb"]["display"]["en"] for one in told} == {"initialized", "completed"}
    assert {one["actor"]["account"]["name"] for one in told} == {str(row.pk)}
    assert not [one for one in told if "score" in one.get("result", {})]
    first = ask(text, "events/?limit=1")
    assert statements(first) == told[:1]
    assert statements(ask(text, f"events/?cursor={first['Next-Cursor']}")) == told[1:]
    later = (now() + timedelta(minutes=1)).isoformat()
    assert ask(text, f"events/?since={later}").content == b""


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
