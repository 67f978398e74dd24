"""Sittings in the admin: made, changed until somebody has started, called off with a reason."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import localtime

from accounts.models import User
from core.dates import now
from core.models import AuditEntry
from exams import closing, delivery, invigilating, releasing, seating
from exams.models import Registration, Sitting, SittingEntry
from tests.cast import person
from tests.exams.making import sitting, version

pytestmark = pytest.mark.django_db
SITTINGS = "/cms/snippets/exams/sitting/"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def office(client_of: Callable[[User], Client], examiner: User) -> Client:
    return client_of(examiner)


def form(**changes: Any) -> dict[str, Any]:
    filled = {
        "opens_at": "2027-03-01 09:00",
        "closes_at": "2027-03-01 11:00",
        "registration_opens_at": "",
        "registration_closes_at": "2027-02-26 18:00",
        "mode": "on_site",
        "venue": "香洲考点",
        "capacity": "30",
        "instructions": "地铁一号线",
        "release": "person",
        "state": "open",
        "cancelled_because": "",
    }
    return {**filled, **changes}


def errors(answer: Any) -> str:
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


def test_an_examiner_makes_one_under_the_newest_rules_and_reads_the_code_once(office: Client):
    old, new = version(["single"]), version(["single"])
    invigilator = person("孙老师", "sun", "invigilator")
    page = office.get(f"{SITTINGS}add/").content.decode()
    assert f'<option value="{new.pk}"' in page
    assert f'<option value="{old.pk}"' not in page
    assert "孙老师" in page
    sent = form(exam_version=new.pk, invigilators=[invigilator.pk], new_code="on")
    answer = office.post(f"{SITTINGS}add/", sent, follow=True)
    made = Sitting.objects.get()
    assert (made.state, made.capacity, made.walk_in, made.has_access_code) == ("open", 30, False, True)
    assert list(made.invigilators.all()) == [invigilator]
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", errors(answer))
    assert code
    assert code[0] not in office.get(f"{SITTINGS}edit/{made.pk}/").content.decode()


def test_what_cannot_be_names_the_field(office: Client):
    of = version(["single"])
    wrong = form(exam_version=of.pk, closes_at="2027-03-01 08:00")
    assert "考次的开始时间应早于结束时间" in errors(office.post(f"{SITTINGS}add/", wrong)) or not Sitting.objects.exists()
    assert not Sitting.objects.exists()
    assert "请填写" in errors(office.post(f"{SITTINGS}add/", form(exam_version=of.pk, state="cancelled")))
    assert not Sitting.objects.exists()


def test_once_somebody_has_started_the_rules_stay(office: Client, learner: User):
    at = sitting(version(["single"]), closes_at=now() + 2 * HOUR)
    Sitting.objects.filter(pk=at.pk).update(
        opens_at=at.opens_at.replace(microsecond=0), closes_at=(now() + HOUR).replace(microsecond=0)
    )
    before = Sitting.objects.get(pk=at.pk)
    delivery.start(candidate=learner, sitting=at)
    assert "对所有人公布的规则不再改动" in office.get(f"{SITTINGS}edit/{at.pk}/").content.decode()
    office.post(f"{SITTINGS}edit/{at.pk}/", form(venue="二号楼", capacity="", mode="on_site", walk_in=""))
    at.refresh_from_db()
    assert at.venue == "二号楼"
    for rule in ("opens_at", "closes_at", "mode", "walk_in", "release", "exam_version_id"):
        assert getattr(at, rule) == getattr(before, rule), rule
    called_off = office.post(f"{SITTINGS}edit/{at.pk}/", form(state="cancelled", cancelled_because="台风", capacity=""))
    assert "不能取消" in errors(called_off)


def test_calling_off_tells_everyone_why(office: Client, learner: User, stranger: User, django_capture_on_commit_callbacks: Any):
    at = sitting(version(["single"]), walk_in=False, capacity=1, opens_at=now() + 24 * HOUR, closes_at=now() + 26 * HOUR)
    for who in (learner, stranger):
        seating.register(candidate=who, sitting=at)
    with django_capture_on_commit_callbacks(execute=True):
        office.post(
            f"{SITTINGS}edit/{at.pk}/", form(exam_version=at.exam_version_id, state="cancelled", cancelled_because="台风")
        )
    at.refresh_from_db()
    assert at.state == "cancelled"
    assert {message.to[0] for message in mail.outbox} == {learner.email, stranger.email}
    assert all("台风" in message.body for message in mail.outbox)
    assert not Sitting.objects.announced().filter(pk=at.pk).exists()


def test_seats_given_out_are_not_taken_away_and_more_let_people_move_up(office: Client, learner: User, stranger: User):
    at = sitting(version(["single"]), walk_in=False, capacity=1, opens_at=now() + 24 * HOUR, closes_at=now() + 26 * HOUR)
    for who in (learner, stranger):
        seating.register(candidate=who, sitting=at)
    office.post(f"{SITTINGS}edit/{at.pk}/", form(exam_version=at.exam_version_id, capacity="2"))
    assert set(Registration.objects.values_list("state", flat=True)) == {"admitted"}
    fewer = office.post(f"{SITTINGS}edit/{at.pk}/", form(exam_version=at.exam_version_id, capacity="1"))
    assert "已有2个座位给出" in errors(fewer)


def test_nobody_else_makes_one(client_of: Callable[[User], Client], learner: User, regulator: User):
    of = version(["single"])
    for who in (learner, regulator, person("孙老师", "sun", "invigilator")):
        assert client_of(who).post(f"{SITTINGS}add/", form(exam_version=of.pk)).status_code in (302, 403)
    assert not Sitting.objects.exists()


def test_a_sitting_closed_by_mistake_is_reopened_with_a_reason_until_a_result_is_released(
    office: Client, examiner: User, learner: User, stranger: User
):
    at = sitting(version(["single"]), mode="on_site", walk_in=False, release="person", opens_at=now() - HOUR)
    ruled, seen = (seating.register(candidate=who, sitting=at, by=examiner) for who in (learner, stranger))
    invigilating.mark_absent(registration=seen, by=examiner)
    edit = f"{SITTINGS}edit/{at.pk}/"
    assert "reopened_because" not in office.get(edit).content.decode()
    Sitting.objects.filter(pk=at.pk).update(state="closed")
    closing.mark_absent_due()
    told = form(exam_version=at.exam_version_id, opens_at=f"{localtime(at.opens_at):%Y-%m-%d %H:%M}", closes_at="")
    told |= {"registration_closes_at": "", "state": "open"}
    assert office.post(edit, told).status_code == 200, "without a reason"
    assert office.post(edit, {**told, "state": "draft"}).status_code == 200, "nor by way of a draft"
    assert Sitting.objects.get().state == "closed"
    assert office.post(edit, {**told, "reopened_because": "误点"}).status_code == 302
    states = {one.candidate: one.state for one in Registration.objects.all()}
    assert (Sitting.objects.get().state, states) == ("open", {learner: "admitted", stranger: "absent"})
    entry, noted = SittingEntry.objects.get(kind="reopened"), AuditEntry.objects.get(deed="sitting.reopened")
    assert (entry.by, entry.text, noted.actor, noted.data["because"]) == (examiner, "误点", examiner, "误点")
    invigilating.check_in(registration=ruled, by=examiner)
    assert delivery.submit(attempt=delivery.start(candidate=learner, sitting=at))
    Sitting.objects.filter(pk=at.pk).update(state="closed")
    assert releasing.release_all(sitting=at, by=examiner) == 1
    told |= {"opens_at": ""}
    assert office.post(edit, {**told, "reopened_because": "误点"}).status_code == 200, "a result is out"
    assert Sitting.objects.get().state == "closed"
