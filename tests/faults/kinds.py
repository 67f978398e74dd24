"""The kinds of fault: what each does to the servers, and in which surroundings an exam is sat under it."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from tests.load.exam_start import Plant
from tests.load.servers import Gunicorn, running

Row = dict[str, Any]
Fault = Callable[[Plant], None]


class Absent(RuntimeError):
    """This machine cannot bear this kind of fault; the words say what is missing."""


@dataclass(frozen=True)
class Trial:
    """Servers to sit an exam on, what befalls them now and then, and what is looked at afterwards besides the answers."""

    plant: Plant
    fault: Fault
    after: Callable[[], Row] = dict


Kind = Callable[[Plant], AbstractContextManager[Trial]]


def plain(fault: Fault) -> Kind:
    """Nothing around it: the servers that run already."""

    @contextmanager
    def kind(plant: Plant) -> Iterator[Trial]:
        yield Trial(plant, fault)

    return kind


def worker_killed(plant: Plant) -> None:
    """One web worker, as by the system: without a word."""
    with suppress(ProcessLookupError, IndexError):
        plant.web.signal_worker(signal.SIGKILL)


def database_ended(sign: signal.Signals) -> Fault:
    """PostgreSQL ended by `sign` and started again half a second later."""

    def fault(plant: Plant) -> None:
        plant.postgres.stop(sign)
        time.sleep(0.5)
        plant.postgres.start()

    return fault


def web_reloaded(plant: Plant) -> None:
    """New workers by HUP: the old ones finish what they have."""
    if plant.web.process:
        plant.web.process.send_signal(signal.SIGHUP)


def web_restarted(plant: Plant) -> None:
    """The master ended by TERM, and started again."""
    plant.web.stop()
    plant.web.start()


def redis_killed(plant: Plant) -> None:
    """Without a word, and started again half a second later, empty."""
    plant.redis.kill()
    time.sleep(0.5)
    plant.redis.start()


def nothing(plant: Plant) -> None:
    """The whole of it lies in the line, or nothing happens at all."""


@contextmanager
def redis_gone(plant: Plant) -> Iterator[Trial]:
    """From the first call on there is none; afterwards there is again."""
    try:
        yield Trial(plant, lambda there: there.redis.stop())
    finally:
        if plant.redis.process is None:
            plant.redis.start()


def clock_jumping(seconds: int) -> Kind:
    """The site's clock jumps by `seconds`, and back, and again. The exam is three hours long, so that no jump ends it."""

    @contextmanager
    def kind(plant: Plant) -> Iterator[Trial]:
        told = plant.web.folder / "clock"
        told.write_text(str(seconds))
        web = Gunicorn(plant.web.folder, "tests.faults.shifted", FAULT_CLOCK=str(told))

        def jump(_plant: Plant) -> None:
            draft = told.with_suffix(".new")
            draft.write_text("0" if told.read_text() != "0" else str(seconds))
            draft.replace(told)

        with running(web):
            yield Trial(plant.with_web(web), jump)

    return kind
