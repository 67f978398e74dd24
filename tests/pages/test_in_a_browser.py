"""The public pages in a real browser: usable by everyone, on a small screen, without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser import follow, until

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/",
    "/en/",
    "/zh-hant/",
    "/law/zhuhai-quality/",
    "/en/law/zhuhai-quality/",
    "/search/?q=首席质量官",
    "/search/?q=量子隧穿",
]
PAGES += ["/pages/", "/pages/privacy/", "/law/zhuhai-quality/?beside=en", "/sitemap/", "/reading/"]
DARK = ["/zh-hant/", "/en/law/zhuhai-quality/", "/zh-hant/sitemap/", "/en/reading/", "/courses/", "/en/pages/about/"]
CAMPAIGN = [
    "/quality-month/2026/",
    "/en/quality-month/2027/contest/",
    "/zh-hant/quality-month/quiz/1/",
    "/events/",
    "/en/fields/service/",
]
# Adds up how far what stands on the page was moved by what came later.
SHIFTS = """window.shifted = 0;
new PerformanceObserver(list => { for (const one of list.getEntries()) window.shifted += one.value })
.observe({ type: "layout-shift", buffered: true })"""


def test_axe_finds_nothing_to_object_to(content, open_browser, accessible):
    page = open_browser()
    for address in PAGES:
        page.goto(address)
        accessible(page)


def test_axe_finds_nothing_in_the_dark_on_a_phone_in_the_other_languages(content, open_browser, accessible):
    page = open_browser(viewport={"width": 390, "height": 800}, color_scheme="dark")
    for address in [*DARK, *CAMPAIGN]:
        page.goto(address)
        accessible(page)


def test_nothing_is_wider_than_a_small_phone_and_nothing_moves_while_it_loads(content, open_browser):
    page = open_browser(viewport={"width": 320, "height": 640})
    page.add_init_script(SHIFTS)
    for address in [*PAGES, *CAMPAIGN]:
        page.goto(address)
        assert page.evaluate("[document.documentElement.scrollWidth, window.shifted]") == [320, 0], address
    # Control: what pushes the text down is seen.
    page.goto("/")
    page.evaluate(
        "document.querySelector('main').prepend(Object.assign(document.createElement('p'), { style: 'height: 300px' }))"
    )
    until(page, lambda: page.evaluate("window.shifted") > 0)


def test_the_contents_follow_the_reader_and_a_sign_copies_the_citation(content, open_browser, site):
    page = open_browser(permissions=["clipboard-read", "clipboard-write"], viewport={"width": 1280, "height": 900})
    page.goto("/law/zhuhai-quality/")
    page.click("#a9 [data-cite]")
    page.wait_for_selector(".toc.only-l a[aria-current][href='#a9']")
    expect(page.locator("[data-law-status]")).to_have_text("已复制引用")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"《珠海经济特区质量创新发展条例》第九条 {site}/law/zhuhai-quality/#a9"


def test_without_scripts_one_reads_searches_and_turns_pages(content, open_browser):
    page = open_browser(java_script_enabled=False)
    page.goto("/law/zhuhai-quality/")
    expect(page.locator("[data-print]")).to_be_hidden()
    follow(page, ".site-head a[href='/search/']")
    page.fill("#q", "首席質量官")
    follow(page, "form.seek button")
    expect(page.locator(".item--found")).to_have_count(20)
    follow(page, ".sheets a[rel=next]")
    expect(page.locator("#q")).to_have_value("首席質量官")
    expect(page.locator(".item--found").first).to_be_visible()
