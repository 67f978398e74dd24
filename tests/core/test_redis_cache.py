"""A Redis that is away is an empty cache: nothing fails, and it is told in the log."""

import socket

import pytest
from django.core.cache.backends.redis import RedisCache as Plain
from redis.exceptions import ConnectionError as NoConnection

from core.redis_cache import RedisCache


@pytest.fixture
def nowhere():
    """The address of a Redis that does not listen."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{probe.getsockname()[1]}/0"


def test_a_redis_that_is_away_is_an_empty_cache(nowhere, caplog):
    cache = RedisCache(nowhere, {})
    cache.set("a", 1)
    cache.set_many({"b": 2})
    assert cache.get("a", "nothing") == "nothing"
    assert cache.get_many(["a", "b"]) == {}
    assert (cache.add("a", 1), cache.touch("a"), cache.delete("a"), "a" in cache) == (False, False, False, False)
    assert cache.incr("a") == 1
    cache.delete_many(["a"])
    cache.clear()
    assert "Redis is away" in caplog.text


def test_control_djangos_own_fails(nowhere):
    with pytest.raises(NoConnection):
        Plain(nowhere, {}).get("a")
