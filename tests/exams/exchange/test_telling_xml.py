"""Every finding of the XML formats has its words, and no words wait for a finding that never comes."""

import re
from pathlib import Path

from exams import exchange
from exams.exchange import telling_items, telling_tables
from exams.exchange.telling import SAYINGS
from exams.exchange.telling_xml import SAYINGS as OURS

FOLDER = Path(exchange.__file__).parent
FILES = (*FOLDER.rglob("moodle/*.py"), *FOLDER.rglob("qti/*.py"), FOLDER / "notation.py", FOLDER.parent / "illustrating.py")
_CODE = re.compile(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"')
_SAID = re.compile(r"(?:Unusable|Refused|\.say|\.count|\.warn|findings\.append)\(\s*\(?(.*)")


def test_every_code_has_words_and_every_sentence_a_code():
    used: set[str] = set()
    for file in FILES:
        used |= set(_CODE.findall(file.read_text(encoding="utf-8")))
    assert set(OURS) <= used
    said = {
        code for file in FILES for line in _SAID.findall(file.read_text(encoding="utf-8")) for code in _CODE.findall(line)[:1]
    }
    assert len(said) > 20
    assert said <= set(SAYINGS)


def test_no_other_module_uses_one_of_these_codes_for_something_else():
    assert not set(OURS) & (set(telling_items.SAYINGS) | set(telling_tables.SAYINGS))
