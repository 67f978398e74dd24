"""The servers of a run: PostgreSQL, Redis, gunicorn, each a real process on a private port in the run's own folder.

Each can be stopped, killed and started again, and tells the processor time it has taken so far. Nothing here needs
Django: its settings read the addresses given here.
"""

import glob
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.load.processors import milliseconds

ROOT = Path(__file__).resolve().parents[2]
SITE = "tests.load.application"
# PostgreSQL refuses to be run by root.
POSTGRES_USER = "postgres" if os.geteuid() == 0 else None


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Place:
    """Where a server runs: its address, and what its command begins with to get there (tests/faults/network.py)."""

    address: str = "127.0.0.1"
    inside: tuple[str, ...] = ()


HERE = Place()


class Server(ABC):
    """One process and its children."""

    cwd = ROOT

    def __init__(self, folder: Path, place: Place = HERE) -> None:
        self.folder, self.place, self.port = folder, place, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.before = 0.0

    @abstractmethod
    def words(self) -> list[str]:
        """The command that starts it."""

    def env(self) -> dict[str, str]:
        return dict(os.environ)

    def start(self, seconds: float = 60) -> None:
        """Start it and wait until it answers. A supervisor's patience: just after a kill the first try may fail."""
        limit = time.monotonic() + seconds
        while not self._started():
            if time.monotonic() > limit:
                raise RuntimeError(f"{self.words()[0]} does not start:\n{self.log()[-2000:]}")
            time.sleep(0.1)

    def stop(self, sign: signal.Signals = signal.SIGTERM, seconds: float = 30) -> None:
        """End it; what it has taken of the processors stays known."""
        if self.process is None:
            return
        self.before = self.milliseconds()
        with suppress(ProcessLookupError):
            self.process.send_signal(sign)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def kill(self) -> None:
        """As by the system: without a word."""
        self.stop(signal.SIGKILL)

    def milliseconds(self) -> float:
        """Processor time of the process and of all it has started, since the first start."""
        return self.before + (milliseconds(self.process.pid) if self.process else 0.0)

    def children(self) -> list[int]:
        """What it has started and what still runs, the eldest first."""
        assert self.process is not None
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def log(self) -> str:
        path = self.folder / f"{type(self).__name__.lower()}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((self.place.address, self.port)) == 0

    def _started(self) -> bool:
        with (self.folder / f"{type(self).__name__.lower()}.log").open("ab") as log:
            self.process = self._spawn(log.fileno())
        while self.process.poll() is None:
            if self.answers():
                return True
            time.sleep(0.02)
        return False

    def _spawn(self, log: int) -> "subprocess.Popen[bytes]":
        words = [*self.place.inside, *self.words()]
        return subprocess.Popen(words, cwd=self.cwd, env=self.env(), stdout=log, stderr=log, start_new_session=True)


class Postgres(Server):
    """PostgreSQL with the disk waited for, as a site has it; `careless()` while a database is being filled."""

    fsync = True
    more: Mapping[str, object] = {}

    def __init__(self, folder: Path, place: Place = HERE) -> None:
        super().__init__(folder, place)
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
        if not found:
            raise RuntimeError("PostgreSQL is absent: apt-get install postgresql")
        self.bin, self.data = Path(found[-1]), folder / "pg"
        self.data.mkdir()
        folder.chmod(0o755)
        if POSTGRES_USER:
            shutil.chown(self.data, POSTGRES_USER)
        words = [str(self.bin / "initdb"), "-D", str(self.data), "-A", "trust", "-U", "postgres", "-E", "UTF8"]
        call = subprocess.run([*words, "--locale=C.UTF-8", "-N"], user=POSTGRES_USER, cwd="/", capture_output=True, check=False)
        if call.returncode:
            raise RuntimeError(call.stderr.decode(errors="replace"))

    @property
    def url(self) -> str:
        return f"postgres://postgres@{self.place.address}:{self.port}/postgres"

    def words(self) -> list[str]:
        options = {
            "listen_addresses": self.place.address,
            "port": self.port,
            "unix_socket_directories": "",
            "fsync": "on" if self.fsync else "off",
            "max_connections": 100,
            "shared_buffers": "256MB",
            "max_wal_size": "2GB",
            "shared_preload_libraries": "pg_stat_statements",
            "pg_stat_statements.track": "top",
            **self.more,
        }
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        return [str(self.bin / "postgres"), "-D", str(self.data), *settings]

    def admit(self, network: str) -> None:
        """Let in whoever asks from this network; without it this machine alone."""
        path = self.folder / "pg_hba.conf"
        path.write_text(f"host all all {network} trust\nhost replication all {network} trust\n")
        self.more = {**self.more, "hba_file": path}

    def stop(self, sign: signal.Signals = signal.SIGINT, seconds: float = 30) -> None:
        """SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one."""
        super().stop(sign, seconds)

    def answers(self) -> bool:
        words = [str(self.bin / "pg_isready"), "-q", "-h", self.place.address, "-p", str(self.port)]
        return subprocess.call(words) == 0

    @contextmanager
    def careless(self) -> Iterator[None]:
        """Running, without waiting for the disk; afterwards started anew with everything on it."""
        self.fsync = False
        self.start()
        try:
            yield
        finally:
            self.stop()
            self.fsync = True
            subprocess.call(["sync", "-f", str(self.data)])

    def _spawn(self, log: int) -> "subprocess.Popen[bytes]":
        kept: dict[str, Any] = {"cwd": self.data, "stdout": log, "stderr": log, "start_new_session": True}
        if not self.place.inside:
            return subprocess.Popen(self.words(), user=POSTGRES_USER, group=POSTGRES_USER, **kept)
        # Only root gets to the place: there it becomes another.
        other = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
        return subprocess.Popen([*self.place.inside, *other, *self.words()], **kept)


class Redis(Server):
    """Redis, keeping nothing on the disk."""

    @property
    def url(self) -> str:
        return f"redis://{self.place.address}:{self.port}/0"

    def words(self) -> list[str]:
        settings = ["--port", str(self.port), "--bind", self.place.address, "--save", "", "--appendonly", "no"]
        settings += ["--protected-mode", "no"] if self.place.inside else []
        return ["redis-server", *settings, "--dir", str(self.folder)]


class Gunicorn(Server):
    """The site under gunicorn, as docs/running/exam-day.md sets it up for two processors."""

    def __init__(
        self,
        folder: Path,
        application: str = SITE,
        place: Place = HERE,
        *,
        root: Path = ROOT,
        workers: int = 2,
        threads: int = 4,
        **env: str,
    ) -> None:
        super().__init__(folder, place)
        self.application, self.root, self.workers, self.threads, self.more = application, root, workers, threads, env
        # As in haizhun-web.service: where it starts goes into Python's path, and would hold it to the program that lay there.
        self.cwd = folder

    def words(self) -> list[str]:
        words = [sys.executable, "-m", "gunicorn", self.application, "--bind", f"{self.place.address}:{self.port}"]
        words += ["--workers", str(self.workers), "--threads", str(self.threads), "--keep-alive", "75", "--backlog", "4096"]
        words += ["--worker-class", "serving.workers.FairWorker"]
        return [*words, "--log-level", "warning", "--no-control-socket", "--graceful-timeout", "10"]

    def env(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": f"{self.root}:{self.root / 'site'}",
            **self.more,
        }

    def signal_worker(self, sign: signal.Signals) -> None:
        """Send `sign` to one of the workers, the eldest."""
        os.kill(self.children()[0], sign)


@contextmanager
def running(*servers: Server) -> Iterator[None]:
    """All of them, in this order; ended in the opposite one, whatever happens."""
    with ExitStack() as stack:
        for server in servers:
            stack.callback(server.stop)
            if server.process is None:
                server.start()
        yield
