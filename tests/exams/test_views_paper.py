"""Writing the exam: the script's replies and the plain forms, by the same rules."""

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.dates import now
from exams import delivery
from exams.models import Attempt, Response, Result
from tests.exams.making import KINDS, sitting, version

DECLARED = {"in_person": "on", "no_copying": "on"}


@pytest.fixture
def candidate(client_of, learner):
    return client_of(learner)


@pytest.fixture
def attempt(candidate, db):
    """A paper with one question of every kind, in the order of making.KINDS."""
    candidate.post(sitting(version(list(KINDS))).get_absolute_url(), DECLARED)
    return Attempt.objects.get()


def text(response):
    return response.content.decode()


def slot_of(attempt, kind):
    return attempt.items.get(item_version__item__kind=kind).slot


def responses(attempt):
    return reverse("exams:responses", args=[attempt.pk])


def send(client, attempt, body, address=None):
    address = address or responses(attempt)
    return client.post(address, body if isinstance(body, str) else json.dumps(body), "application/json")


def entry(attempt, kind, value, seq=1, epoch=1, **more):
    return {"slot": slot_of(attempt, kind), "value": value, "seq": seq, "epoch": epoch, **more}


def stored(attempt, kind):
    newest = (
        Response.objects.filter(attempt_item__attempt=attempt, attempt_item__slot=slot_of(attempt, kind)).order_by("-seq").first()
    )
    return newest.value if newest else None


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


# --- with plain forms -----------------------------------------------------------------------------------------


def form_of(attempt, kind, go="next", **fields):
    slot = slot_of(attempt, kind)
    named = {(f"q{slot}-{key}" if key else f"q{slot}"): value for key, value in fields.items()}
    return {"slot": str(slot), "epoch": "1", "go": go, **named}


FORMS: dict[str, dict[str, Any]] = {
    "single": {"": "B"},
    "multiple": {"": ["C", "A"]},
    "truefalse": {"": "false"},
    "fillin": {"1": "授权"},
    "numeric": {"1": "１２.５mm"},
    "matching": {"A": "A", "B": "B", "C": "C", "D": "D"},
    "ordering": {"A": "1", "B": "2", "C": "3", "D": "4"},
    "short": {"1": "答"},
    "case": {"1": "答"},
}


def test_a_whole_exam_can_be_written_without_javascript(candidate, attempt):
    page = candidate.get(attempt.get_absolute_url())
    assert "保存并到下一题" in text(page)
    for kind in KINDS:
        page = candidate.post(responses(attempt), form_of(attempt, kind, **FORMS[kind]), follow=True)
        assert page.status_code == 200
        expected = "１２.５mm" if kind == "numeric" else KINDS[kind][3]
        assert stored(attempt, kind) == expected
    assert page.redirect_chain[-1][0] == reverse("exams:review", args=[attempt.pk])
    assert f'<span data-figure="done">{len(KINDS)}</span>' in text(page)
    candidate.post(reverse("exams:submission", args=[attempt.pk]))
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.SUBMITTED


@pytest.mark.parametrize("kind", KINDS)
def test_a_saved_answer_stands_in_its_controls_again(candidate, attempt, kind):
    candidate.post(responses(attempt), form_of(attempt, kind, **FORMS[kind]))
    said = (
        text(candidate.get(f"{attempt.get_absolute_url()}?slot={slot_of(attempt, kind)}"))
        .split("data-stage>")[1]
        .split("</form>")[0]
    )
    chosen = said.count(" checked") + said.count(" selected")
    typed = [value for value in FORMS[kind].values() if isinstance(value, str) and value in said]
    assert chosen == {"single": 1, "multiple": 2, "truefalse": 1, "matching": 4, "ordering": 4}.get(kind, 0)
    assert chosen or typed
    assert "已保存 " in text(candidate.get(f"{attempt.get_absolute_url()}?slot={slot_of(attempt, kind)}"))


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("numeric", {"1": "大约五"}, "请填一个数，例如12.5，不要写文字。"),
        ("ordering", {"A": "1", "B": "1", "C": "2", "D": "3"}, "有两项选了同一次序。请给每一项不同的次序。"),
        ("ordering", {"A": "1", "B": "2"}, "请给每一项都选次序，或者全部留空。"),
        ("short", {"1": "长" * 5001}, "最多5000字，请删短后再保存。"),
        ("single", {"": "Z"}, "这个答案与题目不符。请重新载入本页再作答。"),
    ],
)
def test_bad_input_is_named_mended_and_nothing_typed_is_lost(candidate, attempt, kind, fields, words):
    page = candidate.post(responses(attempt), form_of(attempt, kind, **fields))
    said = text(page)
    assert page.status_code == 422
    assert f"第{slot_of(attempt, kind)}题：{words}" in said
    for value in fields.values():
        assert kind == "single" or f">{value}<" in said or f'value="{value}"' in said or f'"{value}" selected' in said
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("go", "lands"), [("next", 3), ("previous", 1), ("stay", 2), ("clear", 2), ("7", 7), ("rubbish", 2), ("99", 9)]
)
def test_each_button_saves_and_leads_where_it_says(candidate, attempt, go, lands):
    page = candidate.post(responses(attempt), {"slot": "2", "epoch": "1", "go": go, "q2": ["A", "C"]}, follow=True)
    assert f"第{lands} / 9题" in text(page)
    assert Response.objects.get().value == (None if go == "clear" else ["A", "C"])


def test_an_unknown_slot_in_the_address_leads_to_the_nearest_question(candidate, attempt):
    for asked, shown in (("0", 1), ("999", 9), ("x", 1), ("-3", 1), ("٣", 1)):
        assert f"第{shown} / 9题" in text(candidate.get(f"{attempt.get_absolute_url()}?slot={asked}"))


def test_handing_in_with_questions_open_asks_once(candidate, attempt):
    address = reverse("exams:submission", args=[attempt.pk])
    page = candidate.post(address)
    assert page.status_code == 400
    assert "还有题未答。请勾选下面一项再交卷，或者回去作答。" in text(page)
    assert "有9题未答" in text(page)
    for _ in range(2):
        assert candidate.post(address, {"confirm": "yes"})["Location"] == attempt.get_absolute_url()
    assert Result.objects.get().total == 0  # nothing was written, so nothing waits for a marker


def test_an_answer_sent_while_signed_out_is_there_after_signing_in(client, learner, attempt):
    sent = client.post(responses(attempt), form_of(attempt, "fillin", **{"1": "授权"}))
    slot = slot_of(attempt, "fillin")
    assert sent["Location"] == f"/account/login/?next={attempt.get_absolute_url()}%3Fslot%3D{slot}"
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    client.post(attempt.get_absolute_url())
    page = text(client.get(f"{attempt.get_absolute_url()}?slot={slot}"))
    assert 'value="授权"' in page
    assert "这个答案是登录失效时填的，还没有保存。请按任一按钮保存。" in page
    client.post(responses(attempt), {**form_of(attempt, "fillin", **{"1": "授权"}), "epoch": "2"})
    assert "这个答案是登录失效时填的" not in text(client.get(f"{attempt.get_absolute_url()}?slot={slot}"))
    assert stored(attempt, "fillin") == ["授权"]


def test_a_form_from_a_device_without_the_pen_is_told_so(candidate, client_of, learner, attempt):
    client_of(learner).post(attempt.get_absolute_url())
    page = candidate.post(responses(attempt), form_of(attempt, "single", **{"": "A"}), follow=True)
    assert "这个答案不计入" in text(page)
    assert "在这台设备上继续" in text(page)


# --- what it costs -----------------------------------------------------------------------------------------------


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
