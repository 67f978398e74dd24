"""Doors of a firm: every address under /org/, /appointments/, /oversight/ and /api/v1/, and who may go through it.

Whoever adds an address there adds its line to `DOORS`: who may, by which methods, and what a running number or code in the
address names (a key of `House.names`; when it is a new kind of thing, make one of it in `house` as well).
"""

from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.door import BOTH, READ, WRITE, Door

FIRM, SECRET = "甲公司", "甲方机密"
UNDER = ("org/", "appointments/", "oversight/", "api/v1/")
# Of firm A: a member, its training officer, its manager, its chief quality officer, its director. The others have no business
# there.
INSIDERS = ("member_a", "trainer_a", "manager_a", "holder_a", "director_a")
OUTSIDERS = ("anonymous", "stranger", "manager_b", "holder_b", "regulator", "examiner")
EVERYONE = frozenset({*INSIDERS, *OUTSIDERS})
SIGNED_IN = EVERYONE - {"anonymous"}
MEMBERS = frozenset(INSIDERS)
TRAINERS = frozenset({"trainer_a", "manager_a"})
MANAGER, HOLDER, DIRECTOR = frozenset({"manager_a"}), frozenset({"holder_a"}), frozenset({"director_a"})
DESK, REACH = MANAGER | HOLDER, MANAGER | HOLDER | DIRECTOR

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
    "training:reminders": Door(TRAINERS, BOTH),
    "training:plan": Door(TRAINERS, BOTH),
    "training:plan_file": Door(TRAINERS, WRITE, "table file"),
    "training:plan_removal": Door(TRAINERS, WRITE, "line of the training plan"),
    "training:plan_assignment": Door(TRAINERS, WRITE, "line of the training plan"),
    "training:hours": Door(TRAINERS),
    "training:hours_file": Door(TRAINERS, WRITE, "table file"),
    "training:matrix_file": Door(TRAINERS, WRITE, "table file"),
    "training:exports": Door(TRAINERS),
    # seats in exams
    "firm_exams:sittings": Door(TRAINERS),
    "firm_exams:seats": Door(TRAINERS, BOTH, "sitting"),
    "firm_exams:seat_return": Door(TRAINERS, WRITE, "no seat"),
    # tokens of programs
    "organisations:tokens": Door(MANAGER, BOTH),
    "organisations:token_guide": Door(MANAGER),
    "organisations:token_revocation": Door(MANAGER, WRITE, "token"),
    # records of directors and officers
    "appointments:duties": Door(REACH),
    "appointments:risks": Door(REACH),
    "appointments:risks_new": Door(HOLDER | DIRECTOR, BOTH, sees=REACH),
    "appointments:risk_list": Door(REACH, READ, "risk list"),
    "appointments:adoption": Door(MANAGER, WRITE, "risk list", sees=REACH),
    "appointments:days": Door(REACH),
    "appointments:idle": Door(MANAGER | DIRECTOR, BOTH, sees=REACH),
    "appointments:day": Door(REACH, BOTH, "day", writes=DIRECTOR, sees=REACH),
    "appointments:weeks": Door(REACH),
    "appointments:week": Door(REACH, BOTH, "week", writes=DIRECTOR, sees=REACH),
    "appointments:months": Door(REACH),
    "appointments:month": Door(REACH, BOTH, "month", writes=MANAGER | DIRECTOR, sees=REACH),
    "appointments:task": Door(MANAGER | DIRECTOR, BOTH, "task", sees=REACH),
    "appointments:day_file": Door(REACH, READ, "day file"),
    "appointments:supervisions": Door(REACH),
    "appointments:supervision_new": Door(REACH, BOTH),
    "appointments:supervision": Door(REACH, READ, "supervision"),
    "appointments:correction": Door(REACH, WRITE, "supervision"),
    "appointments:effect_check": Door(REACH, WRITE, "supervision"),
    "appointments:correction_file": Door(REACH, READ, "correction file"),
    "appointments:pulses": Door(MEMBERS),
    "appointments:pulse_opening": Door(MANAGER, WRITE, sees=MEMBERS),
    "appointments:pulse": Door(MEMBERS, BOTH, "pulse"),
    "appointments:maturity": Door(REACH),
    "appointments:maturity_new": Door(REACH, BOTH),
    "appointments:maturity_of": Door(REACH, READ, "maturity"),
    "appointments:assessment": Door(DESK, BOTH, "appointment"),
    "appointments:assessment_answer": Door(DESK, WRITE, "appointment"),
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
