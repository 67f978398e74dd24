"""What is promised and what proves it (docs/running): no must without a row, no row without a proof that bears its id."""

import re

import pytest
from django.conf import settings

TRUST, FAULTS = (settings.BASE_DIR / "docs" / "running" / name for name in ("trust.md", "reliability.md"))
# The musts of the reliability specification; R11, R14, R16, R22 and R26 go beyond and stand in the table all the same.
MUSTS = [
    f"{kind}{number:02}" for kind, most in (("R", 28), ("S", 15), ("U", 8), ("P", 5), ("G", 6)) for number in range(1, most + 1)
]
PATH = re.compile(r"`((?:tests|courses|exams|site)/[\w/]+\.py)(?:::(\w+))?`")
MEASURE = re.compile(r"`run\.py bench ([\w-]+)`")
KIND = re.compile(r"“([^”]+)”")


def rows() -> dict[str, str]:
    found: dict[str, str] = {}
    for page in (TRUST, FAULTS):
        lines = re.findall(r"^\| ((?:[A-Z]\d\d(?:, )?)+) \|(.*)\|$", page.read_text(encoding="utf-8"), re.MULTILINE)
        found |= {one: row for ids, row in reversed(lines) for one in ids.split(", ")}
    return found


def read(path: str) -> str:
    return (settings.BASE_DIR / path).read_text(encoding="utf-8")


def bears(must: str, row: str) -> bool:
    """Whether something in the row that proves it bears the id: a test's name, a fault's name, a measure's first words."""
    small = must.lower()
    tests = {name for _path, name in PATH.findall(row)}
    if any(f"_{small}_" in name for name in tests):
        return True
    if any(must in kind and f'"{kind}"' in read("tests/faults/exam.py") for kind in KIND.findall(row)):
        return True
    return any(must in read(measures()[name])[:400] for name in MEASURE.findall(row))


def measures() -> dict[str, str]:
    """Where each measure is written."""
    named = dict(re.findall(r'^ {4}"([\w-]+)": "(tests\.load\.\w+)",$', read("run.py"), re.MULTILINE))
    return {name: f"{module.replace('.', '/')}.py" for name, module in named.items()} | {"pages": "tests/load/bench.py"}


def test_every_must_has_its_row():
    assert [must for must in MUSTS if must not in rows()] == []


def test_every_proof_is_there():
    named = {found for row in rows().values() for found in PATH.findall(row)}
    assert {path for path, _name in named if not (settings.BASE_DIR / path).exists()} == set()
    assert {(path, name) for path, name in named if name and f"def {name}(" not in read(path)} == set()


@pytest.mark.parametrize("must", MUSTS)
def test_a_proof_bears_the_id(must):
    assert bears(must, rows()[must])


def test_control_a_row_of_other_ids_is_seen():
    assert not bears("S01", "| x | `tests/test_doors.py::test_s02_what_names_a_thing_of_somebody_elses_is_nowhere` |")
    assert not bears("R02", "| x | faults “R01 web worker killed” |")
