"""A candidate at the exam page in a real browser: what the tests of that page have in common."""

from playwright.sync_api import expect

from exams.models import Attempt, Response
from tests.browser import follow, until


def slot_of(kind):
    return Attempt.objects.get().items.get(item_version__item__kind=kind).slot


def stored(slot):
    found = Response.objects.filter(attempt_item__slot=slot).order_by("-seq").first()
    return found.value if found else None


def begin(page, there):
    page.goto(there.get_absolute_url())
    for box in page.get_by_role("checkbox").all():
        box.check()
    follow(page, page.get_by_role("button", name="开始考试"))
    ready(page)


def ready(page):
    """The page's script is at work."""
    expect(page.locator("[data-keys]")).to_contain_text("关闭快捷键")


KEPT = """() => new Promise((done) => {
  const flags = Object.keys(localStorage).filter((key) => key.startsWith("exam-flags"));
  const opening = indexedDB.open("exam-outbox");
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = () => done(flags);
  opening.onsuccess = () => {
    const all = opening.result.transaction("answers").objectStore("answers").getAll();
    all.onsuccess = () => (opening.result.close(), done([...flags, ...all.result.map((entry) => `answer ${entry.slot}`)]));
  };
})"""


def kept(page, prefix=""):
    """What this device keeps of the exam: answers not acknowledged, flags."""
    return [key for key in page.evaluate(KEPT) if key.startswith(prefix)]


def settled(page, prefix="answer"):
    """Nothing is owed to the server any more."""
    until(page, lambda: not kept(page, prefix), "something is still kept on the device")


def lands(page, slot, value):
    """The server has this answer."""
    until(page, lambda: stored(slot) == value, f"question {slot}: {stored(slot)}")


def cut(page):
    page.route("**/responses/**", lambda route: route.abort())


def mend(page):
    """The line is back, and the candidate says so; by then the page may have found out by itself and hidden the button."""
    page.unroute("**/responses/**")
    page.get_by_role("button", name="立即重试", include_hidden=True).dispatch_event("click")
