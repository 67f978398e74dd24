"""Learning events as xAPI statements (1.0.3): pure, from plain facts. Nobody's name or address is in them.

Ids of activities are addresses of this site that never change: they name codes, not titles. A film's statements follow the
video profile (https://w3id.org/xapi/video).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_ADL, _VIDEO = "http://adlnet.gov/expapi/verbs/", "https://w3id.org/xapi/video/verbs/"
VERBS: Mapping[str, str] = {
    **{name: _ADL + name for name in ("initialized", "progressed", "answered", "completed", "passed", "failed", "terminated")},
    "waived": "https://w3id.org/xapi/adl/verbs/waived",
    **{name: _VIDEO + name for name in ("played", "paused", "seeked")},
}
_ACTIVITIES = "http://adlnet.gov/expapi/activities/"
_KINDS = {
    "video": "https://w3id.org/xapi/video/activity-type/video",
    "audio": "https://w3id.org/xapi/audio/activity-type/audio",
    "check": _ACTIVITIES + "cmi.interaction",
    "quiz": _ACTIVITIES + "assessment",
}
VIDEO_TERMS = "https://w3id.org/xapi/video/extensions/"


@dataclass(frozen=True)
class Told:
    """What a row of the log says, and of whom: an opaque name, the same in every statement of this site."""

    key: str
    person: str
    verb: str
    at: dt.datetime
    course: str = ""
    lesson: str = ""
    activity: str = ""
    kind: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)


def statement(told: Told, home: str) -> dict[str, Any]:
    """One statement as a learning record store takes it.

    >>> one = Told("k", "p", "completed", dt.datetime(2026, 9, 1, tzinfo=dt.UTC), course="QSO", lesson="OFF-01")
    >>> made = statement(one, "https://example.org")
    >>> made["object"]["id"], made["context"]["contextActivities"]["parent"][0]["id"]
    ('https://example.org/xapi/lessons/OFF-01', 'https://example.org/xapi/courses/QSO')
    """
    chain = _chain(told, home)
    made: dict[str, Any] = {
        "id": told.key,
        "actor": {"objectType": "Agent", "account": {"homePage": home, "name": told.person}},
        "verb": {"id": VERBS[told.verb], "display": {"en": told.verb}},
        "object": chain[0],
        "timestamp": told.at.isoformat(timespec="milliseconds"),
        "version": "1.0.3",
    }
    if told.result:
        made["result"] = dict(told.result)
    context: dict[str, Any] = {"platform": home}
    if above := chain[1:]:
        named = [{"objectType": "Activity", "id": one["id"]} for one in above]
        context["contextActivities"] = {"parent": named[:1], **({"grouping": named[1:]} if named[1:] else {})}
    return made | {"context": context}


def _chain(told: Told, home: str) -> list[dict[str, Any]]:
    """What it is about, and what that is part of: an activity of a lesson of a course."""
    found = []
    if told.activity:
        kind = _KINDS.get(told.kind, _ACTIVITIES + "module")
        found.append(_object(f"{home}/xapi/lessons/{told.lesson}/{told.activity}", kind))
    if told.lesson:
        found.append(_object(f"{home}/xapi/lessons/{told.lesson}", _ACTIVITIES + "lesson"))
    if told.course:
        found.append(_object(f"{home}/xapi/courses/{told.course}", _ACTIVITIES + "course"))
    return found


def _object(address: str, kind: str) -> dict[str, Any]:
    return {"objectType": "Activity", "id": address, "definition": {"type": kind}}


def duration(seconds: float) -> str:
    """ISO 8601, to hundredths of a second.

    >>> duration(754.126), duration(45)
    ('PT754.13S', 'PT45S')
    """
    return f"PT{round(seconds, 2):g}S" if seconds < 10_000 else f"PT{round(seconds)}S"


def scored(percent: int) -> dict[str, Any]:
    return {"score": {"scaled": percent / 100, "raw": percent, "min": 0, "max": 100}}


def segments(ranges: list[tuple[int, int]]) -> str:
    """Played parts as the video profile writes them.

    >>> segments([(0, 5500), (12000, 22250)])
    '0[.]5.5[,]12[.]22.25'
    """
    return "[,]".join(f"{start / 1000:g}[.]{end / 1000:g}" for start, end in ranges)
