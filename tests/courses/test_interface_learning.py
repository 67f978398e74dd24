"""What programs are told of learning: assigned courses of today's members alone, sums that are sums, no answers, no scores."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from core.dates import now
from courses.models import CreditEntry, LearningEvent
from organisations.belonging import leave
from tests.courses.interface import DOORS, ask, assign, crowd, statements, token
from tests.courses.learning import answer_all, complete, course, enrol
from tests.organisations.making import firm, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "nobody_has_asked_yet")]


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
