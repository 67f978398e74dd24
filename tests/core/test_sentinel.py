"""One address names the Sentinels and the master they watch; cache and jobs find the master, and the next after a failover."""

import shutil
import subprocess

import pytest
from django.core.cache import caches
from kombu.connection import Connection
from redis import Redis
from redis.sentinel import Sentinel

from core.redis_cache import RedisCache
from core.sentinel import watched
from tests.core.plant import _answers, _free_port, eventually


def test_an_address_of_sentinels_is_read():
    found = watched("sentinel://:p%40ss@one:26380,two/haizhun/3")
    assert found is not None
    assert (found.hosts, found.master, found.database, found.password) == (
        (("one", 26380), ("two", 26379)),
        "haizhun",
        3,
        "p@ss",
    )
    assert watched("sentinel://one/haizhun").broker() == "sentinel://one:26379/0"
    assert watched("sentinel://:a@one,two:7/haizhun/2").broker() == "sentinel://:a@one:26379/2;sentinel://:a@two:7/2"


def test_another_address_is_none_and_half_a_one_is_refused():
    assert watched("redis://one:6379/0") is None
    assert watched("filesystem://localhost/") is None
    for half in ("sentinel://one:26379", "sentinel:///haizhun/0"):
        with pytest.raises(ValueError, match="sentinel://"):
            watched(half)


@pytest.fixture
def sentinels(tmp_path):
    """A master, its copy and one Sentinel that is quick to judge; the address, the master's process and port."""
    if not shutil.which("redis-server"):
        pytest.skip("Redis is absent")
    ports, kids = [_free_port() for _ in range(3)], []

    def start(port, *words):
        common = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(tmp_path)]
        kids.append(subprocess.Popen(["redis-server", *words, *common], stdout=subprocess.DEVNULL))

    master, copy, sentinel = ports
    start(master, "--save", "", "--repl-diskless-sync-delay", "0")
    start(copy, "--save", "", "--replicaof", "127.0.0.1", str(master))
    assert eventually(lambda: _answers(master) and _answers(copy), 10)
    asked = Redis(port=copy)
    assert eventually(lambda: asked.info("replication")["master_link_status"] == "up", 10)
    conf = tmp_path / "sentinel.conf"
    lines = ["monitor m 127.0.0.1 {} 1", "down-after-milliseconds m 300", "failover-timeout m 2000"]
    conf.write_text("".join(f"sentinel {line}\n" for line in lines).format(master))
    start(sentinel, str(conf), "--sentinel")
    assert eventually(lambda: _answers(sentinel), 10)
    told = Sentinel([("127.0.0.1", sentinel)])
    assert eventually(lambda: bool(told.discover_slaves("m")), 15)
    yield f"sentinel://127.0.0.1:{sentinel}/m/0", kids[0], master
    for kid in kids:
        kid.kill()
        kid.wait()


@pytest.mark.redis
def test_cache_and_jobs_find_the_master_and_the_next_one(sentinels):
    address, master, port = sentinels
    cache = RedisCache(address, {"OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1}})
    cache.set("before", "kept")
    assert cache.get("before") == "kept"
    found = watched(address)
    with Connection(found.broker(), transport_options={"master_name": found.master}) as there:
        there.ensure_connection(max_retries=1, timeout=2)
        queue = there.SimpleQueue("jobs")
        queue.put("one")
        assert queue.get(timeout=2).payload == "one"
    assert Redis(port=port).wait(1, 5000) == 1  # the copy has all of it
    master.kill()
    master.wait()
    assert cache.get("before") is None  # away is empty, not an error

    def again() -> bool:
        cache.set("after", "kept")
        return cache.get("after") == "kept"

    assert eventually(again, 15)
    assert cache.get("before") == "kept"
    with Connection(found.broker(), transport_options={"master_name": found.master}) as there:
        there.ensure_connection(max_retries=1, timeout=2)


def test_control_a_master_nobody_watches_is_away():
    lost = RedisCache("sentinel://127.0.0.1:1/nobody/0", {"OPTIONS": {"socket_connect_timeout": 0.2}})
    lost.set("a", 1)
    assert lost.get("a") is None
    assert caches["default"] is not lost
