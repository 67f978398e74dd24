"""Which items of the bank are nearly the same, in whatever state they are: in use, retired, or still proposed."""

from collections.abc import Mapping
from typing import Any

from django.db.models.fields.json import KeyTransform

from exams import nearness
from exams.languages import SOURCE
from exams.models import Item, ItemVersion, Proposal
from exams.nearness import Near, Pair


def known(*, but: Item | None = None) -> dict[str, str]:
    """The Chinese wording of every item by code, that of an undecided proposal before the one in use (2 queries)."""
    body = KeyTransform(SOURCE, "body")
    rows: list[tuple[str, Mapping[str, Any]]] = []
    for wordings in (ItemVersion.objects.current(), Proposal.objects.undecided()):
        found = wordings if but is None or but.pk is None else wordings.exclude(item=but)
        rows += found.order_by().values_list("item__code", body)
    return {code: nearness.wording(wording) for code, wording in rows}


def alike(body: Mapping[str, Any], *, but: Item | None = None) -> list[Near]:
    """The items nearly the same as this body; `but` is the item it belongs to (2 queries)."""
    return nearness.near(nearness.wording(body[SOURCE]), known(but=but))


def pairs() -> list[Pair]:
    """Every two items of the bank that are nearly the same (2 queries)."""
    return nearness.Shelf(known()).pairs()
