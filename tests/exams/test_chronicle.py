"""The record: the candidate sees own signals and comments on them; the office sees the course, and whether it is whole."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exams import chronicle, delivery, events, noticing
from exams.models import Case
from tests.exams.making import answer, sitting, version


@pytest.fixture
def attempt(learner, db):
    made = delivery.start(candidate=learner, sitting=sitting(version(["single", "fillin"])))
    _signals(made, 1)
    answer(made)
    delivery.take_over(attempt=made)
    delivery.submit(attempt=made)
    made.refresh_from_db()
    return made


def _signals(attempt, count):
    cache.clear()
    rows = [noticing.Signal("blur", {"slot": 1}), noticing.Signal("back", {"slot": 1, "seconds": 33})] * count
    noticing.keep(attempt=attempt, signals=rows, address="192.0.2.1")


def text(reply):
    return reply.content.decode()


def test_the_candidate_reads_own_signals_in_plain_words_and_comments_on_them(client_of, learner, attempt):
    client, address = client_of(learner), reverse("exams:record", args=[attempt.pk])
    page = text(client.get(address))
    for words in ("页面失去焦点", "33秒后回到页面", "离开页面1次，共33秒", "在另一台设备上继续", "已交卷"):
        assert words in page
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "路由器重启，\n不是我。"}).status_code == 302
    said = text(client.get(address))
    assert "路由器重启，\n不是我。" in said
    assert events.is_intact(attempt)
    assert attempt.events.get(kind="comment").data == {"text": "路由器重启，\n不是我。"}


def test_comments_have_an_end(client_of, learner, attempt, monkeypatch):
    monkeypatch.setattr(chronicle, "MOST_COMMENTS", 1)
    client, address = client_of(learner), reverse("exams:record", args=[attempt.pk])
    assert client.post(address, {"text": "一"}).status_code == 302
    assert client.post(address, {"text": "二"}).status_code == 422
    assert attempt.events.filter(kind="comment").count() == 1


def test_what_marking_does_is_not_in_the_candidates_record(client_of, learner, attempt, examiner):
    with_marks = reverse("exams:record", args=[attempt.pk])
    events.note(attempt, "marked", attempt.submitted_at, result="x")
    words = "已评卷"
    assert words not in text(client_of(learner).get(with_marks))
    assert words in text(client_of(examiner).get(reverse("exams:timeline", args=[attempt.pk])))


def test_the_office_sees_answers_by_time_and_not_by_content(client_of, examiner, attempt):
    page = text(client_of(examiner).get(reverse("exams:timeline", args=[attempt.pk])))
    assert "第1题答案，第1次，设备1：已收到" in page
    assert "页面失去焦点" in page
    assert "完整：每一条都接着前一条" in page
    assert "授权" not in page


def test_a_broken_record_is_said_aloud(client_of, examiner, attempt, monkeypatch):
    monkeypatch.setattr(events, "link", lambda *parts: "0" * 64)
    page = text(client_of(examiner).get(reverse("exams:timeline", args=[attempt.pk])))
    assert "记录从第1条起断开" in page


def test_asking_to_look_opens_a_case_and_changes_no_mark(client_of, examiner, learner, attempt):
    address = reverse("exams:timeline", args=[attempt.pk])
    before = attempt.results.get().total
    assert client_of(examiner).post(address, {"text": " "}).status_code == 422
    assert client_of(examiner).post(address, {"text": "离开页面较久"}).status_code == 302
    case = Case.objects.get()
    assert (case.kind, case.attempt, case.opened_by) == (Case.Kind.INTEGRITY, attempt, examiner)
    attempt.refresh_from_db()
    assert attempt.results.get().total == before
    assert attempt.state == "released"


def test_only_the_office_opens_the_timeline(client, client_of, learner, stranger, regulator, attempt):
    address = reverse("exams:timeline", args=[attempt.pk])
    assert client.get(address).status_code == 302
    for person in (learner, stranger, regulator):
        assert client_of(person).get(address).status_code == 404


def test_a_long_record_asks_as_much_as_a_short_one(client_of, examiner, learner):
    made = delivery.start(candidate=learner, sitting=sitting(version(["single"])))
    office, counts = client_of(examiner), []
    for more in (1, 1, 20):  # the first warms what is read once per process
        _signals(made, more)
        with CaptureQueriesContext(connection) as asked:
            office.get(reverse("exams:timeline", args=[made.pk]))
        counts.append(len(asked))
    assert counts[1] == counts[2] <= 16
