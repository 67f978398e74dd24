"""The ten-minute walk: somebody who has never been here writes a lesson, and two departments approve it, in a real browser."""

import pytest
from playwright.sync_api import expect

from schools.models import LessonPackPage
from tests.browser import follow, until
from tests.cast import PASSWORD
from tests.schools.making import approvers, make_school, teacher

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]


LESSON = {
    "title": "一支铅笔里的标准",
    "subject": "practice",
    "licence": "cc-by-4.0",
    "text": "## 课堂安排\n\n先看铅笔上的标记，再比较三种硬度。",
}
# Written at once, as no hand can: what the editor saves by itself between two strokes is refused, and a browser logs that.
WRITTEN = """(lesson) => {
  document.addEventListener("w-autosave:save", () => { globalThis.isSaving = true; });
  for (const [name, value] of Object.entries(lesson)) document.getElementById(`id_${name}`).value = value;
  globalThis.writtenAt = performance.now();
}"""
# The editor notes what is there two seconds after it opened, and looks for changes from then on: so something is written again.
SAVING = """() => {
  if (!globalThis.isSaving && performance.now() > writtenAt + 3000) {
    document.getElementById("id_text").value += "。";
    globalThis.writtenAt = performance.now();
  }
  return Boolean(globalThis.isSaving);
}"""


def sign_in(page, user):
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    follow(page, page.get_by_role("button", name="登录").first)


def decide(page, user, title):
    """From the sign-in to the decision, as the pages offer it."""
    page.goto("/account/login/?next=/resources/desk/")
    sign_in(page, user)
    page.wait_for_url("**/resources/desk/")
    follow(page, page.get_by_role("link", name=title))
    return page


def test_a_teacher_who_has_never_been_here_has_a_lesson_approved(open_browser, accessible):
    author, (education, regulation) = teacher(make_school()), approvers()
    mine = open_browser()
    mine.goto("/resources/")
    follow(mine, mine.get_by_role("link", name="投稿"))
    sign_in(mine, author)
    mine.wait_for_url("**/cms/pages/add/schools/lessonpackpage/**")
    mine.evaluate(WRITTEN, LESSON)
    until(mine, lambda: mine.evaluate(SAVING))
    mine.locator("[name=action-submit]").first.click()  # while it saves by itself
    mine.wait_for_url("**/review/")
    expect(mine.get_by_text("等待教育部门审核").first).to_be_visible()
    accessible(mine)

    first = decide(open_browser(viewport={"width": 390, "height": 844}), education, "一支铅笔里的标准")
    first.locator("#text summary").first.click()
    first.locator("#text textarea").first.fill("请补充安全提示。")
    follow(first, first.locator("#text form button").first)
    expect(first.locator("#text")).to_contain_text("请补充安全提示。")
    accessible(first)
    follow(first, first.get_by_role("button", name="通过", exact=True))
    until(first, lambda: LessonPackPage.objects.get().workflow_in_progress)

    second = decide(open_browser(), regulation, "一支铅笔里的标准")
    follow(second, second.get_by_role("button", name="通过", exact=True))
    until(second, lambda: LessonPackPage.objects.get().live)

    mine.goto("/resources/desk/")
    expect(mine.get_by_text("已公开").first).to_be_visible()
    accessible(mine)
    mine.goto("/resources/")
    follow(mine, mine.get_by_role("link", name="一支铅笔里的标准"))
    accessible(mine)
