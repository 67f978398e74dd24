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


def _watch(clock: time_machine.Traveller, seen: str) -> None:
    """Where the clock says otherwise than the file, it jumps."""
    while True:
        time.sleep(0.05)
        told = _TOLD.read_text()
        if told != seen:
            clock.move_to(time_machine.escape_hatch.datetime.datetime.now(dt.UTC) + _by(told), tick=True)
            seen = told


def _by(told: str) -> dt.timedelta:
    return dt.timedelta(seconds=float(told))


_seen = _TOLD.read_text()
_clock = time_machine.travel(dt.datetime.now(dt.UTC) + _by(_seen), tick=True).start()
threading.Thread(target=_watch, args=(_clock, _seen), daemon=True).start()
