"""Packages of several units: their order is read from what authoring programs write, kept, and never a dead end."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.archives import Refusal
from courses.packages import manifest
from courses.packages.outcome import Outcome
from courses.packages.outline import Outline
from courses.packages.progress import Progress
from courses.packages.telling import not_carried_out
from tests.courses.packing import NS12, NS2004

DONE = {"cmi.completion_status": "completed", "cmi.success_status": "passed", "cmi.score.scaled": "0.9"}
FAILED = {"cmi.completion_status": "completed", "cmi.success_status": "failed", "cmi.score.scaled": "0.2"}
BEGUN = {"cmi.location": "1"}
FLOW = '<imsss:sequencing><imsss:controlMode choice="false" flow="true"/></imsss:sequencing>'


def sequencing(inner: str) -> str:
    return f"<imsss:sequencing>{inner}</imsss:sequencing>"


def rule(action: str, condition: str, more: str = "") -> str:
    asked = f'<imsss:ruleConditions><imsss:ruleCondition condition="{condition}" {more}/></imsss:ruleConditions>'
    return (
        f"<imsss:sequencingRules><imsss:preConditionRule>{asked}"
        f'<imsss:ruleAction action="{action}"/></imsss:preConditionRule></imsss:sequencingRules>'
    )


def item(name: str, inside: str = "", *, unit: bool = True) -> str:
    reference = f' identifierref="r-{name}"' if unit else ""
    return f'<item identifier="{name}"{reference}><title>课{name}</title>{inside}</item>'


def package(items: str, names: str = "abc", *, ns: str = NS2004, version: str = "2004 4th Edition", more: str = "") -> Outline:
    resources = "".join(
        f'<resource identifier="r-{name}" type="webcontent" adlcp:scormType="sco" href="{name}.html"/>' for name in names
    )
    text = (
        f'<?xml version="1.0"?><manifest identifier="m" {ns}><metadata><schemaversion>{version}</schemaversion></metadata>'
        f'<organizations default="o"><organization identifier="o"><title>课件</title>{items}</organization></organizations>'
        f"<resources>{resources}</resources>{more}</manifest>"
    )
    # As it is kept: what was read comes back from JSON.
    return Outline.of(manifest.read(text.encode()).as_dict())


def progress(outline: Outline, **elements: dict[str, str]) -> Progress:
    return Progress(outline, lambda unit: elements.get(unit, {}))


def states(told: Progress) -> dict[str, Any]:
    return {place.unit.id: place.state for place in told.places()}


def test_without_rules_every_part_is_open_as_before():
    told = progress(package(item("a") + item("b") + item("c")))
    assert told.course is None
    assert set(states(told).values()) == {"open"}
    assert (told.opened(2), told.opened(9), told.opened(None, 0), told.beside(1)) == (2, 0, 1, (0, 2))


def test_a_package_that_flows_opens_each_part_after_the_one_before():
    outline = package(item("a") + item("b") + item("c") + FLOW)
    told = progress(outline)
    assert states(told) == {"a": "open", "b": "later", "c": "later"}
    assert told.places()[2].first == "课a"
    assert (told.opened(2), told.opened(None, 0), told.beside(0)) == (0, 0, (None, 1))
    told = progress(outline, a=BEGUN)
    assert (states(told)["b"], told.opened(None, 0), told.opened(2)) == ("open", 1, 0)


def test_a_package_that_goes_forward_only_closes_what_lies_behind():
    forward = sequencing('<imsss:controlMode choice="true" flow="true" forwardOnly="true"/>')
    told = progress(package(item("a") + item("b") + item("c") + forward), a=DONE, b=BEGUN)
    assert states(told) == {"a": "past", "b": "open", "c": "open"}
    assert told.beside(1) == (None, 2)


def test_a_part_may_be_skipped_disabled_or_kept_out_of_the_list_by_a_shared_objective():
    def map_(way: str) -> str:
        primary = f'<imsss:mapInfo targetObjectiveID="g" {way}/>'
        return f'<imsss:objectives><imsss:primaryObjective objectiveID="p">{primary}</imsss:primaryObjective></imsss:objectives>'

    writes, reads = map_('readSatisfiedStatus="false" writeSatisfiedStatus="true"'), map_('readSatisfiedStatus="true"')
    outline = package(
        item("a", sequencing(writes))
        + item("b", sequencing(rule("skip", "satisfied", 'referencedObjective="p"') + reads))
        + item("c", sequencing(rule("disabled", "satisfied", 'operator="not"') + reads))
    )
    assert states(progress(outline)) == {"a": "open", "b": "open", "c": "disabled"}
    passed = progress(outline, a=DONE)
    assert states(passed) == {"a": "open", "b": "skipped", "c": "open"}
    assert passed.opened(None, 0) == 2
    assert states(progress(outline, a=FAILED)) == {"a": "open", "b": "open", "c": "disabled"}
    hidden = package(item("a") + item("b", sequencing(rule("hiddenFromChoice", "always"))) + item("c"))
    assert states(progress(hidden))["b"] == "hidden"
    assert progress(hidden).beside(0) == (None, 1)


def test_a_measure_of_a_part_decides_over_the_next():
    test = rule("skip", "objectiveMeasureGreaterThan", 'measureThreshold="0.8" referencedObjective="p"')
    maps = '<imsss:mapInfo targetObjectiveID="g"/>'
    primary = f'<imsss:objectives><imsss:primaryObjective objectiveID="p">{maps}</imsss:primaryObjective></imsss:objectives>'
    writes = primary.replace('ID="g"/', 'ID="g" writeSatisfiedStatus="true"/')
    outline = package(item("a", sequencing(writes)) + item("b", sequencing(test + primary)) + item("c"))
    assert states(progress(outline, a=DONE))["b"] == "skipped"
    assert states(progress(outline, a=FAILED))["b"] == "open"


def test_one_attempt_is_the_limit_once_it_is_completed():
    outline = package(item("a", sequencing('<imsss:limitConditions attemptLimit="1"/>')) + item("b") + item("c"))
    assert states(progress(outline, a=BEGUN))["a"] == "open"
    assert states(progress(outline, a=DONE))["a"] == "spent"


def test_clusters_roll_up_by_weight_and_leave_out_what_does_not_count():
    weight = '<imsss:rollupRules rollupObjectiveSatisfied="true" objectiveMeasureWeight="{}"/>'
    out = '<imsss:rollupRules rollupObjectiveSatisfied="false" rollupProgressCompletion="false" objectiveMeasureWeight="0"/>'
    outline = package(
        item("u", item("a", sequencing(weight.format("3"))) + item("b", sequencing(weight.format("1"))), unit=False)
        + item("c", sequencing(out))
    )
    told = progress(outline, a=DONE, b=FAILED).outcome()
    assert told == Outcome("completed", "failed", Decimal("0.7250"))
    assert progress(outline, a=DONE, b=DONE).outcome() == Outcome("completed", "passed", Decimal("0.9000"))
    assert progress(outline, a=DONE).outcome().completion == "incomplete"
    assert progress(outline).outcome() == Outcome()


def test_what_is_skipped_holds_nobody_back_and_completes_nothing_by_itself():
    skipped = sequencing(rule("skip", "always"))
    outline = package(item("a") + item("b", skipped) + item("c"))
    assert progress(outline, a=DONE, c=DONE).outcome().completion == "completed"
    assert progress(package(item("a", skipped) + item("b", skipped) + item("c", skipped))).outcome().completion == "unknown"
    # Skipped because it has been passed: what was passed still counts.
    known = package(item("a", sequencing(rule("skip", "satisfied"))) + item("b") + item("c"))
    assert progress(known, a=DONE, b=DONE, c=FAILED).outcome().success == "failed"
    assert progress(known, a=DONE, b=DONE, c=DONE).outcome().score == Decimal("0.9000")


def test_rules_may_stand_in_a_collection_that_items_refer_to():
    once = '<imsss:sequencing ID="s"><imsss:limitConditions attemptLimit="1"/></imsss:sequencing>'
    shared = f"<imsss:sequencingCollection>{once}</imsss:sequencingCollection>"
    outline = package(item("a", '<imsss:sequencing IDRef="s"/>') + item("b") + item("c"), more=shared)
    assert states(progress(outline, a=DONE))["a"] == "spent"


@pytest.mark.parametrize("prefix", ["imsss", "ns4", "seq"])
def test_prefixes_are_the_authors_own(prefix):
    outline = package(
        (item("a") + item("b") + item("c") + FLOW).replace("imsss:", f"{prefix}:"),
        ns=NS2004.replace("xmlns:imsss", f"xmlns:{prefix}"),
    )
    assert states(progress(outline))["b"] == "later"


def asks(text: str) -> str:
    return f'<adlcp:prerequisites type="aicc_script">{text}</adlcp:prerequisites>'


def scorm12(inside: str) -> Outline:
    return package(item("a") + item("b") + item("c", asks(inside)), ns=NS12, version="1.2")


@pytest.mark.parametrize(
    ("text", "statuses", "state"),
    [
        ("a", {}, "disabled"),
        ("a", {"a": "completed"}, "open"),
        ("a&amp;b", {"a": "passed"}, "disabled"),
        ("a|b", {"b": "passed"}, "open"),
        ("~a", {"a": "failed"}, "open"),
        ('a="failed"', {"a": "failed"}, "open"),
        ('a&lt;&gt;"passed"', {"a": "passed"}, "disabled"),
        ("(a|b)&amp;~b", {"a": "completed"}, "open"),
    ],
    ids=["not yet", "done", "and", "or", "not", "equal", "unequal", "brackets"],
)
def test_prerequisites_of_scorm_12_open_a_part(text, statuses, state):
    told = progress(scorm12(text), **{unit: {"cmi.core.lesson_status": status} for unit, status in statuses.items()})
    assert states(told)["c"] == state
    if state == "disabled" and not statuses:
        assert told.places()[2].first == "课a"


@pytest.mark.parametrize("text", ["2*{a,b}", "x", "a&amp;", "((a)"], ids=["a set", "not there", "half", "open bracket"])
def test_a_prerequisite_that_is_not_understood_locks_nothing_and_is_named(text):
    outline = scorm12(text)
    assert set(states(progress(outline)).values()) == {"open"}
    assert "课c" in not_carried_out(outline)


def test_what_is_not_carried_out_is_named_with_its_part():
    post = "<imsss:sequencingRules><imsss:postConditionRule/></imsss:sequencingRules>"
    limits = '<imsss:limitConditions beginTimeLimit="2026-09-01"/>'
    outline = package(item("a", sequencing(post + limits)) + item("b") + item("c"))
    assert outline.extra["unsupported"] == [["postConditionRule", "课a"], ["beginTimeLimit", "课a"]]
    assert set(states(progress(outline)).values()) == {"open"}
    assert not_carried_out(package(item("a") + item("b") + item("c"))) == ""


RULES = st.sampled_from(
    [
        "", FLOW, sequencing('<imsss:controlMode choice="false" flow="true" forwardOnly="true"/>'),
        sequencing(rule("skip", "satisfied")), sequencing(rule("disabled", "attempted")), sequencing(rule("disabled", "always")),
        sequencing(rule("hiddenFromChoice", "always")), sequencing('<imsss:limitConditions attemptLimit="1"/>'),
        sequencing(rule("stopForwardTraversal", "always")), "<imsss:sequencing/>", '<imsss:sequencing IDRef="nothing"/>',
    ]
)  # fmt: skip
KEPT = st.sampled_from([{}, BEGUN, DONE, FAILED])


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(RULES, min_size=4, max_size=4), st.lists(KEPT, min_size=3, max_size=3))
def test_whatever_the_rules_a_part_that_exists_is_opened_and_nothing_done_is_lost(rules, kept):
    outline = package(item("u", item("a", rules[0]) + item("b", rules[1]) + rules[3], unit=False) + item("c", rules[2]))
    told = progress(outline, **dict(zip("abc", kept, strict=True)))
    for asked in (None, 0, 1, 2, 99):
        for after in (None, 0, 2, 99):
            assert 0 <= told.opened(asked, after) < 3
    assert all(place is None or 0 <= place < 3 for here in range(3) for place in told.beside(here))
    if DONE in kept or FAILED in kept:
        assert told.outcome().completion != "unknown"


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200), st.integers(0, 900))
def test_a_manifest_with_anything_in_it_is_read_or_refused_by_name(noise, place):
    text = (
        f'<manifest identifier="m" {NS2004}><organizations><organization>{item("a") + item("b") + FLOW}</organization>'
        '</organizations><resources><resource identifier="r-a" href="a.html"/><resource identifier="r-b" href="b.html"/>'
        "</resources></manifest>"
    ).encode()
    with suppress(Refusal):
        assert manifest.read(text[:place] + noise + text[place:]).units
