"""Markdown of a lesson file into the blocks of courses/blocks.py. Knows no framework; loses no word.

Sections by heading: 动手做 becomes an activity, 要点 key points, 依据 sources. A quotation that begins with an
article number is a statute quotation; a paragraph that begins with a bold 例题 is a worked example; a fence marked
`figure` is a drawing (courses/figures) with its title and the same in words.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from courses import figures
from statutes.numerals import from_chinese

Block = dict[str, Any]

REGULATION = "zhuhai-quality"
ACTIVITY = {"动手做", "Activity", "Do it yourself", "Try it", "Do it"}
POINTS = {"要点", "Key points"}
SOURCES = {"依据", "Sources"}
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_NAMESPACE = uuid.UUID("0a8f5f5c-4a55-4f0b-9a70-6f1f6f3d2b11")
_ARTICLE = re.compile(
    r"(?P<label>第(?P<zh>[一二三四五六七八九十]+)条\S*|Article (?P<en>\d+)(?:\(\d+\))?(?:, paragraph \d+)?)\s+(?P<text>.+)",
    re.DOTALL,
)
_EXAMPLE = re.compile(r"<b>(例题|算例|例|Worked example|Example)")
_TAGS = {
    "strong_open": "<b>",
    "strong_close": "</b>",
    "em_open": "<i>",
    "em_close": "</i>",
    "softbreak": " ",
    "hardbreak": "<br/>",
}


@dataclass
class _Section:
    """A `##` heading and what follows it until the next."""

    title: str = ""
    blocks: list[Block] = field(default_factory=list)


def to_blocks(text: str, name: str) -> list[Block]:
    """Stream data for the body of a lesson. `name` seeds the blocks' ids, so that loading twice changes none."""
    blocks: list[Block] = []
    for section in _sections(_PARSER.parse(text)):
        blocks += _arranged(section)
    return _numbered(blocks, name)


def _sections(tokens: list[Token]) -> Iterator[_Section]:
    section = _Section()
    for group in _groups(tokens):
        if group[0].type == "heading_open" and group[0].tag in ("h1", "h2"):
            if section.title or section.blocks:
                yield section
            section = _Section(title=group[1].content)
        else:
            section.blocks.append(_block(group))
    yield section


def _groups(tokens: list[Token]) -> Iterator[list[Token]]:
    """Top-level elements, each with all the tokens it holds."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _block(group: list[Token]) -> Block:
    match group[0].type:
        case "heading_open":
            return {"type": "subheading", "value": group[1].content}
        case "paragraph_open":
            return {"type": "paragraph", "value": _paragraph(group[1])}
        case "bullet_list_open" | "ordered_list_open" as kind:
            return {"type": "list", "value": {"ordered": kind == "ordered_list_open", "items": _items(group)}}
        case "table_open":
            return {"type": "table", "value": _table(group)}
        case "blockquote_open":
            return _quotation(group)
        case "fence" if group[0].info == "figure":
            return {"type": "figure", "value": _figure(group[0].content)}
        case other:
            raise ValueError(f"a lesson may not hold {other}: {group[0].content[:60]!r}")


def _inline(token: Token) -> str:
    """Inline tokens as the small HTML a rich text field keeps."""
    out = []
    for child in token.children or []:
        if child.type == "link_open":
            out.append(f'<a href="{escape(str(child.attrGet("href") or ""))}">')
        elif child.type == "link_close":
            out.append("</a>")
        else:
            out.append(_TAGS.get(child.type) or escape(child.content, quote=False))
    return "".join(out)


def _paragraph(token: Token) -> str:
    return f"<p>{_inline(token)}</p>"


def _items(group: list[Token]) -> list[str]:
    return [_paragraph(token) for token in group if token.type == "inline"]


def _table(group: list[Token]) -> dict[str, Any]:
    """Rows of plain text; bold keeps its two asterisks, which the template understands."""
    rows: list[list[str]] = []
    for token in group:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token.content)
    return {
        "data": rows,
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": "",
    }


def _figure(text: str) -> dict[str, str]:
    """A drawing with its title and words; what is left is the drawing as an editor may change it."""
    told = yaml.safe_load(text)
    title, words = str(told.pop("title")), str(told.pop("words"))
    figures.drawn(drawing := yaml.safe_dump(told, allow_unicode=True, sort_keys=False), words)
    return {"title": title, "words": words, "drawing": drawing}


def _quotation(group: list[Token]) -> Block:
    inlines = [token for token in group if token.type == "inline"]
    match = _ARTICLE.fullmatch("\n".join(token.content.replace("**", "") for token in inlines))
    if match is None:
        return {"type": "quote", "value": "".join(map(_paragraph, inlines))}
    number = int(match["en"]) if match["en"] else from_chinese(match["zh"])
    value = {"statute": REGULATION, "article": number, "label": match["label"], "text": match["text"]}
    return {"type": "statute", "value": value}


def _arranged(section: _Section) -> list[Block]:
    """A section's blocks, gathered into one where the heading says what they are."""
    kinds = [block["type"] for block in section.blocks]
    if section.title in ACTIVITY:
        return [{"type": "activity", "value": {"title": section.title, "body": section.blocks}}]
    if section.title in POINTS | SOURCES and kinds == ["list"]:
        kind = "points" if section.title in POINTS else "sources"
        return [{"type": kind, "value": {"title": section.title, "items": section.blocks[0]["value"]["items"]}}]
    heading = [{"type": "heading", "value": section.title}] if section.title else []
    return heading + _with_examples(section.blocks)


def _with_examples(blocks: list[Block]) -> list[Block]:
    """A worked example takes in the table or list that its last line announces with a colon."""
    out: list[Block] = []
    announced = False
    for block in blocks:
        if announced and block["type"] in ("table", "list"):
            out[-1]["value"]["body"].append(block)
            announced = False
        elif block["type"] == "paragraph" and _EXAMPLE.match(block["value"].removeprefix("<p>")):
            out.append({"type": "example", "value": {"body": [block]}})
            announced = block["value"].endswith(("：</p>", ":</p>"))
        else:
            out.append(block)
            announced = False
    return out


def _numbered(blocks: list[Block], name: str) -> list[Block]:
    """The same blocks with ids, at every depth, that depend on `name` and place alone."""
    numbered = []
    for place, block in enumerate(blocks):
        path = f"{name}/{place}"
        value = block["value"]
        if isinstance(value, dict) and "body" in value:
            value = {**value, "body": _numbered(value["body"], path)}
        if isinstance(value, dict) and "items" in value:
            items = [{"type": "item", "value": item, "id": block_id(f"{path}.{n}")} for n, item in enumerate(value["items"])]
            value = {**value, "items": items}
        numbered.append({"type": block["type"], "value": value, "id": block_id(path)})
    return numbered


def block_id(path: str) -> str:
    """The id of the block at this place: the same whenever it is loaded."""
    return str(uuid.uuid5(_NAMESPACE, path))
