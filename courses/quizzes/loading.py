"""The quizzes that are shipped with the lessons (content/quizzes.json): each told as the last block of its lesson."""

import json
from pathlib import Path
from typing import Any

from courses.markdown import Block, block_id

_UNSAID = {"kinds": [], "easiest": 1, "hardest": 5, "attempts": None, "wait_days": None, "explain": "each"}


class Quizzes:
    """All quizzes of a folder, by the code of their lesson."""

    def __init__(self, folder: Path) -> None:
        told = folder / "quizzes.json"
        self.quizzes: dict[str, Any] = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}

    def added(self, body: list[Block], code: str, language: str) -> list[Block]:
        """The text of a lesson with its quiz at its end; the text as it is where there is none."""
        quiz = self.quizzes.get(code)
        return [*body, _block(quiz, f"{code}/quiz", language)] if quiz else body


def _block(quiz: Any, name: str, language: str) -> Block:
    sources = [{"type": "item", "value": one, "id": block_id(f"{name}/{one}")} for one in quiz["draw_from"]]
    value = {**_UNSAID, **quiz, "title": quiz["title"][language], "draw_from": sources}
    return {"type": "quiz", "value": value, "id": block_id(name)}
