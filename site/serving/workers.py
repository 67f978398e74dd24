"""How a worker of gunicorn takes connections (接受连接) and whose request comes next.

Gunicorn's own takes every connection it sees first, and keeps those of a proxy for good. When a room starts at once the first
worker to wake took all sixteen, and the other processor idled: half the attempts a minute (docs/algorithms/cost.md). What one
leaves in the queue the other takes. But who has a connection asks again and again, and would keep the newcomers at the door for
as long as the rush lasts: 80 s of a contest of a thousand. So a thread that is free serves one of each in turn.
"""

from collections import deque
from concurrent.futures import Future
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # it has none

from serving.succession import Leaving, Succession

_SUCCESSION = Succession()  # in the master, which reads this before it forks anybody


class FairWorker(ThreadWorker):
    """Gunicorn's threads. It takes a connection while fewer than it has threads wait for their first answer.

    When it is told to end while its successors are still beginning, it goes on until they serve (serving/succession.py).
    """

    _most = 0

    def __init__(self, *arguments: Any, **words: Any) -> None:
        super().__init__(*arguments, **words)
        self._unanswered: set[Any] = set()
        self._new: deque[Any] = deque()
        self._kept: deque[Any] = deque()
        self._given = 0
        self._is_turn_of_new = True
        self._leaving = Leaving(_SUCCESSION, self.age)
        _SUCCESSION.announced(self.age)

    def init_process(self) -> None:
        _SUCCESSION.begun(self.age)
        super().init_process()

    def run(self) -> None:
        """The program is read: from here on it serves."""
        _SUCCESSION.serves(self.age)
        super().run()

    def handle_exit(self, sig: int, frame: Any) -> None:
        if self._leaving.told():
            super().handle_exit(sig, frame)

    def notify(self) -> None:
        """Asked at least once a second while it serves."""
        super().notify()
        if self._leaving.is_due():
            self.alive = False

    @property
    def worker_connections(self) -> int:
        """Gunicorn accepts while it holds fewer than these; it looks each time a request has come or gone."""
        return min(self._most, int(self.nr_conns) + (len(self._unanswered) < int(self.cfg.threads)))

    @worker_connections.setter
    def worker_connections(self, most: Any) -> None:
        self._most = int(most)

    def enqueue_req(self, conn: Any) -> None:
        """A request has come, of a new connection or of a kept one: it waits for its turn."""
        if conn.initialized:
            self._kept.append(conn)
        else:
            self._unanswered.add(conn)
            self._new.append(conn)
        self._give()

    def finish_request(self, conn: Any, fs: "Future[Any]") -> None:
        self._given -= 1
        self._unanswered.discard(conn)
        super().finish_request(conn, fs)
        self._give()

    def _give(self) -> None:
        """Requests to the threads, no more than each has one and finds the next: whoever comes later has a turn soon."""
        while self._given < 2 * int(self.cfg.threads) and (self._new or self._kept):
            from_new = bool(self._new) and (self._is_turn_of_new or not self._kept)
            self._is_turn_of_new = not from_new
            self._given += 1
            super().enqueue_req((self._new if from_new else self._kept).popleft())
