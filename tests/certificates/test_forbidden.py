"""Words no certificate may say are found however they are spelt, and words that only look near them are let pass."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from certificates.forbidden import CHINESE, EMBLEMS, ENGLISH, TRADITIONAL, WORDS, objectionable
from core.traditional import traditional

HAN = st.sampled_from([word for word in WORDS if not word.isascii()])
LATIN = st.sampled_from([word for word in WORDS if word.isascii()])
# Nothing of these stands in a forbidden word, nor makes one together with a neighbour.
AROUND = st.text(alphabet="珠海培训考核合格书，。 ABQX0123", max_size=12)
UNSEEN = st.sampled_from(["", " ", "\u3000", "\u200b", "\u2060", "\u00ad", "·", "-", "—", "_", ".", "\u0336", "\t"])
LOOK_ALIKE = dict(zip("aeopcxi", "аеорсхі", strict=True))


@given(HAN, st.lists(UNSEEN, min_size=8, max_size=8), AROUND, AROUND)
@example("中国", [""] * 8, "", "")
def test_a_chinese_word_is_found_whatever_is_put_between_its_signs(word, between, before, after):
    written = "".join(sign + between[at % 8] for at, sign in enumerate(word))
    assert word in objectionable(before + written + after)


@given(LATIN, st.data(), AROUND.map(lambda text: text.replace("A", "").replace("B", "")))
def test_an_english_word_is_found_in_any_case_width_and_look_alike(word, data, before):
    signs = [data.draw(st.sampled_from(sorted({sign, sign.upper(), wide(sign), LOOK_ALIKE.get(sign, sign)}))) for sign in word]
    assert word in objectionable(f"{before} {''.join(signs)} 证书")


@given(LATIN, st.sampled_from([" ", "-", ".", "·", "_", "\u3000", "\u200a"]))
def test_an_english_word_is_found_letter_by_letter(word, between):
    letters = [sign for sign in word if sign.isalpha()]
    found = objectionable(between.join(letters))
    assert word in found or len(letters) < 4


@given(st.text(max_size=60))
def test_any_text_whatever_gets_an_answer_of_known_words(text):
    assert set(objectionable(text)) <= set(WORDS)


@given(st.text(alphabet="珠海市质量协会培训考核合格证书首席官安全员总监兹证明完成学时的习成绩，特发此。", max_size=40))
def test_the_words_of_our_own_certificates_never_make_a_forbidden_one(text):
    assert [word for word in objectionable(text) if word not in ("认证",)] == []


@pytest.mark.parametrize(
    "text",
    [
        "International Association for Quality",
        "I n t e r n a t i o n a l",
        "The Chinese text governs in all respects.",
        "It is no vocational qualification of a state",
        "without a national emblem",
        "培训、考核；国际标准",
        "会中，国际专家授课",
        "珠海市质量协会",
        "Rationale and machinability",
    ],
)
def test_what_only_looks_near_is_let_pass(text):
    assert objectionable(text) == []


@pytest.mark.parametrize("word", ["中国", "国家", "全国", "职业资格", "岗位合格", "中华", "人员资格", "认证", "包过"])
def test_the_words_the_notices_name_are_on_the_list_in_both_scripts(word):
    assert word in CHINESE
    assert traditional(word) in TRADITIONAL


def test_each_word_and_emblem_in_simplified_characters_has_its_traditional_form():
    listed = set(WORDS)
    assert [word for word in (*CHINESE, *EMBLEMS) if not word.isascii() and traditional(word) not in listed] == []
    assert {"china", "national", "vocational qualification"} <= set(ENGLISH)


def wide(sign):
    return chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("国<b>家</b>级", "国家"),
        ("全<br/>国", "全国"),
        ("&#22269;&#x5BB6;", "国家"),
        ("国&nbsp;家", "国家"),
        ("国（）家", "国家"),
        ("国\u3164家", "国家"),
        ("国\u2800家", "国家"),
        ("職业资格", "职业资格"),
        ("崗位合格", "崗位合格"),
        ("中国\U000e0100", "中国"),
        ("P.R.C.", "prc"),
        ("P R C", "prc"),
        ("a State qualification", "state qualification"),
    ],
)
def test_markup_entities_fillers_and_mixed_script_hide_nothing(text, word):
    assert objectionable(text) == [word]
