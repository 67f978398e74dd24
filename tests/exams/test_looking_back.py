"""Looking back at one's paper: what the exam's policy gives at each stage, and not a word more."""

import datetime as dt
import json
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.dates import now
from exams import delivery, reviewing
from exams.models import AnswerKey, Attempt, Exam, Result, Sitting
from exams.models.exam import default_review_policy
from exams.rules_forms import NOT_SEEN
from tests.exams.making import KINDS, finished, item, sitting, version

STAGES = ("after_submit", "after_release", "after_close")
# For each field a word that stands on the page for no other reason.
CANARY = {"stem": "KANARI-STEM", "own": "KANARI-OWN", "marks": "2 / 2", "key": "KANARI-KEY", "explanation": "KANARI-WHY"}
WRITING = {"during": ["stem", "own"]}
ALL = [*CANARY, "areas"]
EVERYTHING = {**WRITING, "after_submit": ["stem", "own"], "after_release": ALL, "after_close": ALL}


def address(attempt):
    return reverse("exams:paper", args=[attempt.pk])


def planted(learner, policy) -> Attempt:
    """A paper of one blank, handed in: its question, answer, key and explanation each with a word of its own."""
    made = item(CANARY["stem"], "fillin")
    AnswerKey.objects.create(
        item_version=made.versions.get(),
        revision=2,
        rule="text",
        data={"blanks": [[{"text": CANARY["key"]}, {"text": CANARY["own"]}]]},
        explanation={"zh-hans": CANARY["explanation"], "en": CANARY["explanation"]},
        reason="KANARI-REASON",
    )
    held = sitting(version(["fillin"], items=0, review_policy=policy), release="person")
    attempt = delivery.start(candidate=learner, sitting=held)
    delivery.save(attempt=attempt, slot=1, value=[CANARY["own"]], seq=None, epoch=attempt.session_epoch)
    delivery.submit(attempt=attempt)
    attempt.refresh_from_db()
    return attempt


def bring_to(stage, attempt, examiner):
    if stage != "after_submit":
        delivery.release(result=Result.objects.get(attempt=attempt), by=examiner)
    if stage == "after_close":
        Sitting.objects.update(closes_at=now(), opens_at=now() - dt.timedelta(days=1))


def found(client, attempt) -> set[str]:
    """Which fields stand on the page; none where there is no page."""
    reply = client.get(address(attempt))
    assert reply.status_code in (200, 404)
    text = reply.content.decode()
    assert "KANARI-REASON" not in text
    return {name for name, word in CANARY.items() if word in text} if reply.status_code == 200 else set()


# --- the policy, stage by stage ------------------------------------------------------------------------------


def test_everything_is_shown_where_the_policy_says_so(client_of, learner, examiner):
    """The control for all that follows: the words are there to be found."""
    attempt = planted(learner, EVERYTHING)
    assert found(client_of(learner), attempt) == {"stem", "own"}
    bring_to("after_release", attempt, examiner)
    assert found(client_of(learner), attempt) == set(CANARY)


@pytest.mark.parametrize(("stage", "name"), list(product(STAGES, CANARY)))
def test_s03_a_field_that_is_not_given_at_a_stage_does_not_leak(client_of, learner, examiner, stage, name):
    """Every other stage gives everything; this one gives all but one field."""
    generous = dict.fromkeys(STAGES, ALL)
    attempt = planted(learner, {**WRITING, **generous, stage: [one for one in ALL if one != name]})
    bring_to(stage, attempt, examiner)
    expected = reviewing.shown({stage: ALL}, reviewing.Stage(stage)) - {name, "areas"}
    assert found(client_of(learner), attempt) == expected - ({"key", "explanation"} if name == "stem" else set())


@pytest.mark.parametrize("stage", STAGES)
def test_the_rule_of_a_certification_shows_no_question_and_no_key(client_of, learner, examiner, stage):
    attempt = planted(learner, default_review_policy())
    bring_to(stage, attempt, examiner)
    assert found(client_of(learner), attempt) == ({"own"} if stage == "after_submit" else set())


def test_an_early_key_stays_closed_whatever_the_policy_says(client_of, learner, examiner):
    attempt = planted(learner, dict.fromkeys(("during", *STAGES), ALL))
    Sitting.objects.update(closes_at=now(), opens_at=now() - dt.timedelta(days=1))
    with CaptureQueriesContext(connection) as asked:
        assert found(client_of(learner), attempt) == {"stem", "own"}
    assert not [query for query in asked if "exams_answerkey" in query["sql"] or "exams_mark" in query["sql"]]


def test_marks_alone_select_nothing_of_what_a_key_says(client_of, learner, examiner):
    attempt = planted(learner, {**WRITING, "after_release": ["stem", "marks"]})
    bring_to("after_release", attempt, examiner)
    with CaptureQueriesContext(connection) as asked:
        assert found(client_of(learner), attempt) == {"stem", "marks"}
    told = " ".join(query["sql"] for query in asked)
    assert '"exams_answerkey"."rule"' in told
    assert '"exams_answerkey"."data"' not in told
    assert '"exams_answerkey"."explanation"' not in told


def test_without_the_questions_no_word_of_a_choice_is_told(client_of, learner):
    """Own answers by the letters and places of this paper."""
    held = sitting(version(list(KINDS), items=1, review_policy=default_review_policy()), release="person")
    attempt = finished(learner, held)
    page = client_of(learner).get(address(attempt)).content.decode()
    assert "选项" not in page
    order = attempt.items.get(item_version__item__kind="single").choice_order
    assert f"<dd>{'ABCD'[order.index('B')]}</dd>" in page
    assert "12.5" in page
    assert "1 → " in page


def test_with_the_questions_answers_and_keys_are_told_in_the_words_of_the_choices(client_of, learner):
    machine = [kind for kind in KINDS if kind not in ("short", "case")]
    attempt = finished(learner, sitting(version(machine, items=1, review_policy=EVERYTHING)), right=False)
    page = client_of(learner).get(address(attempt)).content.decode()
    for words in ("选项B", "选项A → 选项A", "1. 选项A", "授权", "备案", "12.5 mm", "0 / 2", "因为", "您的答案", "正确答案"):
        assert words in page, words


def test_papers_that_people_mark_tell_the_parts_and_the_grounds(client_of, learner, examiner):
    held = sitting(version(["short", "case"], items=1, review_policy=EVERYTHING), release="person")
    attempt = finished(learner, held)
    Attempt.objects.update(state="released")
    page = client_of(learner).get(address(attempt)).content.decode()
    assert "因为" in page
    assert "1　答" in page


# --- who may look, and from where ------------------------------------------------------------------------------


def test_another_learner_and_a_visitor_find_no_page(client, client_of, learner, stranger, employer, examiner):
    attempt = planted(learner, EVERYTHING)
    bring_to("after_release", attempt, examiner)
    for other in (stranger, employer):
        assert client_of(other).get(address(attempt)).status_code == 404
    assert client.get(address(attempt)).status_code == 302
    assert client_of(learner).post(address(attempt)).status_code == 405


def test_the_office_sees_what_the_candidate_sees_once_the_result_is_released(client_of, learner, examiner, colleague):
    attempt = planted(learner, {**WRITING, "after_submit": ["stem", "own"], "after_release": ["marks"]})
    assert client_of(colleague).get(address(attempt)).status_code == 404
    bring_to("after_release", attempt, examiner)
    assert found(client_of(colleague), attempt) == {"marks"}
    assert "考生看到的就是这些" in client_of(colleague).get(address(attempt)).content.decode()


def test_a_paper_being_written_leads_back_to_the_exam_and_an_annulled_one_nowhere(client_of, learner, examiner):
    attempt = planted(learner, EVERYTHING)
    Attempt.objects.update(state="void")
    assert client_of(learner).get(address(attempt)).status_code == 404
    running = delivery.start(candidate=learner, sitting=sitting(version(["single"], review_policy=EVERYTHING)))
    assert client_of(learner).get(address(running))["Location"] == running.get_absolute_url()


def test_the_page_is_linked_only_where_it_shows_something(client_of, learner, examiner):
    mine = client_of(learner)
    attempt = planted(learner, {**WRITING, "after_submit": ["own"], "after_release": ["areas"]})
    assert address(attempt) in mine.get(attempt.get_absolute_url()).content.decode()
    bring_to("after_release", attempt, examiner)
    page = mine.get(attempt.get_absolute_url(), follow=True).content.decode()
    assert address(attempt) not in page
    assert "不逐题公布答案" in page


def test_a_long_paper_costs_as_many_queries_as_a_short_one(client_of, learner, stranger):
    def cost(person, count):
        attempt = finished(person, sitting(version(["single", "fillin"], items=20, count=count, review_policy=EVERYTHING)))
        client = client_of(person)
        client.get(address(attempt))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(attempt)).content.decode().count("lookback__item") == 2 * count
        return len(asked)

    assert cost(learner, 1) == cost(stranger, 10) <= 14


# --- what a policy may say ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, []),
        ({"during": ["stem"]}, [("during", "writing")]),
        ({"during": ["stem", "own", "key"]}, [("during", "writing")]),
        ({"after_submit": ["own", "marks"]}, [("after_submit", "unreleased")]),
        ({"after_release": ["key"]}, [("after_release", "no_question")]),
        ({"after_close": ["explanation", "areas"]}, [("after_close", "no_question")]),
    ],
)
def test_a_policy_that_would_leak_or_make_no_sense_is_named(change, faults):
    assert [(str(at), str(fault)) for at, fault in reviewing.faults({**default_review_policy(), **change})] == faults
    assert set(NOT_SEEN) == set(reviewing.Fault)


def test_a_spot_check_gives_away_no_item_of_the_certifications_bank(learner, examiner, client_of):
    """It draws from the same bank and lets anybody in; whatever its policy says, the items stay unknown."""
    attempt = planted(learner, EVERYTHING)
    Exam.objects.filter(pk=attempt.exam_id).update(kind=Exam.Purpose.SPOT_CHECK)
    for stage in STAGES:
        bring_to(stage, attempt, examiner)
        assert found(client_of(learner), attempt) == {"own"} | ({"marks"} if stage != "after_submit" else set()), stage
    guarded = reviewing.faults({**default_review_policy(), "after_release": ["stem", "key"]}, guarded=True)
    assert [(str(at), str(fault)) for at, fault in guarded] == [("after_release", "guarded")]


def test_spot_checks_tell_marks_and_no_keys_after_release(settings):
    for code, shipped in json.loads((settings.CONTENT_DIR / "spot_checks.json").read_text(encoding="utf-8")).items():
        assert not reviewing.faults(shipped["review_policy"], guarded=True), code
        assert reviewing.shown(shipped["review_policy"], reviewing.Stage.AFTER_RELEASE) == {"own", "marks", "areas"}
        assert reviewing.shown(shipped["review_policy"], reviewing.Stage.AFTER_SUBMIT) == {"own"}
