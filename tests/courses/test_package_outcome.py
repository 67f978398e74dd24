"""What a package's data amount to: a status counts, a score against the manifest counts, claimed time never does."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.packages import outcome, statements
from courses.packages.outcome import Outcome
from courses.packages.outline import Unit

PLAIN = Unit("i1", "一", "index.html")
STATUS, RAW = "cmi.core.lesson_status", "cmi.core.score.raw"


@pytest.mark.parametrize(
    ("elements", "mastery", "told"),
    [
        ({}, "", ("unknown", "unknown", None)),
        ({"cmi.core.session_time": "09:59:59", "cmi.core.total_time": "99:00:00"}, "", ("unknown", "unknown", None)),
        ({STATUS: "incomplete"}, "", ("incomplete", "unknown", None)),
        ({STATUS: "browsed"}, "", ("incomplete", "unknown", None)),
        ({STATUS: "completed"}, "", ("completed", "unknown", None)),
        ({STATUS: "passed", RAW: "90"}, "", ("completed", "passed", Decimal("0.9000"))),
        ({STATUS: "failed"}, "", ("completed", "failed", None)),
        ({STATUS: "passed", RAW: "50"}, "80", ("completed", "failed", Decimal("0.5000"))),
        ({STATUS: "completed", RAW: "80"}, "80", ("completed", "passed", Decimal("0.8000"))),
        ({STATUS: "incomplete", RAW: "90"}, "80", ("incomplete", "unknown", Decimal("0.9000"))),
        ({STATUS: "completed", RAW: "9", "cmi.core.score.max": "10"}, "", ("completed", "unknown", Decimal("0.9000"))),
        ({STATUS: "PASSED; DROP", RAW: "x"}, "", ("incomplete", "unknown", None)),
    ],
    ids=lambda value: None,
)
def test_scorm_12(elements, mastery, told):
    assert outcome.of_unit("scorm12", Unit("i", "一", "x", mastery=mastery), elements) == Outcome(*told)


@pytest.mark.parametrize(
    ("elements", "rules", "told"),
    [
        ({"cmi.session_time": "PT9H"}, {}, ("unknown", "unknown", None)),
        ({"cmi.completion_status": "completed"}, {}, ("completed", "unknown", None)),
        ({"cmi.success_status": "passed"}, {}, ("completed", "passed", None)),
        ({"cmi.success_status": "failed"}, {}, ("unknown", "failed", None)),
        (
            {"cmi.progress_measure": "0.5", "cmi.completion_status": "completed"},
            {"threshold": "0.8"},
            ("incomplete", "unknown", None),
        ),
        ({"cmi.progress_measure": "0.8"}, {"threshold": "0.8"}, ("completed", "unknown", None)),
        (
            {"cmi.score.scaled": "0.6", "cmi.success_status": "passed", "cmi.completion_status": "completed"},
            {"scaled_pass": "0.7"},
            ("completed", "failed", Decimal("0.6000")),
        ),
    ],
    ids=lambda value: None,
)  # fmt: skip
def test_scorm_2004(elements, rules, told):
    assert outcome.of_unit("scorm2004", Unit("i", "一", "x", **rules), elements) == Outcome(*told)


def test_an_asset_is_complete_once_opened():
    asset = Unit("i", "一", "x.pdf", reports=False)
    assert outcome.of_unit("scorm12", asset, {}).completion == "unknown"
    assert outcome.of_unit("scorm12", asset, {"opened": "1"}).completion == "completed"


def test_a_package_is_passed_only_when_all_is_complete_and_nothing_failed():
    passed, failed = Outcome("completed", "passed", Decimal("0.9")), Outcome("completed", "failed", Decimal("0.1"))
    assert outcome.of_package([passed, Outcome("incomplete")]).success == "unknown"
    assert outcome.of_package([passed, failed]) == Outcome("completed", "failed", Decimal("0.5000"))
    assert outcome.of_package([passed, Outcome("completed")]).success == "passed"


def test_each_rule_asks_its_own_thing():
    told = Outcome("completed", "failed", Decimal("0.79"))
    assert [told.fulfils("completed"), told.fulfils("passed"), told.fulfils("score", 80), told.fulfils("score", 79)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert not Outcome().fulfils("score", 0)


@given(st.dictionaries(st.sampled_from([STATUS, RAW, "cmi.core.score.max", "cmi.core.score.min"]), st.text(max_size=12)))
def test_no_data_make_a_score_beyond_its_bounds(elements):
    score = outcome.of_unit("scorm12", PLAIN, elements).score
    assert score is None or 0 <= score <= 1


def said(verb, parent=False, **result):
    told = {"verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"}, "object": {"id": "x"}, "result": result}
    return told | ({"context": {"contextActivities": {"parent": [{"id": "y"}]}}} if parent else {})


def test_h5p_is_judged_by_what_the_whole_content_says():
    part = said("completed", parent=True, completion=True, success=True, score={"scaled": 1})
    whole = said("completed", completion=True, success=False, score={"raw": 2, "max": 4})
    assert statements.outcome([part], Outcome()) == Outcome("incomplete")
    assert statements.outcome([part, whole], Outcome()) == Outcome("completed", "failed", Decimal("0.5000"))
    assert statements.outcome([whole, said("interacted")], Outcome()) == Outcome("completed", "failed", Decimal("0.5000"))
    assert statements.outcome([said("answered", completion=True)], Outcome()).completion == "completed"
    assert statements.outcome([said("answered", completion=False)], Outcome()).completion == "incomplete"


@pytest.mark.parametrize(
    "told", [None, [], {}, {"verb": "x", "object": {}}, {"verb": {"id": "javascript:x"}, "object": {}}, said("voided")],
    ids=["none", "list", "empty", "text", "address", "verb"],
)  # fmt: skip
def test_what_is_no_statement_is_told_from_one(told):
    assert statements.is_statement(said("passed"))
    assert not statements.is_statement(told)
