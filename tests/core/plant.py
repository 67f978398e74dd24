"""A broker, a worker and a driver as real processes, so that they can really be killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def ended(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return sorted(line.removeprefix("ended ") for line in lines if line.startswith("ended"))


def eventually(claim: Callable[[], bool], seconds: float = 60) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if claim():
            return True
        time.sleep(0.1)
    return False


class Plant:
    """A broker, a worker and a driver: real processes on this test's own database."""

    def __init__(self, folder: Path, broker: str) -> None:
        self.folder, self.broker = folder, broker
        self.kids: list[subprocess.Popen[Any]] = []
        self.driver: subprocess.Popen[str] | None = None
        self.port = _free_port()
        url = f"redis://127.0.0.1:{self.port}/0" if broker == "redis" else "filesystem://"
        self.env = {
            **os.environ,
            "DATABASE_URL": _database_url(),
            "CELERY_BROKER_URL": url,
            "CELERY_TASK_ALWAYS_EAGER": "0",
            "HAIZHUN_DATA": str(folder),
            "HAIZHUN_JOB_LEASE_SECONDS": "2",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        }

    def start_broker(self) -> subprocess.Popen[bytes] | None:
        if self.broker != "redis":
            return None
        words = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        kid = self._start(words)
        assert eventually(lambda: _answers(self.port), 10)
        return kid

    def start_worker(self) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "celery", "-A", "config", "worker", "-I", "tests.core.effects"]
        return self._start([*words, "-P", "threads", "-c", "2", "-l", "ERROR"])

    def drive(self, *words: str) -> str:
        """Have the driver do this; what it said. It is started once: a process takes seconds until it can do anything."""
        if self.driver is None:
            pipe = subprocess.PIPE
            self.driver = subprocess.Popen(
                [sys.executable, "-m", "tests.core.driver"],
                cwd=ROOT, env=self.env, start_new_session=True, text=True, stdin=pipe, stdout=pipe,
            )  # fmt: skip
            self.kids.append(self.driver)
        assert self.driver.stdin
        assert self.driver.stdout
        self.driver.stdin.write(json.dumps(words) + "\n")
        self.driver.stdin.flush()
        said = self.driver.stdout.readline()
        assert said or (words[0] == "die" and self.driver.wait() == 0), "the driver ended"
        return said

    def kill(self, kid: subprocess.Popen[Any] | None) -> None:
        if kid is not None:
            os.killpg(kid.pid, signal.SIGKILL)
            kid.wait()

    def close(self) -> None:
        for kid in self.kids:
            if kid.poll() is None:
                self.kill(kid)

    def _start(self, words: list[str]) -> subprocess.Popen[bytes]:
        kid = subprocess.Popen(words, cwd=ROOT, env=self.env, start_new_session=True, stdout=subprocess.DEVNULL)
        self.kids.append(kid)
        return kid


def _database_url() -> str:
    name = settings.DATABASES["default"]["NAME"]
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}" if connection.vendor == "postgresql" else f"sqlite:///{name}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
