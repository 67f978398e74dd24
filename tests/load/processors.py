"""Processor time as the system's own books have it: of a process, its children, and those of them that have ended."""

import os
from pathlib import Path

_TICK = 1000 / os.sysconf("SC_CLK_TCK")


def milliseconds(pid: int) -> float:
    """Processor time of the whole family of `pid`, dead members included (the kernel adds those to their parent)."""
    return sum(_own(member) for member in family(pid)) * _TICK


def family(pid: int) -> list[int]:
    """`pid` and all that descends from it and lives."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(member for child in children for member in family(int(child)))]


def _own(pid: int) -> int:
    """utime + stime + cutime + cstime (proc(5)), in ticks."""
    try:
        # The name in brackets may hold blanks: what follows the last bracket is regular.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15]))
