"""The control's site: it acknowledges answers before they are stored, as a site with a queue in memory would.

Whatever such a site loses when it is killed, the comparison of the fault runs must see.
"""

import io
import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

from tests.load.application import application as honest

DELAY = 0.5


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site itself, but for answers: those are acknowledged at once and stored half a second later."""
    if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith("/responses/"):
        return honest(environ, start_response)
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    threading.Timer(DELAY, _store, [{**environ, "wsgi.input": io.BytesIO(body)}]).start()
    acks = [{"slot": entry["slot"], "seq": entry["seq"], "stale": False} for entry in json.loads(body)["answers"]]
    reply = json.dumps({"acks": acks}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(reply)))])
    return [reply]


def _store(environ: dict[str, Any]) -> None:
    answered = honest(environ, lambda *_: lambda _data: None)
    close = getattr(answered, "close", None)
    if close:
        close()
