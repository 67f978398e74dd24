"""The log as lines of JSON (结构化日志): when in UTC, how grave, by whom, which request; what names a person is taken out.

The same scrubbing stands before whatever is sent to Sentry.
"""

import datetime as dt
import json
import logging
import time
import traceback
from typing import Any

from django.db import InterfaceError, OperationalError

from core import following
from core.scrubbing import scrubbed

# What a caller may add by `extra={…}`; anything else a record carries (a request, say) is not told.
TOLD = ("view", "method", "status", "milliseconds", "person", "task", "job")


# A database that is away, or whose disk is full, fails every request alike: so seldom each process tells where.
TRACE_SECONDS = 60.0


class JsonLines(logging.Formatter):
    """One record, one line."""

    _traced: float | None = None

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrubbed(record.getMessage()),
        }
        if number := following.current():
            told["request"] = number
        told |= {name: record.__dict__[name] for name in TOLD if name in record.__dict__}
        if record.exc_info:
            told["trace"] = scrubbed(self._trace(record.exc_info))
        return json.dumps(told, ensure_ascii=False, default=str)

    def _trace(self, exc_info: Any) -> str:
        """The whole way; of what keeps happening to everybody, between two of these, the reason alone."""
        at, reason = time.monotonic(), exc_info[1]
        if not isinstance(reason, OperationalError | InterfaceError):
            return self.formatException(exc_info)
        if self._traced is None or at - self._traced > TRACE_SECONDS:
            self._traced = at
            return self.formatException(exc_info)
        return "".join(traceback.format_exception_only(reason)).partition("\n")[0]


class PlainLines(logging.Formatter):
    """For a person at a terminal; scrubbed all the same."""

    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record))


def sent_event(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """What may leave for Sentry: no request, no person, no variables; the words scrubbed."""
    for part in ("request", "user", "server_name", "breadcrumbs"):
        event.pop(part, None)
    cleaned: dict[str, Any] = _cleaned(event)
    cleaned.setdefault("tags", {})["request"] = following.current()
    return cleaned


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items() if key != "vars"}
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return value
