"""An employer's list: every row answered in words, from whatever program the file comes, and nothing kept of it."""

import csv
import io
import random

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from certificates import numbers, throttle
from certificates.decisions import decide
from certificates.list_reading import MOST_LINES
from certificates.models import CertificateEvent
from certificates.status import State
from tests.certificates.crowd import crowd

pytestmark = pytest.mark.django_db
CHECK = "/register/check/"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, data, *, answer="page", name="list.xlsx", prefix=""):
    content = data.encode() if isinstance(data, str) else data
    return client.post(prefix + CHECK, {"list": SimpleUploadedFile(name, content), "answer": answer})


def told(client, data, **how):
    reply = send(client, data, answer="csv", **how)
    assert reply.status_code == 200, reply.content.decode()
    return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))


def test_every_row_is_answered_in_words(certificate, administrator, client):
    gone = crowd(1, scheme="QSD")[0]
    decide(gone, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.RESULT)
    wrong = certificate.number[:-1] + ("2" if certificate.number[-1] != "2" else "3")
    unknown = numbers.draw("QSO", 2026, choose=random.Random(3).choice)
    rows = told(
        client,
        workbook(
            ["证书编号", "姓名"],
            [certificate.number.lower(), "林悦"],
            [certificate.number, "路人"],
            [gone.number, gone.holder_name],
            [wrong],
            ["", "林悦"],
            ["=1+1"],
            [unknown],
        ),
    )
    assert [row["查验结论"] for row in rows] == [
        "有效",
        "有效",
        "已撤销",
        "编号输错了",
        "没有编号",
        "不是编号",
        "没有查到这张证书",
    ]
    assert [row["姓名核对"] for row in rows][:3] == ["与登记一致", "与登记不一致", "未核对：该证书不显示个人信息"]
    assert rows[0]["证书编号"] == certificate.number
    assert rows[0]["有效期至"] == certificate.valid_until.isoformat()
    assert rows[2]["有效期至"] == rows[2]["证书"] == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("comma", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_csv_of_any_program_is_read(certificate, client, encoding, comma):
    data = f"证书编号{comma}姓名\r\n{certificate.number}{comma}林悦\r\n".encode(encoding)
    assert [row["姓名核对"] for row in told(client, data, name="名单.csv")] == ["与登记一致"]


def test_a_bare_column_of_numbers_is_enough(certificate, client):
    assert [row["查验结论"] for row in told(client, f"{certificate.number}\n{certificate.number}\n")] == ["有效", "有效"]


def test_the_page_shows_the_same_and_no_name_of_the_register(certificate, client):
    page = send(client, f"{certificate.number},张三\n").content.decode()
    assert "有效" in page
    assert "林" not in page.split("<tbody>")[1].split("</tbody>")[0]


def test_u03_the_workbook_that_comes_back_runs_nothing(certificate, client):
    reply = send(client, f'{certificate.number},"=HYPERLINK(1)"\n@x,+1\n', answer="xlsx")
    sheet = load_workbook(io.BytesIO(reply.content)).active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert sheet["C2"].value == "=HYPERLINK(1)"
    comma = send(client, f'{certificate.number},"=HYPERLINK(1)"\n＝x,1\n', answer="csv").content.decode("utf-8-sig")
    assert not [cell for row in csv.reader(io.StringIO(comma)) for cell in row if cell.startswith(("=", "+", "-", "@", "＝"))]


WRONG = {
    "empty": (b"", 422),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 99, 422),
    "pdf": (b"%PDF-1.7", 422),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, 422),
    "broken archive": (b"PK\x03\x04" + b"0" * 99, 422),
    "not text": (b"\xff\xfe\x00\xd8", 422),
    "too many": (b"QSO-26\n" * (MOST_LINES + 1), 422),
    "too large": (b"0" * (1024 * 1024 + 70_000), 413),
    "blank": (b"\n\n\n", 422),
}


@pytest.mark.parametrize("kind", WRONG, ids=lambda kind: kind.replace(" ", "-"))
def test_a_wrong_file_is_named_with_its_remedy(client, schemes, kind):
    data, status = WRONG[kind]
    reply = send(client, data)
    assert reply.status_code == status
    assert 'role="alert"' in reply.content.decode()


def test_nothing_chosen_is_said(client):
    assert client.post(CHECK).status_code == 422


def test_an_address_that_sends_too_many_lists_waits_for_the_next_hour(certificate, client, time_machine):
    time_machine.move_to("2026-12-01 10:30:00+08:00", tick=False)
    for _turn in range(throttle.LISTS_PER_HOUR):
        assert send(client, certificate.number).status_code == 200
    late = send(client, certificate.number)
    assert (late.status_code, late["Retry-After"]) == (429, "1800")
    time_machine.move_to("2026-12-01 11:00:00+08:00", tick=False)
    assert send(client, certificate.number).status_code == 200


def test_names_are_not_guessed_by_the_list_either(certificate, client):
    data = "".join(f"{certificate.number},林{chr(0x4E00 + turn)}\n" for turn in range(30)) + f"{certificate.number},林悦\n"
    answers = [row["姓名核对"] for row in told(client, data)]
    assert answers.count("与登记不一致") == throttle.NAMES_PER_HOUR
    assert answers[-1].startswith("未核对")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("prefix", ["", "/zh-hant", "/en"], ids=["zh-hans", "zh-hant", "en"])
def test_the_template_filled_in_is_understood_in_every_language(certificate, client, kind, prefix):
    empty = client.get(f"{prefix}/register/check/template.{kind}").content
    if kind == "csv":
        data = empty + f"{certificate.number},林悦\r\n".encode()
    else:
        book = load_workbook(io.BytesIO(empty))
        book.active.append([certificate.number, "林悦"])
        out = io.BytesIO()
        book.save(out)
        data = out.getvalue()
    reply = send(client, data, prefix=prefix).content.decode()
    assert certificate.number in reply
    assert reply.count('scope="row"') == 1


def test_another_kind_of_template_is_not_there(client):
    assert client.get("/register/check/template.exe").status_code == 404
