"""A real browser. Every page it opens is watched: no error in the console, no request to anyone else.

A click that leads to another page says so with `follow`: what is read right after a bare click may be the old page, or
half of the new one. What comes true by and by is waited for with `expect` (in the page) or `until` (in the database).
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 30_000  # ms: a busy machine is slow, not wrong
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium, started once per worker."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("chromium is absent: apt-get install chromium")
    # Playwright's loop runs in this very thread; Django must not take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def follow(page: "Page", what: "Locator | str") -> None:
    """Click what leads to another page, and wait until that page is there as a whole."""
    with page.expect_navigation():
        (page.locator(what) if isinstance(what, str) else what).click()


def until(page: "Page", claim: Callable[[], object], what: object = "") -> None:
    """Wait for something outside the page, such as a row in the database, while the page goes on."""
    for _ in range(PATIENCE // 50):
        if claim():
            return
        page.wait_for_timeout(50)
    assert claim(), what


class Watch:
    """What went wrong in a browser context, besides what the test itself looks at."""

    def __init__(self, context: "BrowserContext", home: str) -> None:
        self.home, self.faults = urlsplit(home).netloc, list[str]()
        context.on("console", lambda said: self._note(said.type == "error", f"console: {said.text}"))
        context.on("weberror", lambda fault: self._note(True, f"script: {fault.error}"))
        context.on("request", lambda asked: self._note(self._elsewhere(asked.url), f"third party: {asked.url}"))

    def _elsewhere(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.home

    def _note(self, is_fault: bool, what: str) -> None:
        if is_fault:
            self.faults.append(what)


@pytest.fixture
def site(live_server: Any, settings: Any, small_machine: Any) -> str:
    """The address of a running site on this test's database; links in mails and QR codes lead there."""
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def open_browser(browser: "Browser", site: str) -> Iterator[Callable[..., "Page"]]:
    """`open_browser()`: a page in a fresh context (a different person); keywords go to the context.

    At the end every context must be free of script errors, policy violations and requests to others.
    """
    contexts: list[tuple[BrowserContext, Watch]] = []

    def page(**options: Any) -> "Page":
        context = browser.new_context(**{"base_url": site, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options})
        context.set_default_timeout(PATIENCE)
        contexts.append((context, Watch(context, options.get("base_url", site))))
        return context.new_page()

    yield page
    for context, _watch in contexts:
        context.close()
    assert [fault for _context, watch in contexts for fault in watch.faults] == []


@pytest.fixture
def accessible() -> Callable[["Page"], None]:
    """`accessible(page)`: axe finds nothing to object to, neither in the light nor in the dark."""
    from axe_playwright_python.sync_playwright import Axe

    def look(page: "Page") -> None:
        page.wait_for_load_state("load")  # without its styles a page is not what a reader sees
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = Axe().run(page)
            assert found.violations_count == 0, f"{page.url} ({scheme})\n{found.generate_report()}"
        page.emulate_media(color_scheme="light")

    return look
