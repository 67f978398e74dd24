"""What the deeds of an exam day cost in statements, from the request to the reply (docs/algorithms/cost.md).

Of a process that has met the exam before: what never changes it has read. Fewer is progress, more is a slip.
"""

from collections.abc import Callable
from itertools import takewhile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver

from core import memory
from exams.models import Attempt, Sitting
from tests.cast import person
from tests.exams.making import sitting, version

PLEDGES = {"in_person": "on", "no_copying": "on"}


@pytest.fixture
def day(db, settings) -> Sitting:
    """An exam day that has begun: one candidate is through it, and the bank is not read for each."""
    settings.EXAM_STOCK_SECONDS = 1_000_000_000  # no new span may begin between two counts
    return sitting(version(["single", "multiple"], items=1))


def signed_in(box: str) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(person("考生", box))
    return client


def asked(capture: Any, deed: Callable[[], Any]) -> list[str]:
    """The statements of a deed whose transactions are kept; the test is one itself, so its savepoints are theirs.

    Jobs are no part of it: a test runs them on the spot, a site hands them to its workers. Nor is who runs the site: it is
    read again whenever the shared cache is away for a moment.
    """
    with CaptureQueriesContext(connection) as queries, capture(execute=True):
        deed()
    own = takewhile(lambda said: not said.startswith('UPDATE "core_job"'), (query["sql"] for query in queries))
    return [said for said in own if "wagtailcore_site" not in said and "cms_identity" not in said]


def start(client: Client, day: Sitting) -> None:
    page = client.post(day.get_absolute_url(), PLEDGES)
    assert client.get(page["Location"]).status_code == 200


def test_a_start_with_its_first_page_costs_so_many_statements(day, django_capture_on_commit_callbacks):
    asked(django_capture_on_commit_callbacks, lambda: start(signed_in("first"), day))
    client = signed_in("second")
    said = asked(django_capture_on_commit_callbacks, lambda: start(client, day))
    assert len(said) == 19, "\n".join(said)  # a walk-in sitting makes its registration on the spot: two more
    assert Attempt.objects.count() == 2


def answers(client: Client) -> dict[str, Any]:
    mine = Attempt.objects.get(candidate=client.session["_auth_user_id"])
    choices = {"single": "A", "multiple": ["A", "B"]}
    kinds = mine.items.values_list("slot", "item_version__item__kind")
    return {"epoch": 1, "answers": [{"slot": slot, "seq": 1, "value": choices[kind]} for slot, kind in kinds]}


def post(client: Client, verb: str, body: dict[str, Any]) -> dict[str, Any]:
    address = f"{Attempt.objects.get(candidate=client.session['_auth_user_id']).get_absolute_url()}{verb}/"
    reply = client.post(address, body, content_type="application/json", headers={"accept": "application/json"})
    assert reply.status_code == 200
    found: dict[str, Any] = reply.json()
    return found


def test_saving_and_handing_in_with_the_result_cost_so_many_statements(day, django_capture_on_commit_callbacks):
    capture = django_capture_on_commit_callbacks

    def through(client: Client) -> tuple[list[str], list[str], list[str]]:
        asked(capture, lambda: start(client, day))
        body, led = answers(client), list[str]()
        saved = asked(capture, lambda: post(client, "responses", body))
        handed_in = asked(capture, lambda: led.append(post(client, "submission", {"epoch": 1, "pending": []})["result_url"]))
        shown = asked(capture, lambda: client.get(led[0]))
        # The test itself asks who the attempt is, and by which session, before each JSON request.
        return saved[2:], handed_in[2:], shown

    through(signed_in("first"))
    saved, handed_in, shown = through(signed_in("second"))
    # Who asks, and PostgreSQL's own function; where there is none: begin, lock, numbers, answers, end.
    saves = 2 if connection.vendor == "postgresql" else 6
    assert (len(saved), len(handed_in), len(shown)) == (saves, 15, 4), "\n".join([*saved, "", *handed_in, "", *shown])


def test_a_process_that_has_forgotten_all_shows_the_same_paper(day, django_capture_on_commit_callbacks):
    client = signed_in("first")
    asked(django_capture_on_commit_callbacks, lambda: start(client, day))
    address = Attempt.objects.get().get_absolute_url()
    shown = client.get(address).content
    memory.forget_all()
    assert [line for line in client.get(address).content.splitlines() if b"data-slot" in line] == [
        line for line in shown.splitlines() if b"data-slot" in line
    ]


def test_an_exam_days_addresses_are_the_first_that_are_sought():
    """Some 130 patterns stand before the rest: a tenth of a save was looking through them."""
    first = get_resolver().url_patterns[0]
    assert isinstance(first, URLResolver)
    (exams,) = first.url_patterns
    names = [pattern.name for pattern in exams.url_patterns[:5]]
    assert names == ["responses", "attempt", "review", "submission", "result"]
