"""A quiz on a small phone: answers are kept while they are given, and it is handed in with the keyboard."""

import pytest
from playwright.sync_api import expect

from exams.models import QuizAttempt, QuizQuestion
from tests.browser import follow, until
from tests.exams.quizzes import HERE, course_with_quiz, enrolled, practice_items


@pytest.mark.chromium
@pytest.mark.django_db(transaction=True)
def test_a_quiz_is_taken_on_a_small_phone_with_the_keyboard(learner, client_of, site, open_browser, accessible):
    for kind in ("single", "numeric", "ordering"):
        practice_items(1, kind)
    enrolled(learner, course_with_quiz(count=3))
    page = open_browser(viewport={"width": 360, "height": 640})
    page.context.add_cookies([{"name": "sessionid", "value": client_of(learner).cookies["sessionid"].value, "url": site}])
    page.goto(HERE)
    follow(page, ".act form button")
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("input[type=radio][value=B]").focus()
    page.keyboard.press("Space")
    page.locator("input[inputmode=decimal]").fill("12.5")
    until(page, lambda: QuizQuestion.objects.filter(is_answered=True).count() == 2)
    expect(page.locator("[data-kept]")).not_to_be_empty()
    page.reload()
    expect(page.locator("input[type=radio][value=B]")).to_be_checked()
    page.locator(".actionbar .btn--primary").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow(page, ".actionbar .btn--primary")  # one is left empty: it asks
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert (QuizAttempt.objects.get().right, QuizAttempt.objects.get().score) == (2, 66)
