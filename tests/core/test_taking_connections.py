"""How a worker of gunicorn takes connections and whose request comes next (site/serving/workers.py)."""

from dataclasses import dataclass
from itertools import pairwise
from types import SimpleNamespace

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]  # it has none
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # it has none

from serving.workers import FairWorker


@dataclass(eq=False)
class Connection:
    """As much of gunicorn's as the order of serving looks at; it is itself and no other."""

    name: str
    initialized: bool

    def close(self, **_words: bool) -> None:
        """Nothing is open."""


@pytest.fixture
def worker():
    """A worker of two threads that has begun nothing yet; its pool only notes what it was given."""
    config = Config()
    config.set("threads", 2)
    made = FairWorker(1, 1, [], None, 30, config, None)
    made.given = []
    made.tpool = SimpleNamespace(submit=lambda _handle, conn: noted(made.given, conn))
    yield made
    made.tmp.close()


def noted(given: list[Connection], conn: Connection) -> SimpleNamespace:
    given.append(conn)
    return SimpleNamespace(add_done_callback=lambda _tell: None)


def test_a_worker_leaves_to_the_others_whom_its_threads_cannot_answer_at_once(worker):
    def takes() -> bool:
        """As gunicorn decides it."""
        return worker.nr_conns < worker.worker_connections

    for number in range(2):
        assert takes()
        worker.nr_conns += 1
        worker.enqueue_req(Connection(f"new {number}", initialized=False))
    # Both threads have one: the third is another worker's.
    assert not takes()
    worker.finish_request(worker.given[0], SimpleNamespace(cancelled=lambda: True))
    assert takes()
    # What is at rest, or asks again, does not keep a newcomer at the door.
    worker.nr_conns += 9
    worker.enqueue_req(Connection("kept", initialized=True))
    assert takes()
    worker.worker_connections = worker.nr_conns
    assert not takes()


def order(worker: ThreadWorker) -> list[str]:
    """Whom the threads serve when eight kept connections ask at once and then three new ones come."""
    names: list[str] = []
    for number in range(8):
        worker.enqueue_req(Connection(f"kept {number}", initialized=True))
    for number in range(3):
        worker.enqueue_req(Connection(f"new {number}", initialized=False))
    while len(names) < len(worker.given):
        conn = worker.given[len(names)]
        names.append(conn.name)
        worker.finish_request(conn, SimpleNamespace(cancelled=lambda: True))
    return names


def test_a_newcomer_is_served_in_turn_with_those_who_have_a_connection(worker):
    served = order(worker)
    assert sorted(served) == sorted([f"kept {n}" for n in range(8)] + [f"new {n}" for n in range(3)])
    # Four were given to the two threads before a newcomer came.
    assert [name.split()[0] for name in served[4:]] == ["new", "kept", "new", "kept", "new", "kept", "kept"]
    # Within its kind who came first is first.
    for kind in ("kept", "new"):
        assert all(one < other for one, other in pairwise(name for name in served if name.startswith(kind)))


def test_gunicorns_own_lets_the_newcomer_wait_for_all_of_them(worker):
    """The control: the same order of asking, by the class without turns."""
    worker.__class__ = ThreadWorker
    assert [name.split()[0] for name in order(worker)] == ["kept"] * 8 + ["new"] * 3
