"""Nearly the same question is found, at 10,000 items, while one waits."""

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from exams.nearness import ALIKE, Shelf, groups, likeness, near, wording

SIGNS = "首席质量官由企业聘任负责监督管理体系文件记录检验不合格品控制预防措施供应商评价标准计量认可培训考核安全风险" * 2


def bank(count: int) -> dict[str, str]:
    dice = random.Random(7)
    return {f"Q-{n}": "".join(dice.choices(SIGNS, k=dice.randint(30, 120))) for n in range(count)}


def test_width_punctuation_and_the_order_of_choices_hide_no_copy():
    one = {"stem": "ＰＤＣＡ 循环的第一步是（　　）。", "choices": [{"id": "A", "text": "策划"}, {"id": "B", "text": "检查"}]}
    other = {"stem": "PDCA循环的第一步是( )", "choices": [{"id": "A", "text": "检查"}, {"id": "B", "text": "策划"}]}
    assert near(wording(one), {"B-1": wording(other)})[0].likeness == 1


def test_the_same_stem_with_other_choices_is_another_question():
    stem = "下列说法正确的是"
    one = wording({"stem": stem, "choices": [{"id": "A", "text": "首席质量官由企业聘任"}, {"id": "B", "text": "由政府任命"}]})
    other = wording({"stem": stem, "choices": [{"id": "A", "text": "质量月在九月举行"}, {"id": "B", "text": "在三月举行"}]})
    assert near(one, {"B-1": other}) == []


texts = st.text(alphabet="质量安全官条例", min_size=0, max_size=20)


@given(st.dictionaries(st.text("abcdef", min_size=1), texts, max_size=70), texts)
def test_what_is_skipped_unseen_would_not_have_been_near(known, text):
    mine = groups(text)
    plainly = sorted(((likeness(mine, groups(other)), code) for code, other in known.items()), reverse=True)
    expected = [pair for pair in plainly if pair[0] >= ALIKE]
    for found in (near(text, known), Shelf(known).near(text)):
        assert [(one.likeness, one.code) for one in found] == expected


@given(st.dictionaries(st.text("abcdef", min_size=1), texts, max_size=25))
def test_pairs_of_a_whole_bank_are_those_of_every_single_look(known):
    every = {tuple(sorted((code, one.code))) for code, text in known.items() for one in near(text, known) if one.code != code}
    assert {(pair.one, pair.other) for pair in Shelf(known).pairs()} == every


def test_ten_thousand_items_are_held_against_one_and_against_each_other_in_seconds():
    known = bank(10_000)
    known["COPY"] = known["Q-77"][:-1] + "也"
    began = time.process_time()
    assert {one.code for one in near(known["Q-77"], known)} == {"Q-77", "COPY"}
    once = time.process_time() - began
    shelf = Shelf(known)
    assert [(pair.one, pair.other) for pair in shelf.pairs()] == [("COPY", "Q-77")]
    whole = time.process_time() - began - once
    assert (once < 2, whole < 30) == (True, True), (once, whole)
