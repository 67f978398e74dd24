"""Codes: what each room issues has the form it always had, and what people type is read back, older codes among them."""

import re

import pytest

from campaigns.models.contest import new_ticket
from core.codes import SIGNS, drawn, grouped, paper_code, paper_code_typed, typed
from courses.models.records import new_code as new_record_code
from events.codes import new_code as new_check_in_code
from exams.anonymity import number as anonymous
from organisations.models.organisation import new_join_code
from talents.models.classes import new_class_code
from talents.models.groups import new_code as new_college_code

ISSUED = {
    "class": (new_class_code, "{6}"),
    "college": (new_college_code, "{8}"),
    "join": (new_join_code, "{8}"),
    "check-in": (new_check_in_code, "{8}"),
    "ticket": (new_ticket, "{10}"),
    "anonymous": (lambda: anonymous("paper", 7), "{6}"),
}


@pytest.mark.parametrize("kind", ISSUED)
def test_each_code_has_as_many_signs_as_ever_and_none_that_is_confused(kind):
    issue, length = ISSUED[kind]
    for _time in range(200):
        assert re.fullmatch(f"[{SIGNS}]{length}", issue())


def test_the_code_of_a_paper_has_three_fours():
    for made in (paper_code(), new_record_code()):
        assert re.fullmatch(f"([{SIGNS}]{{4}}-){{2}}[{SIGNS}]{{4}}", made)
        assert paper_code_typed(made.lower().replace("-", " ")) == made


def test_no_sign_looks_like_another():
    assert len(set(SIGNS)) == 30
    assert not set(SIGNS) & set("01OILU")


def test_what_was_typed_is_what_was_issued_whatever_its_width_case_and_gaps():
    code = drawn(8)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    for written in (code.lower(), grouped(code), f" {code[:3]} {code[3:]}\u200b", wide, f"签到码：{code}"):
        assert typed(written) == code


def test_a_code_of_an_earlier_year_with_an_l_or_a_u_is_read_back():
    assert typed("ulul-2345") == "ULUL2345"


def test_a_hostile_paste_is_cut_before_it_costs_anything():
    assert len(typed("A" * 1_000_000)) == 60
