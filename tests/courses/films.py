"""A real film for tests: the shipped one of 49 seconds, as a medium, as a block of a lesson, and beats of an honest player."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from wagtail.hooks import search_for_hooks

from courses.media import captions, keeping
from courses.models import Medium
from tests.courses.activities import Block, block, rule

FILM: Path = settings.CONTENT_DIR / "media" / "day-check.mp4"
LENGTH = 49_000


def medium(*, with_captions: bool = True) -> Medium:
    search_for_hooks()  # as the site does with its first page: a chooser's model is known by them
    made = Medium(title="日检查")
    with FILM.open("rb") as file:
        keeping.take_in(made, File(file), FILM.name, FILM.stat().st_size)
    if with_captions:
        cues = captions.read(FILM.with_suffix(".zh.vtt").read_bytes())
        made.captions = {"zh-hans": [[cue.start, cue.end, cue.text] for cue in cues]}
    made.save()
    return made


def video(
    of: Medium,
    by: str = "watched",
    at_least: int | None = 90,
    *,
    forward: bool = False,
    asked_at: str = "",
    until: str = "",
    block_id: str = "",
) -> Block:
    value = {
        "title": "一条线走完",
        "medium": of.pk,
        "only_forward_in_seen": forward,
        "chapters": [],
        "checkpoints": [item(checkpoint(asked_at, until))] if asked_at else [],
        "rule": rule(by, at_least),
    }
    return block("video", value, block_id)


def checkpoint(at: str, until: str = "") -> Block:
    options = [item({"text": "要", "right": True}), item({"text": "不要", "right": False})]
    value = {"stem": "换了料批要不要重做首件？", "explanation": "料变了，首件作废。", "options": options}
    return {"at": at, "until": until, "question": [{"type": "single", "value": value, "id": str(uuid4())}]}


def item(value: Any) -> Block:
    return {"type": "item", "value": value, "id": str(uuid4())}
