"""The pages of a PDF as they stand in a lesson (各页): words, the picture of a scan, and how many are shown at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.urls import reverse

from courses.models import Medium

# In a lesson, which stays light; and on the page that shows the document alone.
BYTES_IN_A_LESSON, BYTES_ALONE, MOST_AT_ONCE = 9_000, 60_000, 20


def picture_key(medium: Medium, number: int) -> str:
    return f"{medium.storage_key}-p{number}.jpg"


@dataclass(frozen=True)
class Leaf:
    """One page. `picture` is the address of the picture of a scan; `shows_more`: lines and pictures its words cannot tell."""

    number: int
    text: str
    shows_more: bool
    picture: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Document:
    """A PDF that was read: how many pages it has, and those that can be shown."""

    pages: int
    leaves: Sequence[Leaf]

    @classmethod
    def of(cls, medium: Medium) -> Self | None:
        """None when its pages were not read, or could not be."""
        told: dict[str, Any] = medium.leaves or {}
        leaves = [_leaf(medium, number, one) for number, one in enumerate(told.get("leaves", ()), start=1)]
        if not any(one.text or one.picture for one in leaves):
            return None
        return cls(told["pages"], leaves)

    def some(self, start: int, most_bytes: int) -> list[Leaf]:
        """The pages from this one on that weigh no more together."""
        found: list[Leaf] = []
        for one in self.leaves[start - 1 : start - 1 + MOST_AT_ONCE]:
            most_bytes -= len(one.text.encode())
            if most_bytes < 0:
                break
            found.append(one)
        return found


@dataclass(frozen=True)
class Beginning:
    """What a lesson shows of a document, and whether more of it can be read on a page of its own."""

    document: Document
    leaves: list[Leaf]

    @property
    def is_all(self) -> bool:
        return len(self.leaves) == self.document.pages

    @property
    def has_more(self) -> bool:
        return len(self.leaves) < len(self.document.leaves)


def beginning(medium: Medium | None) -> Beginning | None:
    if medium is None or medium.kind != Medium.Kind.PDF or (document := Document.of(medium)) is None:
        return None
    return Beginning(document, document.some(1, BYTES_IN_A_LESSON))


def words(medium: Medium | None) -> list[str]:
    """All that is said in it, for the search."""
    told: dict[str, Any] = (medium.leaves if medium else None) or {}
    return [one["t"] for one in told.get("leaves", ()) if one["t"]]


def _leaf(medium: Medium, number: int, told: dict[str, Any]) -> Leaf:
    if "w" not in told:
        return Leaf(number, told["t"], told["d"])
    address = reverse("courses:medium_picture", args=[medium.key, number])
    return Leaf(number, told["t"], told["d"], address, told["w"], told["h"])
