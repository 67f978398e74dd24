"""A small course finished by who has only a keyboard at 360 px, and by who has no JavaScript; notes on the way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from courses.models import Course, Enrolment, Note
from tests.browser import follow, until
from tests.courses import small

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 640}


@pytest.fixture
def course(site: str) -> Course:
    return small.make_course("TST", [["TST-01"]])


@pytest.fixture
def opened(
    course: Course, learner: User, client_of: Callable[..., object], site: str, open_browser: Callable[..., Page]
) -> Callable[..., Page]:
    """A browser in which the learner is signed in."""
    session = client_of(learner).cookies["sessionid"].value  # type: ignore[attr-defined]  # Django's test client

    def page(**options: object) -> Page:
        made = open_browser(**options)
        made.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        return made

    return page


def reach(page: Page, what: Locator) -> None:
    """Press Tab until this has the focus; the control that the keyboard alone gets there."""
    what.wait_for()
    for _key in range(120):
        if what.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not get there")


def press(page: Page, what: Locator) -> None:
    """Reach it and press Enter; it leads to another page."""
    reach(page, what)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_course_is_finished_with_the_keyboard_alone_on_a_small_phone(
    opened: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    page = opened(viewport=PHONE)
    page.goto("/courses/tst/")
    press(page, page.get_by_role("button", name="报名学习").first)
    press(page, page.locator("main a[href$='/tst-01/']").first)
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    reach(page, page.locator("[data-check] input[type=radio]").first)
    page.keyboard.press("Space")
    reach(page, page.locator("[data-check] button"))
    page.keyboard.press("Enter")
    expect(page.locator(".check-item [role=status]")).to_be_visible()
    reach(page, page.locator("#notes textarea").last)
    page.keyboard.type("键盘写的笔记")
    expect(page.locator("#notes > form [data-note-state]")).to_contain_text("已自动保存")
    # The finish stands before the notes: back by the keyboard too.
    finish = page.get_by_role("button", name="学完本课")
    for _key in range(60):
        if finish.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="本课已学完")).to_be_visible()
    assert Enrolment.objects.get().completed_at
    assert Note.objects.get().text == "键盘写的笔记"
    page.goto("/learn/")
    accessible(page)
    page.goto("/learn/notes/")
    accessible(page)


def test_a_course_is_finished_without_javascript(opened: Callable[..., Page]) -> None:
    page = opened(viewport=PHONE, java_script_enabled=False)
    page.goto("/courses/tst/")
    follow(page, page.get_by_role("button", name="报名学习").first)
    follow(page, page.locator("main a[href$='/tst-01/']").first)
    page.locator("[data-check] input[type=radio]").first.check()
    follow(page, page.locator("[data-check] button"))
    page.locator("#notes textarea").fill("没有脚本也能记")
    follow(page, page.get_by_role("button", name="保存笔记"))
    expect(page.locator(".own-note__text")).to_contain_text("没有脚本也能记")
    follow(page, page.get_by_role("button", name="学完本课"))
    expect(page.get_by_role("heading", name="本课已学完")).to_be_visible()
    until(page, lambda: Enrolment.objects.get().completed_at)
