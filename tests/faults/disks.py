"""A disk that is full, and one that is slow, under the database. Both need root; without it the kind is told as absent.

Full: the database lies on a small disk of its own (tmpfs) that another file fills to the last byte. Slow: the kernel lets the
database's processes write only a few times a second (cgroup), so that each commit waits for a real disk; or the database is
killed while it waits.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.kinds import Absent, Kind, Row, Trial
from tests.load.exam_start import Plant
from tests.load.processors import family
from tests.load.servers import Postgres

ROOM_MB = 512  # beside what lies there: the log of a long run is written into it
PATIENCE, HELD = 10.0, 0.5  # seconds until somebody meets the full disk, and how long it stays so
SPELL, WRITES = 2.0, 4  # seconds of a slow disk, and writes a second meanwhile
_CGROUPS = Path("/sys/fs/cgroup")


# --- full ------------------------------------------------------------------------------------------------


@contextmanager
def disk_full(plant: Plant) -> Iterator[Trial]:
    """The database on a small disk, which is filled until somebody has been refused, and freed again."""
    with _small_disk(plant.postgres) as place:
        yield Trial(plant, lambda there: _filled(there, place), lambda: _in_words(plant))


@contextmanager
def _small_disk(postgres: Postgres) -> Iterator[Path]:
    place, home = postgres.folder / "small", postgres.data
    size = sum(path.lstat().st_size for path in home.rglob("*")) // 1024 + ROOM_MB * 1024
    place.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}k,mode=755", "tmpfs", str(place)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        raise Absent("no small disk can be mounted (needs root)")
    try:
        postgres.stop()
        subprocess.run(["cp", "-a", str(home), str(place / "pg")], check=True)
        postgres.data = place / "pg"
        postgres.start()
        try:
            yield place
        finally:
            postgres.stop()
            postgres.data = home
            postgres.start()
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _filled(plant: Plant, place: Path) -> float:
    ballast, before, limit = place / "ballast", len(plant.notes.repeats), time.monotonic() + PATIENCE
    try:
        with ballast.open("wb") as file:
            while len(plant.notes.repeats) == before and time.monotonic() < limit:
                _stuff(file.fileno(), place)
                time.sleep(0.02)
            until = time.monotonic() + HELD
            while time.monotonic() < until:
                _stuff(file.fileno(), place)
                time.sleep(0.02)
    finally:
        ballast.unlink()
    over = time.monotonic()
    # A database that could not even write its log has ended; a supervisor starts it again.
    time.sleep(0.2)
    process = plant.postgres.process
    if process is None or process.poll() is not None:
        plant.postgres.start()
    return over


def _stuff(number: int, place: Path) -> None:
    """What the database has given back meanwhile is taken too."""
    if free := shutil.disk_usage(place).free:
        with suppress(OSError):
            os.posix_fallocate(number, os.fstat(number).st_size, free)


def _in_words(plant: Plant) -> Row:
    """How many were refused, and how many of those whose answers were not told the reason that the page has words for."""
    refused = [fault for fault in plant.notes.repeats if ": 503 " in fault]
    saves = [fault for fault in refused if fault.startswith("save")]
    return {"refused": len(refused), "wordless": sum("unavailable" not in fault for fault in saves)}


# --- slow ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Limit:
    """The kernel's two ways of limiting writes: where, in which file, and what is written there for a limit and for none."""

    folder: Path
    file: str
    some: str
    none: str


@contextmanager
def disk_slow(plant: Plant) -> Iterator[Trial]:
    """Spells in which the database's processes may write to the disk only a few times a second."""
    with _limit(plant.postgres) as limit:
        yield Trial(plant, lambda there: _spell(there.postgres, limit, SPELL))


def disk_slow_killed(*, waited: bool = True) -> Kind:
    """In each spell the database is killed. Where no commit waits for the disk (the control), what was told is gone."""

    @contextmanager
    def kind(plant: Plant) -> Iterator[Trial]:
        with _committing(plant.postgres, waited), _limit(plant.postgres) as limit:

            def fault(there: Plant) -> float:
                _spell(there.postgres, limit, SPELL / 2, killed=True)
                over = time.monotonic()
                there.postgres.start()
                return over

            yield Trial(plant, fault)

    return kind


def _spell(postgres: Postgres, limit: _Limit, seconds: float, *, killed: bool = False) -> float:
    _move(postgres, limit.folder)
    (limit.folder / limit.file).write_text(limit.some)
    time.sleep(seconds)
    if killed:
        postgres.kill()
    (limit.folder / limit.file).write_text(limit.none)
    return time.monotonic()


@contextmanager
def _committing(postgres: Postgres, waited: bool) -> Iterator[None]:
    """With commits that wait for the disk, or do not."""
    if waited:
        yield
        return
    before = postgres.more
    postgres.stop()
    postgres.more = {**before, "synchronous_commit": "off"}
    postgres.start()
    try:
        yield
    finally:
        postgres.stop()
        postgres.more = before
        postgres.start()


@contextmanager
def _limit(postgres: Postgres) -> Iterator[_Limit]:
    try:
        limit = _made(_device(postgres.data))
    except OSError as reason:
        raise Absent("no disk can be slowed here (cgroup, as root)") from reason
    try:
        try:
            _move(postgres, limit.folder)
            (limit.folder / limit.file).write_text(limit.none)
        except OSError as reason:
            raise Absent(f"this disk cannot be slowed: {reason.strerror}") from reason
        yield limit
    finally:
        _move(postgres, limit.folder.parent)
        with suppress(OSError):
            limit.folder.rmdir()


def _made(device: str) -> _Limit:
    name = f"haizhun-{os.getpid()}"
    if (_CGROUPS / "blkio").is_dir():
        file = "blkio.throttle.write_iops_device"
        limit = _Limit(_CGROUPS / "blkio" / name, file, f"{device} {WRITES}", f"{device} 0")
    else:
        (_CGROUPS / "cgroup.subtree_control").write_text("+io")
        limit = _Limit(_CGROUPS / name, "io.max", f"{device} wiops={WRITES}", f"{device} wiops=max")
    limit.folder.mkdir(exist_ok=True)
    return limit


def _device(path: Path) -> str:
    """The whole disk under a path; a part of one cannot be limited."""
    number = path.stat().st_dev
    found = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}").resolve(strict=True)
    return ((found.parent if (found / "partition").exists() else found) / "dev").read_text().strip()


def _move(postgres: Postgres, group: Path) -> None:
    """The database and all it has started; what it starts later comes along."""
    for pid in family(postgres.process.pid) if postgres.process else []:
        with suppress(ProcessLookupError):
            (group / "cgroup.procs").write_text(str(pid))
