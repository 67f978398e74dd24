"""QTI: packages are valid by the profile, come back as they were, and nothing in another system's package goes unmentioned."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from exams.exchange import enclosure
from exams.exchange.drafts import Draft, Refused
from exams.exchange.formats import formats
from exams.exchange.qti import reading, writing
from exams.exchange.qti.processing import ticks
from exams.marking import mark
from tests.exams.exchange.drafting import KINDS, drafts, placeless
from tests.exams.exchange.packing import V2, choice, codes, item, listed, one, package, read, response, template

quick = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
V3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"


def without_enclosure(data: bytes) -> bytes:
    """As another system gives it back."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if not name.endswith(".xml"):
                new.writestr(name, old.read(name))
                continue
            root = etree.fromstring(old.read(name))
            for element in list(root.iter(enclosure.TAG)):
                element.getparent().remove(element)
            new.writestr(name, etree.tostring(root))
    return made.getvalue()


# Our own packages


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_valid_and_comes_back_as_it_was(kind):
    @quick
    @given(drafts(kind))
    def comes_back(draft):
        back = reading.read(writing.write([draft], "zh-hans").data, "en")
        assert [placeless(each) for each in back.drafts] == [draft]
        assert not back.findings

    comes_back()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_the_same_without_our_enclosure_but_for_what_qti_has_no_place_for(kind):
    @quick
    @given(drafts(kind))
    def same(draft):
        (again,) = reading.read(without_enclosure(writing.write([draft], "zh-hans").data), "en").drafts
        areas = {part.id: part.area for part in draft.parts}
        parts = tuple(replace(part, area=areas[part.id]) for part in again.parts)
        rubric = tuple({**part, "area": areas.get(part["part"], "")} for part in again.rubric)
        kept = replace(
            again, title="", untold=frozenset(), source=draft.source, purpose=draft.purpose, parts=parts, rubric=rubric
        )
        assert _in_numbers(placeless(kept)) == _in_numbers(draft)

    same()


def _in_numbers(draft: Draft) -> Draft:
    """2.50 and 2.5 are one number; a map leaves out what earns nothing."""
    rubric = tuple({**part, "marks": Decimal(part["marks"])} for part in draft.rubric)
    key = dict(draft.key)
    if "map" in key:
        key["map"] = {choice: Decimal(worth) for choice, worth in key["map"].items() if Decimal(worth)}
    if "value" in key:
        key |= {"value": Decimal(key["value"]), "tolerance": Decimal(key["tolerance"])}
    return replace(draft, key=key, rubric=rubric)


def test_the_same_items_make_the_same_bytes():
    @quick
    @given(drafts())
    def same(draft):
        assert writing.write([draft], "zh-hans").data == writing.write([draft], "en").data

    same()


def test_languages_lie_in_files_of_their_own_under_one_identifier():
    draft = Draft("truefalse", {"zh-hans": "题", "en": "item"}, code="2026/7", key={"correct": True})
    data = writing.write([draft], "zh-hans").data
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        assert made.namelist() == ["imsmanifest.xml", "items/00001.zh-Hans.xml", "items/00001.en.xml"]
        roots = [etree.fromstring(made.read(name)) for name in made.namelist()[1:]]
    assert {root.get("identifier") for root in roots} == {"_2026_7"}
    assert reading.read(data, "zh-hans").drafts[0].code == "2026/7"


def test_an_invalid_item_never_leaves_the_house():
    draft = Draft("single", {"zh-hans": "题"}, code="X", key={"correct": "A"})
    with pytest.raises(Refused) as refusal:
        writing.write([draft], "zh-hans")
    assert refusal.value.finding.code == "qti-invalid"


def test_our_rule_for_several_answers_is_said_in_qti_exactly():
    """The map with its bounds and the match give what cn_multi gives, for every set of ticks."""
    key = {"correct": ["A", "C", "D"]}
    draft = Draft("multiple", {"zh-hans": "题"}, rule="cn_multi", key=key, marks=Decimal(2))
    declared = ticks(draft)
    mapping = declared.find(f"{{{V3}}}qti-mapping")
    worth = {entry.get("map-key"): Decimal(entry.get("mapped-value")) for entry in mapping}
    for number in range(16):
        ticked = [letter for place, letter in enumerate("ABCD") if number >> place & 1]
        summed = sum((worth.get(letter, Decimal(mapping.get("default-value"))) for letter in ticked), Decimal(0))
        bounded = min(max(summed, Decimal(mapping.get("lower-bound"))), Decimal(mapping.get("upper-bound")))
        assert (Decimal(2) if ticked == key["correct"] else bounded) == mark("cn_multi", key, ticked, Decimal(2))


# Other systems' packages


def test_choice_of_2_1_is_single_multiple_or_a_judgement():
    single = one(item(response(["c1"]), "<p>题</p>" + choice("甲", "乙"), template("match_correct")))
    assert (single.kind, single.key, single.stem) == ("single", {"correct": "c1"}, {"zh-hans": "题"})
    several = one(
        item(
            response(["c0", "c2"], cardinality="multiple"),
            "<p>题</p>" + choice("甲", "乙", "丙", most=0),
            template("match_correct"),
        )
    )
    assert (several.kind, several.rule, several.key) == ("multiple", "all_or_nothing", {"correct": ["c0", "c2"]})
    for words, right in ((("对", "错"), True), (("False", "True"), False)):
        judged = one(item(response(["c0"]), "<p>题</p>" + choice(*words), template("match_correct")))
        assert (judged.kind, judged.key) == ("truefalse", {"correct": right})


def test_several_answers_by_a_map_keep_it():
    entries = (
        '<mapEntry mapKey="c0" mappedValue="2"/><mapEntry mapKey="c1" mappedValue="-1"/><mapEntry mapKey="c2" mappedValue="1"/>'
    )
    mapped = response([], cardinality="multiple", more=f'<mapping upperBound="3" defaultValue="0">{entries}</mapping>')
    draft = one(item(mapped, "<p>题</p>" + choice("甲", "乙", "丙", most=0), template("map_response")))
    assert (draft.rule, draft.key, draft.marks) == ("map_response", {"map": {"c0": "2", "c1": "-1", "c2": "1"}}, Decimal(3))


def test_a_number_takes_its_tolerance_from_the_processing_and_its_unit_from_the_line():
    compared = '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/>'
    equal = f'<equal toleranceMode="absolute" tolerance="0.5 0.5">{compared}</equal>'
    score = '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'
    condition = f"<responseCondition><responseIf>{equal}{score}</responseIf></responseCondition>"
    rule = f"<responseProcessing>{condition}</responseProcessing>"
    body = '<p>多长？</p><p><textEntryInteraction responseIdentifier="RESPONSE"/> mm</p>'
    draft = one(item(response(["12.5"], base="float"), body, rule))
    assert (draft.kind, draft.stem, draft.unit) == ("numeric", {"zh-hans": "多长？"}, "mm")
    assert draft.key == {"value": "12.5", "tolerance": "0.5", "units": ["mm"]}


def test_blanks_take_their_words_from_the_map_or_the_list():
    entries = '<mapEntry mapKey="授权" mappedValue="2"/><mapEntry mapKey="委托" mappedValue="1" caseSensitive="true"/>'
    typed = response(["授权"], base="string", more=f'<mapping defaultValue="0">{entries}</mapping>')
    chosen = response(["b"]).replace("RESPONSE", "RESPONSE_2")
    options = '<inlineChoice identifier="a">甲</inlineChoice><inlineChoice identifier="b">乙</inlineChoice>'
    lists = f'<inlineChoiceInteraction responseIdentifier="RESPONSE_2">{options}</inlineChoiceInteraction>'
    text = item(
        typed + chosen, f'<p>依<textEntryInteraction responseIdentifier="RESPONSE"/>，由{lists}定</p>', template("map_response")
    )
    draft = one(text)
    assert draft.stem == {"zh-hans": "依____，由____定"}
    assert draft.key == {"blanks": [[{"text": "授权"}, {"text": "委托", "weight": "0.5"}], [{"text": "乙"}]]}
    assert sorted(codes(text)) == ["case-folded", "gaps-as-blanks"]


def test_matching_with_the_many_on_the_left_is_turned_about():
    sets = "".join(
        "<simpleMatchSet>"
        + "".join(f'<simpleAssociableChoice identifier="{i}" matchMax="9">{i}</simpleAssociableChoice>' for i in side)
        + "</simpleMatchSet>"
        for side in ("MN", "abc")
    )
    pairs = response(["M a", "N b", "M c"], cardinality="multiple", base="directedPair")
    draft = one(
        item(
            pairs,
            f'<p>题</p><matchInteraction responseIdentifier="RESPONSE">{sets}</matchInteraction>',
            template("match_correct"),
        )
    )
    assert draft.key == {"pairs": {"a": "M", "b": "N", "c": "M"}}
    assert [line.id for line in draft.left] == ["a", "b", "c"]


def test_several_texts_are_a_case_with_the_marks_of_its_parts():
    declared = "".join(response([], base="string").replace("RESPONSE", f"R{n}") for n in (1, 2))
    texts = "".join(
        f'<extendedTextInteraction responseIdentifier="R{n}"><prompt>问{n}</prompt></extendedTextInteraction>' for n in (1, 2)
    )
    rubric = '<rubricBlock view="scorer"><p>全面</p></rubricBlock>'
    read_one = read(item(declared, f"<p>案情</p>{texts}{rubric}"))
    (draft,) = read_one.drafts
    assert (draft.kind, draft.stem, [part.text["zh-hans"] for part in draft.parts]) == (
        "case",
        {"zh-hans": "案情"},
        ["问1", "问2"],
    )
    assert [finding.code for finding in read_one.findings] == ["part-marks-shared", "scheme-whole"]


def test_a_shared_passage_is_put_in_front():
    own = item(response(["c1"]), "<p>题</p>" + choice("甲", "乙"), template("match_correct"))
    own = own.replace("<itemBody>", '<assessmentStimulusRef identifier="s" href="s.xml"/><itemBody>')
    text = "<stimulusBody><p>材料</p></stimulusBody>"
    passage = f'<assessmentStimulus xmlns="{V2}" identifier="s" title="文">{text}</assessmentStimulus>'
    manifest = listed(("a", "imsqti_item_xmlv2p2", "i.xml"), ("b", "imsqti_stimulus_xmlv2p2", "s.xml"))
    back = reading.read(package({"i.xml": own, "s.xml": passage}, manifest=manifest), "zh-hans")
    assert back.drafts[0].stem == {"zh-hans": "材料\n题"}
    assert [finding.code for finding in back.findings] == ["resource-left"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<hotspotInteraction responseIdentifier="RESPONSE" maxChoices="1"/>', "interaction-unknown"),
        ('<customInteraction responseIdentifier="RESPONSE"/>', "interaction-unknown"),
        (choice("甲", "乙") + choice("丙", "丁"), "interaction-mix"),
        ("<p>说明</p>", "no-interaction"),
        ('<choiceInteraction responseIdentifier="OTHER"/>', "response-missing"),
    ],
)
def test_what_the_bank_cannot_ask_is_left_out_and_named(body, code):
    found = read(item(response(["c1"]), f"<p>题</p>{body}"), item(response(["c0"]), "<p>好</p>" + choice("甲", "乙"), name="q2"))
    assert [draft.code for draft in found.drafts] == ["q2"]
    assert code in [finding.code for finding in found.findings]
    named = next(finding for finding in found.findings if finding.code == code)
    assert (named.place.of, named.params["question"]) == ("i0.xml", "题")


def test_unknown_elements_and_attributes_are_listed():
    body = f'<p tao:glow="1" xmlns:tao="urn:tao">题</p>{choice("甲", "乙")}'
    found = read(item(response(["c0"]), body, template("match_correct"), more="<catalogInfo/>"))
    said = {finding.code: finding.params["path"] for finding in found.findings if "path" in finding.params}
    assert said == {"attribute-unknown": "assessmentItem/itemBody/p", "element-unknown": "assessmentItem/catalogInfo"}


def test_one_identifier_in_one_language_twice_is_two_items():
    found = read(*(item(response(["c0"]), f"<p>{text}</p>" + choice("甲", "乙")) for text in ("题一", "题二")))
    assert [draft.stem["zh-hans"] for draft in found.drafts] == ["题一", "题二"]
    assert "identifier-repeated" in [finding.code for finding in found.findings]


def test_languages_out_of_step_are_told():
    first = item(response(["c0"]), "<p>题</p>" + choice("甲", "乙"))
    second = item(response(["c1"]), "<p>item</p>" + choice("a", "b")).replace("zh-CN", "en")
    found = read(first, second)
    assert found.drafts[0].stem == {"zh-hans": "题"}
    assert "languages-differ" in [finding.code for finding in found.findings]


def test_the_format_is_offered():
    assert formats()["qti"].extensions == ("zip", "xml")
