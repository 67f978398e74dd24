"""Moodle XML: whatever is written comes back, with our enclosure and without; whatever is met is read or listed."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from exams.exchange import enclosure
from exams.exchange.drafts import Draft, Picture, Refused
from exams.exchange.formats import formats
from exams.exchange.moodle import reading, writing
from tests.exams.exchange.drafting import KINDS, drafts, meaning, placeless

SAMPLES = Path(__file__).parent / "samples"
quick = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def file(*questions: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(questions)}\n</quiz>'.encode()


def question(kind: str, inner: str, text: str = "题") -> str:
    named = f"<name><text>Q</text></name><questiontext format='html'><text><![CDATA[{text}]]></text></questiontext>"
    return f"<question type='{kind}'>\n{named}\n{inner}</question>"


def one(*questions: str) -> Draft:
    (draft,) = reading.read(file(*questions), "zh-hans").drafts
    return draft


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in reading.read(data, "zh-hans").findings]


def without_enclosure(data: bytes) -> bytes:
    """As Moodle itself gives it back: it keeps what it knows."""
    root = etree.fromstring(data)
    for element in list(root.iter(enclosure.TAG)):
        element.getparent().remove(element)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_back_as_it_was(kind):
    @quick
    @given(drafts(kind))
    def comes_back(draft):
        read = reading.read(writing.write([draft], "zh-hans").data, "en")
        assert [placeless(each) for each in read.drafts] == [draft]
        assert not read.findings

    comes_back()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_means_the_same_after_moodle_dropped_what_it_does_not_know(kind):
    @quick
    @given(drafts(kind))
    def means_the_same(draft):
        (again,) = reading.read(without_enclosure(writing.write([draft], "zh-hans").data), "zh-hans").drafts
        before, after = meaning(draft), meaning(again)
        if draft.kind == "fillin" and draft.blanks > 1:
            # In one language alone, as the writer says.
            for name in ("stem", "explanation"):
                before[name] = {locale: text for locale, text in before[name].items() if locale == "zh-hans"}
            before["picture"] = draft.picture and Picture(draft.picture.data, {"zh-hans": draft.picture.alt["zh-hans"]})
        if draft.rule == "map_response" and after["key"].keys() == {"correct"}:
            # Equal shares are our own rule to whoever reads them.
            before["key"] = {"correct": sorted(choice for choice, worth in before["key"]["map"].items() if worth > 0)}
        assert before == after

    means_the_same()


def test_what_moodle_cannot_say_is_listed_at_the_export():
    @quick
    @given(drafts("ordering"))
    def listed(draft):
        assert [finding.code for finding in writing.write([draft], "zh-hans").findings] == ["order-left"]

    listed()


def test_an_item_edited_after_the_export_is_read_by_its_own_words():
    draft = one(
        question("truefalse", '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>')
    )
    kept = reading.read(writing.write([draft], "zh-hans").data, "zh-hans").drafts[0]
    assert placeless(kept) == replace(placeless(draft), untold=frozenset())
    edited = writing.write([draft], "zh-hans").data.replace("题".encode(), "另一题".encode(), 2)
    read = reading.read(edited, "zh-hans")
    assert read.drafts[0].stem == {"zh-hans": "另一题"}
    assert [finding.code for finding in read.findings] == ["enclosure-edited"]


@pytest.mark.parametrize("inside", ["{}", "[]", '{"kind": "single"}', "no json", '{"kind": "spell"}', "[" * 100_000])
def test_a_damaged_enclosure_does_no_harm(inside):
    data = file(
        question(
            "truefalse",
            _answers((100, "true")) + f"<x:item xmlns:x='{enclosure.NAMESPACE}' sha256=''>{inside}</x:item>",
        )
    )
    read = reading.read(data, "zh-hans")
    assert read.drafts[0].kind == "truefalse"
    assert [finding.code for finding in read.findings] == ["enclosure-broken"]


def test_single_choice_takes_the_full_answer_and_tells_of_partial_ones():
    data = file(
        question(
            "multichoice",
            "<single>true</single><shuffleanswers>0</shuffleanswers>" + _answers((50, "甲"), (100, "乙"), (0, "丙")),
        )
    )
    (draft,) = reading.read(data, "zh-hans").drafts
    assert (draft.kind, draft.key) == ("single", {"correct": "B"})
    assert all(choice.last for choice in draft.choices), "unshuffled choices keep their places"
    assert codes(data) == ["weights-left"]


def test_equal_fractions_become_our_rule_and_unequal_ones_a_map():
    ours = one(
        question(
            "multichoice", "<single>false</single>" + _answers((33.33333, "甲"), (33.33333, "乙"), (33.33334, "丙"), (-100, "丁"))
        )
    )
    assert (ours.rule, ours.key) == ("cn_multi", {"correct": ["A", "B", "C"]})
    worth = one(
        question(
            "multichoice", "<single>false</single><defaultgrade>4</defaultgrade>" + _answers((75, "甲"), (25, "乙"), (-50, "丙"))
        )
    )
    assert (worth.rule, worth.key) == ("map_response", {"map": {"A": "3", "B": "1", "C": "-2"}})


def test_a_question_without_a_right_answer_is_left_out_and_named():
    data = file(
        question("multichoice", _answers((0, "甲"), (0, "乙"))), question("truefalse", _answers((100, "true"), (0, "false")))
    )
    read = reading.read(data, "zh-hans")
    assert [draft.kind for draft in read.drafts] == ["truefalse"]
    (finding,) = read.findings
    assert (finding.code, finding.place.number, finding.params["question"]) == ("moodle-right-ones", 3, "Q")


def test_cloze_with_words_and_numbers_is_fill_in_and_any_other_is_listed():
    draft = one(question("cloze", "", r"“{1:SHORTANSWER:=授权~%50%委\}托#不准确}”见第{1:NM:=9}条"))
    assert draft.stem == {"zh-hans": "“____”见第____条"}
    assert draft.key == {"blanks": [[{"text": "授权"}, {"text": "委}托", "weight": "0.5"}], [{"text": "9"}]]}
    assert draft.explanation == {"zh-hans": "委}托：不准确"}
    number = one(question("multianswer", "", "长{2:NUMERICAL:=12,5:0.1}毫米"))
    assert (number.kind, number.key) == ("numeric", {"value": "12.5", "tolerance": "0.1", "units": []})
    assert codes(file(question("cloze", "", "{1:MULTIRESPONSE:=甲~乙}"))) == ["cloze-kind"]


def test_words_for_gaps_become_blanks_and_the_others_are_named():
    options = "".join(f"<selectoption><text>{word}</text><group>1</group></selectoption>" for word in ("授权", "备案", "聘任"))
    data = file(question("gapselect", options, "来自[[1]]，不来自[[3]]"))
    read = reading.read(data, "zh-hans")
    assert read.drafts[0].key == {"blanks": [[{"text": "授权"}], [{"text": "聘任"}]]}
    assert [(finding.code, finding.params["left"]) for finding in read.findings] == [("gaps-as-blanks", "备案")]


def test_languages_are_told_apart_by_either_filter():
    chinese = '<span lang="zh_cn" class="multilang">题<span>一</span></span>'
    text = chinese + ' <span class="multilang" lang="en">One</span>{mlang fr}Un{mlang}'
    data = file(
        question(
            "shortanswer", "<answer fraction='100'><text>{mlang zh_cn}授权{mlang}{mlang en}authority{mlang}</text></answer>", text
        )
    )
    read = reading.read(data, "zh-hans")
    assert read.drafts[0].stem == {"zh-hans": "题一", "en": "One"}
    assert [word["text"] for word in read.drafts[0].key["blanks"][0]] == ["授权", "authority"]
    assert [(finding.code, finding.params["language"]) for finding in read.findings] == [("language-unknown", "fr")]


def test_an_essay_gets_its_scheme_from_the_information_for_graders():
    points = "&lt;ul&gt;&lt;li&gt;指出违法（2分）&lt;/li&gt;&lt;li&gt;[3] 说明依据&lt;/li&gt;&lt;/ul&gt;"
    info = f"<graderinfo format='html'><text>{points}</text></graderinfo>"
    draft = one(
        question("essay", f"<defaultgrade>5</defaultgrade>{info}<responsetemplate format='html'><text></text></responsetemplate>")
    )
    assert [(line["text"]["zh-hans"], line["marks"]) for line in draft.rubric[0]["lines"]] == [
        ("指出违法", "2"),
        ("说明依据", "3"),
    ]
    bare = reading.read(file(question("essay", "<defaultgrade>5</defaultgrade>")), "zh-hans")
    assert [finding.code for finding in bare.findings] == ["no-scheme"]
    assert bare.drafts[0].rubric[0]["marks"] == "5"


def test_units_other_than_the_first_and_pictures_are_listed():
    pairs = (("1", "mm"), ("0.1", "cm"))
    units = "".join(f"<unit><multiplier>{by}</multiplier><unit_name>{name}</unit_name></unit>" for by, name in pairs)
    file_tag = "<file name='图.png' path='/' encoding='base64'>aGVsbG8=</file>"
    inner = f"<answer fraction='100'><text>12.5</text><tolerance>0.1</tolerance></answer><units>{units}</units>"
    text = question("numerical", inner, '看图<img src="@@PLUGINFILE@@/图.png" alt="零件">').replace(
        "</questiontext>", f"{file_tag}</questiontext>"
    )
    read = reading.read(file(text), "zh-hans")
    assert (read.drafts[0].unit, read.drafts[0].key["units"]) == ("mm", ["mm"])
    assert sorted(finding.code for finding in read.findings) == ["markup-dropped", "picture-left", "unit-left"]
    assert read.drafts[0].picture is None, "no picture of ours"


def test_unknown_elements_are_listed_once_with_their_lines():
    strange = question("truefalse", "<answer fraction='100'><text>true</text></answer>\n<coach><tip>x</tip></coach>")
    read = reading.read(file(strange, strange, "<extra/>"), "zh-hans")
    assert len(read.drafts) == 2
    said = {finding.params["path"]: finding.params for finding in read.findings if finding.code == "element-unknown"}
    assert said["quiz/question/coach"]["count"] == 2
    assert re.fullmatch(r"\d+, \d+", said["quiz/question/coach"]["lines"])
    assert "quiz/extra" in said


def test_the_last_name_of_a_category_is_a_tag():
    path = "<category><text>$course$/top/法规/第三章 监管</text></category><info><text></text></info>"
    category = f"<question type='category'>{path}</question>"
    assert one(category, question("truefalse", _answers((100, "true"), (0, "false")))).tags == ("第三章 监管",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', "xml-entities"),
        (b'<!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><quiz>&b;</quiz>', "xml-entities"),
        (b"<quiz><question></quiz>", "xml-broken"),
        (b"<html/>", "moodle-root"),
        (b"", "empty-file"),
        (b"\x00\x01\x02" * 50, "xml-broken"),
    ],
)
def test_what_is_no_moodle_file_is_refused(data, code):
    with pytest.raises(Refused) as refused:
        reading.read(data, "zh-hans")
    assert refused.value.finding.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_any_usual_encoding_is_read_whatever_the_file_says_of_itself(encoding):
    text = file(question("truefalse", _answers((100, "true"), (0, "false")), "质量“安全”")).decode()
    assert reading.read(text.replace("UTF-8", "GB2312").encode(encoding), "zh-hans").drafts[0].stem == {"zh-hans": "质量“安全”"}


def test_control_characters_are_taken_out_and_told():
    data = file(question("truefalse", _answers((100, "true"), (0, "false")), "质\x0b量")) + b"\n"
    read = reading.read(data, "zh-hans")
    assert read.drafts[0].stem == {"zh-hans": "质量"}
    assert [finding.code for finding in read.findings] == ["xml-mended"]


def test_no_text_can_make_the_reading_long():
    nested = '<span class="multilang" lang="en">' * 3000
    flood = question("cloze", "", "{1:SA:=" + "~" * 90_000 + nested[:100] + "}")
    spans = question("truefalse", _answers((100, "true"), (0, "false")), nested[:90_000])
    assert len(reading.read(file(flood, spans), "zh-hans").drafts) <= 2
    assert codes(file(question("truefalse", _answers((100, "true")), "长" * 200_000))) == ["text-too-long"]


def test_the_format_is_offered():
    assert formats()["moodle"].extensions == ("xml",)


def _answers(*pairs: tuple[float, str]) -> str:
    return "".join(f'<answer fraction="{worth}"><text>{text}</text></answer>' for worth, text in pairs)


def test_what_a_file_does_not_tell_of_an_item_is_named_so_that_the_bank_keeps_its_own():
    answers = "<single>false</single>" + _answers((50, "甲"), (50, "乙"), (0, "丙"))
    draft = one(question("multichoice", answers + "<tags><tag><text>area=QSO/S1</text></tag></tags>"))
    assert draft.areas == {"QSO": "S1"}
    assert draft.untold == {"objective", "difficulty", "source", "tags", "purpose", "rule"}
