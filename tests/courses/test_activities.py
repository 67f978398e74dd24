"""Activities (学习活动): frozen with the course, completed by a rule, granted for good, the same in every language."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from courses import completion, working
from courses.activities import RULES, Activity, Reached, Rule, added, is_fulfilled, of
from courses.models import ActivityEvidence, ActivityProgress, CreditEntry, LessonPage, LessonProgress
from courses.showing import sentence
from courses.signals import activity_completed
from tests.courses.activities import course_of, enrol, lesson_page, reading, write

READING = "6f6a1d8e-0000-4000-8000-000000000001"


@pytest.fixture
def mine(learner):
    return enrol(learner, course_of(lesson_page([reading(block_id=READING)])))


def activity_of(enrolment, code="ACT-01") -> Activity:
    return of(enrolment.version.lesson(code) or {})[0]


def read(enrolment, code="ACT-01"):
    return working.note(learner=enrolment.learner, lesson_code=code, activity=activity_of(enrolment), deed="read")


# --- the rules, which know no framework

reached = st.builds(
    Reached,
    deeds=st.frozensets(st.sampled_from(["viewed", "read", "answered", "marked", "said"])),
    percent=st.integers(0, 100),
    score=st.none() | st.integers(0, 100),
    seconds=st.integers(0, 7200),
)
rules = st.builds(Rule, by=st.sampled_from(sorted(RULES)), at_least=st.integers(1, 100))


@given(rules, reached, reached)
def test_whatever_is_reached_later_completes_no_less(rule, before, more):
    assert is_fulfilled(rule, added(before, more)) >= (is_fulfilled(rule, before) or is_fulfilled(rule, more))


@given(reached, reached)
def test_what_is_reached_does_not_depend_on_the_order_of_reports(one, other):
    assert added(one, other) == added(other, one)
    assert added(added(one, other), other) == added(one, other)


def test_my_state_is_a_sentence_with_my_figures():
    assert sentence(Rule("watched", 90), Reached(percent=72)) == "已观看72%，还需18%。"
    assert sentence(Rule("time", 10), Reached(seconds=125)) == "已学习2分钟，还需8分钟。"
    assert sentence(Rule("scored", 60), Reached(score=40)) == "最好成绩40%，需要60%。"
    assert sentence(Rule("self"), Reached(deeds=frozenset({"said"}))) == "已完成。"


@pytest.mark.parametrize("by", sorted(RULES))
def test_every_rule_says_in_words_what_is_open_and_that_it_is_done(by):
    rule = Rule(by, 60 if RULES[by] else 0)
    deeds = frozenset({"viewed", "read", "answered", "said", "marked", "attended", "finished", "passed"})
    done = Reached(deeds=deeds, percent=60, score=60, seconds=3600)
    asked = sentence(rule, Reached())
    assert asked.endswith("。")
    assert not re.search("[A-Za-z]{2}", asked), "in the reader's language"
    assert asked != "已完成。"
    assert sentence(rule, done) == "已完成。"


# --- freezing


def test_a_version_keeps_activities_with_rule_and_title(mine):
    (row,) = mine.version.lesson("ACT-01")["activities"]
    assert row == {
        "id": READING,
        "kind": "reading",
        "rule": {"by": "read"},
        "required": True,
        "title": {"zh-hans": "第九条原文"},
        "blocks": {"zh-hans": READING},
    }


def test_a_version_from_before_there_were_activities_has_none(content, learner):
    from tests.courses.learning import complete
    from tests.courses.learning import enrol as enrol_in

    old = enrol_in(learner)
    assert "activities" not in (old.version.lesson("OFF-04") or {"activities": []})
    complete(old, "OFF-04")
    assert LessonProgress.objects.get().completed_at


def test_a_twin_with_another_block_id_is_the_same_activity(learner):
    page = lesson_page([reading(block_id=READING)])
    lesson_page([reading("Article 9", block_id="other-id")], language="en", key=page.translation_key)
    row = activity_of(enrol(learner, course_of(page)))
    assert row.id == READING
    assert row.titles == {"zh-hans": "第九条原文", "en": "Article 9"}
    assert row.blocks == {"zh-hans": READING, "en": "other-id"}


# --- completing


def test_a_lesson_waits_for_its_required_activities(mine):
    with pytest.raises(completion.NotYet) as raised:
        completion.complete(enrolment=mine, lesson_code="ACT-01")
    assert raised.value.open_activities == [READING]
    assert read(mine).completed_at
    assert completion.complete(enrolment=mine, lesson_code="ACT-01").completed_at
    assert CreditEntry.objects.get().seconds == 1800


def test_an_optional_activity_holds_nothing_up(learner):
    mine = enrol(learner, course_of(lesson_page([reading(required=False)])))
    assert completion.complete(enrolment=mine, lesson_code="ACT-01").completed_at


def test_a_deed_is_kept_with_the_rule_it_was_judged_by(mine):
    heard = []

    def listener(sender, progress, **kwargs):
        heard.append(progress)

    activity_completed.connect(listener)
    try:
        first, again = read(mine), read(mine)
    finally:
        activity_completed.disconnect(listener)
    assert first.completed_at == again.completed_at
    assert heard == [first]
    assert [(one.deed, one.rule, one.completed) for one in ActivityEvidence.objects.order_by("pk")] == [
        ("read", {"by": "read"}, True),
        ("read", {"by": "read"}, False),
    ]


def test_what_is_completed_stays_so_when_the_rule_is_made_stricter(mine, learner):
    before = read(mine).completed_at
    page = LessonPage.objects.get(code="ACT-01")
    write(page, [reading(by="self", block_id=READING)])
    page.save_revision().publish()
    newest = mine.course.current
    assert newest.number == 2
    stricter = of(newest.lesson("ACT-01"))[0]
    row = working.note(learner=learner, lesson_code="ACT-01", activity=stricter, deed="viewed")
    assert row.completed_at == before
    assert working.done(learner, "ACT-01") == {READING}


@pytest.mark.parametrize(
    ("model", "deed"),
    [
        (ActivityEvidence, "UPDATE {} SET deed = 'said'"),
        (ActivityEvidence, "DELETE FROM {}"),
        (ActivityProgress, "UPDATE {} SET completed_at = NULL"),
        (ActivityProgress, "UPDATE {} SET state = 'in_progress'"),
        (ActivityProgress, "DELETE FROM {}"),
    ],
    ids=["evidence rewritten", "evidence deleted", "completion cleared", "state put back", "progress deleted"],
)
def test_the_database_refuses_to_take_it_back(mine, model, deed):
    read(mine)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(model._meta.db_table))


# --- editing


def test_a_rule_that_needs_a_figure_is_refused_without_one():
    child = LessonPage.body.field.stream_block.child_blocks["reading"]
    empty = {"title": "空", "body": [], "rule": {"by": "read", "at_least": None, "required": True}}
    with pytest.raises(ValidationError):
        child.clean(child.to_python(empty))


# --- the page


def test_the_page_says_what_is_asked_and_takes_ones_word(mine, client_of, stranger, client):
    here = "/courses/act/act-01/"
    html = client_of(mine.learner).get(here).content.decode()
    assert f'id="activity-{READING}"' in html
    assert "我已读完" in html
    assert "本课还没有学完" in html
    door = f"{here}activities/{READING}/"
    assert client_of(mine.learner).get(door).status_code == 405
    assert client_of(stranger).post(door, {"deed": "read"}).status_code == 404
    assert client.post(door, {"deed": "read"}).status_code == 302
    assert not ActivityProgress.objects.exists()
    answer = client_of(mine.learner).post(door, {"deed": "read"})
    assert answer.url == f"{here}#activity-{READING}"
    assert "可以学完本课" in client_of(mine.learner).get(here).content.decode()


@pytest.mark.parametrize("deed", ["watched", "marked", "", "waived"])
def test_ones_own_word_is_not_taken_for_other_deeds(mine, client_of, deed):
    client_of(mine.learner).post(f"/courses/act/act-01/activities/{READING}/", {"deed": deed})
    assert not ActivityProgress.objects.exists()


def test_an_activity_that_is_not_of_the_lesson_is_not_found(mine, client_of):
    assert client_of(mine.learner).post("/courses/act/act-01/activities/none/", {"deed": "read"}).status_code == 404


def test_activities_cost_one_query_however_many(learner, client_of, django_assert_num_queries):
    few = course_of(lesson_page([reading()]), code="FEW")
    many = course_of(lesson_page([reading() for _n in range(12)], code="ACT-02"), code="MANY")
    enrol(learner, few)
    enrol(learner, many)
    browser = client_of(learner)
    for address in ("/courses/few/act-01/", "/courses/many/act-02/"):
        browser.get(address)  # warm: the texts are remembered from now on
    counts = []
    from django.test.utils import CaptureQueriesContext

    for address in ("/courses/few/act-01/", "/courses/many/act-02/"):
        with CaptureQueriesContext(connection) as told:
            assert browser.get(address).status_code == 200
        counts.append(len(told))
    assert counts[0] == counts[1]
