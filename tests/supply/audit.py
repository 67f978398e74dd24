"""`run.py audit`: are there known holes in what we ship? Never green without having looked (G03).

pip-audit says "no known vulnerabilities" when it could look up nothing at all. So its answer is counted: every package of the
lock must have been looked up. 0: all were, and none has a hole. 1: there are holes. 3: not audited.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from tests.supply.locks import LOCKS, ROOT, locked

CLEAN, HOLES, NOT_AUDITED = 0, 1, 3


@dataclass(frozen=True, slots=True)
class Found:
    """What an audit's answer comes to."""

    audited: int
    missing: tuple[str, ...]
    holes: tuple[str, ...]
    # What pip-audit said last, where it gave no answer: with --strict it ends at the first package it cannot look up.
    reason: str = ""

    @property
    def code(self) -> int:
        return HOLES if self.holes else NOT_AUDITED if self.missing or not self.audited else CLEAN


def read(answer: str, wanted: Iterable[str]) -> Found:
    """pip-audit's JSON, held against the names that should have been looked up."""
    try:
        told: dict[str, Any] = json.loads(answer)
        packages = told["dependencies"]
    except (ValueError, KeyError, TypeError):
        packages = []
    looked_up = {one["name"].lower().replace("_", "-") for one in packages if "skip_reason" not in one}
    holes = [f"{one['name']} {one.get('version', '')}: {hole['id']}" for one in packages for hole in one.get("vulns", [])]
    return Found(len(looked_up), tuple(sorted(set(wanted) - looked_up)), tuple(holes))


def audited(lock: str) -> Found:
    words = [sys.executable, "-m", "pip_audit", "--strict", "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    done = subprocess.run(
        [*words, "--format", "json", "-r", str(ROOT / lock)], capture_output=True, text=True, timeout=600, check=False
    )
    found = read(done.stdout, [one.name for one in locked(lock) if not one.marker])
    return replace(found, reason="" if found.audited else done.stderr.strip().rpartition("\n")[2])


def main() -> int:
    worst = CLEAN
    for lock in LOCKS[:1]:
        found = audited(lock)
        lines = [f"{lock}: {found.audited} packages looked up", *(f"  hole: {hole}" for hole in found.holes)]
        if found.reason:
            lines.append(f"  pip-audit: {found.reason}")
        if found.missing:
            lines.append(f"  NOT AUDITED: {len(found.missing)} could not be looked up ({', '.join(found.missing[:5])} …)")
        sys.stdout.write("\n".join(lines) + "\n")
        worst = max(worst, found.code)
    return worst


if __name__ == "__main__":
    sys.exit(main())
