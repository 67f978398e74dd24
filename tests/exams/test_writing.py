"""The forms in which items are written: what goes in comes out, for every kind and for the whole shipped bank."""

from decimal import Decimal
from typing import Any

import pytest

from exams.content import Content
from exams.linting import errors, lint
from exams.models import AnswerKey, ItemVersion
from exams.office.writing import FORMS, WordingForm

pytestmark = pytest.mark.django_db


def sent(form: WordingForm) -> dict[str, Any]:
    """What a browser would send of a form just as it was shown."""
    data: dict[str, Any] = {}
    fields = list(form) + [
        field for rows in form.sets.values() for row in [*rows.management_form, *(f for r in rows for f in r)] for field in [row]
    ]
    for field in fields:
        value = field.value()
        shown = field.field.prepare_value(value)
        if shown not in (None, False, ""):
            data[field.html_name] = "on" if shown is True else str(shown)
    return data


def written(kind: str, **data: Any) -> WordingForm:
    """A new item of one kind, as typed."""
    form = FORMS[kind]()
    counts = {
        f"{name}-{what}": "9" if what == "TOTAL_FORMS" else "0" for name in form.sets for what in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    form = FORMS[kind]({"stem-zh-hans": "首席质量官由谁聘任？", "max_marks": "2", **counts, **data})
    assert form.is_valid(), (form.errors, [rows.errors for rows in form.sets.values()])
    return form


@pytest.mark.usefixtures("content")
def test_every_shipped_item_comes_out_of_its_form_as_it_went_in():
    seen = set()
    keys = {key.item_version_id: key for key in AnswerKey.objects.order_by("revision")}
    for version in ItemVersion.objects.current().select_related("item"):
        key = keys[version.pk]
        key.item_version = version
        content = key.content()
        form = FORMS[content.kind](sent(FORMS[content.kind](content=content)), content=content)
        assert form.is_valid(), (version.item.code, form.errors)
        assert form.content().says_as(content), (version.item.code, form.content(), content)
        seen.add(content.kind)
    assert len(seen) == 8


CHOICES = {
    "choices-0-text-zh-hans": "企业",
    "choices-1-text-zh-hans": "政府",
    "choices-2-text-zh-hans": "以上都对",
    "choices-2-last": "on",
}


def test_choices_get_letters_and_keep_them_when_others_come_and_go():
    content = written("single", **CHOICES, **{"choices-0-right": "on"}).content()
    assert content.body["zh-hans"]["choices"] == [
        {"id": "A", "text": "企业"}, {"id": "B", "text": "政府"}, {"id": "C", "text": "以上都对", "last": True},
    ]  # fmt: skip
    assert (content.key, errors(lint(content)), "en" in content.body) == ({"correct": "A"}, [], False)
    again = sent(FORMS["single"](content=content)) | {"choices-1-text-zh-hans": "", "choices-3-text-zh-hans": "协会"}
    form = FORMS["single"](again, content=content)
    assert form.is_valid()
    assert [line["id"] for line in form.content().body["zh-hans"]["choices"]] == ["A", "C", "B"]


def test_two_right_choices_are_no_single_choice():
    form = FORMS["single"](
        {
            **sent(FORMS["single"](content=written("single", **CHOICES).content())),
            "choices-0-right": "on",
            "choices-1-right": "on",
        }
    )
    assert not form.is_valid()


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ("cn_multi", {"correct": ["A", "B"]}),
        ("all_or_nothing", {"correct": ["A", "B"]}),
        ("map_response", {"map": {"A": "1", "B": "1", "C": "-2"}}),
    ],
)
def test_a_multiple_choice_item_is_marked_in_one_of_three_ways(rule, key):
    worth = {"choices-0-worth": "1", "choices-1-worth": "1", "choices-2-worth": "-2"}
    ticks = {"choices-0-right": "on", "choices-1-right": "on"}
    content = written("multiple", marking_rule=rule, **CHOICES, **ticks, **worth).content()
    assert (content.rule, content.key, errors(lint(content))) == (rule, key, [])


def test_true_or_false():
    content = written("truefalse", right="false").content()
    assert (content.key, errors(lint(content))) == ({"correct": False}, [])
    assert [finding.code for finding in errors(lint(written("truefalse").content()))] == ["no_key"]


def test_several_blanks_with_weighted_words():
    content = written(
        "fillin", **{"stem-zh-hans": "____负责____。", "blanks-0-words": "首席质量官\nCQO", "blanks-1-words": "监督\n管理 | 0.5"}
    ).content()
    assert content.key == {
        "blanks": [[{"text": "首席质量官"}, {"text": "CQO"}], [{"text": "监督"}, {"text": "管理", "weight": "0.5"}]]
    }
    assert errors(lint(content)) == []
    short = written("fillin", **{"stem-zh-hans": "____负责____。", "blanks-0-words": "一"}).content()
    assert [finding.code for finding in errors(lint(short))] == ["blanks_differ"]


def test_a_number_with_both_tolerances_and_units():
    content = written("numeric", value="45.8", tolerance="0.2", relative="5", unit="mm", other_units="毫米，公厘").content()
    assert content.key == {"value": "45.8", "tolerance": "0.2", "relative": "0.05", "units": ["mm", "毫米", "公厘"]}
    assert (content.body["zh-hans"]["unit"], errors(lint(content))) == ("mm", [])


def test_pairs_share_a_counterpart_and_one_is_too_many():
    rows = [("甲", "管"), ("乙", "管"), ("丙", "查"), ("", "罚")]
    data = {
        f"pairs-{n}-{side}-zh-hans": text for n, row in enumerate(rows) for side, text in zip(("left", "right"), row, strict=True)
    }
    content = written("matching", **data).content()
    assert content.key == {"pairs": {"1": "a", "2": "a", "3": "b"}}
    assert {line["text"] for line in content.body["zh-hans"]["right"]} == {"管", "查", "罚"}
    assert errors(lint(content)) == []


def test_steps_are_numbered_and_stored_in_an_order_that_tells_nothing():
    steps = {f"steps-{n}-text-zh-hans": text for n, text in enumerate(["检查", "策划", "处置", "实施"])}
    places = {f"steps-{n}-place": place for n, place in enumerate([3, 1, 4, 2])}
    content = written("ordering", **steps, **places).content()
    texts = {line["id"]: line["text"] for line in content.body["zh-hans"]["choices"]}
    assert [texts[step] for step in content.key["order"]] == ["策划", "实施", "检查", "处置"]
    assert [line["text"] for line in content.body["zh-hans"]["choices"]] != ["策划", "实施", "检查", "处置"]
    assert errors(lint(content)) == []


def test_a_short_answer_is_marked_by_points_or_by_words():
    points = {
        "points-0-text-zh-hans": "指出授权",
        "points-0-marks": "1",
        "points-1-text-zh-hans": "指出程序",
        "points-1-marks": "1",
    }
    content = written("short", marking_rule="manual", **points).content()
    assert (content.rule, len(content.rubric[0]["lines"]), errors(lint(content))) == ("manual", 2, [])
    content = written("short", marking_rule="text", accept="授权").content()
    assert (content.key, errors(lint(content))) == ({"blanks": [[{"text": "授权"}]]}, [])


def test_a_case_has_parts_with_points_that_add_up():
    data = {
        "parts-0-text-zh-hans": "问一", "parts-0-marks": "2", "parts-1-text-zh-hans": "问二", "parts-1-marks": "3",
        "points-0-part": "1", "points-0-text-zh-hans": "点", "points-0-marks": "2",
        "points-1-part": "2", "points-1-text-zh-hans": "点", "points-1-marks": "3",
    }  # fmt: skip
    content = written("case", **data).content()
    assert (content.marks, [part["marks"] for part in content.rubric], errors(lint(content))) == (Decimal(5), ["2", "3"], [])


def test_a_traditional_wording_is_drafted_and_then_kept_as_amended():
    content = written("single", keeps_traditional="on", **CHOICES, **{"explanation-zh-hans": "条例第九条"}).content()
    assert content.body["zh-hant"]["choices"][0]["text"] == "企業"
    assert content.explanation["zh-hant"] == "條例第九條"
    data = sent(FORMS["single"](content=content)) | {"choices-0-text-zh-hant": "機構"}
    form = FORMS["single"](data, content=content)
    assert form.is_valid()
    assert form.content().body["zh-hant"]["choices"][0]["text"] == "機構"
    del data["keeps_traditional"]
    form = FORMS["single"](data, content=content)
    assert form.is_valid()
    assert "zh-hant" not in form.content().body


def test_what_is_typed_is_kept_as_text_never_as_html():
    content = written("truefalse", **{"stem-zh-hans": " <script>x</script>\r\n第二行\u200b  "}).content()
    assert isinstance(content, Content)
    assert content.body["zh-hans"]["stem"] == "<script>x</script>\n第二行"


@pytest.mark.parametrize("weight", ["abc", "0", "2", "NaN"])
def test_a_weight_is_a_share(weight):
    data = {
        "stem-zh-hans": "问",
        "max_marks": "1",
        "marking_rule": "text",
        "points-TOTAL_FORMS": "0",
        "points-INITIAL_FORMS": "0",
    }
    assert "accept" in FORMS["short"]({**data, "accept": f"词 | {weight}"}).errors
