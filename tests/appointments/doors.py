"""Doors of a firm: every address under /org/, /appointments/, /oversight/ and /api/v1/, and who may go through it.

Whoever adds an address there adds its line to `DOORS`: who may, by which methods, and what a running number or code in the
address names (a key of `House.names`; when it is a new kind of thing, make one of it in `house` as well).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from appointments import attaching, noting, vetoing
from appointments.models import Attachment, InspectionPack, PackKeeper, PackLink, PreventiveMeasure
from appointments.plans import planning
from appointments.vetoing import Finding
from certificates import evidence
from core.dates import now, today
from courses.models import TrainingTask
from organisations import joining
from organisations.models import Department, Membership, Organisation, Role, RosterImport
from tests.appointments.making import SCOPE, authorised, in_post
from tests.cast import person
from tests.courses.small import make_course
from tests.courses.training import assign
from tests.organisations.making import department, firm, member

FIRM, SECRET = "甲公司", "甲方机密"
UNDER = ("org/", "appointments/", "oversight/", "api/v1/")
# Of firm A: a member, its training officer, its manager, its chief quality officer. The others have no business there.
INSIDERS = ("member_a", "trainer_a", "manager_a", "holder_a")
OUTSIDERS = ("anonymous", "stranger", "manager_b", "holder_b", "regulator", "examiner")
EVERYONE = frozenset({*INSIDERS, *OUTSIDERS})
SIGNED_IN = EVERYONE - {"anonymous"}
MEMBERS = frozenset(INSIDERS)
TRAINERS = frozenset({"trainer_a", "manager_a"})
MANAGER, HOLDER = frozenset({"manager_a"}), frozenset({"holder_a"})
DESK = MANAGER | HOLDER
READ, WRITE, BOTH = frozenset({"GET"}), frozenset({"POST"}), frozenset({"GET", "POST"})


@dataclass(frozen=True)
class Door:
    """Who may go through, by which methods; `names`: what its address names, empty when nothing but the firm.

    `writes`: who may send something there, where those are fewer. What is named “no …” is nowhere: nobody finds it.
    `is_told`: whether this table says who within the firm may; where it does not, the room's own tests do, and this one holds
    that nobody else may.
    """

    may: frozenset[str]
    methods: frozenset[str] = READ
    names: str = ""
    writes: frozenset[str] | None = None
    is_told: bool = True

    def opens_for(self, who: str, method: str) -> bool:
        """Whether it does."""
        return who in (self.may if self.writes is None or method == "GET" else self.writes)


# Kept from everybody outside; who within the firm may, the room's own tests say.
INSIDE = Door(MEMBERS, BOTH, "no such thing", is_told=False)
# Told to programs that bear a token of the firm; whoever only signs in gets nothing there.
TOKEN = Door(frozenset(), BOTH, "no such thing", is_told=False)

DOORS: Mapping[str, Door] = {
    # organisations
    "organisations:mine": Door(SIGNED_IN),
    "organisations:new": Door(SIGNED_IN, BOTH),
    "organisations:join_code": Door(SIGNED_IN, WRITE),
    "organisations:join": Door(SIGNED_IN, BOTH, "no code"),
    "organisations:invitation": Door(SIGNED_IN, BOTH, "no token"),
    "organisations:desk": Door(MEMBERS),
    "organisations:details": Door(MANAGER, BOTH),
    "organisations:code": Door(MANAGER, WRITE),
    "organisations:leaving": Door(MEMBERS, WRITE),
    "organisations:decision": Door(MANAGER, WRITE, "join request"),
    "organisations:departments": Door(TRAINERS, BOTH, writes=MANAGER),
    "organisations:department": Door(MANAGER, WRITE, "department"),
    "organisations:members": Door(TRAINERS),
    "organisations:member_new": Door(MANAGER, BOTH),
    "organisations:invitations": Door(MANAGER, WRITE),
    "organisations:imports": Door(MANAGER, BOTH),
    "organisations:import_template": Door(MANAGER),
    "organisations:import": Door(MANAGER, READ, "roster"),
    "organisations:import_confirmation": Door(MANAGER, WRITE, "roster"),
    "organisations:import_progress": Door(MANAGER, READ, "roster"),
    "organisations:import_result": Door(MANAGER, READ, "roster"),
    "organisations:member": Door(TRAINERS, BOTH, "member", writes=MANAGER),
    "organisations:member_leaving": Door(MANAGER, WRITE, "member"),
    # training
    "training:matrix": Door(TRAINERS),
    "training:counts": Door(TRAINERS, WRITE),
    "training:member": Door(TRAINERS, READ, "present member"),
    "training:task": Door(TRAINERS, READ, "training task"),
    "training:assignments": Door(TRAINERS),
    "training:assign": Door(TRAINERS, BOTH),
    "training:recall": Door(TRAINERS, WRITE, "training assignment"),
    "training:reminders": INSIDE,
    "training:hours": INSIDE,
    "training:hours_file": INSIDE,
    "training:matrix_file": INSIDE,
    # tokens of programs
    "organisations:tokens": INSIDE,
    "organisations:token_guide": INSIDE,
    "organisations:token_revocation": INSIDE,
    # records of directors and officers
    **dict.fromkeys(
        (
            "appointments:duties",
            "appointments:risks",
            "appointments:risks_new",
            "appointments:risk_list",
            "appointments:adoption",
            "appointments:days",
            "appointments:idle",
            "appointments:day",
            "appointments:weeks",
            "appointments:week",
            "appointments:months",
            "appointments:month",
            "appointments:task",
            "appointments:day_file",
            "appointments:supervisions",
            "appointments:supervision_new",
            "appointments:supervision",
            "appointments:correction",
            "appointments:effect_check",
            "appointments:correction_file",
            "appointments:pulses",
            "appointments:pulse_opening",
            "appointments:pulse",
            "appointments:maturity",
            "appointments:maturity_new",
            "appointments:maturity_of",
            "appointments:assessment",
            "appointments:assessment_answer",
        ),
        INSIDE,
    ),
    # appointments
    "appointments:index": Door(SIGNED_IN),
    "appointments:figures": Door(EVERYONE),
    "appointments:figures_file": Door(EVERYONE),
    "appointments:letter": Door(EVERYONE, READ, "letter"),
    "appointments:letter_file": Door(DESK, READ, "letter"),
    "appointments:proposal": Door(MANAGER, BOTH),
    "appointments:veto": Door(DESK, READ, "veto"),
    "appointments:ruling": Door(MANAGER, WRITE, "veto"),
    "appointments:revocation": Door(MANAGER, WRITE, "authorisation"),
    "appointments:vetoes": Door(HOLDER, BOTH, "authorisation"),
    "appointments:effect": Door(HOLDER, BOTH, "measure"),
    "appointments:file": Door(DESK, READ, "file"),
    "appointments:appointment": Door(DESK, READ, "appointment"),
    "appointments:acceptance": Door(DESK, WRITE, "appointment"),
    "appointments:refusal": Door(DESK, WRITE, "appointment"),
    "appointments:end": Door(DESK, WRITE, "appointment"),
    "appointments:authorisation": Door(MANAGER, BOTH, "appointment"),
    "appointments:log": Door(DESK, BOTH, "appointment"),
    "appointments:measures": Door(HOLDER, BOTH, "appointment"),
    "appointments:report": Door(DESK, READ, "appointment"),
    "appointments:report_file": Door(DESK, READ, "appointment"),
    # inspection packs; the link is public by its address
    "appointments:packs": Door(MANAGER, BOTH),
    "appointments:pack_keepers": Door(MANAGER, WRITE),
    "appointments:pack_keeper_end": Door(MANAGER, WRITE, "pack keeper"),
    "appointments:pack": Door(MANAGER, READ, "pack"),
    "appointments:pack_progress": Door(MANAGER, READ, "pack"),
    "appointments:pack_file": Door(MANAGER, READ, "pack"),
    "appointments:pack_links": Door(MANAGER, WRITE, "pack"),
    "appointments:pack_link_revocation": Door(MANAGER, WRITE, "pack link"),
    "appointments:inspection": Door(EVERYONE, READ, "no token"),
    "appointments:inspection_file": Door(EVERYONE, READ, "no token"),
    # annual plans
    "appointments:plans": Door(DESK, BOTH),
    "appointments:plan": Door(DESK, READ, "plan"),
    "appointments:plan_draft": Door(DESK, BOTH, "plan"),
    "appointments:plan_adoption": Door(MANAGER, WRITE, "plan"),
    "appointments:plan_review": Door(MANAGER, WRITE, "plan"),
    "appointments:plan_version": Door(DESK, READ, "plan"),
    # the regulator's view
    "oversight:figures": Door(frozenset({"regulator"})),
    "oversight:figures_file": Door(frozenset({"regulator"}), READ, "split"),
    # the public interface
    "api": Door(EVERYONE),
    "openapi": Door(EVERYONE),
    "api:api-root": Door(EVERYONE),
    **dict.fromkeys(
        (
            "api:members",
            "api:courses",
            "api:course",
            "api:events",
            "api:hours",
            "api:hours-totals",
            "api:enrolments",
            "api:progress",
            "api:assignment",
        ),
        TOKEN,
    ),
    "api:certificate": Door(EVERYONE, READ, "no certificate"),
    "api:certificate-other": Door(EVERYONE, READ, "no certificate"),
}


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
    ):
        member(where, _user(people, who), role=role)
    member(b, _user(people, "holder_b"))
    in_post(b, _user(people, "holder_b"), other)
    made = House(a, people)
    made.names = {"": {}, **_of_the_firm(a), **_of_the_training(a, boss), **_of_the_post(a, _user(people, "holder_a"), boss)}
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
    }


def _of_the_training(a: Organisation, boss: User) -> dict[str, dict[str, Any]]:
    assigned = assign(a, make_course(codes=[["TST-01"]]), boss, reason=SECRET)
    task = TrainingTask.objects.filter(assignment=assigned).select_related("membership")[0]
    return {"present member": _pk(task.membership), "training task": _pk(task), "training assignment": _pk(assigned)}


def _of_the_post(a: Organisation, holder: User, boss: User) -> dict[str, dict[str, Any]]:
    post = in_post(a, holder, boss, duties=SECRET)
    power = authorised(post, boss)
    finding = Finding(SCOPE[0], SECRET, "L-1", SECRET, "GB 1", "unsafe")
    veto = vetoing.raise_veto(authorisation=power, finding=finding, evidence=[], by=holder)
    entry = noting.note(appointment=post, kind="culture", done_on=today(), text=SECRET, outcome="", evidence=[], by=holder)
    given: dict[str, Any] = {"risk": SECRET, "cause": SECRET, "kind": "design", "text": SECRET, "owner": "王工", "due": today()}
    measure: PreventiveMeasure = noting.open_measure(appointment=post, by=holder, **given)
    content = b"%PDF-1.4\n" + SECRET.encode()
    proof = evidence.Evidence(content=content, name="机密.pdf", mime="application/pdf")
    attaching.attach([proof], entry=entry)
    pack = InspectionPack.objects.create(organisation=a, since=today(), until=today(), by=boss)
    shown = PackLink.objects.create(pack=pack, purpose=SECRET, by=boss, expires_at=now())
    plan = planning.begin(organisation=a, year=today().year, by=boss)
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


def _pk(thing: Model) -> dict[str, Any]:
    return {"pk": thing.pk}


def patterns() -> dict[str, URLPattern]:
    """Every address the project has under `UNDER`, by its full name; one without a name by its route."""
    return {name or route: pattern for route, name, pattern in routes() if route.startswith(UNDER)}


def routes() -> Iterator[tuple[str, str, URLPattern]]:
    """(route, full name, pattern) of every address of the whole project."""
    yield from _routes(get_resolver(), "", "")


def _routes(resolver: URLResolver, route: str, space: str) -> Iterator[tuple[str, str, URLPattern]]:
    for one in resolver.url_patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one, here, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield here, f"{space}{one.name}" if one.name else "", one
