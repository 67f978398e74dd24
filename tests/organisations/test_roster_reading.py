"""Reading a roster: whatever people and Excel did to it is named with its place, and nothing is guessed."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.archives import Refusal
from core.sheets import sheets
from organisations.roster import books
from organisations.roster.cells import Bad
from organisations.roster.cells import read as read_cell
from organisations.roster.columns import FIELDS
from organisations.roster.reading import Person, read
from organisations.roster.telling import SAYINGS, told
from tests.organisations.rosters import HEADS, book, person, table


def faults(one: Person) -> list[str]:
    return [fault.code for fault in one.faults]


def refusal(data: bytes) -> str:
    """Why a file is refused; empty when it is read."""
    try:
        read(data)
    except Refusal as refused:
        return refused.code
    return ""


def notes(data: bytes) -> list[str]:
    return [note.code for note in read(data).notes]


def test_a_workbook_is_read_row_by_row() -> None:
    reading = read(book([person(1), person(2)]))
    assert [one.row for one in reading.people] == [2, 3]
    assert dict(reading.people[0].said) == {
        "name": "员工00001号",
        "employee_number": "A00001",
        "phone": "13800000001",
        "email": "e1@example.org",
        "department": "部门1",
        "post": "质量安全员",
    }
    assert reading.notes == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_is_read_in_every_encoding_excel_writes(encoding: str) -> None:
    row = ["张𠮷", "007", "13800138000", "a@example.org", "生产部", "质检员"]
    assert read(table([row], encoding)).people[0].said["name"] == "张𠮷"
    assert read(table([row], encoding)).people[0].said["employee_number"] == "007"


def test_headings_are_known_by_other_names_in_any_order_below_a_title() -> None:
    data = book(
        [["质量部", "１３８００１３８０００", "李 四"]],
        ["所在部门", "手机号码*", "员工姓名（必填）"],
        lambda sheet: sheet.insert_rows(1),
    )
    assert dict(read(data).people[0].said) == {"department": "质量部", "phone": "13800138000", "name": "李 四"}


@pytest.mark.parametrize(
    "heads", [["姓 名", "联系方式", "所属科室", "岗位/职务"], ["名字", "手机/电话", "部门名称", "工作岗位"]], ids=["one", "other"]
)
def test_the_headings_of_a_personnel_office_are_known(heads: list[str]) -> None:
    reading = read(book([["李四", "13800138000", "质量部", "质检员"]], heads))
    assert set(reading.people[0].said) == {"name", "phone", "department", "post"}
    assert not reading.notes


def test_numbers_that_excel_has_eaten_are_refused_with_the_reason() -> None:
    one = read(book([["张三", 440402199001011234, None, None, None, None]])).people[0]
    assert faults(one) == ["eaten"]
    assert one.faults[0].column == "B 工号"
    assert "15位" in told("eaten", one.faults[0].facts).reason or "fifteen" in told("eaten", one.faults[0].facts).reason
    assert faults(read(table([["张三", "4.40402E+17", "", "", "", ""]])).people[0]) == ["eaten"]


def test_a_phone_kept_as_a_number_and_full_width_figures_are_taken() -> None:
    said = read(book([["张三", "００７", 13800138000, "Ａ@example.ORG", None, None]])).people[0].said
    assert (said["employee_number"], said["phone"], said["email"]) == ("007", "13800138000", "a@example.org")


def test_days_formulas_and_errors_are_named_with_their_column() -> None:
    rows: list[list[Any]] = [
        ["张三", dt.date(2026, 1, 2), None, None, None, None],
        ["李四", "A1", None, None, None, "=1+1"],
        ["=A2", "A2", None, None, None, None],
        ["王五", "#REF!", None, None, None, None],
    ]
    people = read(book(rows)).people
    assert [faults(one) for one in people] == [["date"], ["formula"], ["formula"], ["cell-error"]]
    assert people[1].faults[0].column == "F 岗位"


def test_a_day_as_text_stays_text_in_a_post_and_is_no_phone() -> None:
    one = read(book([["张三", "A1", "2026-01-02", None, None, None]])).people[0]
    assert faults(one) == ["phone-short"]


def test_hidden_rows_are_read_and_named() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    data = book([person(1), person(2)], spoil=hide)
    assert len(read(data).people) == 2
    assert notes(data) == ["hidden-rows"]
    assert read(data).notes[0].facts["rows"] == "3"


def test_hidden_columns_are_read_and_named() -> None:
    def hide(sheet: Any) -> None:
        sheet.column_dimensions.group("C", "D", hidden=True)
        sheet.column_dimensions["H"].hidden = True  # nothing stands there

    reading = read(book([person(1)], spoil=hide))
    assert reading.people[0].said["phone"] == "13800000001"
    assert [note.facts["columns"] for note in reading.notes] == ["C 手机号、D 电子邮箱"]


def test_of_two_rows_of_headings_the_lower_is_read() -> None:
    def merge(sheet: Any) -> None:
        for block in ("A1:A2", "B1:C1", "D1:D2"):
            sheet.merge_cells(block)

    rows: list[list[Any]] = [[None, "手机号", "邮箱", None], ["张三", "13800138000", "a@example.org", "质量部"]]
    one, *others = read(book(rows, ["姓名", "联系方式", None, "部门"], merge)).people
    assert (faults(one), others) == ([], [])
    assert dict(one.said) == {"name": "张三", "phone": "13800138000", "email": "a@example.org", "department": "质量部"}


def test_a_text_that_says_so_is_read_as_text() -> None:
    said = read(table([['="张三"', '="0007"', "'13800138000", '="a@example.org"', "", ""]])).people[0].said
    assert list(said.values()) == ["张三", "0007", "13800138000", "a@example.org"]


def test_merged_cells_stand_for_a_department_of_several_but_never_for_a_person() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("E2:E3")
        sheet.merge_cells("A4:A5")

    people = read(book([person(number) for number in range(1, 5)], spoil=merge)).people
    assert people[1].said["department"] == people[0].said["department"]
    assert faults(people[1]) == []
    assert faults(people[3]) == ["merged"]


def test_two_hundred_columns_are_read_for_what_is_known() -> None:
    heads = [*HEADS, *(f"备注{number}" for number in range(194))]
    data = book([[*person(1), *(["x"] * 194)]], heads)
    assert faults(read(data).people[0]) == []
    assert notes(data).count("unknown-column") == 194


def test_a_number_of_identity_is_not_kept_and_that_is_said() -> None:
    data = book([[*person(1), "440402199001011234"]], [*HEADS, "身份证号"])
    assert notes(data) == ["not-kept"]
    assert "440402199001011234" not in str(read(data).people)


def test_the_right_sheet_is_found_and_the_wrong_one_named() -> None:
    from openpyxl import load_workbook

    made = load_workbook(io.BytesIO(book([person(1)])))
    made.create_sheet("通讯录封面", 0).append(["公司通讯录"])
    made.create_sheet("隐藏").sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    reading = read(out.getvalue())
    assert len(reading.people) == 1
    assert {note.code for note in reading.notes} == {"no-headings-here", "hidden-sheet"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-workbook"),
        (b"PK\x03\x04 broken", "broken-archive"),
        (b"%PDF-1.7 ...", "not-a-workbook"),
        (b"\xff\x00\x9f" * 33, "not-text"),
        (book([], ["商品", "单价"]), "no-headings"),
        (book([]), "nobody"),
        (table([], heads=("姓名", "工号")), "nobody"),
        (b"x" * (10 * 1024 * 1024 + 1), "too-large"),
    ],
    ids=["empty", "xls-renamed", "broken", "pdf", "binary", "wrong-sheet", "no-people", "no-people-csv", "large"],
)
def test_a_file_that_is_no_roster_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(data)
    assert refused.value.code == code
    assert code in SAYINGS


def test_u01_a_zip_bomb_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    with pytest.raises(Refusal) as refused:
        read(out.getvalue())
    assert refused.value.code == "bomb"


def test_whoever_stands_twice_is_refused_the_second_time() -> None:
    people = read(book([person(1), ["别名", "a00001", None, None, None, None]])).people
    assert faults(people[0]) == []
    assert faults(people[1]) == ["twice"]
    assert people[1].faults[0].facts["row"] == "Sheet!2"


def test_a_row_by_which_nobody_could_be_found_again_is_refused() -> None:
    assert faults(read(book([["张三", None, None, None, "生产部", None]])).people[0]) == ["no-key"]


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("phone", "1380013800", "phone-short"),
        ("phone", "138001380001", "phone-long"),
        ("phone", "07561234567", "phone-start"),
        ("phone", "138OO138OOO", "phone-signs"),
        ("email", "张三@", "email"),
        ("email", "a..b@example.org", "email"),
        ("name", "张", "short-name"),
        ("name", "12345", "name-is-number"),
        ("name", "合 计", "name-is-sum"),
        ("post", "岗" * 61, "too-long"),
        ("department", "/".join("abcdefghi"), "too-deep"),
    ],
)
def test_a_bad_cell_is_told_with_its_reason(column: str, text: str, code: str) -> None:
    with pytest.raises(Bad) as bad:
        read_cell(column, text, "")
    assert bad.value.code == code
    assert told(code, bad.value.facts).sentence


@given(st.sampled_from(FIELDS), st.text(max_size=80), st.sampled_from(["", "number", "date", "formula", "error"]))
def test_whatever_stands_in_a_cell_is_read_or_refused_with_words(column: str, text: str, changed: str) -> None:
    refused, value = "", ""
    try:
        value = read_cell(column, text, changed)
    except Bad as bad:
        refused = bad.code if told(bad.code, bad.facts).reason else "without words"
    if refused:
        assert refused in SAYINGS
    else:
        assert read_cell(column, value, "") == value


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=6, max_size=6), max_size=8))
def test_whatever_stands_in_a_table_is_read_refused_or_named_never_lost(rows: list[list[str]]) -> None:
    assert refusal(table(rows, "utf-8")) in {"", *SAYINGS}
    people: tuple[Person, ...] = () if refusal(table(rows, "utf-8")) else read(table(rows, "utf-8")).people
    for one in people:
        assert one.said or one.faults
        assert all(fault.code in SAYINGS for fault in one.faults)
    assert [one.row for one in people] == sorted({one.row for one in people})


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert refusal(data) in {"", *SAYINGS}


def test_our_own_template_is_read_back_without_its_example() -> None:
    with pytest.raises(Refusal) as refused:
        read(books.template())
    assert refused.value.code == "nobody"
    sheet = sheets(books.template())[0]
    assert [cell.rstrip("*") for cell in sheet.rows[0].cells[:6]] == list(HEADS)
