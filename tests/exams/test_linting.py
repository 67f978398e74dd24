"""The linter refuses a key that pays the wrong candidate, and says what looks wrong."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from exams.content import Content
from exams.linting import errors, lint, scores
from tests.exams.making import KINDS

CHOICES = [{"id": letter, "text": text} for letter, text in zip("ABCD", ("第一项", "第二项", "第三项", "第四项"), strict=True)]


def content(kind: str = "single", rule: str = "", key: dict[str, Any] | None = None, **body: Any) -> Content:
    more, own_rule, own_key, *_rest = KINDS[kind]
    wording = {"stem": "首席质量官由谁聘任？" + ("____" if kind == "fillin" else ""), **more, **body}
    return Content(
        kind,
        {"zh-hans": wording, "en": {**wording, "stem": f"Who appoints? {'____' if kind == 'fillin' else ''}"}},
        Decimal(2),
        rule or own_rule,
        own_key if key is None else key,
        explanation={"zh-hans": "因为"},
    )


def codes(found) -> list[str]:
    return [finding.code for finding in found]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind][1] != "manual"])
def test_a_sound_item_of_each_kind_has_nothing_to_mend(kind):
    assert lint(content(kind, choices=CHOICES) if kind == "single" else content(kind), source="条例 9") == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (content(key={"correct": ""}), "no_key"),
        (content(key={"correct": "E"}), "key_unknown"),
        (content(choices=CHOICES[:1]), "too_few"),
        (content(choices=[*CHOICES[:3], {"id": "D", "text": " 第 一项".replace(" ", "")}]), "lines_alike"),
        (content(choices=[*CHOICES[:3], {"id": "D", "text": "　"}]), "line_empty"),
        (content(choices=[*CHOICES[:3], {"id": "D", "text": "以上都对"}]), "catch_all_not_last"),
        (content(stem=" "), "stem_empty"),
        (content(picture={"sha256": "0", "alt": "", "width": 1, "height": 1}), "picture_without_words"),
        (content("multiple", key={"correct": list("ABCD")}), "all_ticked_pays"),
        (content("multiple", "map_response", {"map": {"A": "2", "B": "1"}}), "all_ticked_pays"),
        (content("multiple", "map_response", {"map": {"A": "1", "B": "-1"}}), "key_earns_less"),
        (content("multiple", "map_response", {"map": {"A": "-1"}}), "no_key"),
        (content("truefalse", key={"correct": None}), "no_key"),
        (content("fillin", blanks=2), "blanks_differ"),
        (content("fillin", key={"blanks": [[{"text": " "}]]}), "blank_without_words"),
        (content("numeric", key={"value": "", "tolerance": "0"}), "no_key"),
        (content("numeric", key={"value": "5", "tolerance": "-1"}), "tolerance_negative"),
        (content("matching", key={"pairs": {"A": "B"}}), "pairs_incomplete"),
        (content("ordering", key={"order": ["A", "B"]}), "order_incomplete"),
        (content("case"), "no_rubric"),
        (replace(content(), marks=Decimal(0)), "no_marks"),
    ],
)
def test_each_fault_refuses_and_is_named(wrong, code):
    assert code in codes(errors(lint(wrong)))


def test_catch_all_in_its_place_is_fine():
    last = {"id": "D", "text": "以上都对", "last": True}
    assert errors(lint(content(choices=[*CHOICES[:3], last]))) == []


def test_a_mapped_key_passes_when_ticking_all_pays_nothing():
    fine = content("multiple", "map_response", {"map": {"A": "1", "B": "1", "C": "-1", "D": "-1"}})
    assert errors(lint(fine)) == []
    assert scores(fine).everything == 0


def test_a_case_needs_lines_that_add_up():
    rubric = [{"part": "1", "area": "S1", "marks": "5", "lines": [{"text": {"zh-hans": "点"}, "marks": "4"}]}]
    case = replace(content("case"), marks=Decimal(5), rubric=rubric)
    assert codes(errors(lint(case))) == ["rubric_sum"]
    rubric[0]["lines"].append({"text": {"zh-hans": "点"}, "marks": "1"})  # type: ignore[attr-defined]
    assert errors(lint(case)) == []
    assert "parts_sum" in codes(lint(replace(case, marks=Decimal(6))))


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        (content(choices=[{"id": "A", "text": "短"}, {"id": "B", "text": "由企业最高管理者书面授权并任命"}]), "right_is_longest"),
        (content(stem="下列说法不正确的是（　　）"), "negation_unmarked"),
        (content(stem="企业不能不设置的岗位是（　　）"), "double_negation"),
        (replace(content(), explanation={}), "explanation_missing"),
        (content(), "source_missing"),
        (replace(content(), body={"zh-hans": content().body["zh-hans"]}), "language_missing"),
        (content("multiple", "all_or_nothing", {"correct": ["A"]}), "one_right"),
    ],
)
def test_what_looks_wrong_is_a_warning_and_refuses_nothing(odd, code):
    found = lint(odd)
    assert code in codes(found)
    assert errors(found) == []


def test_the_four_candidates_every_key_must_stand():
    given = scores(content("multiple"))
    # Of 15 ways to tick, AC earns 2, A and C half a mark each.
    assert (given.key, given.nothing, given.everything, given.guess) == (2, 0, 0, Decimal("0.20"))
    assert scores(content()).guess == Decimal("0.50")
    assert scores(content("truefalse")).guess == 1
    assert scores(content("fillin")).guess is None
    assert scores(content("case")) is None
