"""The last resort in a real browser: what the page seals, the office opens, and every answer is there."""

import pytest
from playwright.sync_api import expect

from exams import replaying, sealing_keys
from exams.models import Attempt, Response
from tests.browser import until
from tests.exams.browsing import begin, cut, kept
from tests.exams.making import KINDS, sitting, version

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]


def test_a_page_that_cannot_save_offers_a_file_that_holds_every_answer(device, site, learner, examiner, settings, tmp_path):
    settings.EXAM_SEALING_KEY_FILE = str(tmp_path / "sealing.pem")
    settings.EXAM_SEALING_AFTER_SECONDS = 2
    key = sealing_keys.add_key()
    page = device(accept_downloads=True)
    begin(page, sitting(version(list(KINDS), items=1)))
    attempt = Attempt.objects.get()
    page.keyboard.press("b")
    expect(page.locator("[data-save]")).to_contain_text("已保存")
    cut(page)
    page.locator(f"[data-cell='{attempt.items.get(item_version__item__kind='multiple').slot}']").click()
    page.keyboard.press("a")
    page.keyboard.press("c")
    page.locator(f"[data-cell='{attempt.items.get(item_version__item__kind='case').slot}']").click()
    page.locator("textarea").fill("“甲”说：1 < 2\n𠮷野家 é")
    until(page, lambda: len(kept(page, "answer")) == 2)
    banner = page.locator("[data-rescue]")
    expect(banner).to_contain_text("已有一段时间保存不成功。")
    with page.expect_download() as coming:
        banner.get_by_role("button", name="下载加密答卷").click()
    sealed = (tmp_path / "file.answers").as_posix()
    coming.value.save_as(sealed)
    with open(sealed, encoding="utf-8") as file:
        text = file.read()
    assert "甲" not in text
    assert key.kid in text
    contents = replaying.read(text)
    expect(banner.locator("b.num")).to_be_visible()
    code = banner.locator("b.num").inner_text()
    assert (contents.code, contents.attempt, contents.epoch) == (code, str(attempt.pk), 1)
    done = replaying.take_in(contents=contents, by=examiner)
    assert len(done.added) == 2
    case = Response.objects.get(attempt_item__item_version__item__kind="case")
    assert case.value == {"1": "“甲”说：1 < 2\n𠮷野家 é"}
    assert sorted(Response.objects.values_list("late", flat=True)) == [False] * 3
