"""Many connections, one thread, no library: what it measures is the server, not the client.

Every connection is kept alive and sends its next request the moment the last answer is complete.
"""

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import quantiles

# The bytes of the next request of one connection, made from how many it has sent before.
Request = Callable[[int], bytes]


@dataclass
class Figures:
    """What a run of requests came to."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Good answers per second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, percent: int) -> float | None:
        """Milliseconds within which so many per cent of the answers came."""
        return round(quantiles(self.latencies, n=100)[percent - 1] * 1000, 2) if len(self.latencies) > 1 else None

    def add(self, other: "Figures") -> None:
        self.seconds += other.seconds
        self.latencies += other.latencies
        self.failures += other.failures


class Connection:
    """One reader: a socket, what it has received so far, and when it asked."""

    def __init__(self, port: int, request: Request) -> None:
        self.port, self.request, self.sent = port, request, 0
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> None:
        self.received, self.began = b"", time.perf_counter()
        self.socket.sendall(self.request(self.sent))
        self.sent += 1

    def hear(self) -> bytes | None:
        """The whole answer once it is here; empty when the server has hung up."""
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            return b""
        self.received += chunk
        head, gap, body = self.received.partition(b"\r\n\r\n")
        if not gap:
            return None
        return self.received if len(body) >= _length(head) else None


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("an answer without a length cannot be measured")


def hammer(port: int, requests: list[Request], seconds: float) -> Figures:
    """One connection per request maker, all busy for so long; what is under way then is waited for, not counted."""
    figures, selector = Figures(), selectors.DefaultSelector()
    for request in requests:
        connection = Connection(port, request)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask()
    began = time.perf_counter()
    end = began + seconds
    while selector.get_map():
        for key, _events in selector.select(1):
            connection = key.data
            answer = connection.hear()
            if answer is None:
                continue
            now = time.perf_counter()
            if now < end:
                _count(figures, answer, now - connection.began)
            if now >= end or not answer:
                selector.unregister(connection.socket)
                connection.socket.close()
            if now < end:
                if not answer:  # the server closed a worn-out connection: open another
                    connection.open()
                    selector.register(connection.socket, selectors.EVENT_READ, connection)
                connection.ask()
    figures.seconds = seconds
    return figures


def _count(figures: Figures, answer: bytes, took: float) -> None:
    if b" 200 " in answer[:16]:
        figures.latencies.append(took)
    elif answer:
        figures.failures.append(answer[:200].decode("latin-1"))


def get(path: str, cookie: str = "") -> bytes:
    """A plain GET."""
    return _head("GET", path, cookie) + b"\r\n"


def post_json(path: str, body: bytes, cookie: str, csrf: str) -> bytes:
    """A POST as the page's script sends it."""
    told = f"Content-Type: application/json\r\nAccept: application/json\r\nX-CSRFToken: {csrf}\r\nContent-Length: {len(body)}\r\n"
    return _head("POST", path, cookie) + told.encode() + b"\r\n" + body


def _head(method: str, path: str, cookie: str) -> bytes:
    cookies = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: zh-CN\r\n{cookies}".encode()
