"""A film as one reader has it: from which second it goes on, its transcript, its questions and chapters."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses import watching
from courses.media import checkpoints
from courses.media.captions import Cue, clock
from courses.models import Medium
from courses.showing import Shown


@dataclass(frozen=True)
class Line:
    """A line of the transcript, and the address that opens the film there."""

    cue: Cue
    is_current: bool = False

    @property
    def second(self) -> int:
        return self.cue.start // 1000

    @property
    def time(self) -> str:
        return clock(self.cue.start)


@dataclass(frozen=True)
class Chapter:
    second: int
    time: str
    title: str


@dataclass(frozen=True)
class Film:
    """What the template of a film draws."""

    medium: Medium
    start: int
    lines: list[Line]
    chapters: list[Chapter]
    tracks: list[tuple[str, str]]
    language: str
    moments: dict[str, int]
    seen: list[list[int]]
    is_counted: bool
    only_forward: bool
    idle_minutes: int

    @property
    def told(self) -> str:
        """For the player: which question is asked when, and what was played before."""
        return json.dumps({"moments": self.moments, "seen": self.seen})

    @property
    def lang(self) -> str:
        return {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(self.language, self.language)


def film(value: Any, shown: Shown | None) -> Film:
    medium: Medium = value["medium"]
    language = _language(medium)
    watch = watching.restored(shown.progress.data.get("watch", {}), medium.milliseconds) if shown and shown.progress else None
    start = shown.second if shown and shown.second is not None else _resume(watch)
    cues = medium.cues(language)
    current = max((n for n, cue in enumerate(cues) if cue.start <= start * 1000), default=-1) if start else -1
    is_open = shown is None or shown.is_complete
    return Film(
        medium=medium,
        start=start,
        lines=[Line(cue, n == current) for n, cue in enumerate(cues)],
        chapters=_chapters(value),
        tracks=[(one, _name(one)) for one in medium.languages],
        language=language,
        moments=_moments(value, shown),
        seen=[list(one) for one in watch.ranges] if watch else [],
        is_counted=shown is not None and shown.is_mine and medium.is_trackable,
        only_forward=bool(value["only_forward_in_seen"]) and not is_open,
        idle_minutes=settings.WATCH_IDLE_MINUTES,
    )


def _resume(watch: watching.Watched | None) -> int:
    """Where one stopped; at the very end one begins again."""
    if watch is None or watch.duration - watch.position < 2_000:
        return 0
    return watch.position // 1000


def _language(medium: Medium) -> str:
    """Of the transcript: the reader's; Traditional readers get the Simplified one, which the page converts."""
    wanted = get_language() or settings.LANGUAGE_CODE
    for one in (wanted, "zh-hans" if wanted == "zh-hant" else wanted, settings.LANGUAGE_CODE):
        if one in medium.captions:
            return one
    return next(iter(medium.captions), settings.LANGUAGE_CODE)


def _name(language: str) -> str:
    return {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}.get(language, language)


def _chapters(value: Any) -> list[Chapter]:
    told = sorted((checkpoints.in_milliseconds(row["at"]) or 0, str(row["title"])) for row in value.get("chapters") or [])
    return [Chapter(ms // 1000, clock(ms), title) for ms, title in told]


def _moments(value: Any, shown: Shown | None) -> dict[str, int]:
    """At which millisecond each question still open is asked."""
    if shown is None:
        return {}
    asked = checkpoints.of_value(value, shown.activity, shown.learner.pk if shown.learner else None)
    return {one.check.id: one.milliseconds for one in asked if one.check.id not in shown.passed}


def device_of(agent: str) -> str:
    """A device in words a person knows his own by.

    >>> device_of("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0")
    'iPhone, 微信'
    """
    machines = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac")]
    browsers = [
        ("MicroMessenger", _("WeChat")),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]
    found = [next((name for mark, name in told if mark in agent), "") for told in ([*machines, ("Linux", "Linux")], browsers)]
    return ", ".join(one for one in found if one) or _("another device")
