"""The receipt: whoever keeps it can prove what was handed in, and nobody can pass off another."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from exams import delivery, fingerprints, receipts
from tests.exams.making import KINDS, answer, sitting, version


@pytest.fixture
def attempt(learner, db):
    made = delivery.start(candidate=learner, sitting=sitting(version(list(KINDS))))
    answer(made)
    delivery.submit(attempt=made)
    made.refresh_from_db()
    return made


@pytest.fixture
def kept(client_of, learner, attempt):
    """The file as the candidate downloaded it."""
    reply = client_of(learner).get(reverse("exams:receipt-json", args=[attempt.pk]))
    assert reply["Content-Disposition"] == f'attachment; filename="receipt-{attempt.receipt_sha256[:8]}.json"'
    return reply.content.decode()


def check(client, text):
    return client.post(reverse("exams:receipt-check"), {"file": SimpleUploadedFile("receipt.json", text.encode())})


def test_the_kept_receipt_is_intact_for_anyone(client, attempt, kept, learner):
    page = check(client, kept).content.decode()
    assert "未被改动：交卷的内容就是这些" in page
    assert learner.full_name in page
    assert attempt.receipt_sha256 in page
    assert receipts.check(kept).answers == len(KINDS)


def test_ten_lines_recompute_it_without_us(attempt, kept):
    import hashlib

    told = json.loads(kept)
    answers = [[answer["slot"], answer["seq"], answer["value"]] for answer in told["answers"]]
    text = json.dumps([told["paper_sha256"], answers], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == attempt.receipt_sha256


@pytest.mark.parametrize("field", ["candidate", "submitted_at", "exam", "paper_sha256", "receipt_sha256", "answers"])
def test_a_receipt_with_anything_changed_is_altered(client, kept, field):
    told = json.loads(kept)
    told[field] = told[field][:-1] if field == "answers" else f"{told[field]}x"
    page = check(client, json.dumps(told)).content.decode()
    assert "已被改动：交卷的内容不是这些" in page
    assert "林悦" not in page


def test_a_forger_who_recomputes_the_digest_is_found_all_the_same(kept):
    told = json.loads(kept)
    told["answers"][0]["value"] = "C"
    answers = [(answer["slot"], answer["seq"], answer["value"]) for answer in told["answers"]]
    told["receipt_sha256"] = fingerprints.receipt(told["paper_sha256"], answers)
    assert receipts.check(json.dumps(told)).finding == receipts.Finding.ALTERED


def test_a_receipt_of_another_place_is_unknown_and_rubbish_is_no_receipt(client, kept):
    told = {**json.loads(kept), "attempt": str(uuid4())}
    assert "未知：不是本站的" in check(client, json.dumps(told)).content.decode()
    for rubbish in ("", "[]", "{}", "null", "12", '{"attempt": 1, "answers": [], "paper_sha256": "x"}', "[" * 90_000):
        reply = check(client, rubbish or " ")
        assert reply.status_code == 422
        assert "这不是回执" in reply.content.decode()
    assert client.post(reverse("exams:receipt-check")).status_code == 422
    assert client.get(reverse("exams:receipt-check")).status_code == 200


def test_the_receipt_to_read_names_every_answer(client_of, learner, attempt):
    text = client_of(learner).get(reverse("exams:receipt-text", args=[attempt.pk])).content.decode()
    assert attempt.receipt_sha256 in text
    assert "第2题　A, C" in text
    assert "第3题　false" in text


def test_only_the_candidate_gets_it_and_only_after_handing_in(client, client_of, learner, stranger, examiner, attempt):
    for name in ("exams:receipt-json", "exams:receipt-text", "exams:record"):
        address = reverse(name, args=[attempt.pk])
        assert client.get(address).status_code == 302
        assert client_of(stranger).get(address).status_code == 404
        assert client_of(examiner).get(address).status_code == 404
        running = delivery.start(candidate=stranger, sitting=attempt.sitting)
        assert client_of(stranger).get(reverse(name, args=[running.pk])).status_code == 404
    assert client.post(reverse("exams:receipt-json", args=[attempt.pk])).status_code == 405


def test_the_command_says_the_same(tmp_path, kept, capsys):
    file = tmp_path / "receipt.json"
    file.write_text(kept, encoding="utf-8")
    call_command("check_receipt", str(file))
    assert "intact" in capsys.readouterr().out
    file.write_text(kept.replace('"B"', '"A"'), encoding="utf-8")
    with pytest.raises(CommandError, match="altered"):
        call_command("check_receipt", str(file))
