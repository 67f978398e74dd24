"""A small HTTP/1.1 client for thousands of virtual learners in one thread: a proxy's pool of kept-alive connections.

No library and no streams, so that a request costs little here and what the processors have left is the site's. Whatever
breaks on the way is `Broken`: the caller decides whether to send again, as the exam page does.
"""

import asyncio
from dataclasses import dataclass
from functools import cached_property
from http.cookies import SimpleCookie


class Broken(ConnectionError):
    """No whole answer came: nobody listens, or the connection was cut."""


@dataclass(frozen=True)
class Answered:
    """What came back. Its head is read only as far as somebody asks."""

    status: int
    head: bytes
    body: bytes

    @cached_property
    def headers(self) -> dict[str, str]:
        return dict(self._lines())

    @cached_property
    def cookies(self) -> dict[str, str]:
        if b"et-cookie:" not in self.head.lower():
            return {}
        said = [value for name, value in self._lines() if name == "set-cookie"]
        return {key: morsel.value for value in said for key, morsel in SimpleCookie(value).items()}

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    def _lines(self) -> list[tuple[str, str]]:
        found = (line.partition(":") for line in self.head.decode("latin-1").split("\r\n")[1:])
        return [(name.lower(), value.strip()) for name, _colon, value in found]


class Pool:
    """At most `size` connections to one server, each used by whoever needs one next."""

    def __init__(self, port: int, size: int = 64, patience: float = 30, address: str = "127.0.0.1") -> None:
        self.port, self.patience, self.address = port, patience, address
        self._places = asyncio.Semaphore(size)
        self._idle: list[_Line] = []

    async def send(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answered:
        """One request and its answer; a kept connection that the server has closed meanwhile is replaced once."""
        async with self._places:
            kept = bool(self._idle)
            try:
                return await self._once(method, path, headers, body)
            except Broken:
                # Only where nothing came back at all could the server have hung up before it read the request;
                # GET may be sent twice anyway. A POST is the caller's to repeat.
                if not kept or method != "GET":
                    raise
                self.close()
                return await self._once(method, path, headers, body)

    def close(self) -> None:
        """Hang up whatever is idle."""
        while self._idle:
            self._idle.pop().hang_up()

    async def _once(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answered:
        line = await self._connection()
        try:
            answered = await line.ask(_request(method, path, headers, body), self.patience)
        except BaseException:
            line.hang_up()
            raise
        if line.is_ended:
            line.hang_up()
        else:
            self._idle.append(line)
        return answered

    async def _connection(self) -> "_Line":
        while self._idle:
            line = self._idle.pop()
            if not line.is_ended:
                return line
            line.hang_up()
        try:
            _transport, line = await asyncio.get_running_loop().create_connection(_Line, self.address, self.port)
        except OSError as reason:
            raise Broken(type(reason).__name__) from reason
        return line


class _Line(asyncio.Protocol):
    """One connection: a request, then its answer, then the next."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self.is_ended = False
        self._came = bytearray()
        self._waiting: asyncio.Future[Answered] | None = None
        self._head, self._needed = b"", -1

    async def ask(self, request: bytes, patience: float) -> Answered:
        loop = asyncio.get_running_loop()
        self._waiting = loop.create_future()
        alarm = loop.call_later(patience, self._break, "TimeoutError")
        self.transport.write(request)
        try:
            return await self._waiting
        finally:
            alarm.cancel()
            self._waiting = None

    def hang_up(self) -> None:
        self.is_ended = True
        self.transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        try:
            answered = self._whole()
        except ValueError as reason:
            self._break(type(reason).__name__)
            return
        if answered is None:
            return
        self.is_ended |= b"\r\nconnection: close" in answered.head.lower()
        self._head, self._needed = b"", -1
        self._came.clear()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(answered)

    def connection_lost(self, exc: Exception | None) -> None:
        self._break(type(exc).__name__ if exc else "IncompleteReadError")

    def _break(self, reason: str) -> None:
        self.is_ended = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Broken(reason))

    def _whole(self) -> Answered | None:
        """The answer, once all of it has come."""
        if not self._head:
            end = self._came.find(b"\r\n\r\n")
            if end < 0:
                return None
            self._head = bytes(self._came[:end])
            del self._came[: end + 4]
            self._needed = _length(self._head)
        body = _unchunked(self._came) if self._needed < 0 else self._came if len(self._came) >= self._needed else None
        return None if body is None else Answered(int(self._head[9:12]), self._head, bytes(body))


def _length(head: bytes) -> int:
    """How long the body is; below nought: it comes in chunks."""
    small = head.lower()
    if b"\r\ntransfer-encoding: chunked" in small:
        return -1
    _before, _name, after = small.partition(b"\r\ncontent-length:")
    return int(after.partition(b"\r\n")[0] or 0)


def _unchunked(came: bytearray) -> bytes | None:
    """The body out of its chunks; None while some are still to come."""
    chunks: list[bytes] = []
    place = 0
    while (end := came.find(b"\r\n", place)) >= 0:
        size, start = int(came[place:end], 16), end + 2
        if len(came) < start + size + 2:
            return None
        if not size:
            return b"".join(chunks)
        chunks.append(bytes(came[start : start + size]))
        place = start + size + 2
    return None


def _request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    told = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
    length = f"Content-Length: {len(body)}\r\n" if method != "GET" else ""
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: zh-CN\r\n{told}{length}\r\n".encode() + body
