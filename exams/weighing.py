"""Weighing (试卷大小): how much a paper may have to carry to a candidate, pictures included."""

import json
from collections.abc import Iterable, Mapping

from exams.blueprint import Cell, Stock
from exams.languages import SOURCE
from exams.models import Item, ItemPicture, ItemVersion

# Beyond this a paper takes too long over a poor line; publishing says so.
LIMIT = 2_000_000


def heaviest(cells: Iterable[Cell], stock: Stock, weights: Mapping[str, int]) -> int:
    """At most so many bytes: of each cell the heaviest items it could get."""
    total = 0
    for cell in cells:
        fitting = sorted((weights.get(item.code, 0) for item in stock.items if cell.fits(item)), reverse=True)
        total += sum(fitting[: cell.count])
    return total


def weights(credential: str) -> dict[str, int]:
    """The bytes of each item that may be drawn: its wording in the longest language, and its picture (2 queries)."""
    bodies = dict(
        ItemVersion.objects.current()
        .filter(item__in=Item.objects.for_papers().for_credential(credential))
        .values_list("item__code", "body")
    )
    shown = {code: body[SOURCE]["picture"]["sha256"] for code, body in bodies.items() if body.get(SOURCE, {}).get("picture")}
    sizes = {picture.sha256: picture.size for picture in ItemPicture.objects.filter(sha256__in=shown.values())} if shown else {}
    return {code: _text(body) + sizes.get(shown.get(code, ""), 0) for code, body in bodies.items()}


def _text(body: Mapping[str, object]) -> int:
    return max(len(json.dumps(words, ensure_ascii=False).encode()) for words in body.values())
