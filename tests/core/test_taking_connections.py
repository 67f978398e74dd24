"""How a worker of gunicorn takes connections (site/config/workers.py)."""

from collections import deque
from types import SimpleNamespace

from config.workers import FairWorker


def test_a_worker_takes_no_connection_while_all_its_threads_are_busy():
    worker = FairWorker.__new__(FairWorker)
    worker.cfg, worker.keepalived_conns, worker.pending_conns = SimpleNamespace(threads=2), deque(), deque()
    worker.worker_connections = 1000

    def takes(held: int) -> bool:
        """As gunicorn decides it, of a worker that holds so many."""
        return held < worker.worker_connections

    assert [takes(held) for held in range(4)] == [True, True, False, False]
    worker.keepalived_conns.append("at rest")
    worker.pending_conns.append("silent")
    assert [takes(held) for held in (3, 4)] == [True, False]
    worker.worker_connections = 3
    assert not takes(3)
