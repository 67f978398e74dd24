"""The control's site: it acknowledges answers before they are stored, as a site with a queue in memory would.

Left in peace it stores them all; whatever it loses when it is killed, the comparison of the fault runs must see.
"""

import io
import json
import queue
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from tests.load.application import application as honest

DELAY = 0.5
_waiting: "queue.SimpleQueue[tuple[float, dict[str, Any]]]" = queue.SimpleQueue()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site itself, but for answers: those are acknowledged at once and stored half a second later."""
    if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith("/responses/"):
        return honest(environ, start_response)
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    _waiting.put((time.monotonic() + DELAY, {**environ, "wsgi.input": io.BytesIO(body)}))
    _keeper()
    acks = [{"slot": entry["slot"], "seq": entry["seq"], "stale": False} for entry in json.loads(body)["answers"]]
    reply = json.dumps({"acks": acks}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(reply)))])
    return [reply]


@cache
def _keeper() -> threading.Thread:
    """One thread per process stores one answer after the other, with one connection to the database."""
    thread = threading.Thread(target=_keep, daemon=True)
    thread.start()
    return thread


def _keep() -> None:
    while True:
        due, environ = _waiting.get()
        time.sleep(max(0.0, due - time.monotonic()))
        answered = honest(environ, lambda *_: lambda _data: None)
        close = getattr(answered, "close", None)
        if close:
            close()
