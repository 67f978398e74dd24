"""How gunicorn serves the site (`gunicorn -c python:serving.gunicorn config.wsgi`). As measured: docs/algorithms/cost.md.

On SIGTERM a worker takes no new request and finishes what it has, for `graceful_timeout` seconds.
"""

import os
from multiprocessing import cpu_count
from pathlib import Path
from typing import Any

bind = os.environ.get("HAIZHUN_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("HAIZHUN_WEB_WORKERS") or cpu_count())
threads = int(os.environ.get("HAIZHUN_WEB_THREADS") or 4)
worker_class = "serving.workers.FairWorker"
# A proxy in front keeps its connections: it opens none for each save.
keepalive = 75
backlog = 4096
timeout = 60
graceful_timeout = 30
# What a process may have gathered over the weeks goes with it; not all at the same moment.
max_requests = 20_000
max_requests_jitter = 4_000
control_socket_disable = True
loglevel = "warning"
# The site's own log tells of each request, by view and without what names a person (HAIZHUN_LOG_LEVEL=INFO).
accesslog = None


def on_starting(server: Any) -> None:
    """What processes that are gone have counted is not carried on (core/metrics.py): a new life begins at nought."""
    for path in Path(os.environ.get("HAIZHUN_DATA", "var"), "metrics").glob("*_*.db"):
        if not Path("/proc", path.stem.rpartition("_")[2]).exists():
            path.unlink(missing_ok=True)
