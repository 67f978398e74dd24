"""Packages in a real browser: they find their API, go on where they stopped on another device, and get at nothing of the site.

In both ways they can be served: on a host of their own (packages.localhost, which every Chromium takes for this machine),
and on the site's own host without an origin.
"""

import json

import pytest

from courses.models import ActivityProgress, PackageAttempt, PackageStatement
from tests.browser import PATIENCE, follow, until
from tests.courses import packing
from tests.courses.packing import manifest12
from tests.courses.playing import enrolled, uploaded

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("host", ["packages.localhost", ""], ids=["own host", "no origin"])


@pytest.fixture
def device(browser, client_of, learner, site, settings):
    """`device()`: a browser of the learner's, with what was said in its console."""
    contexts = []

    def opened(**options):
        context = browser.new_context(base_url=site, locale="zh-CN", **options)
        context.set_default_timeout(PATIENCE)
        session = client_of(learner).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def start(page):
    """From the lesson into the player; the frame in which the package is."""
    page.goto("/courses/act/act-01/")
    follow(page, ".act__body form button")
    return page


def content(page, host, inner=None):
    """The package's page, wherever it lies: in our frame on its own host, in the player itself without an origin."""
    frame = page.frame_locator("[data-player]")
    frame = frame.frame_locator("#content") if host else frame
    return frame.frame_locator(inner) if inner else frame


def kept() -> PackageAttempt:
    return PackageAttempt.objects.latest("pk")


@BOTH
def test_a_scorm_12_package_goes_on_where_it_stopped_on_another_device(device, administrator, learner, settings, host):
    settings.PACKAGE_HOST = host
    enrolled(learner, uploaded(packing.scorm12(), administrator))
    page = start(device())
    shown = content(page, host)
    shown.locator("#found").get_by_text("API of 林悦").wait_for()
    shown.locator("#note").fill("第一条：先看风险")
    shown.locator("#next").click()
    shown.locator("#next").click()
    until(page, lambda: kept().elements("i1").get("cmi.core.lesson_location") == "3", "what was committed is kept")
    page.goto("about:blank")

    phone = start(device(viewport={"width": 390, "height": 800}))
    shown = content(phone, host)
    shown.locator("#page").get_by_text("3", exact=True).wait_for()
    assert shown.locator("#note").input_value() == "第一条：先看风险"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert ActivityProgress.objects.get().completed_at is None, "nine hours of claimed time are no completion"
    shown.locator("#done").click()
    phone.locator("[data-state]").get_by_text("已完成").wait_for()
    phone.locator("[data-state]").get_by_text("90%").wait_for()
    assert ActivityProgress.objects.get().completed_at is not None


@BOTH
def test_what_was_done_last_is_kept_when_the_page_is_left_at_once(device, administrator, learner, settings, host):
    settings.PACKAGE_HOST = host
    leaving = "function () { api.LMSSetValue('cmi.suspend_data', 'said while leaving'); api.LMSFinish(''); }"
    quick = f"<script>{packing.FINDING_12} api.LMSInitialize(''); window.onunload = {leaving};</script><p>x</p>"
    data = packing.packed({"imsmanifest.xml": manifest12(), "index.html": quick})
    enrolled(learner, uploaded(data, administrator))
    page = start(device())
    content(page, host).get_by_text("x").wait_for()
    page.goto("/healthz")
    until(page, lambda: kept().elements("i1").get("cmi.suspend_data") == "said while leaving")


def test_a_scorm_2004_package_whose_frames_speak_with_one_another_needs_a_host_of_its_own(
    device, administrator, learner, settings
):
    settings.PACKAGE_HOST = host = "packages.localhost"
    enrolled(learner, uploaded(packing.scorm2004(), administrator), by="passed")
    page = start(device())
    content(page, host).locator("#who").get_by_text("林悦").wait_for()
    inner = content(page, host, "#inner")
    inner.locator("#at").get_by_text("start").wait_for()
    inner.locator("#half").click()
    until(page, lambda: kept().elements("i1").get("cmi.location") == "half")
    page.goto("about:blank")
    other = start(device())
    inner = content(other, host, "#inner")
    inner.locator("#at").get_by_text("half").wait_for()
    inner.locator("#all").click()
    other.locator("[data-state]").get_by_text("已完成").wait_for()
    assert (kept().completion, kept().success, kept().percent) == ("completed", "passed", 85)


@BOTH
def test_a_scorm_2004_page_finds_its_api_wherever_it_begins_to_look(device, administrator, learner, settings, host):
    settings.PACKAGE_HOST = host
    page_of_one = (
        "<body><p id='told'></p><script>"
        + packing.FINDING_2004
        + """
      var told = [api.Initialize(''), api.GetValue('cmi.entry'), api.GetValue('cmi.location')];
      document.getElementById('told').textContent = told.join(' ');
      api.SetValue('cmi.location', 'p2'); api.Commit('');</script></body>"""
    )
    data = packing.packed({"imsmanifest.xml": packing.manifest2004(), "content/start.html": page_of_one})
    enrolled(learner, uploaded(data, administrator))
    page = start(device())
    content(page, host).locator("#told").get_by_text("true ab-initio").wait_for()
    until(page, lambda: kept().elements("i1").get("cmi.location") == "p2")
    again = start(device())
    content(again, host).locator("#told").get_by_text("true resume p2").wait_for()


# What the pages of real packages do, and what stopped them once: in a sandbox, on a foreign host, or when a page is turned.
HABITS = """<!doctype html><html><head><meta charset="utf-8"><title>课</title></head><body><header>课</header><p id="got"></p>
<a id="turn" href="two.html" target="_top">2</a><script>
const found = (name, win, n = 0) => (win[name] || win.parent === win || n > 50 ? win[name] : found(name, win.parent, n + 1));
const api = found('API_1484_11', window) || found('API', window);  // of a package that is made for both
api.LMSInitialize('');
document.getElementById('turn').onclick = () => api.LMSSetValue('cmi.suspend_data', 'page one');
onunload = () => api.LMSFinish('');
(async () => {
  const got = {}, attempt = async (name, deed) => {
    try { got[name] = String(await deed()); } catch (fault) { got[name] = 'X ' + fault; }
    document.getElementById('got').textContent = JSON.stringify(got);
  };
  const head = { headers: { 'X-Requested-With': 'XMLHttpRequest' }, credentials: 'include' };
  await attempt('json', async () => (await (await fetch('data.json', head)).json()).a);
  await attempt('absent', async () => (await fetch('none.json')).status);
  await attempt('module', async () => (await import('./word.mjs')).word);
  await attempt('domain', () => { document.domain = 'example.org'; return 'went on'; });
  await attempt('worker of service', () => {
    if ('serviceWorker' in navigator) navigator.serviceWorker.register('sw.js');
    return 'went on';
  });
  await attempt('storage', () => { localStorage.place = '3'; document.cookie = 'a=b'; return localStorage.getItem('place'); });
  await attempt('parent', () => { parent.document.title = 'x'; return 'went on'; });
  await attempt('climbing', () => { let win = window; while (win !== window.top) win = win.parent; });
})();
</script></body></html>"""
SECOND = """<p id="got"></p><script>
const found = (win) => (win.API || win.parent === win ? win.API : found(win.parent)), api = found(window);
const begun = api.LMSInitialize(''), told = api.LMSGetValue('cmi.suspend_data');
api.LMSSetValue('cmi.suspend_data', told + ' and two');
onunload = () => { api.LMSSetValue('cmi.core.lesson_status', 'completed'); api.LMSFinish(''); };
document.getElementById('got').textContent = begun + ' ' + told;
</script>"""


@BOTH
def test_what_pages_of_real_packages_are_used_to_does_not_stop_them(device, administrator, learner, settings, host):
    settings.PACKAGE_HOST = host
    more: dict[str, bytes | str] = {"data.json": '{"a": 1}', "word.mjs": "export const word = 'module';", "sw.js": ""}
    more |= {"imsmanifest.xml": manifest12(), "index.html": HABITS, "two.html": SECOND}
    data = packing.packed(more)
    enrolled(learner, uploaded(data, administrator))
    page = start(device())
    got = told_by(page, content(page, host), last="climbing")
    assert got.pop("climbing").startswith("X "), "who waits for the true top is stopped, and does not go round for ever"
    assert got == {
        "json": "1", "absent": "404", "module": "module", "domain": "went on", "worker of service": "went on", "storage": "3",
        "parent": "went on",
    }  # fmt: skip
    content(page, host).locator("#turn").click()
    content(page, host).get_by_text("true page one").wait_for()
    until(page, lambda: kept().elements("i1").get("cmi.suspend_data") == "page one and two")
    follow(page, ".player-head .push > a")
    if host:
        assert kept().completion == "completed", "what is said while it is closed is known to the next page"


@BOTH
def test_h5p_keeps_its_state_at_every_event_and_completes(device, administrator, learner, settings, host):
    settings.PACKAGE_HOST = host
    enrolled(learner, uploaded(packing.h5p(), administrator))
    page = start(device())
    shown = page.frame_locator("[data-player]")
    shown.locator(".klick").click()
    until(page, lambda: json.loads(kept().elements("H5P.Klick").get("h5p.state", "{}")) == {"clicks": 1})
    page.goto("about:blank")
    other = start(device())
    shown = other.frame_locator("[data-player]")
    shown.locator(".clicks").get_by_text("1", exact=True).wait_for()
    shown.locator(".klick").click()
    shown.locator(".klick").click()
    other.locator("[data-state]").get_by_text("已完成").wait_for()
    assert {row.statement["verb"]["id"].rpartition("/")[2] for row in PackageStatement.objects.all()} >= {
        "interacted",
        "completed",
    }


def test_of_two_tabs_the_newer_takes_over_and_the_older_is_told(device, administrator, learner, settings):
    settings.PACKAGE_HOST = host = "packages.localhost"
    enrolled(learner, uploaded(packing.scorm12(), administrator))
    older, newer = start(device()), start(device())
    content(newer, host).locator("#page").get_by_text("1", exact=True).wait_for()
    # It may have been told already, by a save of its own that came after the newer had begun; then its frame is hidden.
    content(older, host).locator("#next").dispatch_event("click")
    older.get_by_role("heading", name="已在另一个窗口继续").wait_for()
    content(newer, host).locator("#next").click()
    until(newer, lambda: kept().elements("i1").get("cmi.core.lesson_location") == "2")
    older.reload()
    older.get_by_role("heading", name="已在另一个窗口继续").wait_for()
    follow(older, ".player__gone button")
    content(older, host).locator("#page").get_by_text("2", exact=True).wait_for()


# What a hostile page tries, one thing after the other; what it got is written down. The last two do not come back if they
# succeed.
ATTACK = """
<p id="got"></p><script>
(async () => {
  const got = {}, site = '%s', soon = () => new Promise((done) => setTimeout(done, 700));
  const attempt = async (name, deed) => {
    try { got[name] = String(await deed()); } catch (fault) { got[name] = 'refused'; }
    document.getElementById('got').textContent = JSON.stringify(got);
  };
  const read = async (address) => (await (await fetch(address, { credentials: 'include' })).text()).includes('林悦');
  const leads = async (address) => {
    const link = Object.assign(document.createElement('a'), { href: address, target: '_top' });
    document.body.append(link);
    link.click();
    await soon();
    return 'tried';
  };
  await attempt('top', () => window.top.document.title);
  await attempt('frame', () => window.frameElement.ownerDocument.title);
  await attempt('cookie', () => document.cookie || 'none');
  await attempt('storage', () => localStorage.getItem('secret') || 'none');
  await attempt('fetch', () => read(site + '/learn/'));
  await attempt('own host', () => read('/learn/'));
  await attempt('api', async () => (await fetch(site + '/api/v1/openapi.json')).ok);
  await attempt('opener', () => (window.opener || window.top.opener) ? 'held' : 'none');
  await attempt('baked', () => { document.cookie = 'sessionid=forged; path=/'; return 'tried'; });
  await attempt('worker', async () => { await navigator.serviceWorker.register('sw.js'); return 'left behind'; });
  await attempt('link', () => leads(site + '/healthz'));
  await attempt('form', async () => {
    const form = document.createElement('form'), sink = document.createElement('iframe');
    Object.assign(form, { method: 'post', action: site + '/sunk.html', target: 'sink' });
    sink.name = 'sink';
    document.body.append(sink, form);
    form.submit();
    await soon();
    return 'tried';
  });
  await attempt('window', async () => { window.top.location = site + '/healthz'; await soon(); return 'tried'; });
})();
</script>
"""


@pytest.fixture
def hostile(device, site):
    """A page of the learner's in which the site keeps a secret, and what forms reached the site from it."""
    page = device()
    reached: list[str] = []
    page.on("request", lambda asked: reached.append(asked.method) if asked.url.endswith("/sunk.html") else None)
    page.goto("/courses/")
    page.evaluate("localStorage.setItem('secret', 'of the site'); document.cookie = 'plain=visible; path=/'")
    return page, reached


def told_by(page, frame, *, last: str) -> dict[str, str]:
    got = frame.locator("#got")
    until(page, lambda: last in (got.text_content() or ""))
    return dict(json.loads(got.text_content()))


@BOTH
def test_a_hostile_package_gets_at_nothing_of_the_site(hostile, administrator, learner, settings, site, host):
    settings.PACKAGE_HOST = host
    page, reached = hostile
    data = packing.packed({"imsmanifest.xml": manifest12(), "index.html": ATTACK % site, "sw.js": "self.onfetch = null;"})
    enrolled(learner, uploaded(data, administrator))
    where = start(page).url
    got = told_by(page, content(page, host), last="window")
    # On a host of its own the frame around it is ours but no more the site's than itself: that it may see.
    assert got.pop("frame") in ("refused", "第一课")
    assert got == {
        "top": "refused", "cookie": "none", "storage": "none", "fetch": "refused", "own host": "refused", "form": "tried",
        "api": "refused", "opener": "none", "worker": "refused", "baked": "tried", "link": "tried", "window": got["window"],
    }  # fmt: skip
    assert page.url == where, "it led the window nowhere"
    assert "forged" not in {cookie.get("value") for cookie in page.context.cookies(site)}, "ours keep their place"
    assert reached == []


def test_the_same_script_on_a_page_of_the_site_gets_at_all_of_it(hostile, learner, site):
    """The control: it is the containment that stops it."""
    page, reached = hostile
    page.route(
        "**/outer.html",
        lambda route: route.fulfill(body="<title>海准</title><iframe src='/hostile.html'>", content_type="text/html"),
    )
    page.route("**/hostile.html", lambda route: route.fulfill(body=ATTACK % site, content_type="text/html; charset=utf-8"))
    page.route("**/sunk.html", lambda route: route.fulfill(body="sunk"))
    page.route("**/healthz", lambda route: route.fulfill(status=204))
    page.on("request", lambda asked: reached.append("healthz") if asked.url.endswith("/healthz") else None)
    page.goto("/outer.html")
    got = told_by(page, page.frame_locator("iframe").first, last="form")
    until(page, lambda: len(reached) == 3)
    assert (got["fetch"], got["own host"], got["api"], got["storage"]) == ("true", "true", "true", "of the site")
    assert "plain=visible" in got["cookie"]
    assert got["top"] != "refused"
    assert reached == ["healthz", "POST", "healthz"]
