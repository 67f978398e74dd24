"""Seats a firm takes for its people: each judged by himself and told, none sold twice, nothing of others shown."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.dates import now
from core.models import AuditEntry
from exams import registering, seating
from exams.firms import taking
from exams.models import Registration, Sitting
from notices.models import Notice
from organisations.models import Membership, Organisation, Role
from tests.cast import person
from tests.courses.small import make_course
from tests.courses.training import crowd
from tests.exams.making import finished, sitting, version
from tests.exams.test_races import at_once
from tests.organisations.making import department, firm, member
from tests.reading import english, refused

SignIn = Callable[[User], Client]
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def announced(**fields: Any) -> Sitting:
    """A sitting by registration, a week from now."""
    of = fields.pop("of", None) or version(["single"])
    return sitting(of, **{"walk_in": False, "opens_at": now() + 7 * DAY, "closes_at": now() + 7 * DAY + 2 * HOUR, **fields})


@pytest.fixture
def body(employer: User) -> Organisation:
    return firm("甲公司", manager=employer)


def door(body: Organisation, at: Sitting | None = None) -> str:
    return f"/org/{body.slug}/exams/" + (f"{at.pk}/" if at else "")


def sent(*people: Membership) -> dict[str, list[str]]:
    return {"member": [str(one.pk) for one in people]}


@pytest.mark.django_db
def test_the_chosen_have_seats_until_none_is_left_then_they_wait_and_each_is_told_by_whom(
    body: Organisation, employer: User, client_of: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    people, at = crowd(body, 3), announced(capacity=2)
    with django_capture_on_commit_callbacks(execute=True):
        page = client_of(employer).post(door(body, at), sent(*people)).text
    states = Registration.objects.filter(sitting=at).order_by("pk").values_list("state", "organisation")
    assert list(states) == [("admitted", body.pk), ("admitted", body.pk), ("applied", body.pk)]
    assert page.count("已有席位") == 2
    assert "席位已满" in page
    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    for row in people:
        assert "甲公司" in letters[row.email]
        assert Notice.objects.filter(reader=row.person, code__startswith="exams.").exists()
    assert all(one.eligibility_basis for one in Registration.objects.all())
    noted = AuditEntry.objects.get(deed="sitting.seats_taken")
    assert (noted.actor, noted.data["registered"]) == (employer, 3)
    again = client_of(employer).post(door(body, at), sent(*people)).text
    assert again.count("此前已报名") == 3
    assert Registration.objects.count() == 3


@pytest.mark.django_db
def test_a_refusal_names_its_rule_and_holds_nobody_else_up(body: Organisation, employer: User) -> None:
    make_course(codes=[["TST-01"]])
    one, two = crowd(body, 2)
    alone = Membership.objects.create(organisation=body, name="无号")
    asked = announced(of=version(["single"], eligibility={"course": "TST"}))
    lines = taking.take(organisation=body, sitting=asked, members=[one, alone], by=employer)
    assert [line.rule for line in lines] == ["course", "account"]
    assert "课程" in lines[0].said
    closed = announced(registration_closes_at=now() - DAY)
    assert [line.rule for line in taking.take(organisation=body, sitting=closed, members=[two], by=employer)] == ["registration"]
    free = announced()
    assert [line.tone for line in taking.take(organisation=body, sitting=free, members=[alone, two], by=employer)] == [
        "is-bad",
        "is-ok",
    ]


@pytest.mark.django_db
def test_of_earlier_attempts_the_firm_reads_that_a_rule_stands_in_the_way_and_no_more(body: Organisation, employer: User) -> None:
    one = crowd(body, 1)[0]
    of = version(["single"], cooling_off_days=[30])
    assert one.person
    finished(one.person, sitting(of), right=False)
    line = taking.take(organisation=body, sitting=announced(of=of), members=[one], by=employer)[0]
    assert line.rule == "cooling_off"
    assert "30" not in line.said
    assert "由本人在考试页面查看" in line.said


@pytest.mark.django_db
def test_who_gave_the_seat_back_or_was_refused_is_not_registered_over_again(
    body: Organisation, employer: User, examiner: User
) -> None:
    one, two, three = crowd(body, 3)
    at = announced()
    taking.take(organisation=body, sitting=at, members=[one, two, three], by=employer)
    held = {row.candidate: row for row in Registration.objects.all()}
    assert one.person
    assert two.person
    assert three.person
    seating.withdraw(registration=held[one.person], by=one.person)
    seating.refuse(registration=held[two.person], because="资料不符", by=examiner)
    taking.give_back(registration=held[three.person], by=employer)
    lines = taking.take(organisation=body, sitting=at, members=[one, two, three], by=employer)
    assert [line.rule for line in lines] == ["given_back", "refused", ""]
    assert "资料不符" not in lines[1].said


@pytest.mark.django_db
def test_a_seat_given_back_goes_to_who_waits_and_not_after_the_window(
    body: Organisation, employer: User, client_of: SignIn
) -> None:
    one, two = crowd(body, 2)
    at = announced(capacity=1)
    client = client_of(employer)
    client.post(door(body, at), sent(one, two))
    assert "座位已退回" in client.post(f"{door(body, at)}seat-return/", sent(one), follow=True).text
    assert Registration.objects.get(candidate=two.person).state == "admitted"
    Sitting.objects.filter(pk=at.pk).update(registration_closes_at=now() - HOUR)
    client.post(f"{door(body, at)}seat-return/", sent(two))
    assert Registration.objects.get(candidate=two.person).state == "admitted"


@pytest.mark.django_db
def test_what_a_member_registered_himself_is_not_among_the_firms_seats(
    body: Organisation, employer: User, client_of: SignIn
) -> None:
    own, theirs = crowd(body, 2)
    at = announced()
    assert own.person
    seating.register(candidate=own.person, sitting=at)
    client = client_of(employer)
    client.post(door(body, at), sent(theirs))
    held = client.get(door(body, at)).context["held"]
    assert [row.name for _seat, row in held] == [theirs.name]
    assert client.post(f"{door(body, at)}seat-return/", sent(own)).status_code == 404
    assert "已占1个席位" in client.get(door(body)).text
    Membership.objects.filter(pk=theirs.pk).update(since="2026-01-01", until="2026-01-02")
    assert client.get(door(body, at)).context["held"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["anonymous", "stranger", "colleague", "other", "regulator", "examiner"])
def test_nobody_else_opens_the_firms_seats(role: str, body: Organisation, client_of: SignIn) -> None:
    row, at = crowd(body, 1)[0], announced()
    asking = person("来人", "lairen", role if role in ("regulator", "examiner") else "")
    mine = firm("乙公司", manager=asking) if role == "other" else None
    if role == "colleague":
        member(body, asking)
    client = Client() if role == "anonymous" else client_of(asking)
    for there in (door(body), door(body, at), f"{door(body, at)}seat-return/"):
        for answer in (client.get(there), client.post(there, sent(row))):
            assert answer.status_code in ((302, 405) if role == "anonymous" else (404, 405)), there
    if mine:
        assert client.post(door(mine, at), sent(row)).status_code == 404
    assert not Registration.objects.exists()


@pytest.mark.django_db
def test_a_training_officer_reads_the_pages_in_chinese_and_finds_people(body: Organisation, client_of: SignIn) -> None:
    officer = person("培训员", "officer")
    member(body, officer, role=Role.TRAINING_OFFICER)
    part = department(body, "生产部")
    crowd(body, 3, department=department(body, "质检组", part))
    client, at = client_of(officer), announced(venue="珠海考点")
    assert english(client.get(door(body)).text, r"TST", r"ICP") == []
    page = client.get(door(body, at))
    assert english(page.text, r"TST", r"ICP") == []
    assert refused(page.text) == []
    found = client.get(door(body, at), {"department": str(part.pk), "q": "学员02"}).context["page_of"]
    assert [row.name for row in found] == ["学员02"]
    assert "请选1至" in client.post(door(body, at), {}, follow=True).text
    walk_in = sitting(at.exam_version)
    assert client.get(door(body, walk_in)).status_code == 404


@pytest.mark.django_db
def test_as_many_queries_for_two_people_as_for_twenty(body: Organisation, employer: User, client_of: SignIn) -> None:
    people, at, client = crowd(body, 20), announced(), client_of(employer)
    counts = []
    for some in (people[:2], people[2:]):
        client.post(door(body, at), sent(*some))
        client.get(door(body, at))
        with CaptureQueriesContext(connection) as asked:
            client.get(door(body, at))
            client.get(door(body))
        counts.append(len(asked))
    assert counts[0] == counts[1]


SEATS, EACH = 3, 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
def test_two_firms_at_once_never_take_more_seats_than_there_are(guarded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    bosses = [person("经理", f"boss{number}") for number in range(2)]
    bodies = [firm(f"公司{number}", manager=boss) for number, boss in enumerate(bosses)]
    people = [[member(one, person("员工", f"m{one.pk}-{n}"[:40])) for n in range(EACH)] for one in bodies]
    at = announced(capacity=SEATS)
    if guarded:
        deeds = [lambda n=n: taking.take(organisation=bodies[n], sitting=at, members=people[n], by=bosses[n]) for n in range(2)]
        lines = [line for outcome in at_once(*deeds) for line in outcome]
        assert sorted(line.tone for line in lines) == ["is-brass"] * (2 * EACH - SEATS) + ["is-ok"] * SEATS
        assert Registration.objects.filter(sitting=at).seated().count() == SEATS
        return
    # The control: count the seats, then take one, each in its own time.
    counted = threading.Barrier(2 * EACH)

    def careless(row: Membership) -> None:
        free = not registering.is_full(at)
        counted.wait(timeout=30)
        if free and row.person:
            Registration.objects.create(candidate=row.person, sitting=at, state="admitted", admission_no=f"N{row.person_id}")

    at_once(*[lambda row=row: careless(row) for group in people for row in group])
    assert Registration.objects.filter(sitting=at).seated().count() > SEATS
