"""The table of what was asked of certificates names tests that exist."""

import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "docs" / "algorithms" / "certificate-items.md"


def test_every_test_the_table_names_is_there():
    named = re.findall(r"`((?:badges/)?test_\w+\.py)::(test_\w+)`", TABLE.read_text(encoding="utf-8"))
    assert len(named) > 40
    assert not [f"{file}::{test}" for file, test in named if f"def {test}(" not in (HERE / file).read_text(encoding="utf-8")]


def test_every_item_is_in_the_table():
    rows = re.findall(r"^\| (\d\d) \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [str(number) for number in range(47, 61)]
