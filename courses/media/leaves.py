"""The pages of a PDF as they stand in a lesson (各页): their pictures, their words, and how many are shown at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.urls import reverse

from courses.models import Medium
from courses.models.media import LEAVES_EDITION

# How many pages, and bytes of words: in a lesson, which stays light; on the page that shows the document alone; on a device.
IN_A_LESSON, ALONE, ON_A_DEVICE = (5, 9_000), (20, 60_000), (40, 120_000)
MOST_AT_ONCE = ALONE[0]


def picture_key(medium: Medium, number: int) -> str:
    return f"{medium.storage_key}-p{number}.webp"


@dataclass(frozen=True)
class Leaf:
    """One page of a medium. Without a width it could not be drawn; `is_empty`: nothing stands on it."""

    key: UUID
    number: int
    text: str
    is_empty: bool = False
    width: int = 0
    height: int = 0

    @property
    def picture(self) -> str:
        """The address of its picture; empty when there is none."""
        return reverse("courses:medium_picture", args=[self.key, self.number]) if self.width else ""


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
        if not any(one.text or one.width for one in leaves):
            return None
        return cls(told["pages"], leaves)

    def some(self, start: int, most: tuple[int, int]) -> list[Leaf]:
        """The pages from this one on: no more than so many, whose words weigh no more together."""
        found: list[Leaf] = []
        most_pages, most_bytes = most
        for one in self.leaves[start - 1 : start - 1 + most_pages]:
            most_bytes -= len(one.text.encode())
            if most_bytes < 0 and (found or not one.width):
                break
            found.append(one)
        return found


@dataclass(frozen=True)
class Opened:
    """What a lesson shows of a document: from its beginning, or from the page at which its reader stopped."""

    document: Document
    leaves: list[Leaf]
    page: int = 1

    @property
    def is_whole(self) -> bool:
        """Whether all its pages were read; else the last are in the PDF alone."""
        return len(self.document.leaves) == self.document.pages

    @property
    def is_inside(self) -> bool:
        """Whether pages stand before those that are shown."""
        return bool(self.leaves) and self.leaves[0].number > 1

    @property
    def after(self) -> int:
        """The page to read on at; 0 when there is none."""
        last = self.leaves[-1].number if self.leaves else 0
        return last + 1 if last < len(self.document.leaves) else 0


def opened(medium: Medium | None, page: int = 1, most: tuple[int, int] = IN_A_LESSON) -> Opened | None:
    """A document as it stands in a lesson, for a reader who stopped at this page. The first pages stay where they are."""
    if medium is None or medium.kind != Medium.Kind.PDF or (document := Document.of(medium)) is None:
        return None
    page = min(page, len(document.leaves))
    first = document.some(1, most)
    is_among = any(one.number == page for one in first)
    return Opened(document, first if is_among or page < 2 else document.some(page, most), page)


def words(medium: Medium | None) -> list[str]:
    """All that is said in it, for the search."""
    told: dict[str, Any] = (medium.leaves if medium else None) or {}
    return [one["t"] for one in told.get("leaves", ()) if one["t"]]


def _leaf(medium: Medium, number: int, told: dict[str, Any]) -> Leaf:
    is_drawn = "w" in told and medium.leaves.get("edition") == LEAVES_EDITION
    width, height = (told["w"], told["h"]) if is_drawn else (0, 0)
    return Leaf(medium.key, number, told["t"], told.get("e", False) and not told["t"], width, height)
