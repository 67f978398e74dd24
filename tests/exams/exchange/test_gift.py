"""GIFT: what is written comes back, others' files are read, and a fault is told with its line."""

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exams.exchange import fitness, likeness
from exams.exchange.drafts import Draft, Line, Refused, draft_of
from exams.exchange.gift.reading import read
from exams.exchange.gift.writing import write
from exams.exchange.richtext import tidy
from tests.exams.exchange.sampling import SAMPLES, codes
from tests.exams.exchange.test_drafts import AREAS, SHIPPED

ZH = "zh-hans"


def one(text: str) -> Draft:
    (draft,) = read(text.encode(), ZH).drafts
    return draft


def said(text: str) -> list[tuple[str, int, str]]:
    return [(finding.level, finding.place.number, finding.code) for finding in read(text.encode(), ZH).findings]


def only(draft: Draft) -> Draft:
    """The draft in Chinese alone, as a format of one language has it."""
    question = draft.question()
    body = {locale: words for locale, words in question.body.items() if locale == ZH}
    rubric = [{**part, "lines": [{**line, "text": {ZH: line["text"][ZH]}} for line in part["lines"]]} for part in question.rubric]
    explanation = {locale: words for locale, words in question.explanation.items() if locale == ZH}
    changed = {**vars(question), "body": body, "rubric": rubric, "explanation": explanation}
    return draft_of(type(question)(**changed), tags=draft.tags, purpose=draft.purpose)


def assert_comes_back(drafts: list[Draft]) -> None:
    reading = read(write(drafts, ZH).data, ZH)
    assert codes(reading, "error") == set()
    back = {draft.code: draft for draft in reading.drafts}
    for draft in drafts:
        for digest in (likeness.wording, likeness.marking, likeness.use):
            assert digest(back[draft.code]) == digest(draft), (draft, back[draft.code])


def test_the_shipped_bank_comes_back_and_what_gift_cannot_say_is_listed():
    drafts = [only(draft_of(question, purpose="exam")) for question in SHIPPED]
    written = write(drafts, ZH)
    left_out = {finding.params["code"] for finding in written.findings}
    told = [draft for draft in drafts if draft.code not in left_out]
    assert {draft.kind for draft in drafts if draft.code in left_out} <= {"ordering", "case", "fillin"}
    assert len(told) > 800
    assert_comes_back(told)


PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=30)
WORDS = (
    st.one_of(PLAIN, st.text("~=#{}:\\%T->F/质量[]$ n\n", min_size=1, max_size=12))
    .map(tidy)
    .filter(lambda words: words and "*" not in words and "__" not in words and tidy(words) == words)
)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    kind = draw(st.sampled_from(["single", "multiple", "truefalse", "numeric", "matching", "fillin", "short"]))
    lines = draw(st.lists(WORDS, min_size=3, max_size=6, unique=True))
    choices = tuple(Line(letter, {ZH: words}) for letter, words in zip("ABCDEF", lines, strict=False))
    stem = draw(WORDS)
    key: dict[str, Any] = {}
    more: dict[str, Any] = {}
    if kind == "single":
        key, more = {"correct": draw(st.sampled_from([line.id for line in choices]))}, {"choices": choices}
    elif kind == "multiple":
        right = draw(st.sets(st.sampled_from([line.id for line in choices]), min_size=1, max_size=len(choices) - 1))
        key, more = (
            {"correct": sorted(right)},
            {"choices": choices, "rule": draw(st.sampled_from(["cn_multi", "all_or_nothing"]))},
        )
    elif kind == "truefalse":
        key = {"correct": draw(st.booleans())}
    elif kind == "numeric":
        number = draw(st.decimals(-(10**6), 10**6, places=4))
        key, more = {"value": f"{number:f}", "tolerance": "0.5", "units": []}, {"rule": "numeric"}
    elif kind == "matching":
        left = tuple(
            Line(str(n), {ZH: words}) for n, words in enumerate(draw(st.lists(WORDS, min_size=2, max_size=4, unique=True)), 1)
        )
        others = tuple(Line(name, line.text) for name, line in zip("abcdef", choices, strict=False))
        pairs = {line.id: draw(st.sampled_from([other.id for other in others])) for line in left}
        key, more = {"pairs": pairs}, {"rule": "pairs", "left": left, "right": others}
    elif kind == "fillin":
        stem = draw(st.sampled_from(["{}____", "____{}", "甲____{}"])).format(stem)
        key, more = {"blanks": [[{"text": words} for words in lines]]}, {"rule": "text"}
    else:
        key, more = {"blanks": [[{"text": lines[0]}, {"text": lines[1], "weight": "0.5"}]]}, {"rule": "text"}
    return Draft(kind=kind, code="P-1", stem={ZH: stem}, key=key, purpose="exam", tags=("甲",), **more)


@settings(max_examples=150, deadline=None)
@given(drafts())
def test_whatever_gift_can_express_comes_back(draft):
    written = write([draft], ZH)
    if "gift-arrow" in {finding.code for finding in written.findings}:
        assert "->" in repr(draft)
    else:
        assert_comes_back([draft])


def test_the_kinds_are_detected_in_moodles_order():
    text = """\ufeff// comment
$CATEGORY: $course$/top/质量/统计

::Q1:: 首都是哪里？ {=北京#对 ~上海#不对 ~广州}

哪些是工具？{~%50%直方图 ~%50%控制图 ~%-100%日历}

质量月在九月。{T}

谁写了《红楼梦》？{=曹雪芹 =%50%雪芹}

π取多少？{#3.14:0.01}

1到5？ {#1..5}

配对。{=人 -> 名单 =料 -> 单据 = -> 排名}

论述质量的意义。{}

两个{=一 =1}是对的。

只是一段说明。
"""
    reading = read(text.encode(), ZH)
    assert [draft.kind for draft in reading.drafts] == [
        "single", "multiple", "truefalse", "short", "numeric", "numeric", "matching", "short", "fillin"
    ]  # fmt: skip
    single, multiple, _judged, short, pi, span, pairs, essay, fill = reading.drafts
    assert (single.key, single.explanation[ZH]) == ({"correct": "A"}, "A. 对\nB. 不对")
    assert (multiple.rule, multiple.key, single.tags) == ("cn_multi", {"correct": ["A", "B"]}, ("质量/统计",))
    assert short.key == {"blanks": [[{"text": "曹雪芹"}, {"text": "雪芹", "weight": "0.5"}]]}
    assert (pi.key["value"], pi.key["tolerance"], span.key["value"], span.key["tolerance"]) == ("3.14", "0.01", "3", "2")
    assert (len(pairs.left), len(pairs.right), essay.rule, fill.stem[ZH]) == (2, 3, "manual", "两个____是对的。")
    assert [(f.level, f.code) for f in reading.findings] == [("unknown", "gift-name"), ("unknown", "gift-description")]
    assert [draft.place.number for draft in reading.drafts[:2]] == [4, 6]


def test_escapes_formats_and_feedback():
    draft = one(r"[html]<p>若 a\=b \{且\} c\~d<br>则<b>何</b>？</p>{=x\:y ~1\#2 ####因为\n如此}")
    assert draft.stem[ZH] == "若 a=b {且} c~d\n则**何**？"
    assert [line.text[ZH] for line in draft.choices] == ["x:y", "1#2"]
    assert draft.explanation[ZH] == "因为 如此"


def test_weights_that_are_not_ours_keep_their_worth():
    draft = one("选？{~%60%甲 ~%40%乙 ~%-25%丙}")
    assert (draft.rule, draft.key) == ("map_response", {"map": {"A": "0.6", "B": "0.4", "C": "-0.25"}})


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("甲？{T}\n\n\n乙？{=对 ~错", 4, "gift-braces"),
        ("甲？{~%50%一 ~%20%二 ~三}", 1, "gift-sum"),
        ("甲？{=一}{=二}", 1, "gift-several-braces"),
        ("甲？{=一 =二 ~三}", 1, "gift-several-right"),
        ("甲？{~%150%一 ~二}", 1, "gift-weight"),
        ("甲？{#三}", 1, "gift-number"),
        ("甲？{=一 -> 二}", 1, "too-few-choices"),
        ("甲？{~一}", 1, "too-few-choices"),
        ("甲？{随便}", 1, "gift-answers"),
    ],
)
def test_a_fault_is_told_with_its_line(text, line, code):
    assert ("error", line, code) in said(text)


def test_a_file_without_questions_is_refused():
    with pytest.raises(Refused):
        read(b"// nothing\n", ZH)


@pytest.mark.parametrize("name", ["moodle.gift", "teacher.txt"])
def test_others_files_are_read_without_an_error(name):
    reading = read((SAMPLES / name).read_bytes(), ZH)
    assert len(reading.drafts) >= 6
    assert codes(reading, "error") == set()
    assert not [f for draft in reading.drafts for f in fitness.check(draft, AREAS) if f.level == "error"]


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("{}~=#:\\%->TF1. \n/$[]质"), max_size=60))
def test_no_text_whatever_breaks_the_reader(text):
    with contextlib.suppress(Refused):
        assert read(text.encode(), ZH).findings is not None
