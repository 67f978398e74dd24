"""Elements of a manifest by their names alone (清单元素): half of all packages get the namespaces wrong. Pure."""

from xml.etree.ElementTree import Element


def local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def children(node: Element, name: str) -> list[Element]:
    return [one for one in node if local(one).lower() == name]


def child(node: Element, name: str) -> Element | None:
    return next(iter(children(node, name)), None)


def text(node: Element, name: str) -> str:
    found = child(node, name)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def attribute(node: Element, name: str) -> str:
    """An attribute by its name alone, whatever its namespace and however it is spelt."""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2].lower() == name), "")
