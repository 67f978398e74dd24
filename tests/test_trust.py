"""docs/running/trust.md says what proves each promise: every promise has a row, and every proof is there."""

import re

from django.conf import settings

PAGE = settings.BASE_DIR / "docs" / "running" / "trust.md"
MUSTS = [f"{kind}{number:02}" for kind, most in (("S", 15), ("U", 8), ("P", 5), ("G", 2)) for number in range(1, most + 1)]


def rows() -> dict[str, str]:
    return dict(re.findall(r"^\| ([A-Z]\d\d) \|(.*)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_must_has_its_row():
    assert [must for must in MUSTS if must not in rows()] == []


def test_every_proof_is_there():
    named = {path for row in rows().values() for path in re.findall(r"`((?:tests|courses|exams|site)/[\w/]+\.py)`", row)}
    assert {path for path in named if not (settings.BASE_DIR / path).exists()} == set()


def test_every_row_names_a_proof():
    assert [must for must, row in rows().items() if "`" not in row] == []
