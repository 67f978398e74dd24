"""A released result as data: valid, of the right reach, without a key, and nothing before the release."""

import json
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from lxml import etree

from core.dates import now
from exams import assessing
from exams.exchange.results import NAMESPACE, PROFILE, Answered, qti
from exams.exchange.statements import statements
from exams.models import Result
from exams.outcomes import outcome
from tests.exams import making

NS = {"r": NAMESPACE}


@pytest.fixture
def result(learner):
    attempt = making.finished(learner, making.sitting())
    return Result.objects.told().get(attempt=attempt)


def get(client, user, name, result):
    client.force_login(user)
    return client.get(reverse(f"exams:{name}", args=[result.pk]))


def test_the_office_gets_every_item_with_answer_and_marks(client, examiner, result):
    reply = get(client, examiner, "result-qti", result)
    assert reply["Content-Type"] == "application/xml"
    root = etree.fromstring(reply.content)
    schema = etree.RelaxNG(etree.parse(PROFILE))
    assert schema.validate(root), schema.error_log
    rows = root.findall("r:itemResult", NS)
    assert len(rows) == result.attempt.items.count()
    earned = sum(Decimal(row.find("r:outcomeVariable[@identifier='SCORE']/r:value", NS).text) for row in rows)
    assert earned == result.total
    given = {row.find("r:responseVariable", NS).get("baseType") for row in rows}
    assert given == {"identifier", "string", "float", "directedPair"}


def test_the_candidate_gets_the_result_without_the_items(client, learner, result):
    root = etree.fromstring(get(client, learner, "result-qti", result).content)
    said = {row.get("identifier"): row.find("r:value", NS).text for row in root.findall("r:testResult/r:outcomeVariable", NS)}
    assert (said["PASSED"], Decimal(said["SCORE"])) == ("true", result.total)
    assert not root.findall("r:itemResult", NS)
    told = json.loads(get(client, learner, "result-xapi", result).content)
    assert [statement["verb"]["id"].rsplit("/", 1)[1] for statement in told] == ["completed", "passed"]


def test_statements_are_complete_and_the_same_each_time(client, examiner, result):
    told = json.loads(get(client, examiner, "result-xapi", result).content)
    assert told == json.loads(get(client, examiner, "result-xapi", result).content)
    assert len({statement["id"] for statement in told}) == len(told) == result.attempt.items.count() + 2
    for statement in told:
        uuid.UUID(statement["id"])
        assert {"actor", "verb", "object", "timestamp"} <= statement.keys()
        assert statement["context"]["registration"] == str(result.attempt_id)
        assert "@" not in json.dumps(statement["actor"])
    passed = told[-1]
    assert passed["result"]["score"]["scaled"] == 1
    answered = {statement["object"]["definition"]["interactionType"]: statement["result"]["response"] for statement in told[:-2]}
    assert (answered["matching"], answered["sequencing"], answered["true-false"]) == (
        "A[.]A[,]B[.]B[,]C[.]C[,]D[.]D",
        "A[,]B[,]C[,]D",
        "false",
    )


@pytest.mark.parametrize("name", ["result-qti", "result-xapi"])
def test_a_stranger_and_a_visitor_get_nothing_and_nobody_writes(client, stranger, learner, result, name):
    assert get(client, stranger, name, result).status_code == 404
    client.logout()
    assert client.get(reverse(f"exams:{name}", args=[result.pk])).status_code == 302
    client.force_login(learner)
    assert client.post(reverse(f"exams:{name}", args=[result.pk])).status_code == 405


@pytest.mark.parametrize("name", ["result-qti", "result-xapi"])
def test_before_the_release_there_is_nothing_to_fetch_for_anybody(client, examiner, learner, name):
    attempt = making.finished(learner, making.sitting(release="by_person"))
    waiting = Result.objects.told().get(attempt=attempt)
    assert [get(client, user, name, waiting).status_code for user in (examiner, learner)] == [404, 404]
    assessing.release(waiting, by=examiner, at=now())
    assert get(client, learner, name, waiting).status_code == 200


def test_neither_file_holds_a_key(client, examiner, learner):
    attempt = making.finished(learner, making.sitting(), right=False)
    wrong = Result.objects.told().get(attempt=attempt)
    for name in ("result-qti", "result-xapi"):
        page = get(client, examiner, name, wrong).content.decode()
        assert "授权" not in page
        assert "因为" not in page
        assert "orrect" not in page


def test_the_result_page_offers_both(client, learner, result):
    page = get(client, learner, "result", result).content.decode()
    assert reverse("exams:result-qti", args=[result.pk]) in page
    assert reverse("exams:result-xapi", args=[result.pk]) in page


def test_the_office_reads_a_long_paper_in_as_many_queries_as_a_short_one(examiner, learner, stranger, django_assert_num_queries):
    for person, count in ((learner, 1), (stranger, 3)):
        attempt = making.finished(person, making.sitting(making.version(count=count)))
        told = Result.objects.told().get(attempt=attempt)
        with django_assert_num_queries(6):
            assert len(outcome(told, seen_by=examiner).items) == attempt.items.count()


def test_cases_unanswered_items_and_odd_numbers_are_told_too(result, learner):
    from dataclasses import replace

    shaped = replace(
        outcome(result, seen_by=learner),
        items=(
            Answered("案例/1", 1, 1, "case", Decimal(5), Decimal(3), {"1": "答"}, parts={"1": Decimal(3)}),
            Answered("N", 1, 2, "numeric", Decimal(2), Decimal(0), "十二"),
            Answered("S", 1, 3, "short", Decimal(2), None),
            Answered("F", 1, 4, "fillin", Decimal(2), Decimal(1), ["甲", ""]),
        ),
    )
    root = etree.fromstring(qti(shaped))
    assert etree.RelaxNG(etree.parse(PROFILE)).validate(root)
    case = root.find("r:itemResult", NS)
    assert case.find("r:outcomeVariable[@identifier='SCORE_1']/r:value", NS).text == "3"
    assert [statement["result"]["response"] for statement in statements(shaped)[:4]] == ["1. 答", "十二", "", "甲[,]"]
