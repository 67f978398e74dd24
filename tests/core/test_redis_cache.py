"""A Redis that is away, or refuses, is an empty cache: nothing fails, and it is told in the log."""

import socket
import socketserver
import threading

import pytest
from django.core.cache.backends.redis import RedisCache as Plain
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import ResponseError

from core.redis_cache import RedisCache


@pytest.fixture
def nowhere():
    """The address of a Redis that does not listen."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{probe.getsockname()[1]}/0"


class Refusing(socketserver.StreamRequestHandler):
    """Answers as a Redis whose disk is full, or that takes strangers for intruders."""

    def handle(self):
        while line := self.rfile.readline():
            if line.startswith(b"*"):
                self.wfile.write(b"-MISCONF unable to persist to disk\r\n")


@pytest.fixture
def refusing():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"redis://127.0.0.1:{server.server_address[1]}/0"
        server.shutdown()


@pytest.mark.parametrize("place", ["nowhere", "refusing"])
def test_a_redis_that_is_away_or_refuses_is_an_empty_cache(place, request, caplog):
    cache = RedisCache(request.getfixturevalue(place), {})
    cache.set("a", 1)
    cache.set_many({"b": 2})
    assert cache.get("a", "nothing") == "nothing"
    assert cache.get_many(["a", "b"]) == {}
    assert (cache.add("a", 1), cache.touch("a"), cache.delete("a"), "a" in cache) == (False, False, False, False)
    assert cache.incr("a") == 1
    cache.delete_many(["a"])
    cache.clear()
    assert "Redis is away" in caplog.text


def test_control_djangos_own_fails(nowhere, refusing):
    with pytest.raises(NoConnection):
        Plain(nowhere, {}).get("a")
    with pytest.raises(ResponseError):
        Plain(refusing, {}).get("a")
