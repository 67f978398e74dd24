"""What shows that the comparison of a fault run can fail: a site that acknowledges too early, jobs that nobody sweeps, a disk
that nobody waits for. In peace the first loses nothing; under the same faults losses must be seen."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.faults.crew import crew_killed
from tests.faults.disks import disk_full, disk_slow
from tests.faults.exam import CREW, FULL, SLOW, STRIKING, TRIES, tried
from tests.faults.kinds import Absent, Kind, Trial, nothing, plain
from tests.load.exam_start import Plant

Row = dict[str, Any]
# So many exams at most: peace, the kills, the full disk, the jobs, and the slow disk.
MOST_PLANTS = 2 + 3 * TRIES


def controls(hasty: Plant, names: list[str], options: argparse.Namespace) -> list[Row]:
    """Those that belong to the kinds tried; the one in peace always."""
    few = argparse.Namespace(**{**vars(options), "kills": 0, "short": True})
    calm = tried(hasty, "peace", few, plain(nothing), hand_in=False)
    seen = [_told("acknowledging too early, in peace", calm, "lost", "acknowledged", "none", sees=not calm["lost"])]
    if STRIKING in names:
        seen.append(_seen("acknowledging too early, under kills", hasty, STRIKING, few, None, "lost", "acknowledged"))
    if FULL in names:
        seen.append(_seen("acknowledging too early, on a full disk", hasty, FULL, few, disk_full, "lost", "acknowledged"))
    if CREW in names:
        seen.append(
            _seen("a worker killed and nobody sweeps", hasty, CREW, few, crew_killed(swept=False), "jobs_undone", "letters")
        )
    return [row for row in seen if row]


def _seen(control: str, plant: Plant, name: str, options: argparse.Namespace, kind: Kind | None, what: str, of: str) -> Row:
    """Tried until `what` is seen."""
    try:
        for _ in range(TRIES):
            row = tried(plant, name, options, kind, hand_in=False)
            if row[what]:
                break
    except Absent:
        return {}  # the kind itself says so
    return _told(control, row, what, of, "seen", sees=bool(row[what]))


def _told(control: str, row: Row, what: str, of: str, must: str, *, sees: bool) -> Row:
    return {
        "control": control,
        "sees": sees,
        "told": f"{row[what]} of {row[of]} {what.replace('_', ' ')} (must be {must})",
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
    few = argparse.Namespace(**{**vars(options), "kills": 0, "short": True})
    row, waits = tried(plant, SLOW, few, _disk_unwaited), slow["longest_s"]
    told = f"{row['longest_s']} s the longest save, {waits} s with a disk waited for (must be less than half)"
    return [{"control": "a slow disk that nobody waits for", "sees": row["longest_s"] * 2 < waits, "told": told, **row}]
