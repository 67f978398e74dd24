"""Redis behind Sentinels (哨兵): one address names several of them and the master they watch.

`sentinel://:password@one:26379,two:26379,three:26379/master/0`, the number of the database being optional. Whoever asks is
led to the present master, so that a failover needs no hand. The password is the servers' own; the Sentinels have none.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from redis.backoff import NoBackoff
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelConnectionPool

SCHEME = "sentinel://"
_PORT = 26379


@dataclass(frozen=True)
class Watched:
    """What such an address says."""

    hosts: tuple[tuple[str, int], ...]
    master: str
    database: int = 0
    password: str | None = None

    def pool(self, **options: Any) -> SentinelConnectionPool:
        """Connections to the present master; the Sentinels are asked for each that is made, as patiently as the master."""
        patience = {name: value for name, value in options.items() if name.startswith("socket_")}
        # A Sentinel that does not answer is not asked thrice: there are others.
        once: dict[str, Any] = {**patience, "retry": Retry(NoBackoff(), 0)}
        told = Sentinel(list(self.hosts), sentinel_kwargs=once)  # type: ignore[no-untyped-call]  # redis has no types here
        place: dict[str, Any] = {"db": self.database, "password": self.password}
        return SentinelConnectionPool(self.master, told, **place, **options)  # type: ignore[no-untyped-call]  # nor here

    def broker(self) -> str:
        """The same for Celery, which names each Sentinel by an address of its own."""
        secret = f":{self.password}@" if self.password else ""
        return ";".join(f"{SCHEME}{secret}{host}:{port}/{self.database}" for host, port in self.hosts)


def watched(address: str) -> Watched | None:
    """Read an address; None if it is of another kind. Raises ValueError where it names no Sentinel or no master."""
    if not address.startswith(SCHEME):
        return None
    where, _, path = address.removeprefix(SCHEME).partition("/")
    secret, _, names = where.rpartition("@")
    master, _, number = path.strip("/").partition("/")
    hosts = tuple(_host(name) for name in names.split(",") if name)
    if not hosts or not master:
        raise ValueError("An address of Sentinels is sentinel://:password@host:port,host:port/master/0.")
    return Watched(hosts, master, int(number or 0), unquote(secret.rpartition(":")[2]) or None)


def _host(name: str) -> tuple[str, int]:
    host, _, port = name.partition(":")
    return host, int(port or _PORT)
