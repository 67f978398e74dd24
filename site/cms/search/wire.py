"""The few questions asked of OpenSearch or Elasticsearch over HTTP. Both answer them alike, so neither's own client is needed."""

import json
from base64 import b64encode
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError

_BUSY = {408, 429, 502, 503, 504}


class Away(OperationalError):
    """The engine does not answer. To a reader it is as if the database were away: 503, the same again in a moment."""


class NotFound(Exception):
    """There is no such index or document."""


class Refused(Exception):
    """The engine did not understand; the message is its own."""


class Engine:
    """One engine at one address. The methods and their arguments are those the library's backend calls."""

    def __init__(self, hosts: list[dict[str, Any]], timeout: float = 10) -> None:
        host, self.timeout = hosts[0], timeout
        scheme = "https" if host["use_ssl"] else "http"
        self.root = f"{scheme}://{host['host']}:{host['port']}{host['url_prefix'].rstrip('/')}"
        self.headers = {"Accept": "application/json"}
        if host["http_auth"]:
            self.headers["Authorization"] = "Basic " + b64encode(":".join(host["http_auth"]).encode()).decode()
        self.indices = Indices(self)

    def ask(self, method: str, path: str, body: Any = None, kind: str = "application/json") -> dict[str, Any]:
        """What the engine answers; raises Away, NotFound, Refused."""
        content = _written(body) if body is not None and not isinstance(body, bytes) else body
        request = Request(self.root + path, content, {**self.headers, "Content-Type": kind}, method=method)  # noqa: S310  the operator's own setting
        try:
            with urlopen(request, timeout=self.timeout) as answer:  # noqa: S310  as above
                told: dict[str, Any] = json.loads(answer.read() or b"{}")
                return told
        except HTTPError as fault:
            if fault.code == 404:
                raise NotFound(path) from fault
            if fault.code in _BUSY:
                raise Away(f"{method} {path}: {fault.code}") from fault
            raise Refused(f"{method} {path}: {fault.code} {fault.read()[:500].decode(errors='replace')}") from fault
        except OSError as reason:
            raise Away(f"{method} {path}: {reason}") from reason

    def search(self, index: str, body: dict[str, Any]) -> dict[str, Any]:
        return self.ask("POST", f"/{index}/_search", body)

    def index(self, index: str, document: dict[str, Any], id: str) -> None:
        self.ask("PUT", f"/{index}/_doc/{quote(id, safe='')}", document)

    def delete(self, index: str, id: str) -> None:
        self.ask("DELETE", f"/{index}/_doc/{quote(id, safe='')}")

    def bulk(self, index: str, documents: list[dict[str, Any]]) -> None:
        """Many documents at once; one that is refused makes the whole fail, for then the index is not what it should be."""
        lines = []
        for document in documents:
            lines += [_written({"index": {"_id": document["_id"]}}), _written({k: v for k, v in document.items() if k != "_id"})]
        told = self.ask("POST", f"/{index}/_bulk", b"\n".join([*lines, b""]), "application/x-ndjson")
        if told.get("errors"):
            faults = [item["index"]["error"] for item in told["items"] if "error" in item.get("index", {})]
            raise Refused(f"{index}: {faults[:3]}")


class Indices:
    """Making and naming indexes."""

    def __init__(self, engine: Engine) -> None:
        self.ask = engine.ask

    def create(self, name: str, body: dict[str, Any]) -> None:
        self.ask("PUT", f"/{name}", body)

    def delete(self, name: str) -> None:
        self.ask("DELETE", f"/{name}")

    def refresh(self, name: str) -> None:
        self.ask("POST", f"/{name}/_refresh")

    def exists(self, name: str) -> bool:
        return self._is_there(f"/{name}")

    def exists_alias(self, name: str) -> bool:
        return self._is_there(f"/_alias/{name}")

    def get_alias(self, name: str) -> dict[str, Any]:
        return self.ask("GET", f"/_alias/{name}")

    def put_alias(self, name: str, index: str) -> None:
        self.ask("PUT", f"/{index}/_alias/{name}")

    def put_mapping(self, index: str, body: dict[str, Any]) -> None:
        self.ask("PUT", f"/{index}/_mapping", body)

    def _is_there(self, path: str) -> bool:
        try:
            self.ask("GET", path)
        except NotFound:
            return False
        return True


def _written(thing: Any) -> bytes:
    return json.dumps(thing, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
