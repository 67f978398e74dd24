"""A bad line between the candidates and the site: slow, and now and then cut, before, within or after an answer."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


@asynccontextmanager
async def bad_line(port: int, *, delay: float, cuts: float) -> AsyncIterator[int]:
    """The port of a relay to `port`. Each chunk waits about `delay` seconds; one in 1/`cuts` is cut in its middle."""
    chance = random.Random(7)

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, other: asyncio.StreamWriter) -> None:
        try:
            while chunk := await reader.read(1 << 16):
                await asyncio.sleep(delay * chance.uniform(0.5, 1.5))
                if chance.random() < cuts:
                    writer.write(chunk[: len(chunk) // 2])
                    other.close()
                    break
                writer.write(chunk)
                await writer.drain()
        except OSError:
            pass  # the other side is gone: that is what this line is for
        finally:
            writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        except OSError:
            writer.close()
            return
        # Whoever still holds the line when the run ends is cut off too.
        with suppress(asyncio.CancelledError):
            await asyncio.gather(relay(reader, back, writer), relay(there, writer, back))

    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
