"""What goes wrong in mid-exam, in a real browser: the line, the tab, the device, the button pressed twice. Answers lost: none.

Each has a control: the same fault against a page without what guards it, or what would be there had an answer been lost.
"""

import pytest
from playwright.sync_api import expect

from exams.models import Attempt, Response, Result
from tests.browser import until
from tests.exams.browsing import begin, cut, kept, lands, mend, ready, settled, stored
from tests.exams.making import MACHINE, sitting, version

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(site, learner):
    return sitting(version(MACHINE))


def write_four(page):
    """Four answers, one after the other, without looking whether any was saved."""
    for slot, key in ((1, "a"), (2, "c"), (3, "b")):
        page.locator(f"[data-cell='{slot}']").click()
        page.keyboard.press(key)
    page.locator("[data-cell='4']").click()
    page.get_by_label("您的答案").fill("授权")


def acknowledged():
    """How many questions the server has an answer to."""
    return Response.objects.values("attempt_item").distinct().count()


def test_r13_a_line_cut_for_long_with_a_reload_in_between_loses_nothing(device, there):
    """Twelve seconds stand for sixty: by then the page has waited 1, 2, 4 seconds and is in its fourth pause."""
    page = device()
    begin(page, there)
    cut(page)
    write_four(page)
    page.wait_for_timeout(6_000)
    page.reload()
    ready(page)
    page.wait_for_timeout(6_000)
    assert acknowledged() == 0
    until(page, lambda: len(kept(page, "answer")) == 4)
    expect(page.locator("[data-save]")).to_contain_text("离线，4题未上传")
    mend(page)
    until(page, lambda: acknowledged() == 4)
    lands(page, 4, ["授权"])
    settled(page)


def test_control_the_same_cut_without_what_the_device_keeps_loses_all_four(device, there):
    page = device()
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    begin(page, there)
    cut(page)
    write_four(page)
    page.reload()
    ready(page)
    page.unroute("**/responses/**")
    page.locator("[data-cell='7']").click()
    page.wait_for_timeout(1_500)
    assert acknowledged() == 0


def test_without_storage_the_page_itself_saves_all_the_same(device, there):
    page = device()
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    begin(page, there)
    write_four(page)
    until(page, lambda: acknowledged() == 4)


def test_r21_of_two_tabs_the_newest_writes_and_takes_along_what_the_older_owed(device, there):
    old = device()
    begin(old, there)
    cut(old)
    old.keyboard.press("a")
    expect(old.locator("[data-save]")).to_contain_text("离线，1题未上传")
    new = old.context.new_page()
    new.goto(Attempt.objects.get().get_absolute_url())
    ready(new)
    expect(old.get_by_text("这场考试已在另一个标签页打开。")).to_be_visible()
    expect(old.get_by_role("radio").first).to_be_disabled()
    until(new, lambda: stored(1) is not None)
    new.keyboard.press("b")
    until(new, lambda: Response.objects.filter(attempt_item__slot=1).count() == 2)
    settled(new)


def test_pressing_twice_hands_in_once_and_both_get_the_same_receipt(device, there):
    page = device()
    begin(page, there)
    page.keyboard.press("a")
    until(page, lambda: acknowledged() == 1)
    attempt = Attempt.objects.get()
    replies = page.evaluate(
        """async (url) => {
          const token = document.cookie.match(/csrf[^=]*=([^;]+)/)[1];
          const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token };
          const body = JSON.stringify({ pending: [], epoch: 1 });
          const send = () => fetch(url, { method: "POST", headers, body }).then((reply) => reply.json());
          return Promise.all([send(), send(), send(), send()]);
        }""",
        f"{attempt.get_absolute_url()}submission/",
    )
    attempt.refresh_from_db()
    assert {reply["receipt"] for reply in replies} == {attempt.receipt_sha256}
    assert Result.objects.count() == 1
    assert attempt.events.filter(kind="submitted").count() == 1
