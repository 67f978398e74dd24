"""A small HTTP/1.1 client for thousands of virtual learners in one thread: a proxy's pool of kept-alive connections.

No library, so that what a request costs here is little and known. Whatever breaks on the way is `Broken`: the
caller decides whether to send again, as the exam page does.
"""

import asyncio
from dataclasses import dataclass
from http.cookies import SimpleCookie


class Broken(ConnectionError):
    """No whole answer came: nobody listens, or the connection was cut."""


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: dict[str, str]

    @property
    def location(self) -> str:
        return self.headers.get("location", "")


class Pool:
    """At most `size` connections to one server, each used by whoever needs one next."""

    def __init__(self, port: int, size: int = 64, patience: float = 30, address: str = "127.0.0.1") -> None:
        self.port, self.patience, self.address = port, patience, address
        self._places = asyncio.Semaphore(size)
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

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
            self._idle.pop()[1].close()

    async def _once(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answered:
        reader, writer = await self._connection()
        try:
            writer.write(_request(method, path, headers, body))
            answered = await asyncio.wait_for(_answer(reader), self.patience)
        except (OSError, EOFError, ValueError, TimeoutError, asyncio.LimitOverrunError) as reason:
            writer.close()
            raise Broken(type(reason).__name__) from reason
        except BaseException:
            writer.close()
            raise
        if answered.headers.get("connection", "").lower() == "close":
            writer.close()
        else:
            self._idle.append((reader, writer))
        return answered

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof() and not writer.is_closing():
                return reader, writer
            writer.close()
        try:
            return await asyncio.open_connection(self.address, self.port, limit=1 << 20)
        except OSError as reason:
            raise Broken(type(reason).__name__) from reason


def _request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    told = {"Host": "127.0.0.1", "Accept-Language": "zh-CN", **headers}
    if method != "GET":
        told["Content-Length"] = str(len(body))
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    return "\r\n".join(lines).encode() + body


async def _answer(reader: asyncio.StreamReader) -> Answered:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers, cookies = {}, {}
    for line in filter(None, head[1:]):
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
        if name.lower() == "set-cookie":
            cookies.update({key: morsel.value for key, morsel in SimpleCookie(value).items()})
    return Answered(int(head[0].split()[1]), headers, await _body(reader, headers), cookies)


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if "chunked" not in headers.get("transfer-encoding", ""):
        return await reader.readexactly(int(headers.get("content-length", 0)))
    chunks = []
    while size := int(await reader.readline(), 16):
        chunks.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(chunks)
