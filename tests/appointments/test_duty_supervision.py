"""Supervision, assessment, culture pulse, maturity, the year's report; and who sees which page."""

import datetime as dt
import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.models import User
from appointments import reporting
from appointments.appointing import Refused
from appointments.duties import expecting, supervising, weekly
from appointments.duties.models import (
    Correction,
    DayRecord,
    EffectCheck,
    Supervision,
)
from appointments.duties.supervising import Look
from appointments.models import Appointment
from certificates import evidence as proofs
from certificates.evidence import Evidence
from core.dates import today
from tests.appointments.duty import DAY, Works
from tests.appointments.making import house
from tests.appointments.test_powers import photo
from tests.organisations.making import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]


def proof() -> Evidence:
    content = photo()
    return proofs.read(io.BytesIO(content), name="整改.jpg", size=len(content))


def looked(there: Works, **changes: Any) -> Supervision:
    told: dict[str, Any] = {
        "object": "阀芯",
        "risk": "high",
        "looked_on": today(),
        "found": "渗漏",
        "owner": "王工",
        "due": today() - DAY,
    }
    return supervising.look(standing=there.standing(there.director), seen=Look(**told | changes))


def put_right(there: Works, row: Supervision, by: User, *, files: bool = True) -> Correction:
    given = [proof()] if files else []
    return supervising.correct(standing=there.standing(by), supervision=row, done_on=today(), text="换圈", evidence=given)


def checked(there: Works, row: Supervision, by: User, *, due: dt.date | None = None) -> EffectCheck:
    standing = there.standing(by)
    return supervising.check(standing=standing, supervision=row, checked_on=today(), worked=due is None, text="抽20件", due=due)


def test_an_entry_is_not_closed_without_a_check_by_somebody_else(there: Works) -> None:
    row = looked(there)
    assert Supervision.objects.told().get().is_overdue
    with pytest.raises(Refused, match="先写明"):
        checked(there, row, there.head)
    with pytest.raises(Refused, match="照片"):
        put_right(there, row, there.officer, files=False)
    put_right(there, row, there.officer)
    with pytest.raises(Refused, match="效果"):
        put_right(there, row, there.officer)
    with pytest.raises(Refused, match="另一位"):
        checked(there, row, there.officer)
    assert list(Supervision.objects.open()) == [row]
    checked(there, row, there.head, due=today() + DAY)
    assert list(Supervision.objects.open()) == [row]
    assert Supervision.objects.told().get().due_now == today() + DAY
    put_right(there, row, there.officer)
    checked(there, row, there.head)
    assert not Supervision.objects.open().exists()
    with pytest.raises(Refused, match="没有"):
        put_right(there, row, there.officer)


def test_the_database_itself_refuses_a_check_by_whoever_put_it_right(there: Works) -> None:
    row = looked(there)
    done = put_right(there, row, there.officer)
    with transaction.atomic(), pytest.raises(IntegrityError):
        EffectCheck.objects.create(
            correction=done, corrected_by=there.officer, by=there.officer, checked_on=today(), worked=True, text="x"
        )
    checked(there, row, there.head)
    for table in (Supervision, Correction, EffectCheck):
        with transaction.atomic(), pytest.raises(Exception, match="append-only"):
            table._base_manager.update(id=F("id"))


def test_a_look_without_finding_is_closed_at_once(there: Works) -> None:
    row = looked(there, found="看了3批，符合", owner="", due=None)
    assert list(Supervision.objects.closed()) == [row]
    with pytest.raises(Refused, match="期限"):
        looked(there, owner="", due=today())


def test_the_register_in_pages(client: Client, there: Works) -> None:
    client.force_login(there.director)
    path = reverse("appointments:supervision_new", args=[there.firm.slug])
    given = {"object": "阀芯", "risk": "high", "looked_on": today().isoformat(), "found": "渗漏"}
    assert client.post(path, {**given, "owner": "王工"}).status_code == 422
    entry = client.post(path, {**given, "owner": "王工", "due": today().isoformat()}).headers["Location"]
    assert "阀芯" in client.get(reverse("appointments:supervisions", args=[there.firm.slug])).content.decode()
    assert client.post(entry + "correction/", {"done_on": today().isoformat(), "text": "换圈"}).status_code == 422
    upload = io.BytesIO(photo())
    upload.name = "整改.jpg"
    assert (
        client.post(entry + "correction/", {"done_on": today().isoformat(), "text": "换圈", "evidence": upload}).status_code
        == 302
    )
    check = {"checked_on": today().isoformat(), "worked": "yes", "text": "抽20件"}
    assert client.post(entry + "effect/", check).status_code == 409
    client.force_login(there.head)
    assert client.post(entry + "effect/", {**check, "worked": "no"}).status_code == 422
    assert client.post(entry + "effect/", check).status_code == 302
    assert "抽20件" in client.get(entry).content.decode()


def test_the_years_report_equals_the_records(there: Works) -> None:
    held = there.listed(since=today() - 30 * DAY)
    for number in range(7):
        there.day(held, today() - number * DAY, finding="渗漏" if number % 3 == 0 else "")
    first = there.day(held, today() - 9 * DAY, finding="误记")
    there.day(held, today() - 9 * DAY, corrects=first)
    week = expecting.monday(today())
    weekly.note(
        standing=there.standing(there.director),
        risk_list=held,
        week=week,
        checked="记录",
        conclusion="跟进",
        decisions=dict.fromkeys(weekly.findings(there.firm, week), "返工"),
    )
    looked(there)
    officer = Appointment.objects.get(person=there.officer)
    told = {line.kind: line.count for line in reporting.report(officer, today().year).records}
    assert told["days"] == DayRecord.objects.filter(appointment=officer).standing().count() == 8
    assert told["findings"] == 3
    director = Appointment.objects.get(person=there.director)
    told = {line.kind: line.count for line in reporting.report(director, today().year).records}
    assert (told["days"], told["weeks"], told["supervisions"]) == (0, 1, 1)


def test_who_sees_which_page_of_a_firm(client: Client, there: Works, stranger: User, regulator: User, colleague: User) -> None:
    there.listed()
    row = looked(there)
    other = house(regulator, colleague, name="另一家企业")
    member(there.firm, stranger)
    day, month, week = today(), today().replace(day=1), expecting.monday(today())
    names: list[tuple[str, list[Any]]] = [
        *((name, []) for name in ("duties", "risks", "days", "weeks", "months", "supervisions", "supervision_new", "maturity")),
        ("risk_list", [1]),
        ("day", [day]),
        ("week", [week]),
        ("month", [month]),
        ("supervision", [row.pk]),
    ]
    # A plain member, and everybody of another firm, finds no page; the firm's own people find each.
    for user, status in (
        (there.head, 200),
        (there.officer, 200),
        (there.director, 200),
        (stranger, 404),
        (regulator, 404),
        (colleague, 404),
    ):
        client.force_login(user)
        for name, more in names:
            assert client.get(reverse(f"appointments:{name}", args=[there.firm.slug, *more])).status_code == status, (user, name)
    client.force_login(regulator)
    assert client.get(reverse("appointments:supervision", args=[other.slug, row.pk])).status_code == 404
    for name in ("correction", "effect_check"):
        assert client.post(reverse(f"appointments:{name}", args=[other.slug, row.pk])).status_code == 404
