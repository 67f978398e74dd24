"""Answer sheets on screen: typed in, refused with their place, settled, scanned; and who finds nothing there."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from playwright.sync_api import expect

from accounts.models import User
from core.models import AuditEntry
from exams import dossier, printing, scanning, seating, transcribing
from exams.models import AnswerSheet, Attempt, PrintedPaper, Registration, Response, SheetEntry, Sitting
from tests.browser import follow
from tests.cast import person
from tests.exams.making import KINDS
from tests.exams.writing_on_paper import DONE, answers, kind_at, page, slot_of, typed

pytestmark = pytest.mark.django_db


class TestTheScreen:
    def test_from_the_list_to_the_result(
        self,
        client_of: Callable[[User], Client],
        room: Sitting,
        seat: Registration,
        form: PrintedPaper,
        invigilator: User,
        examiner: User,
    ):
        first, second = client_of(invigilator), client_of(examiner)
        assert page(seat) in first.get(f"/exams/sittings/{room.pk}/sheets/").text
        assert "未录入" in first.get(f"/exams/sittings/{room.pk}/sheets/").text
        reply = first.post(page(seat), {**typed(form), **DONE}, follow=True)
        assert "第一遍录入已保存" in reply.text
        blind = second.get(page(seat)).text
        assert "授权" not in blind  # the second does not see what the first typed
        reply = second.post(page(seat), {**typed(form), **DONE}, follow=True)
        assert "已入库并交卷" in reply.text
        assert Attempt.objects.get().submit_reason == "paper"
        assert Response.objects.count() == len(KINDS)

    def test_a_wrong_letter_is_named_with_its_place_and_nothing_is_lost(
        self, client_of: Callable[[User], Client], seat: Registration, form: PrintedPaper, invigilator: User
    ):
        wrong = {
            "single": ("AB", "多"),
            "multiple": ("AE", "“E”"),
            "truefalse": ("Q", "“Q”"),
            "ordering": ("AAB", "A"),
            "matching": ("AB", "4"),
        }
        for kind, (text, said) in wrong.items():
            slot = slot_of(form, kind)
            reply = client_of(invigilator).post(page(seat), {**typed(form, **{f"q{slot}": text}), **DONE})
            assert reply.status_code == 422, kind
            assert f'href="#q{slot}">第{slot}题' in reply.text, kind
            assert said in reply.text, kind
            assert f'value="{text}"' in reply.text, kind
            assert 'value="授权"' in reply.text, kind
        assert not AnswerSheet.objects.exists()

    def test_what_is_no_number_is_typed_as_it_is_written_and_counts_as_wrong(
        self, client_of: Callable[[User], Client], seat: Registration, form: PrintedPaper, invigilator: User, examiner: User
    ):
        slot = slot_of(form, "numeric")
        client_of(invigilator).post(page(seat), {**typed(form, **{f"q{slot}": "约十二？"}), **DONE})
        reply = client_of(examiner).post(page(seat), {**typed(form, **{f"q{slot}": "约十三？"}), **DONE}, follow=True)
        assert all(words in reply.text for words in ("约十二？", "约十三？", f'name="q{slot}"'))  # the two entries are compared
        client_of(examiner).post(page(seat, "settlement/"), {f"q{slot}": "约十二？"})
        attempt = Attempt.objects.get()
        assert Response.objects.get(attempt_item__slot=slot).value == "约十二？"
        assert attempt.items.get(slot=slot).marks.get().marks == 0
        assert [line.answer for line in dossier.entries(attempt) if line.slot == slot] == ["约十二？"]

    def test_two_who_write_the_same_no_number_agree(
        self, client_of: Callable[[User], Client], seat: Registration, form: PrintedPaper, invigilator: User, examiner: User
    ):
        slot = slot_of(form, "numeric")
        for who in (invigilator, examiner):
            client_of(who).post(page(seat), {**typed(form, **{f"q{slot}": "看不清"}), **DONE})
        assert Response.objects.get(attempt_item__slot=slot).value == "看不清"

    def test_a_sign_no_database_keeps_is_left_out_and_one_too_long_is_named(
        self, client_of: Callable[[User], Client], seat: Registration, form: PrintedPaper, invigilator: User
    ):
        slot = slot_of(form, "numeric")
        reply = client_of(invigilator).post(page(seat), {**typed(form, **{f"q{slot}": "9" * 201}), **DONE})
        assert (reply.status_code, "200" in reply.text) == (422, True)
        client_of(invigilator).post(page(seat), {**typed(form, **{f"q{slot}": "1\x002"}), **DONE})
        assert SheetEntry.objects.get().answers[str(slot)] == "12"

    def test_empty_fields_are_asked_after_once(
        self, client_of: Callable[[User], Client], seat: Registration, form: PrintedPaper, invigilator: User
    ):
        blank = typed(form, **{f"q{slot_of(form, 'single')}": ""})
        assert client_of(invigilator).post(page(seat), blank).status_code == 422
        assert client_of(invigilator).post(page(seat), {**blank, **DONE}).status_code == 302
        assert str(slot_of(form, "single")) not in SheetEntry.objects.get().answers

    def test_differences_are_shown_and_settled_by_an_examiner(
        self, client_of: Callable[[User], Client], seat: Registration, form: PrintedPaper, invigilator: User, examiner: User
    ):
        slot = slot_of(form, "fillin")
        client_of(invigilator).post(page(seat), {**typed(form), **DONE})
        reply = client_of(examiner).post(page(seat), {**typed(form, **{f"q{slot}": "备案"}), **DONE}, follow=True)
        assert reply.redirect_chain[-1][0] == page(seat, "settlement/")
        assert all(words in reply.text for words in ("授权", "备案", f'name="q{slot}"'))
        assert f'name="q{slot_of(form, "single")}"' not in reply.text
        assert client_of(invigilator).get(page(seat, "settlement/")).status_code == 404
        client_of(examiner).post(page(seat, "settlement/"), {f"q{slot}": "授权"})
        assert Response.objects.get(attempt_item__slot=slot).value == ["授权"]
        assert Attempt.objects.get().events.get(kind="typed_in")

    def test_strangers_colleagues_and_the_candidate_find_nothing(
        self,
        client_of: Callable[[User], Client],
        room: Sitting,
        seat: Registration,
        form: PrintedPaper,
        learner: User,
        stranger: User,
        examiner: User,
    ):
        transcribing.enter(registration=seat, paper=form, answers=answers(form), by=examiner)
        scan = scanning.add(sheet=AnswerSheet.objects.get(), upload=picture(), by=examiner)
        for who in (learner, stranger, person("钱老师", "qian", "invigilator"), person("吴老师", "wu", "second_marker")):
            browser = client_of(who)
            assert browser.get(f"/exams/sittings/{room.pk}/sheets/").status_code == 404
            assert browser.get(page(seat)).status_code == 404
            assert browser.post(page(seat), typed(form)).status_code == 404
            assert browser.get(f"/exams/sheet-scans/{scan.pk}/").status_code == 404
            for deed in ("storing/", "discarding/", "scans/", "settlement/"):
                assert browser.post(page(seat, deed)).status_code == 404, deed
        assert SheetEntry.objects.count() == 1
        for deed in ("storing/", "discarding/", "scans/"):
            assert client_of(examiner).get(page(seat, deed)).status_code == 405

    def test_with_two_forms_the_sheets_own_is_chosen_first(
        self,
        client_of: Callable[[User], Client],
        room: Sitting,
        seat: Registration,
        form: PrintedPaper,
        invigilator: User,
        examiner: User,
    ):
        second = printing.draw_form(sitting=room, by=examiner)
        browser = client_of(invigilator)
        assert "?form=B" in browser.get(page(seat)).text
        assert 'name="form" value="B"' in browser.get(page(seat) + "?form=B").text
        browser.post(page(seat), {**typed(second), **DONE})
        assert AnswerSheet.objects.get().paper == second
        reply = client_of(examiner).post(page(seat), {**typed(form), **DONE})
        assert reply.status_code == 409
        assert "另一份卷" in reply.text

    def test_as_many_queries_for_twenty_as_for_two(
        self, client_of: Callable[[User], Client], room: Sitting, form: PrintedPaper, invigilator: User, examiner: User
    ):
        browser = client_of(invigilator)

        def add(first: int, many: int) -> None:
            for number in range(first, first + many):
                one = seating.register(candidate=person(f"考生{number}", f"c{number}"), sitting=room, by=examiner)
                transcribing.enter(registration=one, paper=form, answers={}, by=examiner)

        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(f"/exams/sittings/{room.pk}/sheets/").status_code == 200
            return len(queries)

        add(0, 2)
        cost()
        few = cost()
        add(2, 18)
        assert cost() == few


def picture() -> "ContentFile[bytes]":
    out = io.BytesIO()
    Image.new("L", (40, 60), 255).save(out, "PNG")
    return ContentFile(out.getvalue(), name="sheet.exe")


class TestScans:
    @pytest.fixture
    def sheet(self, seat: Registration, form: PrintedPaper, invigilator: User) -> AnswerSheet:
        return transcribing.enter(registration=seat, paper=form, answers={}, by=invigilator)

    def test_several_pictures_in_one_as_telephones_write_them_are_a_jpeg(self, sheet: AnswerSheet, invigilator: User):
        out, leaf = io.BytesIO(), Image.new("RGB", (40, 60), "white")
        leaf.save(out, "MPO", save_all=True, append_images=[leaf])
        assert scanning.add(sheet=sheet, upload=ContentFile(out.getvalue()), by=invigilator).mime == "image/jpeg"

    def test_what_was_sent_is_kept_to_the_byte_once(
        self, client_of: Callable[[User], Client], seat: Registration, sheet: AnswerSheet, invigilator: User
    ):
        browser = client_of(invigilator)
        for _time in range(2):
            assert browser.post(page(seat, "scans/"), {"file": picture()}).status_code == 302
        scan = sheet.scans.get()
        sent = browser.get(f"/exams/sheet-scans/{scan.pk}/")
        assert (sent.content, sent["Content-Type"]) == (picture().read(), "image/png")
        assert "attachment" in sent["Content-Disposition"]
        assert AuditEntry.objects.filter(deed="sheet.scanned").count() == 1

    def test_a_pdf_is_taken_and_anything_else_refused(
        self, client_of: Callable[[User], Client], seat: Registration, sheet: AnswerSheet, invigilator: User
    ):
        out = io.BytesIO()
        with pikepdf.new() as made:
            made.add_blank_page()
            made.save(out)
        assert scanning.add(sheet=sheet, upload=ContentFile(out.getvalue()), by=invigilator).mime == "application/pdf"
        for bad in (b"<svg onload=alert(1)>", b"%PDF-1.7 broken", b"GIF89a"):
            reply = client_of(invigilator).post(page(seat, "scans/"), {"file": ContentFile(bad, name="a.png")})
            assert reply.status_code == 422
            assert "重新扫描" in reply.text
        assert sheet.scans.count() == 1


@pytest.mark.chromium
@pytest.mark.django_db(transaction=True)
def test_the_sheet_is_typed_by_keyboard_alone_on_a_phone(
    open_browser: Any, accessible: Any, client_of: Any, site: str, seat: Registration, form: PrintedPaper, invigilator: User
):
    browser = open_browser(viewport={"width": 390, "height": 844})
    browser.context.add_cookies([{"name": "sessionid", "value": client_of(invigilator).cookies["sessionid"].value, "url": site}])
    browser.goto(page(seat))
    fields = typed(form)
    short = [name for name in fields if name != "form" and KINDS[kind_at(form, name)][1] != "manual"]
    for name in short:
        expect(browser.locator(f"#{name}")).to_be_focused()
        browser.keyboard.type(fields[name])
        browser.keyboard.press("Enter")
    for name in (name for name in fields if name not in ("form", *short)):
        browser.fill(f"#{name}", fields[name])
    accessible(browser)
    assert browser.evaluate("document.documentElement.scrollWidth") <= 390
    follow(browser, browser.get_by_role("button", name="保存这一遍录入"))
    expect(browser.get_by_text("第一遍录入已保存")).to_be_visible()
    assert SheetEntry.objects.get().answers == {str(slot): value for slot, value in answers(form).items()}
