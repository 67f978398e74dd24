"""The pages of a PDF in a real browser: drawn without moving anything, opened in large, kept for a journey, gone on with."""

import pytest
from playwright.sync_api import expect

from courses.media import leafing
from courses.models import ActivityProgress
from tests.browser import until
from tests.courses.activities import enrol
from tests.courses.sheets import WORDS, pdf
from tests.courses.test_leaves import HERE, medium, shown_in_a_lesson

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
SHIFTS = """new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (window.shifted += value)))
  .observe({ type: "layout-shift", buffered: true }); window.shifted = 0"""


def test_the_page_one_reads_is_kept_and_the_pictures_are_there_without_a_network(browser, client_of, learner, site):
    paper = medium(pdf(*[WORDS] * 4, size=(200, 280)))
    leafing.leaf(paper.pk)
    enrol(learner, shown_in_a_lesson(paper))
    context = browser.new_context(base_url=site, locale="zh-CN", viewport={"width": 360, "height": 740})
    context.set_default_timeout(30_000)
    context.add_cookies([{"name": "sessionid", "value": client_of(learner).cookies["sessionid"].value, "url": site}])
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(HERE)
    third = page.locator("[data-leaf='3']")
    third.locator("img").scroll_into_view_if_needed()
    until(page, lambda: ActivityProgress.objects.filter(learner=learner, data={"page": 3}).exists())
    assert page.evaluate("window.shifted") < 0.01
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("button", name="保存到本机离线阅读").click()
    expect(page.locator("[data-said]")).to_contain_text("已保存到本机")
    third.locator(".leaf__open").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/pages/3.webp")
    page.goto("/learn/")
    page.locator(f"a[href='{HERE}#on']").first.click()
    expect(page.locator("#on")).to_be_in_viewport()
    context.set_offline(True)
    page.goto("/learn/offline/act/act-01/")
    drawn = page.locator("[data-leaf='4'] img")
    drawn.scroll_into_view_if_needed()
    until(page, lambda: drawn.evaluate("(img) => img.complete && img.naturalWidth") == 600)
    context.close()
