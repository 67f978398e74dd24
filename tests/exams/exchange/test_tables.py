"""Tables of questions: ours come back as they went, others' are understood, and what a program did to a cell is named."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from exams.exchange import fitness, likeness, tables, workbook
from exams.exchange.drafts import Draft, Refused, draft_of
from exams.exchange.examples import EXAMPLES
from exams.exchange.headings import heading
from exams.exchange.sheets import sheets
from exams.exchange.template import case_columns, question_columns
from exams.exchange.vocabulary import LANGUAGES
from tests.exams.exchange.sampling import HEAD, SAMPLES, book, codes
from tests.exams.exchange.test_drafts import AREAS, SHIPPED, archive


def same(one: Draft, other: Draft) -> bool:
    return all(digest(one) == digest(other) for digest in (likeness.wording, likeness.marking, likeness.use))


def sample(name: str):
    return tables.read((SAMPLES / name).read_bytes(), "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_bank_comes_back_from_a_workbook_as_it_went(language):
    drafts = [draft_of(question, purpose="exam", tags=("甲", "乙")) for question in SHIPPED]
    reading = tables.read(workbook.write(drafts, language).data, "")
    back = {draft.code: draft for draft in reading.drafts}
    assert reading.findings == ()
    assert [draft.code for draft in drafts if not same(draft, back[draft.code])] == []


def test_csv_carries_all_but_cases_and_says_so():
    drafts = [draft_of(question, purpose="exam") for question in SHIPPED]
    written = workbook.write_csv(drafts, "zh-hans")
    back = {draft.code: draft for draft in tables.read(written.data, "").drafts}
    lost = [draft.code for draft in drafts if draft.kind == "case"]
    assert [finding.params["code"] for finding in written.findings] == lost
    assert [draft.code for draft in drafts if draft.code not in lost and not same(draft, back[draft.code])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_understood_and_its_examples_are_left_out(language):
    data = workbook.template(language)
    reading = tables.read(data, "")
    assert (reading.drafts, codes(reading)) == ((), {"example"})
    assert len(reading.findings) == len(EXAMPLES) == 9
    kept = data.replace(b"EXAMPLE-", b"EXAMPLE-")
    assert load_workbook(io.BytesIO(kept)).worksheets[1].data_validations.count >= 4
    for column in (*question_columns(language, 8), *case_columns(language)):
        assert heading(column.title(language)), column.title(language)


def test_the_examples_are_fit_and_survive_the_workbook():
    assert [fitness.check(draft, AREAS) for draft in EXAMPLES] == [[]] * 9
    renamed = [draft_of(draft.question()) for draft in EXAMPLES]
    data = workbook.write(
        [Draft(**{**vars(d), "code": d.code.replace("EXAMPLE", "E"), "purpose": "exam"}) for d in renamed], "en"
    )
    back = tables.read(data.data, "").drafts
    assert all(likeness.wording(one) == likeness.wording(other) for one, other in zip(renamed, back, strict=True))


def test_a_table_of_one_system_with_a_title_row_in_gb18030():
    reading = sample("chaoxing.csv")
    assert [draft.kind for draft in reading.drafts] == ["single", "multiple", "truefalse", "fillin", "short"]
    single, multiple, judged, fill, short = reading.drafts
    assert (single.key, single.difficulty, single.tags) == ({"correct": "B"}, 1, ("第一章/质量法", "产品质量", "责任"))
    assert (multiple.key, judged.key) == ({"correct": ["A", "B", "D"]}, {"correct": False})
    assert fill.stem["zh-hans"] == "全国质量月是每年____月，始于____年。"
    assert fill.key == {"blanks": [[{"text": "九"}], [{"text": "1978"}]]}
    assert [line["marks"] for line in short.rubric[0]["lines"]] == ["2", "2", "1"]
    assert codes(reading) == {"rows-above", "foreign-kind"}
    assert not [finding for draft in reading.drafts for finding in fitness.check(draft, AREAS) if finding.level == "error"]


def test_a_table_whose_choices_and_answers_are_numbered():
    reading = sample("wenjuanxing.csv")
    assert [draft.kind for draft in reading.drafts] == ["single", "multiple", "truefalse", "fillin"]
    assert [draft.key.get("correct") for draft in reading.drafts] == ["B", ["A", "B", "C"], False, None]
    assert [str(draft.marks) for draft in reading.drafts] == ["2", "3", "1", "1"]
    assert all(draft.code == "" for draft in reading.drafts)
    assert codes(reading) == {"unknown-column", "no-blank"}


def test_a_table_in_utf16_with_all_choices_in_one_cell():
    reading = sample("kaoshixing.tsv")
    assert [draft.kind for draft in reading.drafts] == ["single", "multiple", "truefalse", "numeric"]
    assert [line.text["zh-hans"] for line in reading.drafts[0].choices] == ["GB", "GB/T", "T/", "Q/"]
    assert reading.drafts[1].key == {"correct": ["A", "B", "D"]}
    assert [draft.difficulty for draft in reading.drafts] == [1, 3, 4, 4]
    assert [draft.code for draft in reading.drafts] == ["SH-0001", "SH-0002", "SH-0003", "SH-0004"]


def test_an_english_table_is_taken_for_english():
    reading = sample("english.csv")
    assert [list(draft.stem) for draft in reading.drafts] == [["en"], ["en"]]
    assert reading.drafts[0].explanation == {"en": "It must be in writing."}


@pytest.mark.parametrize("answer", ["AC", "A,C", "Ａ、Ｃ", "c a", "A;C", "答案：AC", "甲、丙", "A和C", " A C "])
def test_several_answers_are_read_however_they_are_written(answer):
    reading = tables.read(book(HEAD, ("", "多选题", "哪些？", "甲", "乙", "丙", "丁", answer)), "")
    assert reading.drafts[0].key == {"correct": ["A", "C"]}


@pytest.mark.parametrize(
    ("answer", "right"), [("对", True), ("√", True), ("Ｔ", True), ("正确", True), ("×", False), ("false", False), (True, True)]
)
def test_right_and_wrong_are_read_however_they_are_written(answer, right):
    reading = tables.read(book(HEAD, ("", "判断题", "对吗？", "", "", "", "", answer)), "")
    assert reading.drafts[0].key == {"correct": right}


def test_a_formula_is_refused_and_named_with_its_cell():
    reading = tables.read(book(HEAD, ("", "单选题", '=HYPERLINK("http://x","题")', "甲", "乙", "", "", "A")), "")
    finding = next(finding for finding in reading.findings if finding.code == "cell-formula")
    assert (finding.level, finding.place.number, finding.place.column) == ("error", 2, "C 题干")


def test_what_excel_made_of_texts_is_named():
    import datetime as dt

    rows = (
        HEAD,
        (12, "单选题", "比分？", dt.datetime(2026, 1, 2), "乙", "", "", "A"),
        (1234567890123456789, "单选题", "题", "甲", "乙", "", "", "A"),
    )
    reading = tables.read(book(*rows), "")
    assert codes(reading) == {"code-number", "cell-date", "cell-digits"}


def test_leading_noughts_survive_as_text_and_as_a_format():
    def pad(sheet):
        sheet["A3"].number_format = "0000"

    reading = tables.read(
        book(HEAD, ("0012", "判断题", "一", "", "", "", "", "对"), (13, "判断题", "二", "", "", "", "", "错"), then=pad), ""
    )
    assert [draft.code for draft in reading.drafts] == ["0012", "0013"]


def test_headings_in_any_order_trailing_blanks_merged_cells_hidden_rows_and_sections():
    def spoil(sheet):
        sheet.merge_cells("B3:B4")
        sheet.row_dimensions[4].hidden = True

    rows = (
        ("答案 ", "题型", "【题干】", "选项A", "选项B", "备注"),
        (),
        ("A  ", "单选题", "第一题？ ", "甲", "乙", ""),
        ("B", None, "第二题？", "甲", "乙", "老师写的"),
        ("三、判断题",),
        ("对", None, "第三题。"),
    )
    reading = tables.read(book(*rows, then=spoil), "")
    assert [(draft.kind, draft.stem["zh-hans"]) for draft in reading.drafts] == [
        ("single", "第一题？"), ("single", "第二题？"), ("truefalse", "第三题。")
    ]  # fmt: skip
    assert codes(reading) == {"unknown-column", "hidden-rows"}


def test_the_kind_may_be_the_sheets_name_or_be_told_by_the_cells():
    named = tables.read(book(("题目", "答案"), ("天是蓝的。", "对"), title="判断题"), "")
    guessed = tables.read(book(HEAD[2:8], ("哪个？", "甲", "乙", "", "", "A"), ("哪些？", "甲", "乙", "丙", "", "AB")), "")
    assert [draft.kind for draft in (*named.drafts, *guessed.drafts)] == ["truefalse", "single", "multiple"]


def test_codes_that_only_count_the_rows_are_no_codes():
    reading = tables.read(book(HEAD, *[(n, "判断题", f"题{n}", "", "", "", "", "对") for n in (1, 2, 3)]), "")
    assert [draft.code for draft in reading.drafts] == ["", "", ""]
    assert "running-codes" in codes(reading)


def test_u03_no_exported_cell_is_a_formula_and_every_text_comes_back():
    live = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "＝1+1"]
    drafts = [
        Draft(kind="truefalse", code=f"X-{at}", stem={"zh-hans": text.strip()}, key={"correct": True}, source=text.strip())
        for at, text in enumerate(live)
    ]
    data = workbook.write(drafts, "zh-hans").data
    assert {cell.data_type for sheet in load_workbook(io.BytesIO(data)) for row in sheet for cell in row} <= {"s", "n"}
    assert [draft.stem["zh-hans"] for draft in tables.read(data, "").drafts] == [text.strip() for text in live]
    table = workbook.write_csv(drafts, "zh-hans").data
    cells = [cell for line in table.decode("utf-8-sig").splitlines() for cell in line.replace('"', "").split(",")]
    assert [cell for cell in cells if cell.startswith(tuple("=+-@\t"))] == []
    assert [draft.stem["zh-hans"] for draft in tables.read(table, "").drafts] == [text.strip() for text in live]


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        tables.read(data, "")
    return refused.value.finding.code


def with_part(name: str, content: bytes) -> bytes:
    out = io.BytesIO(book(HEAD))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return out.getvalue()


def swapped(name: str, content: bytes) -> bytes:
    made = zipfile.ZipFile(io.BytesIO(book(HEAD)))
    return archive(**{entry: content if entry == name else made.read(entry) for entry in made.namelist()})


ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (OLE, "old-workbook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked-workbook"),
        (with_part("xl/vbaProject.bin", b"macro"), "macros"),
        (swapped("xl/worksheets/sheet1.xml", b"\0" * (157 * 1024 * 1024)), "bomb"),
        (swapped("xl/worksheets/sheet1.xml", ENTITY), "xml-entities"),
        (swapped("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>"), "broken-workbook"),
        (book(HEAD)[:-200], "broken-archive"),
        (archive(**{"word/document.xml": b"<w/>"}), "not-a-workbook"),
        (b"%PDF-1.7 not a table", "not-a-workbook"),
        (book(("甲", "乙"), ("1", "2")), "no-headings"),
        ("只是一段话，没有表头。".encode(), "no-headings"),
    ],
)
def test_a_hostile_or_mistaken_file_is_refused_by_name(data, code):
    assert refusal(data) == code


def test_pictures_and_hidden_sheets_are_listed():
    from openpyxl import Workbook

    made = Workbook()
    made.active.append(HEAD)
    made.active.append(("", "判断题", "题", "", "", "", "", "对"))
    made.create_sheet("旧题").sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    assert codes(tables.read(out.getvalue(), "")) == {"hidden-sheet"}


def test_two_thousand_rows_are_read_in_seconds():
    import time

    rows = [(f"P-{n:04}", "单选题", f"第{n}题是什么？", "甲", "乙", "丙", "丁", "A", "", "3", "1") for n in range(2000)]
    data = book(HEAD, *rows)
    began = time.perf_counter()
    assert len(tables.read(data, "").drafts) == 2000
    assert time.perf_counter() - began < 8
    assert len(sheets(data)[0].rows) == 2001
