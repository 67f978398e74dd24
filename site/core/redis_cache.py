"""Django's Redis cache, but for one thing: a Redis that is away, or refuses, is an empty cache, not an error.

It refuses what it was told when its disk or its memory is full, while it is made a copy, or before it was given its password.

What a cache holds can be made anew, so pages and exams go on without it; limits on tries count nothing meanwhile. The log
tells of it. A Redis behind Sentinels (core/sentinel.py) is asked for where it is now.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends import redis
from redis.exceptions import RedisError

from core import sentinel

log = logging.getLogger(__name__)


def _or(otherwise: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """What the method returns while Redis is away, made from its own arguments."""

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                return method(self, *args, **kwargs)
            except RedisError as reason:
                log.warning("Redis is away: %s", reason)
                return otherwise(*args, **kwargs)

        return guarded

    return decorate


class Client(redis.RedisCacheClient):
    add = _or(lambda *_: False)(redis.RedisCacheClient.add)
    get = _or(lambda key, default: default)(redis.RedisCacheClient.get)
    set = _or(lambda *_: None)(redis.RedisCacheClient.set)
    touch = _or(lambda *_: False)(redis.RedisCacheClient.touch)
    delete = _or(lambda *_: False)(redis.RedisCacheClient.delete)
    get_many = _or(lambda *_: {})(redis.RedisCacheClient.get_many)
    has_key = _or(lambda *_: False)(redis.RedisCacheClient.has_key)
    incr = _or(lambda key, delta: delta)(redis.RedisCacheClient.incr)
    set_many = _or(lambda *_: None)(redis.RedisCacheClient.set_many)
    delete_many = _or(lambda *_: None)(redis.RedisCacheClient.delete_many)
    clear = _or(lambda: False)(redis.RedisCacheClient.clear)

    _servers: list[str]
    _pools: dict[int, Any]
    _pool_options: dict[str, Any]

    def _get_connection_pool(self, write: bool) -> Any:
        there = sentinel.watched(self._servers[0])
        if there is None:
            return super()._get_connection_pool(write)  # type: ignore[misc]  # the stubs leave it out
        if 0 not in self._pools:
            self._pools[0] = there.pool(**self._pool_options)
        return self._pools[0]


class RedisCache(redis.RedisCache):
    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client
