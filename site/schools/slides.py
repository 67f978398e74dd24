"""The words of slides (幻灯片): title, lines and tables of each, in the order in which they are shown. Pure."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from core.archives import Archive

MOST_SLIDES = 200
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TITLES = ("title", "ctrTitle")
# What stands on every slide and says nothing of this one.
_IDLE = ("dt", "ftr", "sldNum")


@dataclass
class Slide:
    title: str = ""
    lines: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)


def slides(archive: Archive) -> list[Slide]:
    """Hidden ones are left out. Raises what a broken part raises."""
    home = "ppt/presentation.xml"
    parts = {one.get("Id", ""): one.get("Target", "") for one in _read(archive, "ppt/_rels/presentation.xml.rels")}
    wanted = [parts[one.get(f"{_R}id", "")] for one in _read(archive, home).iter(f"{_P}sldId")]
    names = [posixpath.normpath(posixpath.join("/ppt", target)).lstrip("/") for target in wanted]
    drawn = (_read(archive, name) for name in names[: MOST_SLIDES + 1])
    return [_slide(root) for root in drawn if root.get("show") != "0"]


def _read(archive: Archive, name: str) -> Element:
    root: Element = fromstring(archive.read(name), forbid_dtd=True)
    return root


def _slide(root: Element) -> Slide:
    slide = Slide()
    for shape in root.iter(f"{_P}sp"):
        place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        kind = place.get("type", "") if place is not None else ""
        lines = list(_lines(shape))
        if kind in _TITLES and not slide.title:
            slide.title = " ".join(lines)
        elif kind not in _IDLE:
            slide.lines += lines
    for table in root.iter(f"{_A}tbl"):
        slide.tables.append([[" ".join(_lines(cell)) for cell in row.iter(f"{_A}tc")] for row in table.iter(f"{_A}tr")])
    return slide


def _lines(shape: Element) -> Iterator[str]:
    for paragraph in shape.iter(f"{_A}p"):
        words = "".join(" " if one.tag == f"{_A}br" else one.text or "" for one in paragraph.iter() if one.tag in _SAID).strip()
        if words:
            yield words


_SAID = (f"{_A}t", f"{_A}br")
