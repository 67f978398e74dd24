"""Signals (作答信号): what the exam page notices besides answers, written into the attempt's record.

A signal is an observation, never a verdict: nothing here changes a mark or a state, and a person who decides from
signals has to say why (exams/cases.py). What was pasted or copied is not recorded, only its length.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import now
from exams import events
from exams.forms import BadAnswer
from exams.models import Attempt, AttemptEvent

# As the page sends them; kept under this name with "signal_" before it.
KINDS = ("opened", "hidden", "blur", "back", "fullscreen_left", "paste", "copy", "online")
FIGURES = ("slot", "seconds", "length")
AT_ONCE, IN_ALL, PAUSE_S = 50, 1000, 1
_UNREADABLE = gettext_lazy("These signals could not be read; answers are not touched by that.")


class TooMany(Exception):
    """Signals come too fast from this attempt: the page keeps them and sends them later."""


@dataclass(frozen=True)
class Signal:
    """One thing the page noticed, with the device's own time and at most three whole numbers."""

    kind: str
    data: Mapping[str, Any]


def read(body: Mapping[str, Any]) -> list[Signal]:
    """The signals of a request; BadAnswer with the field that is at fault."""
    sent = body.get("signals")
    if not isinstance(sent, list) or len(sent) > AT_ONCE:
        raise BadAnswer(str(_UNREADABLE), "signals")
    return [_signal(entry) for entry in sent]


def keep(*, attempt: Attempt, signals: list[Signal], address: str) -> int:
    """Write signals into the record (as many as it may hold), and that the address has changed if it has; how many.

    Raises TooMany when they come faster than once in PAUSE_S: no page does that.
    """
    if not cache.add(f"exam-signals:{attempt.pk}", 1, PAUSE_S):
        raise TooMany
    with transaction.atomic():
        locked = Attempt.objects.select_for_update(of=("self",), no_key=True).get(pk=attempt.pk)
        if not locked.in_progress:
            return 0
        rows = [(f"signal_{signal.kind}", dict(signal.data)) for signal in signals]
        if address and address != (before := _last_address(locked)):
            rows.insert(0, ("signal_address", {"address": address, "before": before}))
        room = max(0, IN_ALL - locked.events.filter(kind__startswith="signal_").count())
        return len(events.note_all(locked, rows[:room], now()))


def told(event: AttemptEvent) -> str:
    """What a signal says, in words both the candidate and the office can read."""
    data, words = event.data, _WORDS.get(event.kind)
    if event.kind == "signal_address" and not data.get("before"):
        words = _FIRST_ADDRESS
    if words is None:
        return event.kind
    values = {name: data.get(name, 0) for name in FIGURES}
    return str(words) % {**values, "address": data.get("address", ""), "before": data.get("before", "")}


def summary(signals: list[AttemptEvent]) -> str:
    """How often the page was left, in one line."""
    away = [event.data.get("seconds", 0) for event in signals if event.kind == "signal_back"]
    return _("Left the page %(count)s times, %(seconds)s s in all") % {"count": len(away), "seconds": sum(away)}


def _signal(entry: Any) -> Signal:
    if not isinstance(entry, dict) or entry.get("kind") not in KINDS:
        raise BadAnswer(str(_UNREADABLE), "signals")
    figures = {name: entry[name] for name in FIGURES if name in entry}
    if not all(type(value) is int and 0 <= value < 1_000_000 for value in figures.values()):
        raise BadAnswer(str(_UNREADABLE), "signals")
    moment = entry.get("at")
    device = {"device_at": moment} if isinstance(moment, str) and len(moment) <= 40 and moment.isprintable() else {}
    return Signal(entry["kind"], {**figures, **device})


def _last_address(attempt: Attempt) -> str:
    last = attempt.events.filter(kind="signal_address").order_by("-number").values_list("data", flat=True).first()
    return str(last["address"]) if last else ""


_FIRST_ADDRESS = gettext_lazy("Network address %(address)s")
_WORDS = {
    "signal_opened": gettext_lazy("The exam page was opened"),
    "signal_hidden": gettext_lazy("The page went out of sight (other tab, other window, or screen off)"),
    "signal_blur": gettext_lazy("The page lost the focus"),
    "signal_back": gettext_lazy("Back on the page after %(seconds)s s"),
    "signal_fullscreen_left": gettext_lazy("Full screen was left"),
    "signal_paste": gettext_lazy("Text of %(length)s characters was pasted into question %(slot)s"),
    "signal_copy": gettext_lazy("Text of %(length)s characters was copied at question %(slot)s"),
    "signal_online": gettext_lazy("The connection came back"),
    "signal_address": gettext_lazy("Network address %(address)s, before: %(before)s"),
}
