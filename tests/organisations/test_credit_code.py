"""The unified social credit code (GB 32100): what its last sign catches, and what a reader is told."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import uscc

from organisations.code_wording import validate_credit_code
from organisations.credit_code import ALPHABET, check_sign, judge, normal

FIRST = st.builds(
    lambda head, region, body: head + region + body,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)
CODES = FIRST.map(lambda first: first + check_sign(first))


@given(CODES)
def test_a_code_with_its_check_sign_is_taken(code: str) -> None:
    assert judge(code)


@given(FIRST)
def test_the_check_sign_is_that_of_another_program(first: str) -> None:
    assert check_sign(first) == uscc.calc_check_digit(first)


@given(CODES, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_sign_mistyped_is_always_found(code: str, place: int, sign: str) -> None:
    assume(code[place] != sign)
    assert not judge(code[:place] + sign + code[place + 1 :])


@given(CODES, st.integers(0, 15))
def test_two_neighbours_exchanged_are_always_found(code: str, place: int) -> None:
    assume(code[place] != code[place + 1])
    assert not judge(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@given(st.text(max_size=30))
def test_whatever_is_written_is_judged_and_never_breaks(text: str) -> None:
    verdict = judge(text)
    assert verdict.code == normal(text)
    assert bool(verdict) == (verdict.fault is None)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "eighteen signs"),
        ("9144040", "this one has 7"),
        ("9111000O600037341L", "Sign 8 of the code is “O”"),
        ("91AB0000600037341L", "Sign 3 of the code is “A”"),
        ("911100006000373411", "it would be L, not 1"),
    ],
    ids=["empty", "short", "letter-O", "region", "check"],
)
def test_the_reason_names_the_place(written: str, said: str) -> None:
    with override("en"):
        with pytest.raises(ValidationError) as refused:
            validate_credit_code(written)
        assert said in refused.value.messages[0]


def test_full_width_signs_blanks_and_dashes_are_put_right() -> None:
    assert judge(" ９１11-0000 6000 37341l").code == "91110000600037341L"
