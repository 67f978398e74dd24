"""Quizzes of lessons: drawn from questions open to practice alone, kept, marked as exams are, the best attempt counts."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import translation
from wagtail.blocks.struct_block import StructBlockValidationError

from courses import completion, showing, teaching
from courses.activities import of as activities_of
from courses.differences import compare
from courses.models import ActivityEvidence, ActivityProgress, CourseTeacher, CourseVersion, LearningEvent, LessonPage
from courses.quizzes import bank
from courses.quizzes.draw import Draw
from exams import delivery
from exams.models import AnswerKey, Item, ItemVersion, QuizAttempt, QuizQuestion
from exams.quizzes import figures, stock, trying
from exams.quizzes.bank import place
from exams.quizzes.pages import result
from tests.courses.activities import course_of, write
from tests.exams.making import item, sitting, version
from tests.exams.quizzes import (
    LESSON,
    QUIZ,
    answered,
    begin,
    codes,
    course_with_quiz,
    enrolled,
    practice_items,
    quiz,
)

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 9, 1, 4, tzinfo=dt.UTC)
BLOCK = LessonPage.body.field.stream_block.child_blocks["quiz"]
DRAW = Draw((LESSON,), 5)


@pytest.fixture
def mine(learner):
    """A learner in a course whose lesson holds a quiz of five of six questions, passed from 60 %."""
    practice_items()
    return enrolled(learner, course_with_quiz())


def saved(**asked: Any) -> Any:
    """What the editor's form makes of the block."""
    value = BLOCK.to_python(quiz(**asked)["value"])
    return BLOCK.clean(value)


def fault(**asked: Any) -> dict[str, Any]:
    """What the form says, by field, as an editor reads it."""
    with translation.override("zh-hans"), pytest.raises(StructBlockValidationError) as refused:
        saved(**asked)
    return {name: " ".join(error.messages) for name, error in refused.value.block_errors.items()}


# --- what may be drawn ----------------------------------------------------------------------------------


def test_a_question_of_an_exam_is_never_drawn():
    """The control: each is let in by the one thing that keeps it out."""
    practice_items(1)
    hidden: dict[str, dict[str, Any]] = {
        "exam": {"purpose": "exam"},
        "contest": {"purpose": "contest"},
        "uncleared": {"cleared": False},
        "retired": {"status": "retired"},
        "draft": {"status": "draft"},
        "future": {"effective_from": dt.date(2999, 1, 1)},
    }
    for code, fields in hidden.items():
        item(code, **{"purpose": "practice", "objective": LESSON, **fields})
    item("by-hand", "short", purpose="practice", objective=LESSON)
    assert [one.code for one in stock.fitting(DRAW)] == [f"single-{LESSON}-0"]
    assert stock.fit(DRAW).found == 1
    Item.objects.filter(code__in=hidden).update(purpose="practice", cleared=True, status="active", effective_from=None)
    assert {one.code for one in stock.fitting(DRAW)} == {f"single-{LESSON}-0", *hidden}


def test_a_question_that_stands_on_a_paper_being_written_is_not_drawn(learner):
    attempt = delivery.start(candidate=learner, sitting=sitting(version(["single"], items=1)))
    Item.objects.update(purpose="practice", objective=LESSON)
    assert not stock.fitting(DRAW).exists()
    delivery.submit(attempt=attempt)
    assert stock.fitting(DRAW).count() == 1


def test_a_struck_question_is_not_drawn():
    practice_items(2)
    struck = ItemVersion.objects.order_by("pk")[0]
    AnswerKey.objects.create(item_version=struck, revision=2, rule="void")
    assert stock.fit(DRAW).found == 1


def test_places_kinds_and_difficulty_are_what_was_asked_for():
    practice_items(2, difficulty=1)
    practice_items(2, "truefalse", difficulty=4)
    practice_items(2, lesson="QUZ-02", area="B", difficulty=5)
    assert {one.kind for one in stock.fitting(Draw((LESSON,), 1, kinds=("truefalse",)))} == {"truefalse"}
    assert {one.difficulty for one in stock.fitting(Draw((LESSON, "QSO/B"), 1, easiest=2, hardest=4))} == {4}
    assert stock.fit(Draw((LESSON, "QSO/B"), 6)).by_source == {LESSON: 4, "QSO/B": 2}
    assert [len(rows) for _title, rows in stock.sources()] == [2, 2]


# --- the editor -----------------------------------------------------------------------------------------


def test_a_quiz_the_bank_can_fill_is_saved():
    practice_items()
    assert saved()["count"] == 5


def test_too_few_questions_are_refused_with_place_and_remedy():
    practice_items(3)
    told = fault(count=9)["count"]
    with translation.override("zh-hans"):
        assert bank.named(LESSON, 3) in told
    assert "9" in told


def test_a_limit_without_an_end_is_refused_unless_the_lesson_can_do_without():
    """Whoever failed twice could never complete the lesson."""
    practice_items()
    assert set(fault(attempts=2)) == {"rule"}
    assert saved(attempts=2, wait_days=1)["attempts"] == 2
    assert saved(attempts=2, required=False)["attempts"] == 2


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"easiest": 4, "hardest": 2}, "hardest"),
        ({"at_least": None}, "rule"),
        ({"at_least": 101}, "rule"),
        ({"count": 51}, "count"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(asked, field):
    practice_items()
    assert field in fault(**asked)


def test_dead_ends_name_a_quiz_that_has_lost_its_questions(mine):
    call_command("dead_ends")
    Item.objects.update(status="retired")
    with pytest.raises(CommandError):
        call_command("dead_ends")


# --- an attempt -----------------------------------------------------------------------------------------


def test_an_attempt_is_drawn_once_and_is_the_same_on_every_device(mine):
    first = begin(mine)
    assert begin(mine).pk == first.pk
    assert len(codes(first)) == len(set(codes(first))) == 5
    again = [one.item.code for one in stock.drawn(DRAW, first.seed, ())]
    assert again == codes(first)


def test_neither_the_bank_nor_the_course_changes_an_attempt_that_was_begun(mine):
    attempt = begin(mine)
    before = codes(attempt)
    Item.objects.update(status="retired", purpose="exam")
    page = LessonPage.objects.get(code=LESSON)
    write(page, [quiz(at_least=100, count=1)])
    page.save_revision().publish()
    assert codes(attempt) == before
    assert answered(attempt, 3).passed


def test_a_later_change_of_the_bank_or_the_rule_takes_nothing_back(mine, learner):
    answered(begin(mine), 5)
    Item.objects.update(status="retired")
    done = ActivityProgress.objects.get()
    assert (done.state, done.score) == ("completed", 100)
    with pytest.raises(trying.Refused):
        begin(mine)
    assert ActivityProgress.objects.get().completed_at == done.completed_at


def test_the_rule_of_the_draw_is_frozen_with_the_version(mine):
    page = LessonPage.objects.get(code=LESSON)
    write(page, [quiz(count=1)])
    page.save_revision().publish()
    counts = [
        one.lesson(LESSON)["activities"][0]["facts"]["draw"]["count"] for one in CourseVersion.objects.order_by("number", "minor")
    ]
    assert counts == [5, 1]
    before, after = CourseVersion.objects.order_by("number", "minor")
    assert not compare(before.structure, after.structure).is_textual, "no correction: learners stay on the version they have"
    assert len(codes(begin(mine))) == 5


def test_it_is_marked_by_the_rules_of_exams(learner):
    for kind in ("multiple", "ordering", "fillin", "numeric", "truefalse"):
        practice_items(1, kind)
    attempt = begin(enrolled(learner, course_with_quiz()))
    by_kind = {one.item_version.item.kind: one.slot for one in attempt.questions.select_related("item_version__item")}
    given = {"multiple": ["A"], "ordering": list("ABDC"), "fillin": ["授 权"], "numeric": "１２.５５ mm", "truefalse": False}
    trying.save(pk=attempt.pk, given={by_kind[kind]: value for kind, value in given.items()}, seen=0)
    trying.hand_in(attempt)
    marks = {one.item_version.item.kind: str(one.marks) for one in attempt.questions.select_related("item_version__item")}
    assert marks == {"multiple": "0.50", "ordering": "0.67", "fillin": "0.00", "numeric": "1.00", "truefalse": "1.00"}
    attempt.refresh_from_db()
    assert (attempt.right, attempt.out_of, attempt.score) == (2, 5, 63)


def test_the_best_attempt_counts_and_the_events_say_each(mine, learner):
    with time_machine.travel(NOON, tick=True):
        for right in (1, 4, 2):
            answered(begin(mine), right)
    progress = ActivityProgress.objects.get()
    assert (progress.state, progress.score) == ("completed", 80)
    told = LearningEvent.objects.filter(activity_id=QUIZ).order_by("pk").values_list("verb", "result__score__raw")
    assert list(told) == [("initialized", None), ("failed", 20), ("passed", 80), ("failed", 40)]
    assert [one.data["right"] for one in ActivityEvidence.objects.order_by("pk")] == [1, 4, 2]
    assert completion.complete(enrolment=mine, lesson_code=LESSON).completed_at


def test_a_passed_quiz_taken_again_and_passed_is_told_as_passed(mine):
    answered(begin(mine), 5)
    answered(begin(mine), 4)
    assert [one.verb for one in LearningEvent.objects.filter(activity_id=QUIZ).order_by("pk")] == [
        "initialized",
        "passed",
        "passed",
    ]


def test_what_was_met_before_is_drawn_only_for_want_of_others(learner):
    practice_items(10)
    mine = enrolled(learner, course_with_quiz())
    first = answered(begin(mine), 0)
    assert not set(codes(first)) & set(codes(begin(mine)))


def test_attempts_are_limited_and_open_again_after_the_wait(learner):
    practice_items()
    mine = enrolled(learner, course_with_quiz(attempts=2, wait_days=1))
    with time_machine.travel(NOON, tick=False):
        answered(begin(mine), 0)
        answered(begin(mine), 0)
        with pytest.raises(trying.Refused):
            begin(mine)
    with time_machine.travel(NOON + dt.timedelta(days=1), tick=False):
        assert begin(mine).number == 3


def test_an_attempt_all_of_whose_questions_were_struck_fails_nobody_and_uses_up_no_attempt(learner, client_of):
    practice_items(5)
    mine = enrolled(learner, course_with_quiz(attempts=1, wait_days=30))
    attempt = begin(mine)
    for one in ItemVersion.objects.all():
        AnswerKey.objects.create(item_version=one, revision=2, rule="void")
    void = answered(attempt, 0)
    assert (void.is_void, void.passed, void.out_of) == (True, False, 0)
    assert not ActivityProgress.objects.filter(score__isnull=False).exists(), "nothing was asked, so nothing was reached"
    assert not LearningEvent.objects.filter(verb__in=["failed", "passed"]).exists()
    with translation.override("en"):
        assert "uses up no attempt" in result(void)
    assert client_of(learner).get(void.get_absolute_url()).status_code == 200
    for one in ItemVersion.objects.all():
        first = one.keys.get(revision=1)
        AnswerKey.objects.create(item_version=one, revision=3, rule=first.rule, data=first.data)
    again = answered(begin(mine), 5)
    assert (again.number, again.score) == (2, 100)
    with pytest.raises(trying.Refused):
        begin(mine)


def test_a_lesson_that_was_copied_has_a_quiz_of_its_own(mine, learner, school):
    """Its blocks keep their ids: attempts and figures are told apart by the lesson."""
    answered(begin(mine), 5)
    twin = LessonPage.objects.get(code=LESSON).copy(update_attrs={"code": "TWO-01", "slug": "two-01"}, copy_revisions=False)
    twin.save_revision().publish()
    other = enrolled(learner, course_of(twin, code="TWO"))
    [quiz_] = activities_of(other.version.lesson("TWO-01") or {})
    assert quiz_.id == QUIZ
    [shown] = showing.shown([quiz_], learner, "TWO-01", is_mine=True)
    there = place(shown, DRAW)
    assert there is not None
    assert there.done == []
    CourseTeacher.objects.create(course=other.course, person=school)
    [group] = teaching.groups(school, other.course)
    section: Any = figures.of_group(group)
    [row] = section["context"]["rows"]
    assert (row.people, row.passed, row.attempts, row.mean) == (0, 0, 0, None)


def test_an_older_page_takes_no_answer_away(mine):
    attempt = begin(mine)
    assert trying.save(pk=attempt.pk, given={1: "B", 2: "A"}, seen=0) == 1
    assert trying.save(pk=attempt.pk, given={1: None, 2: "C", 3: "D"}, seen=0) == 0, "it does not show what was kept elsewhere"
    assert list(attempt.questions.values_list("value", flat=True)[:3]) == ["B", "C", "D"]
    trying.save(pk=attempt.pk, given={1: None}, seen=2)
    assert attempt.questions.get(slot=1).value is None


def test_handing_in_twice_marks_once(mine):
    attempt = begin(mine)
    first = answered(attempt, 5)
    assert trying.hand_in(attempt).handed_in_at == first.handed_in_at
    assert ActivityEvidence.objects.count() == 1


def test_a_later_cycle_is_not_completed_by_what_was_begun_before_it(mine):
    with time_machine.travel(NOON, tick=False):
        attempt = begin(mine)
    mine.counts_from = NOON + dt.timedelta(days=1)
    mine.save()
    answered(attempt, 5)
    assert not ActivityEvidence.objects.exists()
    assert begin(mine).number == 2


def test_the_database_refuses_a_second_open_attempt_and_a_marked_one_that_changes(mine):
    attempt = begin(mine)
    twin = QuizAttempt(learner=mine.learner, course=mine.course, lesson_code=LESSON, activity_id=QUIZ, number=2, seed=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    answered(attempt, 5)
    for rows, change in ((QuizAttempt.objects, {"score": 1}), (QuizQuestion.objects, {"marks": 0})):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            rows.update(**change)
