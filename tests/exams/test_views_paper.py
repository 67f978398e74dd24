"""Writing the exam: what the page's script is told."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.dates import now
from exams import delivery
from exams.models import Attempt, Response
from tests.exams.making import KINDS, sitting, version
from tests.exams.sending import entry, form_of, responses, send, slot_of, stored, text

DECLARED = {"in_person": "on", "no_copying": "on"}


@pytest.fixture
def candidate(client_of, learner):
    return client_of(learner)


@pytest.fixture
def attempt(candidate, db):
    """A paper with one question of every kind, in the order of making.KINDS."""
    candidate.post(sitting(version(list(KINDS))).get_absolute_url(), DECLARED)
    return Attempt.objects.get()


# --- with the page's script -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_of_every_kind_is_saved_and_acknowledged(candidate, attempt, kind):
    reply = send(candidate, attempt, entry(attempt, kind, KINDS[kind][3], client_at="2026-11-25T01:00:00Z"))
    said = reply.json()
    assert reply.status_code == 200
    assert (said["seq"], said["epoch"], said["stale"]) == (1, 1, False)
    assert 0 < said["remaining_ms"] <= 3_600_000
    assert len(said["saved_at"]) == len("10:32:05")
    assert stored(attempt, kind) == KINDS[kind][3]


def test_clearing_an_answer_is_an_answer(candidate, attempt):
    send(candidate, attempt, entry(attempt, "single", "A"))
    send(candidate, attempt, entry(attempt, "single", None, seq=2))
    assert stored(attempt, "single") is None


def test_the_same_answer_sent_twice_is_stored_once(candidate, attempt):
    for _ in range(2):
        assert send(candidate, attempt, entry(attempt, "single", "A")).json()["stale"] is False
    assert Response.objects.count() == 1


def test_an_older_answer_is_told_to_be_stale(candidate, attempt):
    send(candidate, attempt, entry(attempt, "single", "A", seq=2))
    said = send(candidate, attempt, entry(attempt, "single", "B", seq=1)).json()
    assert (said["stale"], said["seq"], stored(attempt, "single")) == (True, 2, "A")


def test_a_word_for_a_number_is_refused_in_words_that_name_the_question(candidate, attempt):
    reply = send(candidate, attempt, entry(attempt, "numeric", "大约五"))
    assert (reply.status_code, reply.json()["field"]) == (422, "value")
    assert reply.json()["message"] == f"第{slot_of(attempt, 'numeric')}题：请填一个数，例如12.5，不要写文字。"
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (" ", "body"),
        ("[]", "body"),
        ("null", "body"),
        ("{", "body"),
        ("[" * 5000, "body"),
        ('{"slot": 1}', "seq"),
        ('{"slot": "1", "seq": 1, "epoch": 1, "value": "A"}', "slot"),
        ('{"slot": 99, "seq": 1, "epoch": 1, "value": "A"}', "slot"),
        ('{"slot": 1, "seq": 0, "epoch": 1, "value": "A"}', "seq"),
        ('{"slot": 1, "seq": 9999999999, "epoch": 1, "value": "A"}', "seq"),
        ('{"slot": true, "seq": 1, "epoch": 1, "value": "A"}', "slot"),
        ('{"slot": 1, "seq": 1, "value": "A"}', "epoch"),
        ('{"slot": 1, "seq": 1, "epoch": 1, "value": "Z"}', "value"),
        ('{"slot": 1, "seq": 1, "epoch": 1, "value": {"a": []}}', "value"),
        ('{"slot": 1, "seq": 1, "epoch": 1, "value": ["A"]}', "value"),
    ],
)
def test_what_no_page_sends_is_refused_politely_and_the_field_named(candidate, attempt, body, field):
    reply = send(candidate, attempt, body)
    assert (reply.status_code, reply.json()["field"]) == (422, field)
    assert "请重新载入本页" in reply.json()["message"]
    assert not Response.objects.exists()


def test_s04_an_odd_device_clock_costs_no_answer(candidate, attempt):
    for seq, moment in enumerate(("yesterday", "2026-13-45T99:00:00Z", 12, "2026-11-25T01:00:00"), 1):
        assert send(candidate, attempt, entry(attempt, "single", "A", seq=seq, client_at=moment)).status_code == 200
    assert set(Response.objects.values_list("client_at", flat=True)) == {None}


def test_the_page_of_a_device_that_lost_the_pen_is_told(candidate, client_of, learner, attempt):
    client_of(learner).post(attempt.get_absolute_url())
    assert send(candidate, attempt, entry(attempt, "single", "A")).status_code == 409
    assert candidate.get(f"{responses(attempt)}?epoch=1", headers={"Accept": "application/json"}).status_code == 409
    assert stored(attempt, "single") is None


def test_a_lapsed_login_is_told_and_answers_stay_with_the_page(client, attempt):
    assert send(client, attempt, entry(attempt, "single", "A")).status_code == 401
    assert send(client, attempt, {}, reverse("exams:submission", args=[attempt.pk])).status_code == 401
    assert client.get(responses(attempt), headers={"Accept": "application/json"}).status_code == 401


def test_a_stranger_saves_nothing_in_anothers_paper(candidate, client_of, stranger, attempt):
    """Also once the paper's shape is at hand, and whether or not the request can be read."""
    send(candidate, attempt, entry(attempt, "single", "A"))
    for body in (entry(attempt, "single", "B", seq=2), {}, "[", entry(attempt, "single", ["Z"], seq=2), {"slot": 99, "seq": 1}):
        assert send(client_of(stranger), attempt, body).status_code == 404
    assert stored(attempt, "single") == "A"


def test_the_time_left_can_be_asked(candidate, attempt):
    said = candidate.get(f"{responses(attempt)}?epoch=1", headers={"Accept": "application/json"}).json()
    assert 0 < said["remaining_ms"] <= 3_600_000


def test_s04_an_answer_after_the_end_is_kept_but_told_to_be_late(candidate, learner, attempt):
    with time_machine.travel(now() + dt.timedelta(hours=2)):
        candidate.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
        reply = send(candidate, attempt, entry(attempt, "single", "A"))
    attempt.refresh_from_db()
    assert (reply.status_code, reply.json()["reason"]) == (409, "closed")
    assert reply.json()["receipt"] == attempt.receipt_sha256 != ""
    assert Response.objects.get().late


def test_s04_an_answer_for_a_closed_attempt_is_told_with_the_receipt_and_changes_nothing(candidate, attempt):
    delivery.submit(attempt=attempt)
    attempt.refresh_from_db()
    receipt = {"receipt": attempt.receipt_sha256, "submitted_at": attempt.submitted_at.isoformat()}
    for reply in (
        send(candidate, attempt, entry(attempt, "single", "A")),
        candidate.get(f"{responses(attempt)}?epoch=1", headers={"Accept": "application/json"}),
    ):
        assert reply.status_code == 409
        assert reply.json() == {"reason": "closed", "result_url": attempt.get_absolute_url(), **receipt}
    page = candidate.post(responses(attempt), form_of(attempt, "truefalse", **{"": "true"}))
    assert page.status_code == 409
    assert attempt.receipt_sha256 in text(page)
    assert "这个答案不计入" in text(page)
    before = attempt.receipt_sha256
    attempt.refresh_from_db()
    assert attempt.receipt_sha256 == before
    assert not Response.objects.filter(late=False).exists()


def test_handing_in_carries_what_was_not_uploaded_and_may_be_repeated(candidate, attempt):
    pending = [entry(attempt, kind, KINDS[kind][3]) for kind in KINDS] + [
        "rubbish",
        {"slot": "x"},
        entry(attempt, "single", 5, seq=9),
    ]
    address = reverse("exams:submission", args=[attempt.pk])
    for _ in range(2):
        reply = send(candidate, attempt, {"pending": pending, "epoch": 1}, address)
        attempt.refresh_from_db()
        assert reply.json() == {
            "result_url": attempt.get_absolute_url(),
            "receipt": attempt.receipt_sha256,
            "submitted_at": attempt.submitted_at.isoformat(),
        }
    assert Response.objects.filter(late=False).count() == len(KINDS)
    assert "已交卷" in text(candidate.get(attempt.get_absolute_url()))


def test_a_flood_of_rubbish_with_the_paper_does_not_fill_its_record(candidate, attempt):
    flood = [{"slot": 9999, "seq": 1, "value": "x"}] * 1000
    reply = send(candidate, attempt, {"pending": flood, "epoch": 1}, reverse("exams:submission", args=[attempt.pk]))
    assert reply.status_code == 200
    assert attempt.events.filter(kind="unreadable_answer").count() == 200


def test_handing_in_from_a_device_without_the_pen_is_refused(candidate, client_of, learner, attempt):
    client_of(learner).post(attempt.get_absolute_url())
    address = reverse("exams:submission", args=[attempt.pk])
    assert send(candidate, attempt, {"pending": [], "epoch": 1}, address).status_code == 409
    attempt.refresh_from_db()
    assert attempt.in_progress


def test_the_page_asks_as_much_for_a_long_paper_as_for_a_short_one(candidate, db):
    def asked(count):
        here = sitting(version(["single"], items=20, count=count))
        Attempt.objects.open().update(state=Attempt.State.VOID)
        candidate.post(here.get_absolute_url(), DECLARED)
        attempt = Attempt.objects.open().get()
        with CaptureQueriesContext(connection) as queries:
            assert candidate.get(attempt.get_absolute_url()).status_code == 200
        return len(queries)

    asked(2)  # what is asked once per process
    assert asked(2) == asked(20) <= 8


def test_saving_an_answer_stays_cheap(candidate, attempt, django_assert_max_num_queries):
    """Session and person; then the attempt's lock, what is stored, the new answer, within a savepoint here."""
    bodies = [entry(attempt, "single", letter, seq=seq) for seq, letter in enumerate("AB", 1)]
    send(candidate, attempt, bodies[0])
    with django_assert_max_num_queries(7):
        send(candidate, attempt, bodies[1])
