"""Reading imsmanifest.xml (课件清单) of SCORM 1.2 and 2004. Pure.

Names are matched without their namespaces, because half of all packages get those wrong. What is missing is named, with
where to look for it.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from xml.etree.ElementTree import Element

from core.archives import Refusal
from courses.packages import markup, sequencing_reading
from courses.packages.elements import attribute, child, children, local, text
from courses.packages.outline import Kind, Outline, Unit
from courses.packages.paths import divided, folder, meant

NAME = "imsmanifest.xml"
MOST_UNITS, DEEPEST, DEEPEST_MANIFEST = 1000, 30, 8
LONGEST_TITLE = 200
_MARK_2004 = ("adlcp_v1p3", "imscp_v1p1", "adlseq_v1p3", "imsss")


def read(data: bytes, here: Collection[str] = ()) -> Outline:
    """What the manifest says; `here`: the folded paths of the files that came with it. Raises Refusal."""
    root = markup.root(data)
    if local(root) != "manifest":
        raise Refusal("no-manifest-root", found=local(root)[:40])
    kind, edition = _edition(root, markup.written(data))
    _name_items(root)
    resources = _resources(root, here)
    organisation = _organisation(root)
    title = text(organisation, "title")[:LONGEST_TITLE] if organisation is not None else ""
    durations = sequencing_reading.durations(root, organisation, kind)
    found = _units(organisation, resources, _inner(root)) if organisation is not None else []
    units = tuple(replace(unit, time_limit=durations.get(unit.id, unit.time_limit)) for unit in found)
    extra = sequencing_reading.read(root, organisation, kind, units)
    units = units or tuple(_loose(resources))
    if not units:
        raise Refusal("nothing-to-open")
    if len(units) > MOST_UNITS:
        raise Refusal("too-many-parts", number=len(units), most=MOST_UNITS)
    return Outline(kind, title or units[0].title, edition, units, extra)


def _edition(root: Element, written: str) -> tuple[Kind, str]:
    """By what it declares, else by the namespaces it uses."""
    metadata = child(root, "metadata")
    declared = text(metadata, "schemaversion") if metadata is not None else ""
    if "2004" in declared or "1.3" in declared:
        return "scorm2004", declared
    if "1.2" in declared:
        return "scorm12", declared
    is_2004 = any(mark in written for mark in _MARK_2004) and "adlcp_rootv1p2" not in written
    return ("scorm2004" if is_2004 else "scorm12"), declared


def _resources(root: Element, here: Collection[str]) -> dict[str, Element]:
    """Every resource by its identifier, with the file it opens written into it."""
    found: dict[str, Element] = {}
    for holder, group in _groups(root):
        outer = folder(attribute(root, "base")) + (folder(attribute(holder, "base")) if holder is not root else "")
        outer += folder(attribute(group, "base"))
        for resource in children(group, "resource"):
            path = divided(_address(resource))[0]
            resource.set("_file", meant(outer + folder(attribute(resource, "base")), path, here))
            found[attribute(resource, "identifier").strip()] = resource
    return found


def _groups(root: Element) -> list[tuple[Element, Element]]:
    """Every list of resources with the manifest it stands in: some packages are several, one manifest within another."""
    return [(holder, group) for holder in _manifests(root) for group in children(holder, "resources")]


def _manifests(root: Element) -> list[Element]:
    """This manifest and those within it, in their order. What each opens is looked through: so they lie only so deep."""
    found: list[Element] = []
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if local(node).lower() == "manifest":
            found.append(node)
            depth += 1
        if depth > DEEPEST_MANIFEST:
            raise Refusal("manifest-deep", most=DEEPEST_MANIFEST)
        waiting += [(one, depth) for one in reversed(node)]
    return found


def _name_items(root: Element) -> None:
    """Every item gets a name that no other has: what is kept of a part is kept under it."""
    seen: set[str] = set()
    for number, item in enumerate(one for one in root.iter() if local(one).lower() == "item"):
        key = next((key for key in item.attrib if key.rpartition("}")[2].lower() == "identifier"), "identifier")
        name = item.get(key, "").strip()
        if not name or name in seen:
            item.set(key, name := f"{name or 'item'}~{number}")
        seen.add(name)


def _organisation(root: Element) -> Element | None:
    """The organisation that is the default, else the first; one that opens nothing only where none does."""
    group = child(root, "organizations")
    if group is None:
        return None
    wanted = attribute(group, "default").strip()
    return max(
        children(group, "organization"), key=lambda one: (_opens(one), attribute(one, "identifier") == wanted), default=None
    )


def _opens(organisation: Element) -> bool:
    return any(local(one).lower() == "item" and attribute(one, "identifierref") for one in organisation.iter())


def _inner(root: Element) -> dict[str, Element]:
    """What each manifest within this one opens, by its identifier: an item may refer to it as a whole."""
    opened = ((attribute(one, "identifier"), _organisation(one)) for one in _manifests(root)[1:])
    return {name: organisation for name, organisation in opened if organisation is not None}


def _units(parent: Element, resources: dict[str, Element], inner: dict[str, Element], depth: int = 0) -> list[Unit]:
    """Every part in its order. A manifest within is opened where it is first referred to, and once."""
    if depth > DEEPEST:
        raise Refusal("manifest-deep", most=DEEPEST)
    units: list[Unit] = []
    for item in children(parent, "item"):
        reference = attribute(item, "identifierref").strip()
        if reference in inner:
            units += _units(inner.pop(reference), resources, inner, depth + 1)
        elif reference and attribute(item, "isvisible").lower() != "false":
            resource = resources.get(reference)
            if resource is None:
                raise Refusal("resource-missing", item=text(item, "title") or reference, resource=reference)
            units.append(_unit(item, resource, depth))
        units += _units(item, resources, inner, depth + 1)
    return units


def _unit(item: Element, resource: Element, depth: int) -> Unit:
    unit = _opened(resource, attribute(item, "parameters"), text(item, "title")[:LONGEST_TITLE])
    return replace(
        unit,
        id=attribute(item, "identifier") or unit.id,
        title=text(item, "title")[:LONGEST_TITLE] or unit.file,
        depth=depth,
        mastery=text(item, "masteryscore"),
        scaled_pass=_scaled_pass(item),
        threshold=_threshold(item),
        launch_data=text(item, "datafromlms")[:64000],
        time_limit=text(item, "maxtimeallowed"),
        time_limit_action=text(item, "timelimitaction"),
    )


def _loose(resources: dict[str, Element]) -> list[Unit]:
    """A manifest without any item: its SCOs, else its first page."""
    openable = [one for one in resources.values() if attribute(one, "href")]
    scos = [one for one in openable if attribute(one, "scormtype").lower() == "sco"]
    return [_opened(one, "", "") for one in (scos or openable[:1])]


def _opened(resource: Element, parameters: str, title: str) -> Unit:
    href = _address(resource)
    if not href:
        raise Refusal("launch-missing", item=title or attribute(resource, "identifier"))
    if re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", href):
        raise Refusal("launch-elsewhere", item=title or href[:60], address=href[:80])
    path, query, fragment = divided(href)
    reports = attribute(resource, "scormtype").lower() != "asset"
    file = resource.get("_file", path)
    return Unit(attribute(resource, "identifier"), title or path, file, _joined(query, parameters) + fragment, reports)


def _address(resource: Element) -> str:
    """Which page it opens; where it does not say so, the one page among its files."""
    pages = [attribute(one, "href").strip() for one in children(resource, "file")]
    pages = [one for one in pages if one.lower().partition("?")[0].endswith((".html", ".htm"))]
    return attribute(resource, "href").strip() or (pages[0] if len(pages) == 1 else "")


def _joined(query: str, parameters: str) -> str:
    """The query of an address and an item's parameters, joined as SCORM tells it.

    >>> _joined("?a=1", "&b=2"), _joined("", "b=2"), _joined("", "#two"), _joined("", "")
    ('?a=1&b=2', '?b=2', '#two', '')
    """
    if not parameters or parameters.startswith("#"):
        return query + parameters
    return f"{query}{'&' if query else '?'}{parameters.lstrip('?&')}"


def _scaled_pass(item: Element) -> str:
    """The least normalised measure of the primary objective, if the score decides."""
    for sequencing in children(item, "sequencing"):
        for objective in sequencing.iter():
            if local(objective) == "primaryObjective" and attribute(objective, "satisfiedbymeasure").lower() == "true":
                return text(objective, "minnormalizedmeasure") or "1.0"
    return ""


def _threshold(item: Element) -> str:
    """From which progress on it is complete: an attribute in the 4th edition, plain text before."""
    node = child(item, "completionthreshold")
    if node is None:
        return ""
    if attribute(node, "minprogressmeasure"):
        by_measure = attribute(node, "completedbymeasure").lower() == "true"
        return attribute(node, "minprogressmeasure") if by_measure else ""
    return (node.text or "").strip()
