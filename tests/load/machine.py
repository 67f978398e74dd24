"""The server that is measured: gunicorn as `run.py demo` starts it, on a loaded database of its own."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from tests.template import Template

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def loaded_database() -> Iterator[Path]:
    """Settings lead to a copy of the shipped content; a folder for everything else the server writes."""
    shipped_options = settings.DATABASES["default"].get("OPTIONS", {})
    with tempfile.TemporaryDirectory(prefix="haizhun-bench-") as folder:
        template = Template(settings.DATA_DIR / "tests", Path(folder), f"bench_{os.getpid()}")
        template.use("loaded")
        # The tests' shortcut (no waiting for the disk) would flatter every figure.
        connections["default"].settings_dict["OPTIONS"] = shipped_options
        connections.close_all()
        try:
            yield Path(folder)
        finally:
            template.drop()


@contextmanager
def serving(folder: Path, application: str = "config.wsgi", **more: str) -> Iterator[int]:
    """The port of a running server; it ends with the block. `more` goes into its environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {
        **os.environ,
        "HAIZHUN_DATA": str(folder),
        "HAIZHUN_SECRET_KEY": settings.SECRET_KEY,  # sessions made here are good there
        "DATABASE_URL": database_url(),
        "HAIZHUN_SITE_URL": f"http://127.0.0.1:{port}",
        **more,
    }
    words = ["gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    words += ["--log-level", "error", "--no-control-socket", "--keep-alive", "30"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=env, start_new_session=True, stderr=log)
        try:
            if not _answers(port, server):
                sys.exit("The server did not start:\n" + (folder / "log").read_text()[-2000:])
            yield port
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)


def database_url() -> str:
    """The address of the database Django stands on now."""
    place = connections["default"].settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{place['NAME']}"
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{place['NAME']}"


def _answers(port: int, server: subprocess.Popen[bytes], seconds: int = 60) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False
