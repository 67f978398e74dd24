"""The source of a GIFT file: its questions block by block with their lines, escapes put out of the parser's way."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

# What a backslash may stand before; in the parser's hands each is one of Unicode's noncharacters, which no text holds.
SIGNS = "~=#{}:\\"
_SET_APART = {sign: chr(0xFDD0 + at) for at, sign in enumerate(SIGNS)}
_BACK = str.maketrans({apart: sign for sign, apart in _SET_APART.items()})
_ESCAPE = re.compile(r"\\(.)", re.S)
_ID = re.compile(r"\[id:([^\]]*)\]")
_TAG = re.compile(r"\[tag:([^\]]*)\]")
WEIGHT = re.compile(r"^%(-?\d{1,3}(?:\.\d*)?)%")
OURS = "// haizhun "


@dataclass
class Block:
    """One question before it is parsed: its line, category, and what the comments above it tell."""

    line: int
    text: str
    category: str = ""
    code: str = ""
    tags: list[str] = field(default_factory=list)
    ours: dict[str, Any] = field(default_factory=dict)


def apart(text: str) -> str:
    """With every escaped sign set apart.

    >>> back(apart("a \\\\= b \\\\\\\\ c \\\\( d")), apart("x\\\\ny")
    ('a = b \\\\ c \\\\( d', 'x\\ny')
    """
    return _ESCAPE.sub(lambda found: _SET_APART.get(found[1]) or ("\n" if found[1] == "n" else found[0]), text)


def back(text: str) -> str:
    """As the reader sees it."""
    return text.translate(_BACK)


def escaped(text: str) -> str:
    """A text so that no sign of it is taken for GIFT's.

    >>> escaped("a=b {c}\\nd")
    'a\\\\=b \\\\{c\\\\}\\\\nd'
    """
    return re.sub(r"([~=#{}:\\])", r"\\\1", text).replace("\n", "\\n")


def blocks(text: str) -> Iterator[Block]:
    """The questions of a file. A blank line ends one, unless a brace is still open and no other question begins."""
    category, held, above = "", list[str](), Block(0, "")
    lines = [*text.split("\n"), "", "::"]
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if bare.startswith("//"):
            _comment(above, bare)
        elif not held and bare.upper().startswith("$CATEGORY:"):
            category = bare.split(":", 1)[1].strip()
        elif bare.upper().startswith("$CATEGORY:") and not _is_open(held):
            # Moodle wants a blank line before it; a file without one means the same.
            yield from _pieces(above, apart("\n".join(held)), category)
            held, above, category = [], Block(0, ""), bare.split(":", 1)[1].strip()
        elif bare and not (bare.startswith("::") and held and not held[-1].strip()):
            above.line = above.line or number
            held.append(line)
        elif held and (not _is_open(held) or bare.startswith("::") or number >= len(lines) - 1):
            yield from _pieces(above, apart("\n".join(held)), category)
            held, above = ([line], Block(number, "")) if bare and number < len(lines) else ([], Block(0, ""))
        elif held:
            held.append(line)


def _pieces(block: Block, text: str, category: str) -> Iterator[Block]:
    """The questions of a block: several where a line after a closing brace begins another, though no blank line parts them."""
    pieces = re.split(r"(?<=\})[ \t]*\n", text.strip()) if text.count("{") > 1 else [text.strip()]
    line = block.line
    for piece in pieces:
        yield replace(block, line=line, text=piece.strip(), category=category)
        line += piece.count("\n") + 1


def _is_open(held: list[str]) -> bool:
    text = apart("\n".join(held))
    return text.count("{") > text.count("}")


def _comment(block: Block, comment: str) -> None:
    """Moodle's [id:…] and [tag:…], and our own line about where the item is used."""
    if comment.startswith(OURS):
        try:
            told = json.loads(comment.removeprefix(OURS))
        except ValueError:
            return
        block.ours = told if isinstance(told, dict) else {}
        return
    if named := _ID.search(comment):
        block.code = named[1].strip()
    block.tags += [tag.strip() for tag in _TAG.findall(comment) if tag.strip()]
