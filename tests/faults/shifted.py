"""The site on a server whose clock is wrong by FAULT_CLOCK seconds. Never served to anyone but a fault run."""

import datetime as dt
import os

import time_machine

from tests.load.application import application

__all__ = ["application"]
time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=float(os.environ["FAULT_CLOCK"])), tick=True).start()
