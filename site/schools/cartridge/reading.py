"""Reading a cartridge (读课程包): our own comes back as it was; another platform's pages become text, its files stay. Pure.

It is an archive that others made: it passes `core.archives`, its manifest is read without DTD or entities, and nothing that the
manifest names outside the archive is followed.
"""

import json
import posixpath
from html.parser import HTMLParser
from typing import IO, Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.archives import MEGABYTE, Archive, Bounds, Refusal
from schools.cartridge.shape import FORMAT, OURS, WORDS, Enclosed, Lesson

LARGEST = 100 * MEGABYTE
BOUNDS = Bounds(entries=500, unpacked=120 * MEGABYTE)
MOST_FILES, LONGEST_TEXT, _LONGEST_XML = 40, 100_000, 2 * MEGABYTE
MANIFEST = "imsmanifest.xml"


def read(file: IO[bytes], size: int) -> Lesson:
    """The lesson. Raises Refusal."""
    if size > LARGEST:
        raise Refusal("too-large", megabytes=LARGEST // MEGABYTE)
    archive = Archive(file, size, BOUNDS)
    if MANIFEST not in archive.names:
        raise Refusal("no-manifest")
    root = _parsed(_short(archive, MANIFEST))
    return _own(archive) if OURS in archive.names else _foreign(archive, root)


def _short(archive: Archive, name: str) -> bytes:
    data = b""
    for piece in archive.chunks(name):
        data += piece
        if len(data) > _LONGEST_XML:
            raise Refusal("description-too-long", name=name)
    return data


def _parsed(data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise Refusal("manifest-entities") from fault
    except (ParseError, ValueError, LookupError) as fault:
        raise Refusal("manifest-broken") from fault
    if _local(root) != "manifest":
        raise Refusal("manifest-broken")
    return root


# --- our own ------------------------------------------------------------------------------------------------


def _own(archive: Archive) -> Lesson:
    try:
        told: Any = json.loads(_short(archive, OURS).decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as fault:
        raise Refusal("description-broken") from fault
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Refusal("description-broken")
    words, files, minutes = told.get("words"), told.get("files"), told.get("minutes")
    if not isinstance(words, dict) or not isinstance(files, list) or not isinstance(minutes, int) or isinstance(minutes, bool):
        raise Refusal("description-broken")
    if len(files) > MOST_FILES:
        raise Refusal("too-many-files", most=MOST_FILES)
    return Lesson(
        {name: _text(words.get(name, "")) for name in WORDS},
        minutes,
        _text(told.get("language", "")),
        tuple(_enclosed(archive, one) for one in files),
    )


def _enclosed(archive: Archive, told: Any) -> Enclosed:
    if not isinstance(told, dict):
        raise Refusal("description-broken")
    at, name = _text(told.get("at")), _text(told.get("name"))
    return Enclosed(name, _text(told.get("title", "")), _text(told.get("kind", "")), archive.read(at))


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Refusal("description-broken")
    return value


# --- another platform's ---------------------------------------------------------------------------------------


def _foreign(archive: Archive, root: Element) -> Lesson:
    titles = _titles(root)
    pages: list[str] = []
    files: list[Enclosed] = []
    left: list[str] = []
    for resource in root.iter():
        if _local(resource) != "resource":
            continue
        at = _inside(resource.get("href", ""))
        title = titles.get(resource.get("identifier", ""), "")
        if resource.get("type", "") != "webcontent" or at not in archive.names:
            left.append(title or at or resource.get("type", "")[:60])
        elif at.lower().endswith((".html", ".htm", ".xhtml")):
            pages.append(_paged(title, _short(archive, at)))
        elif len(files) < MOST_FILES:
            files.append(Enclosed(posixpath.basename(at), title[:80], "", archive.read(at)))
        else:
            left.append(at)
    said = _said(root)
    text = "\n\n".join(filter(None, pages))[:LONGEST_TEXT] or said["summary"] or said["title"]
    words = dict.fromkeys(WORDS, "") | said | {"text": text}
    return Lesson(words, 0, "", tuple(files), tuple(left))


def _inside(href: str) -> str:
    return posixpath.normpath(unquote(href).partition("?")[0].partition("#")[0]) if href else ""


def _titles(root: Element) -> dict[str, str]:
    found = {}
    for item in root.iter():
        if _local(item) == "item" and item.get("identifierref"):
            title = next((one.text or "" for one in item if _local(one) == "title"), "")
            found[item.get("identifierref", "")] = " ".join(title.split())
    return found


def _said(root: Element) -> dict[str, str]:
    """Title, description, keywords and languages of the manifest's LOM."""
    general = next((node for node in root.iter() if _local(node) == "general"), None)
    told: dict[str, list[str]] = {"title": [], "description": [], "keyword": [], "language": []}
    for node in general if general is not None else ():
        name = _local(node)
        if name in told:
            told[name].append(" ".join("".join(node.itertext()).split()))
    title = next(iter(told["title"]), "") or next(iter(_titles(root).values()), "")
    return {
        "title": title[:255],
        "summary": next(iter(told["description"]), "")[:300],
        "keywords": "，".join(told["keyword"])[:120],
        "languages": ",".join(told["language"])[:120],
    }


def _paged(title: str, data: bytes) -> str:
    """A page as text: headings, paragraphs and list items keep their lines; what runs or is hidden goes."""
    reader = _Text()
    reader.feed(data.decode("utf-8", "replace"))
    reader.close()
    text = reader.told()
    return f"## {title}\n\n{text}" if title and text else text


class _Text(HTMLParser):
    _LINES = frozenset(("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote", "pre"))
    _SILENT = frozenset(("script", "style", "head", "template", "noscript", "iframe", "object", "svg"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._SILENT:
            self._silent += 1
        elif tag in self._LINES or tag == "br":
            self._lines.append({"li": "- ", "h1": "## ", "h2": "## "}.get(tag, "### " if tag in ("h3", "h4", "h5", "h6") else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in self._LINES:
            self._lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._lines[-1] += " ".join(data.split())

    def told(self) -> str:
        return "\n\n".join(line for line in self._lines if line.strip("#- "))


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]
