"""What a manifest says of an item in LOM: code, language, tags, difficulty, areas, lesson."""

from typing import Any

from exams.exchange.markup import Element
from exams.exchange.multilang import locale_of
from exams.exchange.qti.names import LOM
from exams.exchange.qti.writing import CATALOG, DIFFICULTY

_IN = {"lom": LOM}


def code(resource: Element | None) -> str:
    """The code under which we wrote the item."""
    for identifier in _found(resource, ".//lom:general/lom:identifier"):
        if _text(identifier, "lom:catalog") == CATALOG:
            return _text(identifier, "lom:entry")
    return ""


def language(resource: Element | None) -> str:
    """The locale of the file, where LOM names one of ours."""
    for element in _found(resource, ".//lom:general/lom:language"):
        return locale_of("".join(element.itertext()))
    return ""


def read(resource: Element | None) -> dict[str, Any]:
    """Fields of a draft."""
    fields: dict[str, Any] = {"areas": {}}
    tags = [_text(keyword, "lom:string") for keyword in _found(resource, ".//lom:general/lom:keyword")]
    fields["tags"] = tuple(dict.fromkeys(filter(None, tags)))
    for value in _found(resource, ".//lom:educational/lom:difficulty/lom:value"):
        said = "".join(value.itertext()).strip().lower()
        if said in DIFFICULTY:
            fields["difficulty"] = DIFFICULTY.index(said) + 1
    for classification in _found(resource, ".//lom:classification"):
        purpose = _text(classification, "lom:purpose/lom:value")
        source = _text(classification, "lom:taxonPath/lom:source/lom:string")
        taxon = _text(classification, "lom:taxonPath/lom:taxon/lom:id")
        if purpose == "discipline" and source and taxon:
            fields["areas"][source] = taxon
        elif purpose == "educational objective" and source == "lesson":
            fields["objective"] = taxon
    return fields


def _found(resource: Element | None, path: str) -> list[Element]:
    return [] if resource is None else list(resource.iterfind(path, _IN))


def _text(element: Element, path: str) -> str:
    found = element.find(path, _IN)
    return "" if found is None else "".join(found.itertext()).strip()
