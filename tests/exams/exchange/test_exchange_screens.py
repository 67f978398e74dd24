"""The screens of import and export: upload, report, one button; the bank as a file; strangers stay outside."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core.models import AuditEntry
from exams.exchange import tables
from exams.exchange.formats import formats
from exams.models import Area, Import, Item
from tests.exams.exchange.sampling import HEAD, book
from tests.exams.exchange.test_importing import ROWS
from tests.exams.exchange.test_tables import OLE, swapped, with_part
from tests.exams.making import item

HOME = "/cms/exams/exchange/"


@pytest.fixture
def office(client_of, examiner):
    return client_of(examiner)


def text(response, status: int = 200) -> str:
    assert response.status_code == status, response
    return re.sub(r"<(script|template).*?</\1>", " ", response.content.decode(), flags=re.S)


def send(office, data: bytes, name: str = "题库.xlsx", **more):
    return office.post(HOME, {"file": SimpleUploadedFile(name, data), "format": "", "language": "", **more})


def test_upload_report_and_one_button(office, examiner):
    assert "导入试题" in text(office.get(HOME))
    sent = send(office, book(HEAD, *ROWS))
    made = Import.objects.get()
    report = f"{HOME}imports/{made.pk}/"
    assert (sent.status_code, sent["Location"]) == (302, report)
    page = text(office.get(report))
    for words in ("题库.xlsx", "新增", "题目 · 第2行", "T-001", "全部入库", "没有领域，暂时不会被抽到。"):
        assert words in page, words
    assert not Item.objects.exists()
    for _click in (1, 2):
        office.post(f"{report}commit/")
    assert Item.objects.count() == 3
    assert AuditEntry.objects.filter(deed="items.imported", actor_id=examiner.pk).count() == 1
    page = text(office.get(report))
    assert "入库" in page
    assert "全部入库</button>" not in page
    assert "已入库" in text(office.get(HOME))


def test_a_refused_row_is_shown_with_place_reason_and_remedy_and_there_is_no_button(office):
    send(office, book(HEAD, *ROWS, ("T-9", "单选题", "=1+1", "甲", "乙", "", "", "A")))
    report = f"{HOME}imports/{Import.objects.get().pk}/"
    page = text(office.get(report))
    for words in ("第5行", "单元格里是公式：=1+1", "请换成数值", "没有入库"):
        assert words in page, words
    assert "全部入库" not in page
    office.post(f"{report}commit/")
    assert not Item.objects.exists()
    table = load_workbook(io.BytesIO(office.get(f"{report}report.xlsx").content))
    cells = [cell for sheet in table for row in sheet for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert any("单元格里是公式" in cell.value for cell in cells)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("旧.xls", OLE, "旧格式（.xls）"),
        ("假.xlsx", OLE, "旧格式（.xls）"),
        ("锁.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "工作簿设有密码。"),
        ("宏.xlsm", with_part("xl/vbaProject.bin", b"x"), "工作簿里有宏"),
        ("炸弹.xlsx", swapped("xl/worksheets/sheet1.xml", b"\0" * (157 * 1024 * 1024)), "大得反常"),
        ("实体.xlsx", swapped("xl/worksheets/sheet1.xml", b"<!DOCTYPE x><worksheet/>"), "声明了文档类型或实体"),
        ("断.xlsx", book(HEAD)[:-99], "已损坏或不完整"),
        ("空.xlsx", b"", "空"),
        ("图.png", b"\x89PNG", "不认识后缀.png"),
        ("图.xlsx", b"\x89PNG\r\n", "既不是工作簿，也不是CSV文件"),
    ],
)
def test_a_hostile_or_mistaken_file_is_answered_in_chinese_and_kept_nowhere(office, name, data, words):
    assert words in text(send(office, data, name), 422)
    assert not Import.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_template_is_downloaded_in_each_language(office, language):
    answer = office.get(f"{HOME}template/{language}/")
    assert "attachment" in answer["Content-Disposition"]
    assert load_workbook(io.BytesIO(answer.content)).sheetnames[0] in ("说明", "說明", "Instructions")


def test_the_bank_goes_out_by_filter_and_comes_back_unchanged(office, examiner):
    Area.objects.create(credential="QSO", code="S1", name={"zh-hans": "法", "en": "Law"}, position=1)
    for number in range(3):
        item(f"A-{number}", "single")
    item("B-0", "truefalse")
    answer = office.get(f"{HOME}export/?format=excel&language=zh-hans&kind=single")
    assert [draft.code for draft in tables.read(answer.content, "").drafts] == ["A-0", "A-1", "A-2"]
    assert AuditEntry.objects.get(deed="items.exported").data == {"format": "excel", "number": 3}
    send(office, answer.content)
    assert Import.objects.get().counts["unchanged"] == 3
    page = text(office.get(f"{HOME}imports/{Import.objects.get().pk}/"))
    assert "题库里都已有了" in page


def test_what_a_format_cannot_express_is_told_before_it_is_downloaded(office):
    item("C-1", "case")
    item("C-2", "single")
    page = text(office.get(f"{HOME}export/?format=csv&language=zh-hans"))
    assert "案例题写不进CSV表格" in page
    answer = office.get(f"{HOME}export/?format=csv&language=zh-hans&told=1")
    assert [draft.code for draft in tables.read(answer.content, "").drafts] == ["C-2"]


def test_only_whoever_writes_items_comes_in(client, client_of, stranger, learner, regulator, examiner):
    made = Import.objects.create(name="x", sha256="0" * 64, format="excel", by=examiner)
    for person in (stranger, learner, regulator):
        browser = client_of(person)
        for address in (
            "",
            f"imports/{made.pk}/",
            f"imports/{made.pk}/report.xlsx",
            "export/?format=excel&language=en",
            "template/en/",
        ):
            assert browser.get(HOME + address).status_code in (302, 403), address
        assert browser.post(f"{HOME}imports/{made.pk}/commit/").status_code in (302, 403)
    assert client.get(HOME).status_code == 302
    assert client_of(examiner).get(f"{HOME}imports/{made.pk}/commit/").status_code == 405
    assert client_of(examiner).get(f"{HOME}imports/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_the_list_of_imports_asks_the_same_questions_for_two_and_twenty(office, examiner):
    def count(number: int) -> int:
        Import.objects.bulk_create(Import(name=f"{n}.xlsx", sha256="0" * 64, format="excel", by=examiner) for n in range(number))
        with CaptureQueriesContext(connection) as queries:
            text(office.get(HOME))
        return len(queries)

    count(1)
    assert count(2) == count(20)


@pytest.mark.parametrize("name", formats())
def test_every_format_goes_out_and_comes_back_unchanged(office, name):
    Area.objects.create(credential="QSO", code="S1", name={"zh-hans": "法", "en": "Law"}, position=1)
    for kind in ("single", "multiple", "truefalse", "numeric", "matching"):
        item(f"F-{kind}", kind)
    answer = office.get(f"{HOME}export/?format={name}&language=zh-hans&told=1")
    sent = send(office, answer.content, f"题库.{formats()[name].extensions[0]}")
    assert sent.status_code == 302, text(sent, 422)
    made = Import.objects.get()
    assert (made.format, made.counts["unchanged"]) == (name, 5), made.report
