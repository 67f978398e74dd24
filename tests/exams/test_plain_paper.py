"""Writing the exam with plain forms, by the same rules as the script's (test_views_paper.py)."""

from typing import Any

import pytest
from django.urls import reverse

from exams.models import Attempt, Response, Result
from tests.exams.making import KINDS, sitting, version
from tests.exams.sending import form_of, responses, slot_of, stored, text

DECLARED = {"in_person": "on", "no_copying": "on"}


@pytest.fixture
def candidate(client_of, learner):
    return client_of(learner)


@pytest.fixture
def attempt(candidate, db):
    """A paper with one question of every kind, in the order of making.KINDS."""
    candidate.post(sitting(version(list(KINDS))).get_absolute_url(), DECLARED)
    return Attempt.objects.get()


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
