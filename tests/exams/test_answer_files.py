"""Sealed answer files: opened by the office alone, taken in once, late by rule; whatever is wrong with one is said in words."""

import base64
import datetime as dt
import json
import os
import re

import pytest
import time_machine
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.dates import now
from core.models import AuditEntry
from exams import cases, delivery, events, fingerprints, replaying, sealing, sealing_keys
from exams.models import Case, Response, Result
from tests.exams.making import MACHINE, sitting, version

ADDRESS = "/exams/desk/answer-files/"


@pytest.fixture
def key(settings, tmp_path):
    settings.EXAM_SEALING_KEY_FILE = str(tmp_path / "keys" / "sealing.pem")
    return sealing_keys.add_key()


@pytest.fixture
def attempt(learner, db, key):
    return delivery.start(candidate=learner, sitting=sitting(version(MACHINE)))


def seal(attempt, answers, key, epoch=1):
    """As static/js/exam-sealed.js does; the browser's own work is proved in test_answer_file_browser.py."""
    own = ec.generate_private_key(ec.SECP256R1())
    ephemeral, name = sealing.Key(own).point, str(attempt.pk)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key.point)
    info = sealing.FORMAT.encode()
    cipher = HKDF(hashes.SHA256(), 32, salt=ephemeral + key.point, info=info).derive(own.exchange(ec.ECDH(), theirs))
    inside = {"attempt": name, "epoch": epoch, "answers": answers, "sha256": fingerprints.fingerprint([name, epoch, answers])}
    iv, bound = os.urandom(12), f"{sealing.FORMAT}|{key.kid}|{name}".encode()
    data = AESGCM(cipher).encrypt(iv, json.dumps(inside).encode(), bound)
    packed = {"ephemeral": ephemeral, "iv": iv, "data": data}
    told = {part: base64.b64encode(value).decode() for part, value in packed.items()}
    return json.dumps({"format": sealing.FORMAT, "kid": key.kid, "attempt": name, **told})


def entry(attempt, kind, value, seq=1):
    slot = attempt.items.get(item_version__item__kind=kind).slot
    return {"slot": slot, "seq": seq, "value": value, "client_at": "2026-11-25T01:00:00.000Z"}


def answers(attempt):
    return [entry(attempt, "single", "B"), entry(attempt, "fillin", ["授权"], 3)]


def upload(client, sealed):
    return client.post(ADDRESS, {"file": SimpleUploadedFile("x.answers", sealed.encode())})


def confirm(client, sealed):
    return client.post(ADDRESS, {"sealed": sealed, "confirm": "yes"}, follow=True)


def text(reply):
    return reply.content.decode()


def test_the_office_sees_what_a_file_would_add_and_then_takes_it_in_once(client_of, examiner, learner, attempt, key):
    client, sealed = client_of(examiner), seal(attempt, answers(attempt), key)
    shown = text(upload(client, sealed))
    assert learner.full_name in shown
    assert re.search(r"将补入</dt><dd class=\"num\">2<", shown)
    assert "计入：考试仍在进行。" in shown
    assert "授权" not in shown
    assert not Response.objects.exists()
    assert "已补入2个答案。" in text(confirm(client, sealed))
    assert sorted(Response.objects.values_list("seq", "late")) == [(1, False), (3, False)]
    assert "没有补入：文件中的答案都已存有。" in text(confirm(client, sealed))
    assert Response.objects.count() == 2
    assert attempt.events.get(kind="answer_file").data["added"] == 2
    assert events.is_intact(attempt)
    assert AuditEntry.objects.get(deed="attempt.answer_file_taken").actor_id == examiner.pk


def test_s04_after_the_end_the_answers_are_late_and_change_no_result(client_of, examiner, attempt, key):
    delivery.submit(attempt=attempt)
    client, sealed = client_of(examiner), seal(attempt, answers(attempt), key)
    assert "不计：结束之后才到，作为迟到留存。" in text(upload(client, sealed))
    confirm(client, sealed)
    assert set(Response.objects.values_list("late", flat=True)) == {True}
    assert attempt.results.get().total == 0


@pytest.mark.parametrize("decision", [Case.Decision.UPHELD, Case.Decision.DISMISSED])
def test_a_decided_incident_lets_them_count_and_only_in_the_candidates_favour(
    client_of, examiner, administrator, learner, attempt, key, decision
):
    delivery.submit(attempt=attempt)
    case = cases.open_case(kind=Case.Kind.INCIDENT, by=learner, text="断网", attempt=attempt)
    cases.decide(case=case, by=administrator, decision=decision, reasons="见记录")
    sealed = seal(attempt, answers(attempt), key)
    confirm(client_of(examiner), sealed)
    upheld = decision == Case.Decision.UPHELD
    assert set(Response.objects.values_list("late", flat=True)) == {not upheld}
    newest = Result.objects.current().get(attempt=attempt)
    assert newest.total == (4 if upheld else 0)
    assert (newest.revision, newest.released_at is None) == ((2, True) if upheld else (1, False))
    confirm(client_of(examiner), sealed)  # once more changes nothing
    assert Result.objects.filter(attempt=attempt).count() == newest.revision


def test_of_two_answers_to_a_question_the_newest_is_marked_in_whatever_order_they_lie(
    client_of, examiner, administrator, learner, attempt, key
):
    delivery.submit(attempt=attempt)
    case = cases.open_case(kind=Case.Kind.INCIDENT, by=learner, text="断网", attempt=attempt)
    cases.decide(case=case, by=administrator, decision=Case.Decision.UPHELD, reasons="见记录")
    newest, older = entry(attempt, "single", "B", 5), entry(attempt, "single", "A", 2)
    confirm(client_of(examiner), seal(attempt, [newest, older], key))
    assert list(Response.objects.values_list("seq", "value")) == [(5, "B")]
    assert Result.objects.current().get(attempt=attempt).total == 2


def test_an_incident_that_is_not_decided_changes_nothing(client_of, examiner, learner, attempt, key):
    delivery.submit(attempt=attempt)
    cases.open_case(kind=Case.Kind.INCIDENT, by=learner, text="断网", attempt=attempt)
    confirm(client_of(examiner), seal(attempt, answers(attempt), key))
    assert set(Response.objects.values_list("late", flat=True)) == {True}


def test_the_deadline_passing_while_the_file_waits_makes_it_late(client_of, examiner, attempt, key):
    sealed = seal(attempt, answers(attempt), key)
    with time_machine.travel(now() + dt.timedelta(hours=2)):
        client = client_of(examiner)
        confirm(client, sealed)
    attempt.refresh_from_db()
    assert not attempt.in_progress
    assert set(Response.objects.values_list("late", flat=True)) == {True}


def test_a_file_older_than_what_is_stored_adds_nothing(client_of, examiner, attempt, key):
    fillin = attempt.items.get(item_version__item__kind="fillin").slot
    delivery.save(attempt=attempt, slot=fillin, value=["备案"], seq=7, epoch=1)
    confirm(client_of(examiner), seal(attempt, answers(attempt), key))
    assert list(Response.objects.filter(attempt_item__slot=fillin).values_list("seq", flat=True)) == [7]


def test_a_file_of_a_device_that_lost_the_pen_adds_nothing(client_of, examiner, attempt, key):
    delivery.take_over(attempt=attempt)
    client, sealed = client_of(examiner), seal(attempt, answers(attempt), key)
    assert "文件已过时" in text(upload(client, sealed))
    assert "没有补入：文件生成之后，考试已在另一台设备上继续。" in text(confirm(client, sealed))
    assert not Response.objects.exists()


def test_what_can_be_no_answer_is_named_and_the_rest_is_taken_in(client_of, examiner, attempt, key):
    rubbish = [
        {"slot": 99, "seq": 1, "value": "A"},
        {"slot": 1, "seq": "x", "value": "A"},
        {"slot": 1, "seq": 1, "value": {}},
        {},
    ]
    client, sealed = client_of(examiner), seal(attempt, rubbish + answers(attempt)[1:], key)
    assert text(upload(client, sealed)).count("不成为这道题的答案") == 4
    confirm(client, sealed)
    assert Response.objects.get().value == ["授权"]


@pytest.mark.parametrize("part", ["ephemeral", "iv", "data", "attempt"])
def test_a_file_with_one_sign_changed_is_refused_in_words(client_of, examiner, attempt, key, part):
    told = json.loads(seal(attempt, answers(attempt), key))
    first = told[part][3]
    told[part] = told[part][:3] + ("b" if first != "b" else "c") + told[part][4:]
    reply = upload(client_of(examiner), json.dumps(told))
    assert reply.status_code == 422
    assert "文件在加密之后被改动或截断。" in text(reply)
    assert AuditEntry.objects.get(deed="answer_file.refused").data == {"fault": "Altered"}


def test_files_of_others_and_rubbish_are_refused_in_words(client_of, examiner, attempt, key):
    client = client_of(examiner)
    foreign = sealing.read_keys(sealing.new_key())[0]
    assert "不是为本处加密的" in text(upload(client, seal(attempt, [], foreign)))
    other = type("Attempt", (), {"pk": "00000000-0000-4000-8000-000000000000"})
    assert "本站没有这次作答" in text(upload(client, seal(other, [], key)))
    for rubbish in ("x", "[]", "{}", '{"format": "haizhun-answers/2"}', "[" * 90_000):
        reply = upload(client, rubbish)
        assert (reply.status_code, "这不是加密答卷" in text(reply)) == (422, True)
    assert "请选择考生交来的文件。" in text(client.post(ADDRESS))
    assert not Response.objects.exists()


def test_files_sealed_for_an_earlier_key_still_open(attempt, key):
    sealed = seal(attempt, answers(attempt), key)
    assert sealing_keys.add_key().kid != key.kid
    assert sealing_keys.offered().kid != key.kid
    assert len(replaying.read(sealed).answers) == 2


def test_the_key_is_readable_by_its_owner_alone(key, settings):
    assert os.stat(settings.EXAM_SEALING_KEY_FILE).st_mode & 0o077 == 0


def test_without_a_key_nothing_is_offered(client_of, examiner, settings, tmp_path):
    settings.EXAM_SEALING_KEY_FILE = str(tmp_path / "none.pem")
    assert sealing_keys.offered().key == ""
    assert "没有设置密钥" in text(client_of(examiner).get(ADDRESS))
    assert "没有设置密钥" in text(client_of(examiner).get(reverse("exams:desk")))


def test_only_whoever_runs_exams_takes_files_in(client, client_of, learner, stranger, attempt, key):
    sealed = seal(attempt, answers(attempt), key)
    for person in (learner, stranger):
        assert client_of(person).get(ADDRESS).status_code == 404
        assert confirm(client_of(person), sealed).status_code == 404
    assert client.get(ADDRESS).status_code == 302
    assert not Response.objects.exists()


def test_nobody_takes_in_the_answers_of_an_exam_of_ones_own(client_of, examiner, key):
    mine = delivery.start(candidate=examiner, sitting=sitting(version(MACHINE)))
    reply = confirm(client_of(examiner), seal(mine, answers(mine), key))
    assert reply.status_code == 422
    assert "这是您本人的考试" in text(reply)
    assert not Response.objects.exists()
