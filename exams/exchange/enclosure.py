"""The enclosure (附页): the whole draft, put beside an item in a format that cannot say everything.

It counts only as long as the rest of the item is as it was written, which its digest proves. Where somebody has edited the
item since, the item's own words count, and of the enclosure only what the format has no place for (areas, lesson, source …).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from exams.exchange.drafts import Draft, Line, Part, Picture, Place
from exams.exchange.markup import Element, written
from exams.fingerprints import fingerprint
from exams.keys import READERS

NAMESPACE = "urn:haizhun:exchange:1"
TAG = f"{{{NAMESPACE}}}item"
_TEXTS = ("stem", "explanation", "areas")
_PLAIN = ("kind", "code", "title", "unit", "rule", "objective", "source", "purpose")
_LINES = ("choices", "left", "right")


class Broken(ValueError):
    """An enclosure that does not hold a draft."""


def digest(*items: Element) -> str:
    """Of items as a reader takes them: an indented copy has the same digest, the enclosure itself is left out."""
    return fingerprint([_shape(item) for item in items])


def enclose(draft: Draft, of: Sequence[Element]) -> Element:
    """The enclosure of a draft that was written as `of`."""
    element = etree.Element(TAG, nsmap={"haizhun": NAMESPACE}, sha256=digest(*of))
    element.text = written(json.dumps(_told(draft), ensure_ascii=False, sort_keys=True))
    return element


def opened(enclosure: Element, of: Sequence[Element], place: Place) -> tuple[Draft, bool]:
    """The enclosed draft, and whether the item is still as it was written."""
    try:
        draft = _read(json.loads(enclosure.text or ""), place)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation, RecursionError) as fault:
        raise Broken(str(fault)) from fault
    return draft, enclosure.get("sha256") == digest(*of)


def shown(enclosed: Draft, found: Picture | None) -> Draft:
    """An unchanged item with its picture: the bytes lie in the item, its words in the enclosure."""
    if found is None or enclosed.picture is None:
        return replace(enclosed, picture=found)
    return replace(enclosed, picture=replace(found, alt=enclosed.picture.alt))


def supplied(native: Draft, enclosed: Draft) -> Draft:
    """An item edited elsewhere: its own words, with what only the enclosure can say."""
    return replace(
        native,
        code=native.code or enclosed.code,
        untold=native.untold & {"rule"},
        areas=enclosed.areas,
        objective=enclosed.objective,
        difficulty=enclosed.difficulty,
        source=enclosed.source,
        purpose=enclosed.purpose,
    )


def _shape(element: Element) -> list[Any]:
    return [
        element.tag,
        sorted((str(name), str(value)) for name, value in element.attrib.items()),
        " ".join((element.text or "").split()),
        [[_shape(child), " ".join((child.tail or "").split())] for child in element if child.tag != TAG],
    ]


def _told(draft: Draft) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(draft, name) for name in _PLAIN}
    told |= {name: dict(getattr(draft, name)) for name in _TEXTS}
    for name in _LINES:
        told[name] = [{"id": line.id, "text": dict(line.text), "last": line.last} for line in getattr(draft, name)]
    told["parts"] = [
        {"id": part.id, "text": dict(part.text), "marks": str(part.marks), "area": part.area} for part in draft.parts
    ]
    told["key"], told["rubric"], told["tags"] = dict(draft.key), [dict(part) for part in draft.rubric], list(draft.tags)
    told["alt"] = dict(draft.picture.alt) if draft.picture else None
    told["marks"], told["difficulty"] = str(draft.marks), draft.difficulty
    return told


def _read(told: Mapping[str, Any], place: Place) -> Draft:
    if told["kind"] not in READERS:
        raise Broken("kind")
    fields: dict[str, Any] = {name: _word(told[name]) for name in _PLAIN}
    fields |= {name: _texts(told[name]) for name in _TEXTS}
    fields |= {name: tuple(Line(_word(o["id"]), _texts(o["text"]), o["last"] is True) for o in told[name]) for name in _LINES}
    parts = tuple(
        Part(_word(part["id"]), _texts(part["text"]), Decimal(part["marks"]), _word(part["area"])) for part in told["parts"]
    )
    return Draft(
        **fields,
        place=place,
        parts=parts,
        key=_key(told["rule"], told["key"]),
        rubric=tuple(_scheme(part) for part in told["rubric"]),
        tags=tuple(_word(tag) for tag in told["tags"]),
        marks=Decimal(told["marks"]),
        picture=None if told.get("alt") is None else Picture(b"", _texts(told["alt"])),
        difficulty=int(told["difficulty"]),
    )


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise Broken("text")
    return value


def _texts(value: Mapping[str, Any]) -> dict[str, str]:
    return {_word(name): _word(text) for name, text in value.items()}


def _scheme(part: Mapping[str, Any]) -> dict[str, Any]:
    """One part of a marking scheme."""
    lines = [{"text": _texts(line["text"]), "marks": str(Decimal(line["marks"]))} for line in part["lines"]]
    return {"part": _word(part["part"]), "area": _word(part["area"]), "marks": str(Decimal(part["marks"])), "lines": lines}


def _key(rule: str, key: Mapping[str, Any]) -> dict[str, Any]:
    """A key in the shape its rule reads; anything else is no key."""
    shapes: dict[str, Any] = {
        "match_correct": lambda: isinstance(key["correct"], str | bool),
        "all_or_nothing": lambda: all(map(_word, key["correct"])),
        "cn_multi": lambda: all(map(_word, key["correct"])),
        "map_response": lambda: all(Decimal(str(worth)).is_finite() for worth in key["map"].values()),
        "pairs": lambda: bool(_texts(key["pairs"])),
        "order_pairs": lambda: all(map(_word, key["order"])),
        "text": lambda: all(_word(word["text"]) for blank in key["blanks"] for word in blank),
        "numeric": lambda: Decimal(key["value"]).is_finite() and Decimal(key.get("tolerance", "0")).is_finite(),
        "manual": lambda: True,
    }
    if not shapes[rule]():
        raise Broken("key")
    return dict(key)
