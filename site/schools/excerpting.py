"""The words of an office file as clean HTML (文字预览): headings, paragraphs, lists and tables; no picture, no link, nothing from
elsewhere. Pure. The file is judged again as if it were handed in now; what is large is cut, what cannot be read is told so.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from io import BytesIO

import mammoth
import nh3

from core import sheets
from core.archives import MEGABYTE, Archive, Bounds, Refusal
from core.handed_in import OFFICE
from schools.slides import MOST_SLIDES, slides

MOST_SIGNS, MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 200_000, 200, 20, 10
# Mammoth holds a document as a tree many times its size.
MOST_DOCUMENT = 6 * MEGABYTE
# WPS names its headings in Chinese.
_STYLES = "\n".join(["comment-reference => ", *(f"p[style-name='标题 {level}'] => h{level}:fresh" for level in range(1, 7))])
_BOUNDS = Bounds(entries=2000, unpacked=80 * MEGABYTE)
_TAGS = set("h2 h3 p ul ol li table thead tbody tr th td strong em sup sub br".split())  # noqa: SIM905  reads better
_SPANS = {"colspan", "rowspan"}
_WORD, _EXCEL, _POWERPOINT = OFFICE.values()


class Unreadable(ValueError):
    """Nothing of this file can be shown; it is still a good download."""


@dataclass(frozen=True)
class Words:
    html: str
    is_cut: bool = False


def excerpt(content: bytes, mime: str) -> Words:
    """What of the file can be read. Raises Unreadable."""
    try:
        html, is_cut = _READERS[mime](content)
    except KeyError as fault:
        raise Unreadable(mime) from fault
    except Exception as fault:  # a reader raises whatever the broken part happens to raise
        raise Unreadable(str(fault)[:200]) from fault
    # Cleaning closes what the cut has left open.
    clean = nh3.clean(html[:MOST_SIGNS], tags=_TAGS, attributes={"td": _SPANS, "th": _SPANS})
    clean = re.sub(r"<(p|li|h2|h3)>\s*</\1>", "", clean)
    if not re.sub(r"<[^>]*>|\s", "", clean):
        raise Unreadable("no words")
    framed = clean.replace("<table>", '<div class="tbl__scroll" tabindex="0"><table>').replace("</table>", "</table></div>")
    return Words(framed, is_cut or len(html) > MOST_SIGNS)


def _word(content: bytes) -> tuple[str, bool]:
    archive = Archive(BytesIO(content), len(content), _BOUNDS)
    if len(archive.read("word/document.xml")) > MOST_DOCUMENT:
        raise Refusal("large-document")
    made = mammoth.convert_to_html(
        BytesIO(content),
        convert_image=mammoth.images.img_element(lambda image: {}),
        style_map=_STYLES,
        external_file_access=False,
        include_embedded_style_map=False,
    )
    # The page has a heading of its own; below it, one level and what is under it are enough to find one's way.
    html = re.sub(r"(</?)h1>", r"\1h2>", re.sub(r"(</?)h[2-6]>", r"\1h3>", made.value))
    return (html if "<h2>" in html else html.replace("h3>", "h2>")), False


def _excel(content: bytes) -> tuple[str, bool]:
    found = [sheet for sheet in sheets.sheets(content) if sheet.rows]
    parts, is_cut = [], len(found) > MOST_SHEETS
    for sheet in found[:MOST_SHEETS]:
        is_cut = is_cut or len(sheet.rows) > MOST_ROWS or any(len(row.cells) > MOST_COLUMNS for row in sheet.rows)
        parts.append(f"<h2>{escape(sheet.name)}</h2>{_table(row.cells[:MOST_COLUMNS] for row in sheet.rows[:MOST_ROWS])}")
    return "".join(parts), is_cut


def _powerpoint(content: bytes) -> tuple[str, bool]:
    shown = slides(Archive(BytesIO(content), len(content), _BOUNDS))
    parts = []
    for place, slide in enumerate(shown[:MOST_SLIDES], 1):
        lines = "".join(f"<li>{escape(line)}</li>" for line in slide.lines)
        tables = "".join(_table(rows) for rows in slide.tables)
        parts.append(f"<h2>{place}. {escape(slide.title)}</h2>" + (f"<ul>{lines}</ul>" if lines else "") + tables)
    return "".join(parts), len(shown) > MOST_SLIDES


def _table(rows: Iterable[Iterable[str]]) -> str:
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in cells) for cells in rows)
    return "<table><tbody>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</tbody></table>"


_READERS: dict[str, Callable[[bytes], tuple[str, bool]]] = {_WORD: _word, _EXCEL: _excel, _POWERPOINT: _powerpoint}
