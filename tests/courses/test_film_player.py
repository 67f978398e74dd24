"""The player before a film, in a browser without a server: it pauses when nobody can be watching, and says why.

The lesson is the real one with its real scripts; only the film is a stand-in whose time is moved by hand, as is the clock.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser import PATIENCE
from tests.courses.activities import course_of, enrol, lesson_page
from tests.courses.films import medium, video

pytestmark = [pytest.mark.chromium, pytest.mark.django_db]
HERE = "/courses/act/act-01/"
HIDES = """
Object.defineProperty(document, 'hidden', { get: () => true });
document.dispatchEvent(new Event('visibilitychange'));
"""
STAND_IN = """
const film = HTMLMediaElement.prototype;
Object.defineProperties(film, {
  paused: { get() { return !this.plays; } },
  currentTime: { get() { return this.at ?? 0; }, set(at) { this.at = at; this.dispatchEvent(new Event('seeking')); } },
});
film.play = function () { this.plays = true; this.dispatchEvent(new Event('play'));
  if (this.plays) this.dispatchEvent(new Event('playing')); return Promise.resolve(); };
film.pause = function () { if (this.plays) { this.plays = false; this.dispatchEvent(new Event('pause')); } };
"""


class Viewer:
    """Somebody before the film: what the page sent, and how the film goes on."""

    def __init__(self, page: Any, html: str) -> None:
        self.page, self.html, self.sent, self.refuses = page, html, list[Any](), False
        page.route("**/*", self._answer)
        page.add_init_script(STAND_IN)
        page.clock.install()
        page.goto(f"http://film.test{HERE}")
        self.film, self.note = page.locator(".film__player"), page.locator(".film__note")
        page.mouse.move(5, 5)

    def _answer(self, route: Any) -> None:
        path = urlsplit(route.request.url).path
        if route.request.method == "POST":
            self._post(route, path)
        elif path == HERE:
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/js/") and (file := Path(settings.BASE_DIR) / path[1:]).exists():
            route.fulfill(body=file.read_bytes(), content_type="text/javascript")
        else:
            route.fulfill(status=204)

    def _post(self, route: Any, path: str) -> None:
        if self.refuses:
            route.fulfill(status=409, json={"problem": "在别处"})
            return
        self.sent.append("opened" if path.endswith("/sittings/") else route.request.post_data_json["ranges"])
        told = {"sitting": "6f6a1d8e-0000-4000-8000-0000000000bb", "percent": 1, "seen": [], "is_complete": False}
        route.fulfill(status=201, json=told)

    def plays(self) -> None:
        with self.page.expect_response("**/sittings/"):
            self.film.evaluate("(film) => void film.play()")

    def goes_on(self, seconds: int) -> None:
        """So much of the film, second by second, as its own time tells; the clock goes along."""
        for _second in range(seconds):
            self.page.clock.run_for(1000)
            self.film.evaluate(
                "(film) => { if (film.plays) { film.at = film.currentTime + 1; film.dispatchEvent(new Event('timeupdate')); } }"
            )

    @property
    def is_paused(self) -> bool:
        return bool(self.film.evaluate("(film) => film.paused"))


@pytest.fixture
def viewer(browser, learner, client_of, settings):
    settings.WATCH_IDLE_MINUTES = 1
    enrol(learner, course_of(lesson_page([video(medium())])))
    html = client_of(learner).get(HERE).content.decode()
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    yield Viewer(context.new_page(), html)
    context.close()


def test_a_hidden_page_pauses_the_film_and_counts_no_more_than_was_seen(viewer):
    viewer.plays()
    viewer.goes_on(3)
    with viewer.page.expect_response("**/beats/"):
        viewer.page.evaluate(HIDES)
    assert viewer.is_paused
    viewer.goes_on(40)
    assert viewer.sent == ["opened", [[0, 3000]]]
    # A key for media on the keyboard starts it behind a hidden page.
    viewer.film.evaluate("(film) => void film.play()")
    assert viewer.is_paused


def test_who_touches_nothing_for_long_is_asked_and_goes_on_with_a_click(viewer):
    viewer.plays()
    viewer.goes_on(50)
    viewer.page.mouse.move(9, 9)  # the control: a hand on the mouse is somebody
    viewer.goes_on(50)
    assert not viewer.is_paused
    viewer.goes_on(15)
    assert viewer.is_paused
    expect(viewer.note).to_contain_text("还在观看吗")
    viewer.note.get_by_role("button").click()
    viewer.goes_on(2)
    assert not viewer.is_paused
    expect(viewer.note).to_be_hidden()


def test_a_film_that_counts_elsewhere_pauses_here_says_so_and_can_be_taken_back(viewer):
    viewer.plays()
    viewer.goes_on(3)
    viewer.refuses = True
    with viewer.page.expect_response("**/beats/"):
        viewer.goes_on(13)
    expect(viewer.note).to_contain_text("在别处")
    assert viewer.is_paused
    viewer.refuses = False
    with viewer.page.expect_response("**/sittings/"):
        viewer.note.get_by_role("button").click()
    assert viewer.sent == ["opened", "opened"]
    assert not viewer.is_paused
