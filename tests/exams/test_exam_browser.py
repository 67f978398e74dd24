"""The exam in a real browser: nothing typed is lost, whatever happens to the page, the line, the login or the device."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from core.dates import now
from exams import delivery
from exams.models import Attempt
from tests.browser import until
from tests.exams.browsing import begin, cut, lands, mend, ready, settled, slot_of, stored
from tests.exams.making import KINDS, MACHINE, sitting, version

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(site, learner):
    return sitting(version(MACHINE))


def test_an_exam_by_keyboard_alone_through_a_reload_and_a_lost_line(device, there):
    page = device()
    begin(page, there)
    saved = page.locator("[data-save]")

    page.keyboard.press("b")
    expect(saved).to_contain_text("已保存")
    lands(page, 1, Attempt.objects.get().items.get(slot=1).choice_order[1])
    page.keyboard.press("n")
    page.keyboard.press("a")
    page.keyboard.press("c")
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="第2题，已答，已标记")).to_have_attribute("aria-current", "step")
    page.keyboard.press("p")
    expect(page.locator("h1")).to_contain_text("第1题")
    page.keyboard.press("n")
    expect(saved).to_contain_text("已保存")

    page.reload()
    ready(page)
    expect(page.locator("h1")).to_contain_text("第2题")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)  # two choices and the flag

    cut(page)
    page.keyboard.press("n")
    page.keyboard.press("b")
    expect(saved).to_contain_text("离线，1题未上传")
    expect(page.get_by_role("button", name="第3题，已答，尚未上传")).to_have_class("local")
    expect(page.get_by_text("网络断开了，请继续作答。")).to_be_visible()
    page.keyboard.press("n")
    page.get_by_label("您的答案").fill("授权")
    expect(saved).to_contain_text("离线，2题未上传")
    assert (stored(3), stored(4)) == (None, None)

    page.reload()  # closing and opening again: the answers are still there, and still owed
    expect(page.get_by_label("您的答案")).to_have_value("授权")
    expect(saved).to_contain_text("离线，2题未上传")
    mend(page)
    expect(saved).to_contain_text("已保存")
    expect(page.get_by_text("网络断开了，请继续作答。")).to_be_hidden()
    lands(page, 3, False)
    lands(page, 4, ["授权"])
    settled(page)

    page.get_by_role("button", name="检查并交卷").click()
    expect(page.get_by_role("heading", name="有3题未答")).to_be_visible()
    expect(page.get_by_role("heading", name="有1题标记待看")).to_be_visible()
    page.get_by_role("button", name="交卷，结束考试").click()
    expect(page.get_by_text("还有题未答。请勾选下面一项再交卷")).to_be_visible()
    page.get_by_label("我知道还有3题未答，仍要交卷。").check()
    page.get_by_role("button", name="交卷，结束考试").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("分")
    settled(page, "")
    until(page, lambda: Attempt.objects.get().state == Attempt.State.RELEASED)


def test_an_answer_given_before_the_script_has_come_is_saved_when_it_comes(device, there):
    held, page = [], device()
    page.goto(there.get_absolute_url())
    page.route("**/js/exam.js", lambda route: held.append(route))
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="开始考试").click(no_wait_after=True)
    page.get_by_role("radio").nth(2).check()
    until(page, lambda: held)
    held[0].continue_()
    expect(page.locator("[data-save]")).to_contain_text("已保存")
    lands(page, 1, Attempt.objects.get().items.get(slot=1).choice_order[2])


def test_without_a_line_at_the_end_the_last_answers_come_with_the_paper(device, there):
    page = device()
    begin(page, there)
    cut(page)
    page.get_by_role("button", name="第4题").click()
    page.get_by_label("您的答案").fill("授权")
    expect(page.locator("[data-save]")).to_contain_text("离线，1题未上传")
    page.get_by_role("button", name="检查并交卷").click()
    page.get_by_label("我知道还有6题未答，仍要交卷。").check()
    page.get_by_role("button", name="交卷，结束考试").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("未通过，2分")


def test_when_time_is_up_the_visible_answer_is_handed_in(device, site, learner):
    page = device()
    begin(page, sitting(version(["fillin"], items=1)))
    # The end comes near once the page is there, however long that took; the next reply tells it.
    Attempt.objects.update(deadline_at=now() + dt.timedelta(seconds=3))
    page.get_by_label("您的答案").fill("授权")
    expect(page.get_by_role("heading", level=1)).to_contain_text("合格，2分")


def test_the_newest_device_writes_and_the_older_one_loses_nothing(device, there):
    old, new = device(), device()
    begin(old, there)
    attempt = Attempt.objects.get()
    new.goto(attempt.get_absolute_url())
    new.get_by_role("button", name="在这台设备上继续").click()
    ready(new)
    new.keyboard.press("a")
    expect(new.locator("[data-save]")).to_contain_text("已保存")

    old.get_by_role("button", name="第4题").click()
    old.get_by_label("您的答案").fill("授权")
    expect(old.get_by_text("这场考试已在另一台设备上继续。")).to_be_visible()
    expect(old.get_by_label("您的答案")).to_be_disabled()
    old.get_by_role("button", name="在这台设备上继续").click()
    expect(old.get_by_role("button", name="第4题，已答", exact=True)).to_be_visible()
    expect(old.get_by_role("button", name="第1题，已答", exact=True)).to_be_visible()
    lands(old, 4, ["授权"])
    settled(old)


def test_a_lapsed_login_is_mended_beside_the_page(device, there):
    page = device()
    begin(page, there)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("a")
    expect(page.get_by_text("登录已失效，答案都在本机。")).to_be_visible()
    assert stored(1) is None
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "sessionid"])
    expect(page.locator("[data-save]")).to_contain_text("已保存")
    expect(page.get_by_text("登录已失效，答案都在本机。")).to_be_hidden()
    until(page, lambda: stored(1) is not None)


def test_putting_in_order_needs_no_dragging(device, there):
    page = device()
    begin(page, there)
    slot = slot_of("ordering")
    page.locator(f"[data-cell='{slot}']").click()
    expect(page.locator("[data-order] select:visible")).to_have_count(4)
    before = page.locator("[data-order] select:visible").evaluate_all("all => all.map((one) => one.dataset.entry)")
    page.locator("[data-order] li").nth(3).get_by_role("button").first.click()  # one step up
    page.locator("[data-order] li").nth(0).get_by_role("combobox").select_option("3")
    expect(page.locator("[data-save]")).to_contain_text("已保存")
    wanted = [before[0], before[1], before[3], before[2]]
    wanted = [wanted[1], wanted[2], wanted[0], wanted[3]]
    lands(page, slot, wanted)
    settled(page)


def test_the_clock_follows_the_server_and_not_the_device(device, there):
    page = device()
    page.add_init_script("const now = Date.now; Date.now = () => now() + 3_600_000;")
    begin(page, there)
    attempt = Attempt.objects.get()
    delivery.grant_time(attempt=attempt, seconds=600, reason="停电", by=attempt.candidate)
    page.keyboard.press("a")
    expect(page.locator("[data-timer]")).to_contain_text("1:0")
    page.get_by_role("button", name="隐藏计时").click()
    expect(page.locator("[data-timer]")).to_be_hidden()


def test_every_page_of_an_exam_is_accessible(open_browser, accessible, client_of, learner, site):
    there = sitting(version(list(KINDS), items=1))
    page = open_browser()
    page.context.add_cookies([{"name": "sessionid", "value": client_of(learner).cookies["sessionid"].value, "url": site}])
    page.goto("/exams/")
    accessible(page)
    begin(page, there)
    for kind in ("multiple", "numeric", "matching", "ordering", "case"):
        page.locator(f"[data-cell='{slot_of(kind)}']").click()
        expect(page.locator("h1")).to_contain_text(f"第{slot_of(kind)}题")
        accessible(page)
    page.locator("textarea").fill("答")  # waits for a marker
    page.get_by_role("button", name="检查并交卷").click()
    expect(page.get_by_role("heading", name="检查并交卷")).to_be_visible()
    accessible(page)
    page.get_by_label("仍要交卷").check()
    page.get_by_role("button", name="交卷，结束考试").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已交卷")
    accessible(page)
    settled(page, "")
