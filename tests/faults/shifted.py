"""The site on a server whose clock is wrong by as many seconds as stand in the file FAULT_CLOCK, which may change at any
moment: then the clock jumps. Never served to anyone but a fault run."""

import datetime as dt
import os
import threading
import time
from pathlib import Path

import time_machine

from tests.load.application import application

__all__ = ["application"]
_TOLD = Path(os.environ["FAULT_CLOCK"])


def _moved() -> tuple[str, dt.datetime]:
    told = _TOLD.read_text()
    return told, time_machine.escape_hatch.datetime.datetime.now(dt.UTC) + dt.timedelta(seconds=float(told))


def _watch(clock: time_machine.Coordinates, seen: str) -> None:
    while True:
        time.sleep(0.05)
        told, moment = _moved()
        if told != seen:
            clock.move_to(moment, tick=True)
            seen = told


_seen, _moment = _moved()
_clock = time_machine.travel(_moment, tick=True).start()
threading.Thread(target=_watch, args=(_clock, _seen), daemon=True).start()
