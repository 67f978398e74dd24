"""What shows that the comparison of a fault run can fail: a site that acknowledges too early, jobs that nobody sweeps, commits
and a disk that nobody waits for, an exam that goes by its host's clock. In peace the first loses nothing; under the same faults
losses must be seen.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.faults.clocks import clock_jumping
from tests.faults.crew import crew_killed
from tests.faults.disks import disk_full, disk_slow, disk_slow_killed
from tests.faults.exam import AHEAD, BEHIND, CREW, FULL, HOUR, SLOW, SLOW_KILLED, STRIKING, TRIES, tried
from tests.faults.kinds import Absent, Kind, Trial, nothing, plain
from tests.load.exam_start import Plant

Row = dict[str, Any]
WORDS = {"errors": "turned away", "jobs_undone": "jobs undone", "clocks_astray": "told another end"}
# So many exams at most: peace and the slow disk once, the others until their loss is seen.
MOST_PLANTS = 2 + 6 * TRIES


def controls(hasty: Plant, names: list[str], options: argparse.Namespace) -> list[Row]:
    """Those that belong to the kinds tried; the one in peace always."""
    few = _few(options)
    calm = tried(hasty, "peace", few, plain(nothing), hand_in=False)
    seen = [_told("acknowledging too early, in peace", calm, "lost", "acknowledged", "none", sees=not calm["lost"])]
    for name, control, what, of, kind in (
        (STRIKING, "acknowledging too early, under kills", "lost", "acknowledged", None),
        (FULL, "acknowledging too early, on a full disk", "lost", "acknowledged", disk_full),
        (CREW, "a worker killed and nobody sweeps", "jobs_undone", "letters", crew_killed(swept=False)),
    ):
        if name in names:
            seen += _seen(control, hasty, name, few, kind, what, of)
    return seen


def careless(plant: Plant, names: list[str], options: argparse.Namespace) -> list[Row]:
    """As `controls`, of the honest site."""
    few = _few(options)
    seen: list[Row] = []
    unsure, own = disk_slow_killed(waited=False), {"HAIZHUN_EXAM_CLOCK_SECONDS": "0"}
    for name, control, what, of, kind in (
        (SLOW_KILLED, "commits that wait for no disk, the database killed", "lost", "acknowledged", unsure),
        (AHEAD, "an exam by its host's own clock", "errors", "learners", clock_jumping(HOUR, **own)),
        (BEHIND, "an exam by its host's own clock, behind", "clocks_astray", "acknowledged", clock_jumping(-HOUR, **own)),
    ):
        if name in names:
            seen += _seen(control, plant, name, few, kind, what, of)
    return seen


def _few(options: argparse.Namespace) -> argparse.Namespace:
    return argparse.Namespace(**{**vars(options), "kills": 0, "short": True})


def _seen(control: str, plant: Plant, name: str, options: argparse.Namespace, kind: Kind | None, what: str, of: str) -> list[Row]:
    """Tried until `what` is seen."""
    try:
        for _ in range(TRIES):
            row = tried(plant, name, options, kind, hand_in=False)
            if row[what]:
                break
    except Absent:
        return []  # the kind itself says so
    return [_told(control, row, what, of, "seen", sees=bool(row[what]))]


def _told(control: str, row: Row, what: str, of: str, must: str, *, sees: bool) -> Row:
    return {
        "control": control,
        "sees": sees,
        "told": f"{row[what]} of {row[of]} {WORDS.get(what, what)} (must be {must})",
        **row,
    }


@contextmanager
def _disk_unwaited(plant: Plant) -> Iterator[Trial]:
    """The slow disk under a database that does not wait for any."""
    postgres = plant.postgres
    postgres.stop()
    postgres.fsync = False
    postgres.start()
    try:
        with disk_slow(plant) as trial:
            yield trial
    finally:
        postgres.stop()
        postgres.fsync = True
        postgres.start()


def unwaited(plant: Plant, slow: Row, options: argparse.Namespace) -> list[Row]:
    """A commit that waits for no disk is not held up by a slow one: what held it up before (`slow`) was the disk."""
    if "absent" in slow:
        return []
    row, waits = tried(plant, SLOW, _few(options), _disk_unwaited), slow["longest_s"]
    told = f"{row['longest_s']} s the longest save, {waits} s with a disk waited for (must be less than half)"
    return [{"control": "a slow disk that nobody waits for", "sees": row["longest_s"] * 2 < waits, "told": told, **row}]
