"""Who serves while new workers begin (交接): the old ones go on until their successors are there.

On HUP gunicorn forks new workers and ends the old ones at the same moment. The new ones take seconds to read the program, and
for so long nobody answers. So a worker that is told to end goes on while a younger one is still beginning. Told to end for good,
when none is beginning, it ends at once.
"""

import mmap
import os
import struct
import time

# A place for each of the latest workers: its number, its process (0: not forked yet) and whether it serves.
_PLACE = struct.Struct("qqq")
_PLACES = 64
PATIENCE = 20.0  # seconds; below gunicorn's graceful_timeout, after which it kills


class Succession:
    """Shared by the master and its workers: the memory is made before they are forked."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _PLACE.size * _PLACES)

    def announced(self, number: int) -> None:
        """The master is about to fork the worker of this number; they count upwards."""
        self._write(number, 0, serves=False)

    def begun(self, number: int) -> None:
        """In the worker: its process is there, it does not serve yet."""
        self._write(number, os.getpid(), serves=False)

    def serves(self, number: int) -> None:
        self._write(number, os.getpid(), serves=True)

    def awaits_after(self, number: int) -> bool:
        """Whether a worker younger than this one is beginning."""
        places = _PLACE.iter_unpack(self._memory[:])
        return any(other > number and not serves and _lives(process) for other, process, serves in places)

    def _write(self, number: int, process: int, *, serves: bool) -> None:
        _PLACE.pack_into(self._memory, number % _PLACES * _PLACE.size, number, process, serves)


def _lives(process: int) -> bool:
    if process:
        try:
            os.kill(process, 0)
        except OSError:  # gone; or its number is another account's by now, which may not be asked
            return False
    return True


class Leaving:
    """When a worker that was told to end does so."""

    def __init__(self, succession: Succession, number: int) -> None:
        self._succession, self._number = succession, number
        self._latest: float | None = None

    def told(self) -> bool:
        """It is told to end; whether it does so at once. Told again, it waits no longer for that."""
        if self._latest is None:
            self._latest = time.monotonic() + PATIENCE
        return self.is_due()

    def is_due(self) -> bool:
        if self._latest is None:
            return False
        return time.monotonic() > self._latest or not self._succession.awaits_after(self._number)
