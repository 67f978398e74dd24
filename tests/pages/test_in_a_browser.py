"""The public pages in a real browser: usable by everyone, on a small screen, without scripts."""

import re
import subprocess

import pytest
import time_machine
from playwright.sync_api import expect

from campaigns import covenanting
from campaigns.drawing import draw
from campaigns.models import Contest, Covenant, Slogan, SloganCall, SloganDecision
from core.dates import now
from exams.models import SpotCheckReport
from pages.models import ErrorReport
from pages.reporting import hand_in
from tests.browser import follow, until
from tests.campaigns.making import at, contest_of, page_of, played
from tests.campaigns.test_covenants import body
from tests.cases.making import make_case
from tests.events.making import DAY
from tests.exams.checking import unsat
from tests.talents.test_experts import make_expert

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
# What a reader takes home: the paragraphs of an article, of a lesson.
TEXT = ".art__text p, .lesson__body p:not([hidden] p), .lesson__body li, .lesson__body td"
CLICKED = ".site-head, .site-foot, nav, button, input, select, textarea, a[href*='/report/']"


def bare(text):
    return re.sub(r"\s+", "", text)


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


@pytest.fixture
def made_by_people(learner, employer, regulator, administrator):
    """What readers make here: covenants, slogans, a draw, an expert, a case, a report; the addresses they stand at."""
    covenant = Covenant.objects.create(
        association=body("association", "珠海电器行业协会", learner),
        title="行业公约",
        summary="向用户承诺。",
        text="不合格的不出厂",
    )
    covenanting.hand_in(covenant, by=learner)
    covenanting.decide(covenant, publish=True, reason="", by=administrator)
    covenant.refresh_from_db()
    covenanting.sign(covenant, body=body("enterprise", "海珠电器厂", employer), by=employer)
    with time_machine.travel(at(9, 15, year=2025), tick=False) as clock:
        page_of(2025)
        contest = contest_of(2025, prizes=1)
        played(contest, learner)
        clock.move_to(at(10, 1, year=2025))
        draw(Contest.objects.get(pk=contest.pk), by=administrator)
    open_now = {"opens_at": now() - DAY, "closes_at": now() + DAY, "votes_until": now() + 2 * DAY}
    call = SloganCall.objects.create(year=2025, **open_now)
    SloganDecision.objects.create(
        slogan=Slogan.objects.create(call=call, author=learner, text="一次做对"), accepted=True, by=administrator
    )
    report = hand_in(ErrorReport(kind="access", page="/events/", text="打不开", language="zh-hans"))
    expert = make_expert(learner, administrator)
    SpotCheckReport.objects.create(
        sitting=unsat(), place="海珠电器厂", checked=30, passed_first=24, passed_resit=5, published_by=administrator
    )
    return [
        "/quality-month/covenants/",
        f"/en{covenant.get_absolute_url()}",
        f"/zh-hant{call.get_absolute_url()}",
        "/quality-month/2025/contest/draw/",
        "/zh-hant/cases/",
        make_case().get_absolute_url(),
        "/en/experts/",
        f"/zh-hant{expert.get_absolute_url()}",
        "/report/?page=/events/",
        "/exams/spot-checks/results/",
        f"/en{report.get_absolute_url()}",
    ]


def test_axe_finds_nothing_in_what_people_make_on_a_desk_and_on_a_phone(made_by_people, open_browser, accessible):
    page = open_browser()
    for number, address in enumerate(made_by_people):
        page.set_viewport_size({"width": 1280, "height": 900} if number % 2 else {"width": 390, "height": 800})
        page.goto(address)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"], address


@pytest.mark.poppler
def test_on_paper_stands_the_text_whole_with_its_sources_and_nothing_to_click(content, open_browser):
    page = open_browser()
    for address in ("/law/zhuhai-quality/", "/courses/qso/off-05/"):
        page.goto(address)
        heading = bare(page.locator("h1").inner_text())
        shown = [bare(text) for text in page.locator(TEXT).all_inner_texts()]
        cited = page.locator(".prose a[href^=http]").evaluate_all("links => links.map(one => one.getAttribute('href'))")
        printed = subprocess.run(
            ["pdftotext", "-", "-"], input=page.pdf(prefer_css_page_size=True), check=True, capture_output=True
        )
        paper = bare(printed.stdout.decode())
        assert len(shown) > 20, address
        assert [text for text in [*shown, *cited, heading] if text not in paper] == [], address
        page.emulate_media(media="print")
        seen = page.locator(CLICKED).evaluate_all("all => all.filter(one => one.checkVisibility()).map(one => one.outerHTML)")
        assert seen == [], address
        page.emulate_media(media="screen")
        assert page.locator(CLICKED).first.is_visible()  # the control: on the screen there is


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
