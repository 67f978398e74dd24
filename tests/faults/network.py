"""Machines on one switch: network namespaces, joined by a bridge. Each can be cut off, and joined again. Needs root and ip(8).

A cut is a pulled cable: nobody hears that the machine is gone, what was under way never ends. Only what this run has made is
taken away again.
"""

import os
import subprocess
from types import TracebackType

from tests.faults.kinds import Absent
from tests.load.servers import Place

_NET = "10.213.77"


class Network:
    """The switch; this process sits at it too, at .1."""

    def __init__(self) -> None:
        self.name = f"hz{os.getpid()}"
        self.made: list[str] = []

    def __enter__(self) -> "Network":
        try:
            _ip("link", "add", self.name, "type", "bridge")
            _ip("addr", "add", f"{_NET}.1/24", "dev", self.name)
            _ip("link", "set", self.name, "up")
        except (OSError, subprocess.CalledProcessError) as reason:
            self.close()
            raise Absent("no network of one's own can be made here (needs root and iproute2)") from reason
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def host(self) -> Place:
        """Another machine at the switch."""
        number = len(self.made) + 2
        space, cable = self._space(number), self._cable(number)
        _ip("netns", "add", space)
        self.made.append(space)
        _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", space)
        _ip("link", "set", cable, "master", self.name, "up")
        address = f"{_NET}.{number}"
        for words in (
            ("addr", "add", f"{address}/24", "dev", "eth0"),
            ("link", "set", "eth0", "up"),
            ("link", "set", "lo", "up"),
        ):
            _ip("-n", space, *words)
        return Place(address, ("ip", "netns", "exec", space))

    def cut(self, place: Place) -> None:
        """Pull its cable."""
        _ip("link", "set", self._cable(_number(place)), "down")

    def join(self, place: Place) -> None:
        """Put it in again."""
        _ip("link", "set", self._cable(_number(place)), "up")

    def close(self) -> None:
        """A namespace takes its end of the cable with it."""
        for space in self.made:
            subprocess.run(["ip", "netns", "del", space], capture_output=True, check=False)
        self.made.clear()
        subprocess.run(["ip", "link", "del", self.name], capture_output=True, check=False)

    def _space(self, number: int) -> str:
        return f"{self.name}-{number}"

    def _cable(self, number: int) -> str:
        return f"{self.name}v{number}"


def _number(place: Place) -> int:
    return int(place.address.rpartition(".")[2])


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
