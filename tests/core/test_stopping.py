"""A stop in peace (R15): on SIGTERM what was begun is finished, and nothing new is taken up. Real gunicorn, real Celery."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from core.models import Job
from tests.core.plant import ROOT, Plant, ended, eventually


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(*more: str, **env: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """gunicorn by the site's own configuration, with an application that is there at once unless `env` says otherwise."""
    port = free_port()
    env = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "HAIZHUN_BIND": f"127.0.0.1:{port}",
        "HAIZHUN_WEB_WORKERS": "1",
        **env,
    }
    words = [sys.executable, "-m", "gunicorn", "-c", "python:serving.gunicorn", *more, "tests.plain_wsgi"]
    process = subprocess.Popen(words, cwd=ROOT, env=env, start_new_session=True)
    try:
        assert eventually(lambda: status(port, "/") == 200)
        yield port, process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def web() -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    with served() as both:
        yield both


def status(port: int, address: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def stopped_while_answering(web: tuple[int, "subprocess.Popen[bytes]"], stop: Callable[[int], None]) -> list[int]:
    """What a request of two seconds got whose server was told to end in its middle."""
    port, process = web
    got: list[int] = []
    asking = threading.Thread(target=lambda: got.append(status(port, "/slow")))
    asking.start()
    asking.join(0.7)
    assert asking.is_alive()
    stop(process.pid)
    asking.join(60)
    process.wait(60)
    return got


def test_r15_a_request_under_way_is_answered_when_the_server_is_told_to_end(web: tuple[int, "subprocess.Popen[bytes]"]) -> None:
    assert stopped_while_answering(web, lambda pid: os.kill(pid, signal.SIGTERM)) == [200]
    assert status(web[0], "/") == 0


def test_r15_control_one_that_is_killed_answers_nothing(web: tuple[int, "subprocess.Popen[bytes]"]) -> None:
    assert stopped_while_answering(web, lambda pid: os.killpg(pid, signal.SIGKILL)) == [0]


def longest_wait_over_a_reload(*more: str) -> float:
    """Seconds of the slowest answer while new processes begin, which takes them a second and a half."""
    with served(*more, PLAIN_BEGINS_S="1.5") as (port, process):
        old = children(process.pid)
        os.kill(process.pid, signal.SIGHUP)
        waits = []
        while set(old) & set(children(process.pid)):
            began = time.monotonic()
            assert status(port, "/") == 200
            waits.append(time.monotonic() - began)
            assert sum(waits) < 30, "the old process never ended"
            time.sleep(0.05)
        began = time.monotonic()
        assert status(port, "/") == 200
        return max(*waits, time.monotonic() - began)


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_r15_the_old_processes_serve_until_the_new_ones_are_there() -> None:
    assert longest_wait_over_a_reload() < 0.7


def test_r15_control_gunicorns_own_keep_everybody_waiting() -> None:
    assert longest_wait_over_a_reload("--worker-class", "gthread") > 0.7


@pytest.mark.django_db(transaction=True)
def test_r15_a_task_under_way_is_done_when_the_worker_is_told_to_end(tmp_path: Path) -> None:
    plant = Plant(tmp_path, "filesystem")
    try:
        path = tmp_path / "f"
        worker = plant.start_worker()
        plant.drive("enqueue", str(path), "a", "2")
        assert eventually(path.exists), "the worker never began"
        worker.send_signal(signal.SIGTERM)
        worker.wait(60)
        assert ended(path) == ["a"]
        assert Job.objects.get().done_at is not None
    finally:
        plant.close()
