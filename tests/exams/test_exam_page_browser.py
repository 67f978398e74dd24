"""The exam page in a real browser, continued: signing in again, another language, long typing, signals, what stays behind."""

import pytest
from playwright.sync_api import expect

from exams.models import Attempt, Response
from tests.browser import until
from tests.cast import PASSWORD
from tests.exams.browsing import begin, cut, kept, lands, ready, stored
from tests.exams.making import MACHINE, sitting, version

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(site, learner):
    return sitting(version(MACHINE))


def test_signing_in_again_happens_in_a_dialog_on_the_page(device, there, learner):
    page = device()
    begin(page, there)
    page.evaluate("window.stayed = true")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("a")
    page.get_by_role("button", name="重新登录").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("邮箱")).to_have_value(learner.email)
    dialog.get_by_label("密码").fill("wrong")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("邮箱或密码不对。")
    assert stored(1) is None
    dialog.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-save]")).to_contain_text("已保存")
    until(page, lambda: stored(1) is not None)
    assert page.evaluate("window.stayed") is True
    page.reload()  # the new session holds the pen: no question who may write
    ready(page)
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)


def test_another_language_keeps_every_answer_and_the_place(device, there):
    page = device()
    begin(page, there)
    page.keyboard.press("b")
    until(page, lambda: stored(1) is not None)
    first = stored(1)
    page.get_by_role("button", name="第4题").click()
    page.get_by_label("您的答案").fill("授权")
    page.get_by_role("button", name="EN").click()
    page.wait_for_url("**/en/exams/**")
    expect(page.locator("h1")).to_contain_text("Question 4")
    expect(page.get_by_label("Your answer")).to_have_value("授权")
    expect(page.locator("[data-save]")).to_contain_text("Saved")
    lands(page, 4, ["授权"])
    page.get_by_role("button", name="Question 1, answered").click()
    expect(page.locator("legend")).to_contain_text(" en")
    assert page.get_by_role("radio", checked=True).input_value() == first
    assert (stored(1), stored(4)) == (first, ["授权"])
    assert Response.objects.filter(attempt_item__slot=1).count() == 1


def test_without_a_line_the_language_stays_and_so_does_the_page(device, there):
    page = device()
    begin(page, there)
    page.context.set_offline(True)
    page.get_by_role("button", name="EN").click()
    expect(page.get_by_text("没有网络时不能切换语言。")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("第1题")


def test_whoever_types_without_a_pause_is_saved_all_the_same(device, there):
    page = device()
    page.clock.install()
    begin(page, there)
    page.get_by_role("button", name="第4题").click()
    blank = page.get_by_label("您的答案")
    for count in range(1, 32):  # a key every half second: the pause of 0.8 s never comes
        blank.press("x")
        page.clock.run_for(500)
        if count == 28:
            assert stored(4) is None
    settled_by_now = Response.objects.filter(attempt_item__slot=4)
    until(page, settled_by_now.exists)
    assert len(settled_by_now.first().value[0]) >= 28
    blank.press("y")  # and whoever pauses, within two seconds
    page.clock.run_for(1900)
    until(page, lambda: stored(4)[0].endswith("y"))


def test_leaving_and_pasting_are_written_down_and_answers_saved_all_the_same(device, site, learner):
    there = sitting(version(["short"], items=1))
    page = device()
    begin(page, there)
    page.get_by_label("您的答案").evaluate(
        """(field) => { const data = new DataTransfer(); data.setData("text", "不是我写的");
        field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true })); }"""
    )
    page.evaluate("dispatchEvent(new Event('blur')); dispatchEvent(new Event('focus'))")
    page.get_by_label("您的答案").fill("答")
    lands(page, 1, "答")
    events = Attempt.objects.get().events
    until(page, lambda: events.filter(kind="signal_back").exists())
    kinds = list(events.order_by("number").values_list("kind", flat=True))
    assert kinds == ["started", "signal_address", "signal_opened", "signal_paste", "signal_blur", "signal_back"]
    assert events.get(kind="signal_paste").data["length"] == 5


def test_signing_out_leaves_nothing_of_the_exam_on_the_device(device, there):
    page = device()
    begin(page, there)
    cut(page)
    page.keyboard.press("a")
    page.keyboard.press("n")
    page.keyboard.press("f")
    until(page, lambda: kept(page, "answer") == ["answer 1"])
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="退出").click()
    page.wait_for_url(lambda url: "logout" not in url)
    until(page, lambda: page.evaluate("indexedDB.databases()") == [])
    assert kept(page) == []


def test_the_clock_drifts_by_less_than_a_second_however_the_device_is_set(device, there):
    """The control: a clock read from the device's own time would be an hour off."""
    page = device()
    page.add_init_script(
        "const now = Date.now; let shift = 0; Date.now = () => now() + shift; window.shift = (ms) => { shift = ms; };"
    )
    begin(page, there)
    attempt = Attempt.objects.get()

    def drift():
        """The clock's count (h:mm:ss) against the server's."""
        parts = [int(part) for part in page.locator("[data-timer]").inner_text().split(":")]
        shown = sum(part * 60**place for place, part in enumerate(reversed(parts)))
        return abs(shown - attempt.remaining_ms() / 1000)

    for hours in (1, -1):
        before = page.evaluate("Date.now()")
        page.evaluate(f"shift({hours * 3_600_000})")
        assert abs(page.evaluate("Date.now()") - before) > 3_000_000  # the device's clock has really moved
        until(page, lambda: drift() < 1.0)  # the clock shows whole seconds, and a busy machine reads it late


def test_no_script_of_the_page_is_heavy(device, there):
    page, addresses = device(), set()
    page.on("request", lambda asked: addresses.add(asked.url) if "/static/js/" in asked.url else None)
    begin(page, there)
    assert addresses
    assert max(len(page.request.get(address).body()) for address in addresses) <= 30_000
