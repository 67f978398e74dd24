"""The films that are shipped with the lessons (content/media): each made a medium once, and told as a block of its lesson."""

import json
from pathlib import Path
from typing import Any

from django.core.files import File

from courses.markdown import Block, block_id
from courses.media import captions, keeping
from courses.models import Medium

_CAPTIONS = {"zh-hans": "zh", "en": "en"}


class Films:
    """All films of a folder, by the code of their lesson."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "media"
        told = self.folder / "films.json"
        self.films: dict[str, Any] = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}

    def added(self, body: list[Block], code: str, language: str) -> list[Block]:
        """The text of a lesson with its film in its place; the text as it is where there is none."""
        film = self.films.get(code)
        if film is None:
            return body
        return [*body[: film["place"]], self._block(film, code, language), *body[film["place"] :]]

    def _block(self, film: Any, code: str, language: str) -> Block:
        name = f"{code}/film"
        return {
            "type": "video",
            "value": {
                "title": film["title"][language],
                "medium": self._medium(film).pk,
                "only_forward_in_seen": False,
                "chapters": [
                    _item(f"{name}/chapter/{at}", {"at": at, "title": title[language]}) for at, title in film["chapters"]
                ],
                "checkpoints": [_item(f"{name}/question", _question(film["question"], name, language))],
                "rule": film["rule"],
            },
            "id": block_id(name),
        }

    def _medium(self, film: Any) -> Medium:
        path = self.folder / film["file"]
        medium = Medium(title=film["title"]["zh-hans"])
        with path.open("rb") as file:
            keeping.take_in(medium, File(file), path.name, path.stat().st_size)
        there = Medium.objects.filter(sha256=medium.sha256).order_by("pk").first()
        if there is not None:
            return there
        for language, short in _CAPTIONS.items():
            cues = captions.read(path.with_suffix(f".{short}.vtt").read_bytes())
            medium.captions[language] = [[cue.start, cue.end, cue.text] for cue in cues]
        medium.save()
        return medium


def _question(told: Any, name: str, language: str) -> dict[str, Any]:
    options = [_item(f"{name}/option/{n}", {"text": text, "right": n == 0}) for n, text in enumerate(told["options"][language])]
    value = {"stem": told["stem"][language], "explanation": told["explanation"][language], "options": options}
    return {"at": told["at"], "question": [{"type": "single", "value": value, "id": block_id(f"{name}/stem")}]}


def _item(name: str, value: Any) -> Block:
    return {"type": "item", "value": value, "id": block_id(name)}
