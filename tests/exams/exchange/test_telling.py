"""No finding is without words: every code the readers, the guards and the rules can name has a sentence and a remedy."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from exams.exchange.drafts import Finding, Place
from exams.exchange.formats import formats
from exams.exchange.telling import LABELS, SAYINGS, told

FOLDER = Path(__file__).parents[3] / "exams" / "exchange"
LEVEL = r'"(?:error|warning|unknown)"'
NAMED = re.compile(
    rf'Refused\(\s*"([a-z-]+)"|{LEVEL},\s*(?:"\w+",\s*|\w+,\s*|None,\s*|Place\([^)]*\),\s*|[\w.]+,\s*)?"([a-z]+-[a-z-]+)"'
)


def test_every_code_in_the_source_has_words():
    source = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py") if not path.name.startswith("telling"))
    codes = {one or other for one, other in NAMED.findall(source)}
    assert len(codes) > 60
    assert codes - set(SAYINGS) == set()


def test_every_format_has_a_name():
    assert {one.label for one in formats().values()} <= set(LABELS)


@pytest.mark.parametrize("code", SAYINGS)
def test_every_sentence_can_be_said_with_figures_in_chinese(code):
    figures = dict.fromkeys(re.findall(r"%\((\w+)\)s", "".join(map(str, SAYINGS[code]))), "7")
    with override("zh-hans"):
        said = told(Finding("error", Place(12, "题目", column="C 题干"), code, figures))
    assert "%(" not in said.reason + said.remedy
    assert re.search("[\u4e00-\u9fff]", said.reason)
    assert re.search("[\u4e00-\u9fff]", said.remedy)
    assert said.place == "题目 · 第12行 · C 题干"
