"""The pages of a PDF told one by one (逐页读出): their words, and the picture of a page that is nothing but one (a scan).

A program of its own: `courses.media.leafing` runs it without the site's environment, within bounds of time and memory, because a
PDF may be built to exhaust whoever reads it. It draws no page that is set in type: for that the house has no library.
It imports nothing of ours.
"""

import json
import sys
import unicodedata
import warnings
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any

import pikepdf
from PIL import Image
from pypdf import PdfReader

MOST_PAGES, MOST_SIGNS_OF_A_PAGE, MOST_SIGNS = 200, 6_000, 100_000
MOST_PIXELS, LONGEST_SIDE, MOST_OPERATIONS = 40_000_000, 1_400, 100_000
SECONDS, MEMORY = 25, 1024 * 1024 * 1024
# How far from the edges of its page a scan may end, as a part of the page; and how many lines are no drawing yet.
_SLACK, _FEW_LINES = 0.03, 3
_INK = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "W", "W*", "INLINE IMAGE"})
_WORDS = frozenset({"Tj", "TJ", "'", '"'})
_UNSEEN = 3
_FULL_LINE, _ENDS = 40, "。！？；：.!?;:"
Matrix = tuple[float, float, float, float, float, float]
Told = dict[str, Any]


def plain(text: str) -> str:
    """Words as they are read and searched; empty where a typeface does not say which signs it draws.

    >>> plain("⼈员\\x00 检查\\n\\n\\n 第二行 "), plain("\\ue001\\ue002\\ue003。")
    ('人员 检查\\n\\n第二行', '')
    """
    kept = [
        sign for sign in text.replace("\r", "\n") if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cn", "Co", "Cs")
    ]
    unreadable = sum(unicodedata.category(sign) == "Co" or sign == "\ufffd" for sign in text)
    if unreadable * 10 > len(text):
        return ""
    # Radicals and ligatures, which some typefaces give in the place of the signs that look like them.
    strange = (("\u2e80", "\u2fdf"), ("\ufb00", "\ufb06"))
    words = "".join(unicodedata.normalize("NFKC", one) if any(a <= one <= z for a, z in strange) else one for one in kept)
    lines = [" ".join(line.split()) for line in words.split("\n")]
    return flowing("\n".join(line for n, line in enumerate(lines) if line or (n and lines[n - 1])).strip())


def flowing(text: str) -> str:
    """Lines that ended because the page did go on in the next, so that a telephone breaks them anew; a sentence's end stays one.

    >>> flowing("请主要负责人、质量、生产、采购、人事各一人坐下来，把条例\\n第八条过一遍。\\n项 活动")
    '请主要负责人、质量、生产、采购、人事各一人坐下来，把条例第八条过一遍。\\n项 活动'
    """
    lines = text.split("\n")
    full = max(_FULL_LINE, 0.88 * max(map(_width, lines)))
    told = [lines[0]]
    for before, line in pairwise(lines):
        if not line or not before or _width(before) < full or before[-1] in _ENDS:
            told.append(line)
        else:
            is_spaced = before[-1].isascii() and line[0].isascii() and before[-1] != "-"
            told[-1] += (" " if is_spaced else "") + line
    return "\n".join(told)


def _width(line: str) -> int:
    """In halves of a Chinese sign."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


class _Looked:
    """What stands on a page beside words: pictures with where they stand, lines and areas, and whether words can be seen."""

    def __init__(self, page: pikepdf.Page) -> None:
        self.pictures: list[tuple[Any, Matrix]] = []
        self.ink, self.has_words, self._mode = 0, False, 0
        self._at: Matrix = (1, 0, 0, 1, 0, 0)
        self._kept: list[tuple[Matrix, int]] = []
        resources: Any = page.obj.get("/Resources")
        self._things: Any = (resources.get("/XObject") if resources is not None else None) or {}
        told = pikepdf.parse_content_stream(page)
        self.is_whole = len(told) <= MOST_OPERATIONS
        for one in told[:MOST_OPERATIONS]:
            self._see(str(one.operator), one.operands)

    @property
    def has_drawing(self) -> bool:
        return bool(self.pictures) or self.ink > _FEW_LINES

    def _see(self, name: str, operands: Any) -> None:
        if name in _INK:
            self.ink += 1
        elif name in _WORDS:
            self.has_words = self.has_words or self._mode != _UNSEEN
        elif name == "Tr":
            self._mode = int(operands[0])
        elif name == "Do":
            self._put(str(operands[0]))
        else:
            self._move(name, operands)

    def _move(self, name: str, operands: Any) -> None:
        if name == "q":
            self._kept.append((self._at, self._mode))
        elif name == "Q" and self._kept:
            self._at, self._mode = self._kept.pop()
        elif name == "cm":
            a, b, c, d, e, f = (float(one) for one in operands)
            p, q, r, s, t, u = self._at
            self._at = (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)

    def _put(self, name: str) -> None:
        thing = self._things.get(name)
        if thing is not None and str(thing.get("/Subtype")) == "/Image":
            self.pictures.append((thing, self._at))
        else:
            self.ink += _FEW_LINES + 1  # a form may hold anything

    def scan(self, page: pikepdf.Page) -> Any:
        """The one picture that is the whole page; None when there is more to see, or less."""
        if len(self.pictures) != 1 or self.ink or self.has_words or not self.is_whole or "/Annots" in page.obj:
            return None
        thing, (a, b, c, d, e, f) = self.pictures[0]
        left, low, right, high = (float(one) for one in page.cropbox)
        off = max(abs(e - left), abs(e + a - right)) / (right - left), max(abs(f - low), abs(f + d - high)) / (high - low)
        is_upright = abs(b) + abs(c) < 0.01 and a > 0 and d > 0
        return thing if is_upright and max(off) <= _SLACK and _is_plain(thing) else None


def _is_plain(thing: Any) -> bool:
    """Neither see-through nor turned over, and of a size that may be drawn."""
    strange = any(name in thing for name in ("/SMask", "/Mask", "/ImageMask", "/Decode"))
    return not strange and 0 < int(thing.Width) * int(thing.Height) <= MOST_PIXELS


def _drawn(thing: Any, page: pikepdf.Page, path: Path) -> tuple[int, int]:
    picture = pikepdf.PdfImage(thing).as_pil_image()
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = picture.convert("RGB").rotate(-int(page.obj.get("/Rotate", 0)), expand=True)
    upright.save(path, "JPEG", quality=78)
    return upright.size


def told(page: pikepdf.Page, text: str, path: Path) -> Told:
    """A page: its words (t), whether it shows more than they say (d), and of a scan the size of its picture (w, h)."""
    leaf: Told = {"t": plain(text[: MOST_SIGNS_OF_A_PAGE * 2])[:MOST_SIGNS_OF_A_PAGE], "d": True}
    try:
        looked = _Looked(page)
        leaf["d"] = looked.has_drawing
        if (thing := looked.scan(page)) is not None:
            leaf["w"], leaf["h"] = _drawn(thing, page, path)
            leaf["d"] = False
    except Exception:  # whatever a page makes the two libraries raise: its reader is told to look into the PDF
        leaf["d"] = True
    return leaf


def _words(reader: PdfReader, number: int) -> str:
    try:
        return reader.pages[number].extract_text()
    except Exception:  # as above: a page without words is told as one
        return ""


def read(source: Path, folder: Path) -> Told:
    """All pages of a file, as far as the bounds go; or why there are none."""
    try:
        with pikepdf.open(source) as document, source.open("rb") as file:
            reader = PdfReader(file, password="" if document.is_encrypted else None)
            return {"pages": len(document.pages), "leaves": _leaves(document, reader, folder)}
    except pikepdf.PasswordError:
        return {"fault": "locked"}
    except Exception:  # as above: the office and the reader are told that it is broken
        return {"fault": "broken"}


def _leaves(document: pikepdf.Pdf, reader: PdfReader, folder: Path) -> list[Told]:
    leaves: list[Told] = []
    until, signs = monotonic() + SECONDS, 0
    for number, page in enumerate(document.pages):
        if number >= MOST_PAGES or signs >= MOST_SIGNS or monotonic() > until:
            break
        leaves.append(told(page, _words(reader, number), folder / f"{number + 1}.jpg"))
        signs += len(leaves[-1]["t"])
    return leaves


def bound() -> None:
    """No more memory and time than this, where the machine can hold a program to it."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * 2, SECONDS * 2))


if __name__ == "__main__":
    bound()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    sys.stdout.write(json.dumps(read(Path(sys.argv[1]), Path(sys.argv[2])), ensure_ascii=True))
