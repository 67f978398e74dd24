"""Firm A with one of each thing an address can name, firm B, and everybody who knocks: who goes through the doors of doors.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.urls import URLPattern, reverse

from accounts.models import User
from appointments import attaching, noting, vetoing
from appointments.duties import assessing, daily, drafting, maturing, meeting, pulsing, supervising, weekly
from appointments.duties.assessing import Mark
from appointments.duties.daily import Found
from appointments.duties.drafting import Point
from appointments.duties.expecting import DAY, monday
from appointments.duties.maturity_words import STATEMENTS
from appointments.duties.meeting import Minutes, Task
from appointments.duties.models import AssessmentMark, CorrectionFile, DayFile, MonthTask, RiskListAdoption
from appointments.duties.permissions import standing
from appointments.duties.supervising import Look
from appointments.models import Attachment, InspectionPack, PackKeeper, PackLink, PreventiveMeasure
from appointments.plans import planning
from appointments.vetoing import Finding
from certificates import evidence
from core.dates import now, today
from courses.models import TrainingTask
from courses.training import planning as training_planning
from courses.training.planning import Wish
from organisations import joining
from organisations.models import AccessToken, Department, Membership, Organisation, Role, RosterImport
from tests.appointments.doors import DOORS, FIRM, SECRET
from tests.appointments.making import SCOPE, authorised, in_post
from tests.cast import person
from tests.courses.small import make_course
from tests.courses.training import assign
from tests.exams.making import sitting, version
from tests.organisations.making import department, firm, member


@dataclass
class House:
    """Firm A with one of each thing an address can name, firm B, and everybody who knocks."""

    firm: Organisation
    people: dict[str, User | None]
    names: dict[str, dict[str, Any]] = field(default_factory=dict)

    def address(self, name: str, pattern: URLPattern) -> str:
        """Where that door is, for firm A and its things."""
        told = {"slug": self.firm.slug, "year": today().year, "quarter": 4, **self.names[DOORS[name].names]}
        return reverse(name, kwargs={part: told[part] for part in pattern.pattern.converters})


def house() -> House:
    """Everything the table names."""
    boss = person("甲经理", "boss-a")
    a = firm(FIRM, manager=boss, credit_code="91440400MA4UQ5X29M")
    b = firm("乙公司", manager=(other := person("乙经理", "boss-b")))
    people: dict[str, User | None] = {
        "manager_a": boss,
        "manager_b": other,
        "member_a": person("甲员工", "member-a"),
        "trainer_a": person("甲培训", "trainer-a"),
        "holder_a": person("甲质量官", "holder-a"),
        "director_a": person("甲总监", "director-a"),
        "holder_b": person("乙质量官", "holder-b"),
        "stranger": person("路人", "luren"),
        "regulator": person("何主管", "he", "regulator"),
        "examiner": person("周考官", "zhou", "examiner"),
        "anonymous": None,
    }
    for who, where, role in (
        ("member_a", a, Role.LEARNER),
        ("trainer_a", a, Role.TRAINING_OFFICER),
        ("holder_a", a, Role.LEARNER),
        ("director_a", a, Role.LEARNER),
    ):
        member(where, _user(people, who), role=role)
    member(b, _user(people, "holder_b"))
    in_post(b, _user(people, "holder_b"), other)
    made = House(a, people)
    holder, director = _user(people, "holder_a"), _user(people, "director_a")
    made.names = {"": {}, **_of_the_firm(a), **_of_the_training(a, boss), **_of_the_post(a, holder, boss)}
    made.names |= _of_the_duties(a, director, boss)
    return made


def _user(people: Mapping[str, User | None], who: str) -> User:
    found = people[who]
    assert found is not None
    return found


def _of_the_firm(a: Organisation) -> dict[str, dict[str, Any]]:
    row = Membership.objects.create(organisation=a, name=SECRET, email="hidden@example.org")
    Organisation.objects.filter(pk=a.pk).update(is_joining_open=True)
    a.refresh_from_db()
    asked = joining.ask(organisation=a, person=person(SECRET, "lairen"))
    part: Department = department(a, SECRET)
    roster = RosterImport.objects.create(organisation=a, by=asked.person, name=f"{SECRET}.xlsx")
    facts: dict[str, Any] = {"name": SECRET, "prefix": "jiafang", "expires_on": today() + 9 * DAY, "made_by": asked.person}
    token = AccessToken.objects.create(organisation=a, **facts)
    return {
        "split": {"split": "district"},
        "no such thing": {"number": 99, "kind": "csv", "on": today(), "course": "TST"}
        | dict.fromkeys(("pk", "member", "enrolment"), UUID(int=1)),
        "no code": {"code": "no-such-code"},
        "no token": {"token": "forged"},
        "no certificate": {"number": "CQO-26-0000-0000-00"},
        "member": _pk(row),
        "join request": _pk(asked),
        "department": _pk(part),
        "roster": _pk(roster) | {"kind": "result"},
        "token": _pk(token),
    }


def _of_the_training(a: Organisation, boss: User) -> dict[str, dict[str, Any]]:
    assigned = assign(a, make_course(codes=[["TST-01"]]), boss, reason=SECRET)
    task = TrainingTask.objects.filter(assignment=assigned).select_related("membership")[0]
    part = Department.objects.get(organisation=a, name=SECRET)
    wish = Wish(today().month, assigned.subject, part, SECRET)
    line = training_planning.add(organisation=a, year=today().year, wish=wish, by=boss)
    at = sitting(version(["single"], items=1), walk_in=False, opens_at=now() + 9 * DAY, closes_at=now() + 10 * DAY)
    return {
        "present member": _pk(task.membership),
        "training task": _pk(task),
        "training assignment": _pk(assigned),
        "line of the training plan": _pk(line),
        "table file": {"kind": "csv"},
        "sitting": _pk(at),
        "no seat": _pk(at),
    }


def _of_the_post(a: Organisation, holder: User, boss: User) -> dict[str, dict[str, Any]]:
    post = in_post(a, holder, boss, duties=SECRET)
    power = authorised(post, boss)
    finding = Finding(SCOPE[0], SECRET, "L-1", SECRET, "GB 1", "unsafe")
    veto = vetoing.raise_veto(authorisation=power, finding=finding, evidence=[], by=holder)
    entry = noting.note(appointment=post, kind="culture", done_on=today(), text=SECRET, outcome="", evidence=[], by=holder)
    given: dict[str, Any] = {"risk": SECRET, "cause": SECRET, "kind": "design", "text": SECRET, "owner": "王工", "due": today()}
    measure: PreventiveMeasure = noting.open_measure(appointment=post, by=holder, **given)
    attaching.attach([_proof()], entry=entry)
    pack = InspectionPack.objects.create(organisation=a, since=today(), until=today(), by=boss)
    shown = PackLink.objects.create(pack=pack, purpose=SECRET, by=boss, expires_at=now())
    plan = planning.begin(organisation=a, year=today().year, by=boss)
    marks = {criterion: Mark(3, SECRET) for criterion in AssessmentMark.Criterion.values}
    assessing.assess(appointment=post, year=today().year, marks=marks, advice=SECRET, by=boss)
    return {
        "plan": _pk(plan) | {"number": 1},
        "pack": _pk(pack),
        "pack link": _pk(shown),
        "pack keeper": _pk(PackKeeper.objects.create(organisation=a, person=holder, named_by=boss, ended_at=now())),
        "appointment": _pk(post),
        "authorisation": _pk(power),
        "veto": _pk(veto),
        "measure": _pk(measure),
        "letter": {"code": post.papers.get(authorisation=None).code},
        "file": _pk(Attachment.objects.get(entry=entry)),
    }


def _of_the_duties(a: Organisation, director: User, boss: User) -> dict[str, dict[str, Any]]:
    """A director at work: a list in force, a day with a finding and its photo, a week, a month, the register, the survey."""
    in_post(a, director, boss, "qsd", since=today() - 60 * DAY)
    me, day, proof = standing(director, a.slug), today() - DAY, _proof()
    held = drafting.write(standing=me, points=[Point("", SECRET, SECRET, SECRET, "day", "王工")], rest_days="")
    RiskListAdoption.objects.create(risk_list=held, adopted_by=boss, adopted_on=today() - 50 * DAY)
    found = [Found(held.points.get(), "finding", SECRET, SECRET, [proof])]
    daily.note(standing=me, risk_list=held, unit="", day=day, found=found)
    week, month = monday(today()) - 21 * DAY, (today().replace(day=1) - DAY).replace(day=1)
    weekly.note(standing=me, risk_list=held, week=week, checked=SECRET, conclusion=SECRET, decisions={})
    minutes = Minutes(month, boss, [director], "", SECRET, [Task(SECRET, "王工", today())])
    meeting.note(standing=me, risk_list=held, month=month, minutes=minutes)
    looked = supervising.look(standing=me, seen=Look(SECRET, SECRET, day, SECRET, "王工", today()))
    supervising.correct(standing=me, supervision=looked, done_on=today(), text=SECRET, evidence=[proof])
    pulse = pulsing.open_pulse(firm=a, by=boss)
    made = maturing.assess(standing=me, levels={one.code: 3 for one in STATEMENTS})
    return {
        "risk list": {"number": held.number},
        "day": {"on": day},
        "week": {"on": week},
        "month": {"on": month},
        "task": _pk(MonthTask.objects.get()),
        "day file": _pk(DayFile.objects.get()),
        "supervision": _pk(looked),
        "correction file": _pk(CorrectionFile.objects.get()),
        "pulse": {"year": pulse.year, "quarter": pulse.quarter},
        "maturity": _pk(made),
    }


def _proof() -> evidence.Evidence:
    return evidence.Evidence(content=b"%PDF-1.4\n" + SECRET.encode(), name="机密.pdf", mime="application/pdf")


def _pk(thing: Model) -> dict[str, Any]:
    return {"pk": thing.pk}
