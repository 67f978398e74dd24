"""Programs of an organisation that ask, for tests of the interface: a token, a question, members with something to tell."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import User
from core.dates import today
from courses.models import CreditEntry, Enrolment, LearningEvent
from courses.training.enrolling import assign_and_enrol
from organisations import tokens
from organisations.models import Membership, Organisation, Scope
from tests.courses.learning import course
from tests.courses.training import assign as assign_on_the_page
from tests.organisations.making import member

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


def token(body: Organisation, by: User, *scopes: str) -> str:
    wanted = scopes or tuple(Scope.values)
    return tokens.make(organisation=body, by=by, name="系统", scopes=wanted, expires_on=today() + timedelta(days=9)).text


def ask(text: str, address: str, **more: Any) -> Any:
    method, _blank, path = address.rpartition(" ")
    extra: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {text}"} if text else {}
    return Client().generic(method or "GET", ROOT + path, **extra, **more)


def assign(row: Membership, by: User, code: str = "QSO") -> Enrolment:
    return assign_and_enrol(membership=row, course=course(code), by=by, how="test").enrolment


def statements(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.content.decode().splitlines()]


def crowd(body: Organisation, by: User, number: int) -> None:
    """Members with an account, an assigned course, an entry and an event each."""
    here = Membership.objects.filter(organisation=body).count()
    one = course()
    version = one.current
    assert version is not None
    rows = []
    for place in range(here, here + number):
        someone = User.objects.create(email=f"m{body.pk}{place}@example.org", full_name=f"员工{place}")
        row = member(body, someone)
        rows.append(row)
        Enrolment.objects.create(learner=someone, course=one, version=version)
        CreditEntry.objects.create(
            learner=someone, course=one, lesson_code="LAW-01", seconds=600, reason="completed", rule_version="r", source_ref="a"
        )
        LearningEvent.objects.create(learner=someone, verb="initialized", course_code="QSO")
    assign_on_the_page(body, one, by, members=rows)
