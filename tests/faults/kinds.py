"""The kinds of fault: what each does to the servers, and in which surroundings an exam is sat under it."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from tests.load.exam_start import Plant

Row = dict[str, Any]
Fault = Callable[[Plant], float]  # when its cause was gone: from then on recovery is counted (time.monotonic)


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


def worker_killed(plant: Plant) -> float:
    """One web worker, as by the system: without a word."""
    with suppress(ProcessLookupError, IndexError):
        plant.web.signal_worker(signal.SIGKILL)
    return time.monotonic()


def database_ended(sign: signal.Signals) -> Fault:
    """PostgreSQL ended by `sign` and started again half a second later."""

    def fault(plant: Plant) -> float:
        plant.postgres.stop(sign)
        time.sleep(0.5)
        over = time.monotonic()
        plant.postgres.start()
        return over

    return fault


def web_reloaded(plant: Plant) -> float:
    """New workers by HUP: the old ones finish what they have."""
    if plant.web.process:
        plant.web.process.send_signal(signal.SIGHUP)
    return time.monotonic()


def web_restarted(plant: Plant) -> float:
    """The master ended by TERM, and started again."""
    plant.web.stop()
    over = time.monotonic()
    plant.web.start()
    return over


def redis_killed(plant: Plant) -> float:
    """Without a word, and started again half a second later, empty."""
    plant.redis.kill()
    time.sleep(0.5)
    over = time.monotonic()
    plant.redis.start()
    return over


def redis_ended(plant: Plant) -> float:
    """Gone, and nobody starts it again."""
    plant.redis.stop()
    return time.monotonic()


def nothing(plant: Plant) -> float:
    """The whole of it lies in the line, or nothing happens at all."""
    return time.monotonic()


@contextmanager
def redis_gone(plant: Plant) -> Iterator[Trial]:
    """From the first call on there is none; afterwards there is again."""
    try:
        yield Trial(plant, redis_ended)
    finally:
        if plant.redis.process is None:
            plant.redis.start()
