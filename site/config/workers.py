"""How a worker of gunicorn takes connections (接受连接): none while all its threads are busy.

Gunicorn's own takes every connection it sees first, and keeps those of a proxy for good. When a room starts at once the first
worker to wake took all sixteen, and the other processor idled: half the attempts a minute (docs/algorithms/cost.md). What one
leaves in the queue the other takes.
"""

from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # it has none


class FairWorker(ThreadWorker):
    """Gunicorn's threads; what it may hold are the connections at rest, and one for each thread."""

    _most = 0

    @property
    def worker_connections(self) -> int:
        """Gunicorn accepts while it holds fewer than these; it looks each time a request has come or gone."""
        resting = len(self.keepalived_conns) + len(self.pending_conns)
        return min(self._most, resting + int(self.cfg.threads))

    @worker_connections.setter
    def worker_connections(self, most: Any) -> None:
        self._most = int(most)
