"""What the Chinese text lends to one in another language that lacks it (借用), so that a lesson can be completed in every
language: activities at their place, self-checks at the end. Pure; blocks are whatever has an `id`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from courses.activities import Activity


@dataclass(frozen=True)
class Part:
    """One block of a lesson as it is shown; `is_lent`: the Chinese one, for want of its own."""

    block: Any
    is_lent: bool = False


def lacking(ids: Iterable[str], activities: Iterable[Activity]) -> list[Activity]:
    """The activities of a version of which no block stands in a text, neither the Chinese one nor its twin.

    >>> from courses.activities import Rule
    >>> film = Activity("a", "video", Rule("viewed"), True, blocks={"zh-hans": "a", "en": "b"})
    >>> lacking(["b"], [film]), [one.id for one in lacking(["c"], [film])]
    ([], ['a'])
    """
    present = set(ids)
    return [one for one in activities if not present.intersection({one.id, *one.blocks.values()})]


def parts(body: Iterable[Any], activities: Sequence[Activity], lent: Iterable[Any]) -> list[Part]:
    """The blocks of a text with those lent to it: each behind the activity that comes before it, the first ones before the next.

    >>> from types import SimpleNamespace as Block
    >>> from courses.activities import Rule
    >>> three = [Activity(name, "reading", Rule("read"), True) for name in "abc"]
    >>> text, chinese = [Block(id="x"), Block(id="b"), Block(id="y")], [Block(id=name) for name in "abc"]
    >>> "".join(one.block.id.upper() if one.is_lent else one.block.id for one in parts(text, three, chinese))
    'xAbCy'
    >>> "".join(one.block.id for one in parts([Block(id="x")], three, chinese))
    'xabc'
    """
    found = [Part(block) for block in body]
    missing = {one.id for one in lacking([part.block.id for part in found], activities)}
    theirs = {block.id: block for block in lent if block.id in missing}
    place: int | None = None
    waiting: list[Part] = []
    for one in activities:
        if one.id not in missing:
            place = _place(found, one)
            found[place:place] = waiting
            place, waiting = place + len(waiting) + 1, []
        elif one.id in theirs and place is not None:
            found.insert(place, Part(theirs[one.id], is_lent=True))
            place += 1
        elif one.id in theirs:
            waiting.append(Part(theirs[one.id], is_lent=True))
    return found + waiting


def _place(found: Sequence[Part], one: Activity) -> int:
    ids = {one.id, *one.blocks.values()}
    return next(place for place, part in enumerate(found) if part.block.id in ids)
