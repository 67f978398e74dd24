"""Where in a lesson's films something is said (台词检索): for a search that opens the second."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cms.search.text import is_han, normalise
from courses.freezing import tracked
from courses.models import LessonPage

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Spoken:
    """A moment of a film: the block it stands in, and its second."""

    block_id: str
    second: int


def spoken(page: LessonPage, terms: Sequence[str]) -> Spoken | None:
    """The first moment at which the longest of the terms is said; None when none is, or when the text itself has them all.

    A lesson without films costs no query.
    """
    films = [block for block in tracked(page.body) if block.block_type in ("video", "audio")]
    if not films or not terms:
        return None
    read = normalise(" ".join([page.title, page.objective, page.key_points, *_written(page)]))
    if all(term in read for term in terms):
        return None
    for term in sorted(terms, key=len, reverse=True):
        for block in films:
            for cue in block.value["medium"].cues(page.locale.language_code):
                if _holds(normalise(cue.text), term):
                    return Spoken(block.id, cue.start // 1000)
    return None


def _holds(text: str, term: str) -> bool:
    return term in text if is_han(term) else term in _WORDS.findall(text)


def _written(page: LessonPage) -> list[Any]:
    """The words of the text, its films left out."""
    films = {block.id for block in tracked(page.body)}
    return [part for block in page.body if block.id not in films for part in block.block.get_searchable_content(block.value)]
