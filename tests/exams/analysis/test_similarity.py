"""Two who copied stand out among those who worked alone; two who know the same things do not."""

import random
from collections import Counter

from exams.analysis import similarity


def sheets(people: int, seed: int, items: int = 60) -> list[dict[int, str]]:
    """People who work alone: each wrong on about a third, wrong answers B, C, D as the item tempts."""
    chance = random.Random(seed)
    lures = [[chance.random() + 0.2 for _letter in "BCD"] for _item in range(items)]
    return [
        {item: chance.choices("BCD", lures[item])[0] for item in range(items) if chance.random() < 0.35}
        for _person in range(people)
    ]


def test_a_copied_sheet_is_shown_and_nobody_else():
    alone = sheets(60, seed=4)
    weakest = max(range(60), key=lambda person: len(alone[person]))
    found = similarity.pairs([*alone, dict(alone[weakest])])
    assert [(pair.left, pair.right) for pair in found] == [(weakest, 60)]
    assert found[0].same == found[0].both > 2 * found[0].expected


def test_people_who_work_alone_are_not_shown():
    # Twenty sittings: the limit allows a false pair in one of a thousand.
    assert [similarity.pairs(sheets(40, seed)) for seed in range(20)] == [[]] * 20


def test_an_error_everybody_makes_proves_nothing():
    common = dict.fromkeys(range(20), "B")
    assert similarity.pairs([dict(common) for _person in range(30)]) == []


def test_few_common_errors_are_never_enough():
    alone = sheets(60, seed=5)
    assert similarity.pairs([*alone, {1: "X", 2: "X", 3: "X"}, {1: "X", 2: "X", 3: "X"}]) == []


def test_a_true_or_false_item_cannot_tell():
    assert similarity.agreement(Counter({"false": 40}), "false", "false") > 0.9
