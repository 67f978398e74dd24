"""Importing a roster: what was shown is what happens, once, and nothing besides."""

import time
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from core.dates import today
from core.models import AuditEntry
from organisations.models import Department, Invitation, Membership, Organisation, RosterImport
from organisations.refusal import Refused
from organisations.roster import books, importing
from organisations.roster.verdicts import OUTCOMES, VERDICTS
from tests.organisations.making import department, firm, member
from tests.organisations.rosters import book, person, table

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def upload(body: Organisation, by: User, data: bytes) -> RosterImport:
    return importing.upload(organisation=body, name="名单.xlsx", data=data, by=by)


def take_in(body: Organisation, by: User, data: bytes, **how: Any) -> RosterImport:
    held = upload(body, by, data)
    importing.confirm(held=held, by=by, **{"is_partial": False, "invites": False, **how})
    importing.run(str(held.pk))
    held.refresh_from_db()
    return held


def rows_of(data: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True))


def test_a_file_is_first_looked_at_and_changes_nothing(employer: User) -> None:
    body = firm(manager=employer)
    held = upload(body, employer, book([person(1), person(2), ["张三", None, "138", None, None, None]]))
    assert held.counts == {"create": 2, "error": 1}
    assert Membership.objects.filter(organisation=body).count() == 1
    assert not Department.objects.filter(organisation=body).exists()


def test_confirmed_it_adds_people_and_departments_and_a_second_time_nothing(employer: User) -> None:
    body = firm(manager=employer)
    data = book([["张三", "001", None, None, "生产部/质检组", "质检员"], ["李四", "002", None, None, "生产部", None]])
    assert take_in(body, employer, data).counts["done"] == {"create": 2}
    row = Membership.objects.get(organisation=body, employee_number="001")
    assert (row.department.name, row.department.parent.name) == ("质检组", "生产部")
    before = list(Membership.objects.order_by("pk").values())
    again = upload(body, employer, data)
    assert again.counts == {"unchanged": 2}
    with pytest.raises(Refused):
        importing.confirm(held=again, by=employer, is_partial=False, invites=False)
    assert list(Membership.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.filter(deed="roster.imported").count() == 1


def test_what_changes_is_shown_and_an_empty_cell_changes_nothing(employer: User) -> None:
    body = firm(manager=employer)
    Membership.objects.create(
        organisation=body, name="张三", employee_number="001", post="质检员", department=department(body, "生产部")
    )
    held = take_in(body, employer, book([["张三", "001", "13800138000", None, "质量部", None]]))
    assert held.lines[0]["changes"] == {"phone": ["", "13800138000"], "department": ["生产部", "质量部"]}
    row = Membership.objects.get(employee_number="001")
    assert (row.post, row.phone, row.department.name) == ("质检员", "13800138000", "质量部")


def test_nobody_is_dropped_for_being_absent_and_who_left_is_not_brought_back(employer: User) -> None:
    body = firm(manager=employer)
    stays = Membership.objects.create(organisation=body, name="不在名单上", employee_number="900")
    left = Membership.objects.create(organisation=body, name="张三", employee_number="001", until=today())
    take_in(body, employer, book([["张三", "001", None, None, None, None]]))
    stays.refresh_from_db()
    left.refresh_from_db()
    assert stays.until is None
    assert left.until == today()
    assert Membership.objects.open().get(employee_number="001").pk != left.pk


def test_rows_in_error_are_left_out_only_by_the_managers_explicit_choice(employer: User) -> None:
    body = firm(manager=employer)
    data = book([person(1), ["张三", None, "138", None, None, None]])
    held = upload(body, employer, data)
    with pytest.raises(Refused):
        importing.confirm(held=held, by=employer, is_partial=False, invites=False)
    assert not Membership.objects.filter(employee_number="A00001").exists()
    done = take_in(body, employer, data, is_partial=True)
    assert done.counts["done"] == {"create": 1, "error": 1}
    told = rows_of(books.results(done))
    assert told[1][1] == str(OUTCOMES["create"])
    assert told[2][1] == "未导入"
    assert "3位" in told[2][2]


def test_the_figures_tell_what_would_come_and_once_it_is_done_what_came(employer: User, client_of: SignIn) -> None:
    """Somebody was added by hand between the preview and the import: the row changed him instead."""
    body = firm(manager=employer)
    held = upload(body, employer, book([person(1), person(2)]))
    one = f"/org/{body.slug}/members/import/{held.pk}/"
    read = client_of(employer)
    assert read.get(one).context["figures"][0] == ("create", VERDICTS["create"], 2)
    Membership.objects.create(organisation=body, name="员工00001号", employee_number="A00001")
    importing.confirm(held=held, by=employer, is_partial=False, invites=False)
    assert read.get(one).context["figures"][0] == ("create", VERDICTS["create"], 2)
    importing.run(str(held.pk))
    page = read.get(one)
    assert page.context["figures"][:2] == [("create", OUTCOMES["create"], 1), ("update", OUTCOMES["update"], 1)]
    assert str(VERDICTS["create"]) not in page.text
    assert str(VERDICTS["update"]) not in page.text


def test_the_rows_in_error_can_be_mended_and_handed_in_again(employer: User) -> None:
    body = firm(manager=employer)
    held = upload(body, employer, book([["张三", "007", "1380013800", None, "生产部", None]]))
    again = upload(body, employer, books.faulty(held))
    assert again.counts == {"create": 1}
    assert again.lines[0]["said"] == {"name": "张三", "employee_number": "007", "department": "生产部"}


def test_a_row_that_means_two_members_is_refused(employer: User) -> None:
    body = firm(manager=employer)
    Membership.objects.create(organisation=body, name="甲", employee_number="001")
    Membership.objects.create(organisation=body, name="乙", phone="13800138000")
    held = upload(body, employer, book([["丙丁", "001", "13800138000", None, None, None]]))
    assert held.lines[0]["faults"][0]["code"] == "two-people"


def test_what_changed_since_the_preview_is_seen_when_the_row_is_done(employer: User) -> None:
    body = firm(manager=employer)
    held = upload(body, employer, book([person(1)]))
    Membership.objects.create(organisation=body, name="员工00001号", employee_number="A00001")
    importing.confirm(held=held, by=employer, is_partial=False, invites=False)
    importing.run(str(held.pk))
    assert Membership.objects.filter(employee_number="A00001").count() == 1
    held.refresh_from_db()
    assert held.counts["done"] == {"update": 1}


def test_an_import_that_died_goes_on_where_it_stopped(employer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "A_STEP", 2)
    body = firm(manager=employer)
    held = upload(body, employer, book([person(number) for number in range(5)]))
    importing.confirm(held=held, by=employer, is_partial=False, invites=False)
    assert importing._step(str(held.pk))
    held.refresh_from_db()
    assert (held.done, held.finished_at) == (2, None)
    importing.run(str(held.pk))
    importing.run(str(held.pk))
    held.refresh_from_db()
    assert (held.done, held.counts["done"]) == (5, {"create": 5})
    assert Membership.objects.filter(organisation=body).count() == 6


def test_who_has_an_address_is_invited_afterwards_if_that_was_chosen(
    employer: User, learner: User, django_capture_on_commit_callbacks: Any
) -> None:
    body = firm(manager=employer)
    member(body, learner)
    data = book([person(1), ["无邮箱", "002", None, None, None, None], ["林悦", None, None, learner.email, None, "质检员"]])
    with django_capture_on_commit_callbacks(execute=True):
        take_in(body, employer, data, invites=True)
    assert [letter.to for letter in mail.outbox] == [["e1@example.org"]]
    assert Invitation.objects.count() == 1


def test_nothing_is_imported_into_a_body_that_is_not_verified(employer: User) -> None:
    body = firm(manager=employer, state=Organisation.State.PROPOSED)
    held = upload(body, employer, book([person(1)]))
    with pytest.raises(Refused):
        importing.confirm(held=held, by=employer, is_partial=False, invites=False)


def test_the_pages_lead_from_the_file_to_the_result(
    employer: User, client_of: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    body = firm(manager=employer)
    client, address = client_of(employer), f"/org/{body.slug}/members/import/"
    assert client.get(f"{address}template.xlsx").content[:2] == b"PK"
    file = SimpleUploadedFile("九月新员工.csv", table([person(1), ["张三", "", "138", "", "", ""]], "gb18030"))
    shown = client.post(address, {"file": file}, follow=True)
    page = shown.content.decode()
    assert "C 手机号" in page
    assert "手机号只有3位" in page
    held = RosterImport.objects.get()
    one = f"{address}{held.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{one}confirmation/", {"partial": "yes"})
    assert "新增1人" in client.get(one).content.decode()
    assert client.get(f"{one}progress/").json() == {"done": 2, "rows": 2, "finished": True}
    told = client.get(one).context["figures"]
    assert told == [
        ("create", OUTCOMES["create"], 1),
        ("update", OUTCOMES["update"], 0),
        *told[2:3],
        ("error", OUTCOMES["error"], 1),
    ]
    for kind in ("result", "errors"):
        assert client.get(f"{one}{kind}.xlsx").content[:2] == b"PK"
    assert client.get(f"{one}nonsense.xlsx").status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.xlsx", b"", "空"),
        ("旧.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        ("错.xlsx", book([], ["商品", "单价"]), "表头"),
    ],
    ids=["empty", "xls-renamed", "wrong-sheet"],
)
def test_a_file_that_is_refused_says_why_and_leaves_nothing(
    employer: User, client_of: SignIn, name: str, data: bytes, said: str
) -> None:
    body = firm(manager=employer)
    page = client_of(employer).post(f"/org/{body.slug}/members/import/", {"file": SimpleUploadedFile(name, data)})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not RosterImport.objects.exists()


def test_a_thousand_rows_are_quick_and_small(employer: User) -> None:
    """A fifth of the roster of tests/load/roster.py, with the whole of its room in time and a third of its memory."""
    body, data = firm(manager=employer), book([person(number) for number in range(1000)])
    tracemalloc.start()
    began = time.process_time()
    held = upload(body, employer, data)
    importing.confirm(held=held, by=employer, is_partial=False, invites=False)
    importing.run(str(held.pk))
    spent = time.process_time() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert Membership.objects.filter(organisation=body).count() == 1001
    assert spent < 30
    assert peak < 100 * 1024 * 1024


def test_a_step_asks_as_much_for_ten_rows_as_for_sixty(employer: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    body = firm(manager=employer)
    for at in range(20):
        department(body, f"部门{at}")

    def asked(start: int, number: int) -> int:
        held = upload(body, employer, book([person(at) for at in range(start, start + number)]))
        importing.confirm(held=held, by=employer, is_partial=False, invites=False)
        with CaptureQueriesContext(connection) as queries:
            importing.run(str(held.pk))
        return len(queries)

    asked(0, 1)
    assert asked(1, 10) == asked(100, 60)
