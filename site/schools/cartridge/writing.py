"""Writing a cartridge (写课程包): the manifest with its LOM, a page to read, our own description, the files. Pure.

Names within are plain ASCII, for half of all platforms unpack others wrongly; the real names stand in the description.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from schools.cartridge.shape import FORMAT, OURS, WORDS, Enclosed, Lesson

_CP = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"
_PAGE = "lesson.html"
# What XML 1.0 has no sign for.
_UNTOLD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def entries(lesson: Lesson, body: str, identifier: str, contents: Iterable[bytes] | None = None) -> Iterator[tuple[str, bytes]]:
    """Every entry of the archive, the manifest first. `body`: the lesson as clean HTML.

    `contents` gives the files one after another where the lesson only names them, so that never more than one is in memory.
    """
    yield "imsmanifest.xml", _manifest(lesson, identifier)
    yield _PAGE, _page(lesson, body)
    yield OURS, _ours(lesson)
    held = contents if contents is not None else (file.content for file in lesson.files)
    for place, (file, content) in enumerate(zip(lesson.files, held, strict=True), 1):
        yield _at(place, file), content


def _at(place: int, file: Enclosed) -> str:
    ending = re.sub(r"[^a-z0-9]", "", file.name.rpartition(".")[2].lower())[:8]
    return f"files/{place:02d}.{ending or 'bin'}"


def _ours(lesson: Lesson) -> bytes:
    told = {
        "format": FORMAT,
        "language": lesson.language,
        "minutes": lesson.minutes,
        "words": {name: lesson.words.get(name, "") for name in WORDS},
        "files": [
            {"at": _at(place, file), "name": file.name, "title": file.title, "kind": file.kind}
            for place, file in enumerate(lesson.files, 1)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "surrogatepass")


def _page(lesson: Lesson, body: str) -> bytes:
    title = html.escape(_told(lesson.words["title"]))
    text = f'<!doctype html>\n<html lang="{lesson.language}"><head><meta charset="utf-8"><title>{title}</title></head>\n'
    return (text + f"<body><h1>{title}</h1>\n{_told(body)}\n</body></html>\n").encode()


def _manifest(lesson: Lesson, identifier: str) -> bytes:
    ET.register_namespace("", _CP)
    ET.register_namespace("lomimscc", _LOM)
    root = ET.Element(f"{{{_CP}}}manifest", {"identifier": identifier})
    metadata = _under(root, "metadata")
    _under(metadata, "schema").text = "IMS Common Cartridge"
    _under(metadata, "schemaversion").text = "1.3.0"
    _describe(metadata, lesson)
    organisation = _under(_under(root, "organizations"), "organization", identifier="org", structure="rooted-hierarchy")
    items, resources = _under(organisation, "item", identifier="root"), _under(root, "resources")
    _resource(items, resources, "page", lesson.words["title"], _PAGE)
    for place, file in enumerate(lesson.files, 1):
        _resource(items, resources, f"file{place:02d}", file.title or file.name, _at(place, file))
    ours = _under(resources, "resource", identifier="haizhun", type="webcontent", href=OURS)
    _under(ours, "file", href=OURS)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _resource(items: ET.Element, resources: ET.Element, name: str, title: str, at: str) -> None:
    item = _under(items, "item", identifier=f"i-{name}", identifierref=f"r-{name}")
    _under(item, "title").text = _told(title)
    resource = _under(resources, "resource", identifier=f"r-{name}", type="webcontent", href=at)
    _under(resource, "file", href=at)


def _describe(metadata: ET.Element, lesson: Lesson) -> None:
    lom = ET.SubElement(metadata, f"{{{_LOM}}}lom")
    general = ET.SubElement(lom, f"{{{_LOM}}}general")
    _worded(general, "title", lesson.words["title"], lesson.language)
    for code in (lesson.words.get("languages") or lesson.language).split(","):
        ET.SubElement(general, f"{{{_LOM}}}language").text = _told(_spelt(code))
    _worded(general, "description", lesson.words.get("summary") or lesson.words.get("objectives", ""), lesson.language)
    for word in re.split(r"[，,、]", lesson.words.get("keywords", "")):
        if word.strip():
            _worded(general, "keyword", word.strip(), lesson.language)
    rights = ET.SubElement(lom, f"{{{_LOM}}}rights")
    restricted = ET.SubElement(rights, f"{{{_LOM}}}copyrightAndOtherRestrictions")
    ET.SubElement(restricted, f"{{{_LOM}}}value").text = "yes"
    told = ", ".join(filter(None, [lesson.words.get("rights_holder", ""), lesson.words.get("licence", "")]))
    _worded(rights, "description", told, lesson.language)


def _spelt(code: str) -> str:
    """As BCP 47 writes it.

    >>> _spelt("zh-hans"), _spelt("en")
    ('zh-Hans', 'en')
    """
    language, *script = code.split("-")
    return "-".join([language, *(part.title() for part in script)])


def _worded(parent: ET.Element, name: str, text: str, language: str) -> None:
    string = ET.SubElement(ET.SubElement(parent, f"{{{_LOM}}}{name}"), f"{{{_LOM}}}string", {"language": language})
    string.text = _told(text)


def _under(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{_CP}}}{name}", attributes)


def _told(text: str) -> str:
    return _UNTOLD.sub("", text)
