"""One item of the shipped files: what makes it fit, and with which reason it is refused."""

import pytest

from exams.keys import Unfit
from exams.questions import read
from tests.exams.making import raw

AREAS = {"QSO": {"S1", "S2"}, "CQO": {"B", "E", "G"}}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"kind": "riddle"}, "unknown kind riddle"),
        ({"answer": "E"}, "key E is no choice"),
        ({"answer": None}, "key None is no choice"),
        ({"areas": {"QSO": "S9"}}, "unknown area QSO S9"),
        ({"areas": {"XYZ": "A"}}, "unknown area XYZ A"),
        ({"difficulty": 6}, "difficulty 6 is not 1 to 5"),
        ({"stem": {"zh": "题"}}, "incomplete: KeyError 'en'"),
        ({"stem": {"zh": " ", "en": "x"}}, "empty text (zh)"),
        ({"explanation": None}, "incomplete: TypeError"),
        ({"choices": raw()["choices"][:1]}, "1 choices, at least 2 are needed"),
        ({"choices": [*raw()["choices"], raw()["choices"][0]]}, "two choices under one letter"),
        ({"choices": [*raw()["choices"], {"key": "E", "zh": "选项A", "en": "other"}]}, "two choices read the same"),
        ({"kind": "truefalse", "answer": "yes"}, "key is neither true nor false"),
        ({"kind": "multiple", "answer": ["A", "B", "C", "D"]}, "4 of 4 choices are right"),
        ({"kind": "multiple", "answer": ["A"]}, "1 of 4 choices are right"),
        ({"kind": "multiple", "answer": ["A", "Z"]}, "no choice"),
        ({"kind": "ordering", "answer": ["A", "B"]}, "key does not name each line once"),
        ({"kind": "fillin", "answer": {"accept": []}}, "a blank without accepted words"),
        ({"kind": "fillin", "answer": {"accept": ["x"]}}, "0 blanks in the stem (zh), 1 in the key"),
        ({"kind": "numeric", "answer": {"value": "many", "tolerance": 0}}, "key is no number"),
        ({"kind": "numeric", "answer": {"value": 1, "tolerance": -1}}, "key or tolerance is no number from nought up"),
        ({"kind": "numeric", "answer": {"value": "NaN", "tolerance": 0}}, "key or tolerance is no number"),
        (
            {"kind": "matching", "left": raw()["choices"], "right": raw()["choices"], "answer": {"A": "A"}},
            "does not pair each line",
        ),
        ({"kind": "case", "answer": None, "parts": []}, "a case without parts"),
    ],
)
def test_what_is_not_fit_is_refused_with_the_reason(fault, reason):
    with pytest.raises(Unfit) as caught:
        read(raw(**fault), AREAS)
    assert reason in str(caught.value)


def test_a_case_whose_lines_do_not_add_up_is_refused():
    lines = [{"zh": "一", "en": "one", "points": 2}]
    parts = [{"zh": "问", "en": "ask", "points": 5, "area": "S1", "rubric": lines}]
    with pytest.raises(Unfit, match="part 1: its lines do not add up to 5"):
        read(raw(kind="case", answer=None, parts=parts), AREAS)


def test_a_sound_item_is_read_and_its_wording_holds_no_key():
    question = read(raw(), AREAS)
    assert (question.rule, question.key, question.cleared) == ("match_correct", {"correct": "B"}, True)
    assert set(question.body["en"]) == {"stem", "choices"}
