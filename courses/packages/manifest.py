"""Reading imsmanifest.xml (课件清单) of SCORM 1.2 and 2004. Pure.

Names are matched without their namespaces, because half of all packages get those wrong. What is missing is named, with
where to look for it.
"""

import re
from dataclasses import replace
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.archives import Refusal
from courses.packages import sequencing_reading
from courses.packages.elements import attribute, child, children, local, text
from courses.packages.outline import Kind, Outline, Unit

NAME = "imsmanifest.xml"
_DECLARED = re.compile(rb"""^(\s*<\?xml[^>]*?encoding\s*=\s*["'])([A-Za-z0-9._-]+)(["'])""")
_MARK_2004 = ("adlcp_v1p3", "imscp_v1p1", "adlseq_v1p3", "imsss")


def read(data: bytes) -> Outline:
    """What the manifest says. Raises Refusal."""
    root = _root(data)
    if local(root) != "manifest":
        raise Refusal("no-manifest-root", found=local(root)[:40])
    kind, edition = _edition(root, data)
    resources = _resources(root)
    organisation = _organisation(root)
    title = text(organisation, "title") if organisation is not None else ""
    durations = sequencing_reading.durations(root, organisation, kind)
    found = _units(organisation, resources) if organisation is not None else []
    units = tuple(replace(unit, time_limit=durations.get(unit.id, unit.time_limit)) for unit in found)
    extra = sequencing_reading.read(root, organisation, kind, units)
    units = units or tuple(_loose(resources))
    if not units:
        raise Refusal("nothing-to-open")
    return Outline(kind, title or units[0].title, edition, units, extra)


def _root(data: bytes) -> Element:
    try:
        root: Element = fromstring(_as_utf8(data), forbid_dtd=True)
    except DefusedXmlException as fault:
        raise Refusal("manifest-entities") from fault
    except (ParseError, ValueError, LookupError) as fault:
        raise Refusal("manifest-broken", line=getattr(fault, "position", (0, 0))[0]) from fault
    return root


def _as_utf8(data: bytes) -> bytes:
    """The parser knows no GB2312, and some manifests say UTF-8 and are GBK: both are turned into honest UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    data = data.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(data)
    encoding = declared[2].decode().lower() if declared else "utf-8"
    if encoding.startswith(("gb", "cp936", "x-gbk")) or (encoding == "utf-8" and not _is_utf8(data)):
        try:
            decoded = data.decode("gb18030")
        except UnicodeDecodeError as fault:
            raise Refusal("manifest-broken", line=0) from fault
        return re.sub(_DECLARED, rb"\1utf-8\3", decoded.encode())
    return data


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _edition(root: Element, data: bytes) -> tuple[Kind, str]:
    """By what it declares, else by the namespaces it uses."""
    metadata = child(root, "metadata")
    declared = text(metadata, "schemaversion") if metadata is not None else ""
    if declared.startswith("1.2"):
        return "scorm12", declared
    if "2004" in declared or declared.startswith(("CAM 1.3", "1.3")):
        return "scorm2004", declared
    is_2004 = any(mark.encode() in data for mark in _MARK_2004) and b"adlcp_rootv1p2" not in data
    return ("scorm2004" if is_2004 else "scorm12"), declared


def _resources(root: Element) -> dict[str, Element]:
    """Every resource by its identifier, with the folder it stands in written into `base`."""
    found: dict[str, Element] = {}
    for group in children(root, "resources"):
        outer = attribute(root, "base") + attribute(group, "base")
        for resource in children(group, "resource"):
            resource.set("_base", outer + attribute(resource, "base"))
            found[attribute(resource, "identifier")] = resource
    return found


def _organisation(root: Element) -> Element | None:
    """The organisation that is the default, else the first."""
    group = child(root, "organizations")
    if group is None:
        return None
    all_of_them = children(group, "organization")
    wanted = attribute(group, "default")
    return next((one for one in all_of_them if attribute(one, "identifier") == wanted), next(iter(all_of_them), None))


def _units(parent: Element, resources: dict[str, Element], depth: int = 0) -> list[Unit]:
    units: list[Unit] = []
    for item in children(parent, "item"):
        reference = attribute(item, "identifierref")
        if reference and attribute(item, "isvisible").lower() != "false":
            resource = resources.get(reference)
            if resource is None:
                raise Refusal("resource-missing", item=text(item, "title") or reference, resource=reference)
            units.append(_unit(item, resource, depth))
        units += _units(item, resources, depth + 1)
    return units


def _unit(item: Element, resource: Element, depth: int) -> Unit:
    unit = _opened(resource, attribute(item, "parameters"), text(item, "title"))
    return replace(
        unit,
        id=attribute(item, "identifier") or unit.id,
        title=text(item, "title") or unit.file,
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
    href = attribute(resource, "href").strip()
    if not href:
        raise Refusal("launch-missing", item=title or attribute(resource, "identifier"))
    if re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", href):
        raise Refusal("launch-elsewhere", item=title or href[:60], address=href[:80])
    path, mark, query = (resource.get("_base", "") + href).replace("\\", "/").partition("?")
    path, _hash, fragment = path.partition("#")
    tail = _joined(mark + query, parameters) + (f"#{fragment}" if fragment else "")
    reports = attribute(resource, "scormtype").lower() != "asset"
    return Unit(attribute(resource, "identifier"), title or path, unquote(path).removeprefix("./"), tail, reports)


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
