"""What a course version keeps of the activities in a lesson's text, told once for all its languages."""

from collections.abc import Mapping
from typing import Any

from courses.kinds import KINDS, rule_of


def frozen_activities(bodies: Mapping[str, Any], source: str) -> list[dict[str, Any]]:
    """The activities of a lesson. The text in `source` rules: its blocks' ids are the activities' ids in every language."""
    twins = {language: _twins(bodies[source], body) for language, body in bodies.items()}
    return [_frozen(block, place, twins) for place, block in enumerate(tracked(bodies[source]))]


def tracked(body: Any) -> list[Any]:
    """The blocks of a text that are activities. Reads the others' types alone."""
    return [body[place] for place, raw in enumerate(body.raw_data) if raw["type"] in KINDS]


def _frozen(block: Any, place: int, twins: Mapping[str, list[Any]]) -> dict[str, Any]:
    same = {language: found[place] for language, found in twins.items() if found[place] is not None}
    row = {
        "id": block.id,
        "kind": block.block_type,
        "rule": rule_of(block.value).data,
        "required": bool(block.value["rule"]["required"]),
        "title": {language: one.value.get("title") or "" for language, one in same.items()},
        "blocks": {language: one.id for language, one in same.items()},
    }
    facts, minutes = block.block.facts(block.value), block.value["rule"]["minutes"]
    row |= {"minutes": minutes} if minutes is not None else {}
    return row | {"facts": facts} if facts else row


def _twins(source: Any, body: Any) -> list[Any]:
    """For each activity of the source its counterpart in another language's text: that with its id, else, where the text
    was written anew rather than copied, the one at the same place among those of its kind; None where there is none."""
    theirs, mine = tracked(body), tracked(source)
    by_id, copied = {block.id: block for block in theirs}, {block.id for block in mine}
    places: dict[str, int] = {}
    found = []
    for block in mine:
        if block.id in by_id:
            found.append(by_id[block.id])
            continue
        place = places[block.block_type] = places.get(block.block_type, -1) + 1
        of_kind = [one for one in theirs if one.block_type == block.block_type and one.id not in copied]
        found.append(of_kind[place] if place < len(of_kind) else None)
    return found
