"""The pages of a quiz: taken without a script, its owner's alone, cheap in its lesson; and the teacher's figures."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext as _

from courses import teaching
from courses.models import Course, CourseTeacher
from exams.models import Item, QuizAttempt
from exams.quizzes import figures, trying
from tests.courses.test_places import make_run
from tests.exams.quizzes import DOOR, HERE, LESSON, QUIZ, answered, begin, codes, course_with_quiz, enrolled, form, practice_items
from tests.exams.test_pictures import pictured

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(learner):
    """A learner in a course whose lesson holds a quiz of five of six questions, passed from 60 %."""
    practice_items()
    return enrolled(learner, course_with_quiz())


def test_a_learner_takes_it_without_a_script(mine, client_of):
    browser = client_of(mine.learner)
    assert DOOR in browser.get(HERE).content.decode()
    page = browser.post(DOOR, follow=True)
    attempt = QuizAttempt.objects.get()
    assert page.redirect_chain[-1][0] == attempt.get_absolute_url()
    html = page.content.decode()
    assert html.count("<fieldset") == 5
    assert "因为" not in html, "no explanation before it is handed in"
    sent = form(attempt, 5)
    kept = {"seen": 0, "q1": sent["q1"]}
    assert browser.post(attempt.get_absolute_url(), kept).status_code == 302
    assert browser.get(attempt.get_absolute_url()).content.decode().count(" checked") == 1
    asking = browser.post(f"{attempt.get_absolute_url()}submission/", kept).content.decode()
    assert 'name="anyway"' in asking, "four are empty: it asks"
    assert QuizAttempt.objects.get().handed_in_at is None
    done = browser.post(f"{attempt.get_absolute_url()}submission/", sent, follow=True).content.decode()
    assert done.count("因为") == 5
    with translation.override("zh-hans"):
        words = {"right": 5, "of": 5, "score": 100, "needed": 60}
        sentence = _("Quiz: %(right)s of %(of)s right (%(score)s%%), passed.") % words
    assert sentence in done
    lesson = browser.get(HERE).content.decode()
    assert sentence in lesson
    assert 'class="act is-complete"' in lesson


def test_what_is_left_empty_may_be_handed_in_when_it_is_meant(mine, client_of):
    attempt = begin(mine)
    answer = client_of(mine.learner).post(f"{attempt.get_absolute_url()}submission/", {"anyway": "1"}, follow=True)
    attempt.refresh_from_db()
    assert (answer.status_code, attempt.score) == (200, 0)


def test_an_answer_that_cannot_be_read_is_named_and_the_others_are_kept(learner, client_of):
    practice_items(1)
    practice_items(1, "numeric")
    attempt = begin(enrolled(learner, course_with_quiz(count=2)))
    slots = {one.item_version.item.kind: one.slot for one in attempt.questions.select_related("item_version__item")}
    sent = {f"q{slots['single']}": "B", f"q{slots['numeric']}-1": "很多"}
    browser = client_of(learner)
    page = browser.post(attempt.get_absolute_url(), sent)
    assert page.status_code == 422
    assert "很多" in page.content.decode()
    assert attempt.questions.get(slot=slots["single"]).value == "B"
    told = browser.post(attempt.get_absolute_url(), sent, headers={"X-Requested-With": "fetch"}).json()
    assert list(told["faults"]) == [str(slots["numeric"])]
    assert browser.post(f"{attempt.get_absolute_url()}submission/", {**sent, "anyway": "1"}).status_code == 422
    assert QuizAttempt.objects.get().handed_in_at is None


def test_the_picture_of_a_question_is_there_for_who_has_the_quiz_and_for_nobody_else(learner, stranger, examiner, client_of):
    picture = pictured(examiner)
    address = picture.get_absolute_url()
    assert client_of(learner).get(address).status_code == 404
    Item.objects.update(purpose="practice", objective=LESSON)
    attempt = begin(enrolled(learner, course_with_quiz(count=1)))
    Item.objects.update(status="retired")  # asked nowhere else any more
    for _handed_in in range(2):
        assert f'src="{address}"' in client_of(learner).get(attempt.get_absolute_url()).content.decode()
        assert client_of(learner).get(address).status_code == 200
        trying.hand_in(attempt)
    assert client_of(stranger).get(address).status_code == 404


@pytest.mark.parametrize(("explain", "failed", "passed"), [("each", 5, 5), ("passed", 0, 5), ("never", 0, 0)])
def test_right_answers_are_shown_as_the_author_chose(learner, client_of, explain, failed, passed):
    practice_items()
    mine, browser = enrolled(learner, course_with_quiz(explain=explain)), client_of(learner)
    one = answered(begin(mine), 0)
    assert browser.get(one.get_absolute_url()).content.decode().count("因为") == failed
    answered(begin(mine), 5)
    assert browser.get(one.get_absolute_url()).content.decode().count("因为") == passed


def test_a_question_that_went_over_to_exams_tells_no_more_what_is_right(mine, client_of):
    attempt = answered(begin(mine), 0)
    Item.objects.filter(code=codes(attempt)[0]).update(purpose="exam")
    assert client_of(mine.learner).get(attempt.get_absolute_url()).content.decode().count("因为") == 4


@pytest.mark.parametrize("who", ["stranger", "colleague", "school", "examiner"])
def test_nobody_else_sees_or_touches_an_attempt(mine, client_of, request, who):
    attempt = begin(mine)
    other = client_of(request.getfixturevalue(who))
    assert other.get(attempt.get_absolute_url()).status_code == 404
    assert other.post(attempt.get_absolute_url(), form(attempt, 5)).status_code == 404
    assert other.post(f"{attempt.get_absolute_url()}submission/", {"anyway": "1"}).status_code == 404
    assert other.post(DOOR).status_code == 404, "not enrolled"
    assert not attempt.questions.filter(is_answered=True).exists()


def test_a_visitor_reads_the_rule_and_no_question(client, mine):
    html = client.get(HERE).content.decode()
    assert DOOR not in html
    assert "60%" in html


def test_what_a_device_keeps_says_where_the_quiz_is_taken_and_asks_nobody_to_enrol_again(mine, client, client_of):
    with translation.override("zh-hans"):
        enrol, needs = (
            _("Enrol in the course to take the quiz."),
            _("The quiz is taken in the lesson, signed in and with a network."),
        )
    kept = client_of(mine.learner).get("/learn/offline/quz/quz-01/").content.decode()
    assert (needs in kept, enrol in kept) == (True, False)
    html = client.get(HERE).content.decode()
    assert (needs in html, enrol in html) == (False, True)


def test_other_activities_have_no_such_door(mine, client_of):
    assert client_of(mine.learner).post(DOOR.replace(QUIZ, "none")).status_code == 404
    assert client_of(mine.learner).get(DOOR).status_code == 405


def test_a_warm_lesson_with_a_quiz_asks_at_most_eight_queries(mine, client_of, monkeypatch):
    monkeypatch.setattr("courses.texts.time", lambda: 1_800_000_000.0)
    answered(begin(mine), 1)
    answered(begin(mine), 4)
    begin(mine)
    browser = client_of(mine.learner)
    for _time in range(2):
        browser.get(HERE)
    with CaptureQueriesContext(connection) as queries:
        browser.get(HERE)
    assert len(queries) <= 8


# --- the teacher ----------------------------------------------------------------------------------------


def test_a_teacher_sees_figures_whose_names_are_behind_them(mine, school, stranger, client_of, django_assert_num_queries):
    course = Course.objects.get(code="QUZ")
    CourseTeacher.objects.create(course=course, person=school)
    answered(begin(mine), 2)
    answered(begin(mine), 4)
    answered(begin(enrolled(stranger, course)), 0)
    [group] = teaching.groups(school, course)
    with django_assert_num_queries(5):
        section = figures.of_group(group)
    told: Any = section["context"] if section else {}
    [row] = told["rows"]
    assert (row.people, row.passed, row.attempts, row.mean) == (2, 1, 3, 40)
    assert sum(one.missed for one in told["missed"]) in (8, 9), "nine answers were wrong; of six questions five are named"
    assert [one.percent for one in told["missed"]] == sorted((one.percent for one in told["missed"]), reverse=True)
    page = client_of(school).get(f"/learn/teaching/quz/{group.key}/").content.decode()
    assert "part=tried" in page
    assert [one.learner for one in teaching.people(group, "passed", LESSON, QUIZ)] == [mine.learner]
    assert teaching.people(group, "tried", LESSON, QUIZ).count() == 2


def test_who_learns_in_a_run_is_in_its_figures_and_not_in_those_of_the_others(mine, school, stranger):
    course = Course.objects.get(code="QUZ")
    CourseTeacher.objects.create(course=course, person=school)
    answered(begin(mine), 4)
    other = enrolled(stranger, course)
    answered(begin(other), 0)
    other.run = make_run(course)
    other.save()
    told: list[Any] = [figures.of_group(group) for group in teaching.groups(school, course)]
    shown = sorted((row.people, row.passed, row.attempts, row.mean) for one in told for row in one["context"]["rows"])
    assert shown == [(1, 0, 1, 0), (1, 1, 1, 80)]
    assert sorted(sum(row.missed for row in one["context"]["missed"]) for one in told) == [1, 5]
