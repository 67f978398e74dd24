"""Rosters as they arrive: from other programs, half broken, far too large. Each is read rightly or refused by its name, and a
refused one leaves nothing behind."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from accounts.models import User
from core.archives import Refusal
from organisations.models import Department, Membership, Organisation, RosterImport
from organisations.roster.reading import MOST_PEOPLE, Person, read
from organisations.roster.telling import SAYINGS
from tests.organisations.making import firm
from tests.organisations.rosters import HEADS, book, person, strict, table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TITLE = "示例公司员工名单"


def parted(sign: str, *before: str, encoding: str = "utf-8-sig") -> bytes:
    """A table whose cells are parted by this sign, below these lines."""
    lines = [*before, *(sign.join(map(str, row)) for row in (HEADS, person(1), person(2)))]
    return "\r\n".join(lines).encode(encoding)


def below(*rows: list[Any]) -> bytes:
    """A workbook whose headings stand below other rows."""
    made = Workbook()
    sheet: Any = made.active
    for row in (*rows, list(HEADS), person(1), person(2)):
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def painted() -> bytes:
    """Two people on a sheet painted down to its end."""

    def paint(sheet: Any) -> None:
        sheet.cell(1_048_576, 300).number_format = "@"

    return book([person(1), person(2)], spoil=paint)


READ: dict[str, Callable[[], bytes]] = {
    "semicolons": lambda: parted(";"),
    "tabs": lambda: parted("\t"),
    "a title above semicolons": lambda: parted(";", TITLE, ""),
    "a title above tabs in UTF-16": lambda: parted("\t", TITLE, encoding="utf-16"),
    "UTF-16, the larger end first": lambda: b"\xfe\xff" + parted(",", encoding="utf-16-be"),
    "GB18030 with a title": lambda: parted(",", TITLE, "", encoding="gb18030"),
    "old line ends": lambda: parted(",").replace(b"\r\n", b"\r"),
    "headings in row 3": lambda: below([TITLE], [None]),
    "blank rows first": lambda: below([None], [None], [None]),
    "strict Open XML": lambda: strict(book([person(1), person(2)])),
    "a blank row between": lambda: book([person(1), [None] * 6, person(2)]),
    "blank columns first": lambda: book([[None, *person(1)], [None, *person(2)]], [None, *HEADS]),
    "the name as rich text in a table of the template": lambda: book([person(1), person(2)], [f"{head}*" for head in HEADS]),
    "painted to the end of the sheet": painted,
    "an empty sheet beside it": lambda: book([person(1), person(2)], spoil=lambda sheet: sheet.parent.create_sheet("空表")),
}


@pytest.mark.parametrize("name", READ, ids=str)
def test_whatever_program_wrote_it_the_same_people_are_read(name: str) -> None:
    people = read(READ[name]()).people
    assert [one.said["name"] for one in people] == ["员工00001号", "员工00002号"]
    assert [one.said["phone"] for one in people] == ["13800000001", "13800000002"]
    assert not [fault for one in people for fault in one.faults]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return out.getvalue()


def spread(outer: str, inner: str) -> bytes:
    """A small file that asks for seventeen thousand million cells."""
    out, asked = io.BytesIO(), f'</sheetData><{outer}><{inner} ref="A1:XFD1048576"/></{outer}>'.encode()
    with zipfile.ZipFile(io.BytesIO(book([person(1)]))) as there, zipfile.ZipFile(out, "w") as made:
        for name in there.namelist():
            made.writestr(name, there.read(name).replace(b"</sheetData>", asked))
    return out.getvalue()


def macros() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book([person(1)]))) as there, zipfile.ZipFile(out, "w") as made:
        for name in there.namelist():
            made.writestr(name, there.read(name))
        made.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "under a password": (lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "locked-workbook"),
    "old and renamed": (lambda: OLE + b"\0" * 2000, "old-workbook"),
    "a web page called .xls": (lambda: b"<html><table><tr><td>\xe5\xa7\x93\xe5\x90\x8d</td></tr></table>", "not-a-workbook"),
    "XML of 2003": (lambda: b'\xef\xbb\xbf<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "not-a-workbook"),
    "a picture": (lambda: b"\xff\xd8\xff\xe0" + b"x" * 50, "not-a-workbook"),
    "a bomb": (bomb, "bomb"),
    "macros": (macros, "macros"),
    "cut off": (lambda: book([person(1)])[:-200], "broken-archive"),
    "headings alone": (lambda: table([]), "nobody"),
    "empty sheets": (lambda: book([], []), "no-headings"),
    "too many people": (lambda: table([person(n) for n in range(MOST_PEOPLE + 1)]), "too-many-people"),
    "no end": (lambda: b"\n" * 30_000, "too-many-rows"),
    "a merged block over the whole sheet": (lambda: spread("mergeCells", "mergeCell"), "bomb"),
    "a link over the whole sheet": (lambda: spread("hyperlinks", "hyperlink"), "bomb"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED, ids=str)
def test_what_cannot_be_read_is_refused_by_its_name_and_leaves_nothing_behind(
    name: str, employer: User, client_of: Callable[[User], Client]
) -> None:
    body = firm(manager=employer)
    make, code = REFUSED[name]
    with pytest.raises(Refusal) as refusal:
        read(make())
    assert refusal.value.code == code
    before = kept(body)
    sent = {"file": SimpleUploadedFile("名单.xlsx", make())}
    answer = client_of(employer).post(f"/org/{body.slug}/members/import/", sent)
    assert answer.status_code == 422
    _reason, remedy = SAYINGS[code]
    assert str(remedy) in answer.text
    assert kept(body) == before


def kept(body: Organisation) -> tuple[int, int, int]:
    return (
        Membership.objects.filter(organisation=body).count(),
        RosterImport.objects.count(),
        Department.objects.filter(organisation=body).count(),
    )


def one(*cells: Any) -> Person:
    return read(book([list(cells)])).people[0]


def test_figures_kept_as_floats_are_read_as_they_were_meant_and_eaten_ones_refused() -> None:
    assert one("张三", 7.0, 13800138000.0, None, None, None).said["phone"] == "13800138000"
    assert one("张三", 7.0, None, None, None, None).said["employee_number"] == "7"
    assert [fault.code for fault in read(table([["张三", "7", "1.38E+10", "", "", ""]])).people[0].faults] == ["eaten"]


def test_headings_that_stand_twice_are_named_and_the_first_is_read() -> None:
    reading = read(book([[*person(1), "13900000000"]], [*HEADS, "联系电话"]))
    assert reading.people[0].said["phone"] == "13800000001"
    assert [note.code for note in reading.notes] == ["column-twice"]
