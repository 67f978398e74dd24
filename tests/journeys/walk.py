"""One person's way through the site, step by step, as the page offers it. Works with JavaScript and without."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core import mail
from playwright.sync_api import Locator, Page, expect

from courses import checks, reading, standing
from courses.models import Enrolment
from exams.models import Attempt
from tests.cast import PASSWORD
from tests.journeys.answers import check_fields, choose, encoded, fill_check, right, wrong

Look = Callable[[Page], None]


class Walk:
    """Somebody who signs up, learns, sits the exam and takes the certificate. `look` is called on every new kind of page.

    `touch`: with a finger on a phone. Nothing may be wider than it is.
    """

    def __init__(self, page: Page, look: Look, *, scripted: bool = True, touch: bool = False) -> None:
        self.page, self._look, self.scripted, self.touch = page, look, scripted, touch

    def look(self, page: Page) -> None:
        self._look(page)
        if self.touch:
            width = page.viewport_size["width"] if page.viewport_size else 0
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} is wider than the phone"

    def press(self, what: Locator) -> None:
        what.tap() if self.touch else what.click()

    def follow(self, what: Locator) -> None:
        """Press what leads to another page."""
        with self.page.expect_navigation():
            self.press(what)

    def sign_up(self, name: str, email: str) -> None:
        page = self.page
        page.goto("/")
        self.look(page)
        if self.touch:
            self.press(page.get_by_role("button", name="菜单"))
        self.follow(page.get_by_role("link", name="注册", exact=True).first)
        self.look(page)
        page.locator("[name=full_name]").fill(name)
        page.locator("[name=email]").fill(email)
        page.locator("[name=password1]").fill(PASSWORD)
        page.locator("[name=consent]").check()
        self.follow(page.get_by_role("button", name="注册"))
        expect(page.locator("[name=code]")).to_be_visible()
        self.look(page)
        found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
        assert found, mail.outbox[-1].body
        page.locator("[name=code]").fill(found[0])
        self.follow(page.locator("form:has([name=code]) [type=submit]").first)
        page.wait_for_url("**/learn/")
        self.look(page)

    def enrol(self) -> None:
        page = self.page
        page.goto("/courses/")
        self.look(page)
        self.follow(page.get_by_role("link", name="质量安全员课程"))
        self.look(page)
        self.follow(page.get_by_role("button", name="报名学习").first)
        expect(page.get_by_role("button", name="报名学习")).to_have_count(0)
        self.look(page)

    def learn(self, by_hand: int) -> None:
        """The first lessons click by click, the rest through the same addresses with this browser's cookies."""
        enrolment = Enrolment.objects.get(course__code="QSO")
        for number, lesson in enumerate(enrolment.version.lessons):
            address = f"/courses/qso/{lesson['slug']}/"
            asked = list(self._checks(enrolment, lesson["code"]))
            if number < by_hand:
                self._click_through(address, asked, looks=number == 0)
            else:
                self._post_through(address, asked)
        enrolment.refresh_from_db()
        assert enrolment.completed_at, "every lesson was completed, the course was not"

    def _checks(self, enrolment: Enrolment, code: str) -> Iterator[checks.Check]:
        told = standing.of(enrolment.learner, enrolment.course)
        text = reading.lesson_page(told, code) if told else None
        assert text, code
        yield from checks.of(text.checks)

    def _click_through(self, address: str, asked: list[checks.Check], *, looks: bool) -> None:
        page = self.page
        page.goto(address)
        if looks:
            self.look(page)
        for check in asked:
            section = page.locator(f"#check-{check.id}")
            fill_check(section, check)
            self.press(section.get_by_role("button", name="核对答案"))
            expect(page.locator(f"#check-{check.id} [role=status]")).to_be_visible()
        self.press(page.get_by_role("button", name="学完本课"))
        expect(page.get_by_role("heading", name="本课已学完")).to_be_visible()
        if looks:
            self.look(page)

    def _post_through(self, address: str, asked: list[checks.Check]) -> None:
        for check in asked:
            self._post(address + "answers/", [("check", check.id), *check_fields(check)])
        self._post(address + "completion/", [])

    def _post(self, address: str, fields: list[tuple[str, str]]) -> None:
        token = next(cookie["value"] for cookie in self.page.context.cookies() if cookie["name"] == "csrftoken")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.page.request.post(address, data=encoded(token, fields), headers=headers, max_redirects=0)
        assert answer.status == 302, f"{address}: {answer.status}"

    def start_exam(self) -> Attempt:
        page = self.page
        page.goto("/learn/")
        self.look(page)
        page.goto("/exams/")
        self.look(page)
        self.follow(page.locator("main a[href*='/exams/sittings/']").first)
        self.look(page)
        for box in page.get_by_role("checkbox").all():
            box.check()
        self.follow(page.get_by_role("button", name=re.compile("开始考试")))
        page.wait_for_url("**/exams/attempts/**")
        return Attempt.objects.get()

    def sit(self, attempt: Attempt) -> None:
        """Every question answered right; one of them wrong first; one reload half way."""
        items = list(attempt.items.select_related("item_version__item").order_by("slot"))
        changed = next(item for item in items if item.item_version.item.kind == "single")
        for item in items:
            form = self.page.locator(f"form.question[data-slot='{item.slot}']")
            if item == items[0]:
                self.look(self.page)
            if item == changed:
                choose(form, wrong(item))
                self._saved()
            choose(form, right(item))
            self._saved()
            if item.slot == len(items) // 2:
                self._reload(form, item)
            if item != items[-1]:
                self._onward()
                expect(self.page.locator("form.question h1")).to_contain_text(f"第{item.slot + 1}题")

    def _onward(self) -> None:
        if self.scripted:
            self.press(self.page.get_by_role("button", name="下一题", exact=True))
        else:
            self.follow(self.page.get_by_role("button", name="保存并到下一题", exact=True))

    def _saved(self) -> None:
        if self.scripted:
            expect(self.page.locator("[data-save]")).to_contain_text("已保存")

    def _reload(self, form: Any, item: Any) -> None:
        """Closed and opened again: the question and its answer are still there."""
        if not self.scripted:  # a plain form is saved by going on
            self._onward()
            expect(self.page.locator("form.question h1")).to_contain_text(f"第{item.slot + 1}题")
            self.page.goto(f"{item.attempt.get_absolute_url()}?slot={item.slot}")
        self.page.reload()
        expect(self.page.locator("form.question h1")).to_contain_text(f"第{item.slot}题")
        if item.item_version.item.kind in ("single", "truefalse"):
            expect(form.locator("input:checked")).to_have_attribute("value", str(right(item)).replace("True", "true"))

    def hand_in(self) -> None:
        page = self.page
        if self.scripted:
            self._unfold()
            self.press(page.get_by_role("button", name="检查并交卷"))
        else:
            self._onward()
        expect(page.get_by_role("heading", name="检查并交卷")).to_be_visible()
        self.look(page)
        self.follow(page.get_by_role("button", name="交卷，结束考试"))
        page.wait_for_url("**/exams/results/**")
        expect(page.get_by_role("heading", level=1)).to_contain_text("合格")
        self.look(page)

    def _unfold(self) -> None:
        """On a phone the answer sheet, with the way to the end, is folded: a finger opens it, and the keyboard alone."""
        sheet, end = self.page.locator("#sheet > summary"), self.page.get_by_role("button", name="检查并交卷")
        if not self.touch:
            return
        expect(end).to_be_hidden()
        self.page.locator("[data-to-sheet]").tap()
        expect(end).to_be_visible()
        self.look(self.page)
        for shown in (False, True):
            sheet.press("Enter")
            expect(end).to_be_visible(visible=shown)
        for _key in range(200):
            if end.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("the keyboard does not get from the sheet to its end")

    def certificate(self) -> bytes:
        """Open it from the result and download the PDF."""
        page = self.page
        self.follow(page.get_by_role("link", name="查看证书"))
        expect(page.get_by_role("link", name="下载PDF")).to_be_visible()
        self.look(page)
        with page.expect_download() as download:
            self.press(page.get_by_role("link", name="下载PDF"))
        return download.value.path().read_bytes()
