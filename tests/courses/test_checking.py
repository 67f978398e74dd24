"""Answers are read from forms and judged by keys, without a database."""

import pytest
from django.http import QueryDict

from courses.checking import KINDS, is_right, number, read

SAID = [
    ("single", "B", "answer=B", True),
    ("single", "B", "answer=A", False),
    ("multiple", ["A", "C"], "answer=C&answer=A", True),
    ("multiple", ["A", "C"], "answer=A&answer=B&answer=C", False),
    ("truefalse", False, "answer=false", True),
    ("truefalse", False, "answer=true", False),
    ("numeric", {"value": "200", "tolerance": "0", "unit": "件"}, "answer=２００ 件", True),
    ("numeric", {"value": "15.0", "tolerance": "0.05", "unit": ""}, "answer=15.05", True),
    ("numeric", {"value": "15.0", "tolerance": "0.05", "unit": ""}, "answer=15.06", False),
    ("numeric", {"value": "30000", "tolerance": "0", "unit": ""}, "answer=30 000", True),
    ("numeric", {"value": "1", "tolerance": "0", "unit": ""}, "answer=NaN", False),
    ("ordering", ["B", "A", "C"], "place-A=2&place-B=1&place-C=3", True),
    ("ordering", ["B", "A", "C"], "place-A=1&place-B=2&place-C=3", False),
    ("matching", {"A": "y", "B": "x"}, "match-A=y&match-B=x", True),
    ("matching", {"A": "y", "B": "x"}, "match-A=x&match-B=y", False),
    ("fillin", {"accept": ["可追溯", "traceable"]}, "answer=Ｔraceable", True),
    ("fillin", {"accept": ["可追溯"]}, "answer=可追朔", False),
    ("short", None, "answer=先隔离再报告", True),
]
WANTING = [
    ("single", ""),
    ("single", "answer=Z"),
    ("multiple", "answer=Z"),
    ("truefalse", "answer=maybe"),
    ("numeric", "answer=+"),
    ("ordering", "place-A=1&place-B=1&place-C=2"),
    ("ordering", "place-A=1&place-B=2"),
    ("ordering", "place-A=1&place-B=2&place-C=x"),
    ("matching", "match-A=x"),
    ("fillin", "answer= "),
    ("short", ""),
]


@pytest.mark.parametrize(("kind", "key", "form", "right"), SAID)
def test_an_answer_is_judged(kind, key, form, right):
    assert is_right(kind, key, read(kind, QueryDict(form), ["A", "B", "C"] if kind != "matching" else ["A", "B"])) is right


@pytest.mark.parametrize(("kind", "form"), WANTING)
def test_an_answer_that_is_not_whole_is_none(kind, form):
    assert read(kind, QueryDict(form.replace("+", "%20")), ["A", "B", "C"]) is None


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_is_never_right(kind):
    assert not is_right(kind, {"accept": [""], "value": "0", "tolerance": "0"}, None)


def test_true_is_not_one():
    assert not is_right("truefalse", True, 1)  # type: ignore[arg-type]  # what a forged form might bring


@pytest.mark.parametrize("text", ["1e400000", "inf", "十", "", "1.2.3", "0x10"])
def test_what_is_no_number_is_none_or_harmless(text):
    value = number(text)
    assert value is None or value.is_finite()
