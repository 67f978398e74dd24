"""Names in QTI: elements and attributes of 3.0 and 2.x under one name, identifiers, languages, namespaces."""

import re

from lxml import etree

from exams.exchange.markup import Element
from exams.exchange.multilang import locale_of

ITEM = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/LOM"
METADATA = "http://www.imsglobal.org/xsd/imsqti_metadata_v3p0"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_UNFIT = re.compile(r"[^\w.-]", re.ASCII)


def tag(element: Element) -> str:
    """The name of an element in one spelling.

    >>> [tag(etree.Element(name)) for name in ("qti-choice-interaction", "choiceInteraction", "{urn:x}p")]
    ['choice-interaction', 'choice-interaction', 'p']
    """
    return kebab(str(etree.QName(element).localname).removeprefix("qti-"))


def kebab(name: str) -> str:
    return _HUMP.sub("-", name).lower()


def attribute(element: Element, name: str, otherwise: str = "") -> str:
    """An attribute under its name of 3.0, or of 2.x.

    >>> attribute(etree.Element("x", responseIdentifier="R"), "response-identifier")
    'R'
    """
    first, *others = name.split("-")
    camel = first + "".join(word.capitalize() for word in others)
    return str(element.get(name) or element.get(camel) or otherwise).strip()


def children(element: Element, name: str) -> list[Element]:
    return [child for child in element if isinstance(child.tag, str) and tag(child) == name]


def inside(element: Element, *names: str) -> list[Element]:
    """All elements of these names anywhere within, in order."""
    return [child for child in element.iterdescendants() if isinstance(child.tag, str) and tag(child) in names]


def identifier(text: str, otherwise: str = "item") -> str:
    """Text as an identifier of QTI: a letter or _ first, then letters, figures, - _ . alone.

    >>> identifier("LAW-S-001"), identifier("2026/7 题")
    ('LAW-S-001', '_2026_7__')
    """
    plain = _UNFIT.sub("_", text) or otherwise
    return plain if plain[0].isalpha() or plain[0] == "_" else f"_{plain}"


def language(element: Element, otherwise: str) -> str:
    """The locale an item is written in; the language of the import where it names none of ours."""
    return locale_of(element.get(LANG) or element.get("language") or "") or otherwise
