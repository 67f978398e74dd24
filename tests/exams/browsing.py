"""A candidate at the exam page in a real browser: what the tests of that page have in common."""

import pytest
from playwright.sync_api import expect

from exams.models import Attempt, Response


def slot_of(kind):
    return Attempt.objects.get().items.get(item_version__item__kind=kind).slot


def stored(slot):
    found = Response.objects.filter(attempt_item__slot=slot).order_by("-seq").first()
    return found.value if found else None


def begin(page, there):
    page.goto(there.get_absolute_url())
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="开始考试").click()
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
    for _ in range(100):
        if not kept(page, prefix):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"still kept: {kept(page, prefix)}")


def cut(page):
    page.route("**/responses/**", lambda route: route.abort())
