"""What the locks name, read without asking anybody: the packages and their hashes."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-wagtail8.lock")


@dataclass(frozen=True, slots=True)
class Locked:
    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def locked(lock: str = LOCKS[0]) -> list[Locked]:
    """Every package of a lock, its marker ("" where it is for every machine) and the hashes it may have.

    >>> all(one.hashes for one in locked())
    True
    """
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)([^\n]*)$", text, re.M)
    return [
        Locked(_plain(name), version, _marker(rest), tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", rest)))
        for name, version, rest in found
    ]


def _marker(rest: str) -> str:
    before = rest.partition("--hash")[0].strip()
    return before.removeprefix(";").strip()


def _plain(name: str) -> str:
    """As the packaging rules compare names."""
    return re.sub(r"[-_.]+", "-", name).lower()
