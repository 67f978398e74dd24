"""The pages of a PDF told one by one (逐页读出): the words of each, and its picture.

A program of its own: `courses.media.leafing` runs it without the site's environment, within bounds of time and memory, because a
PDF may be built to exhaust or break whoever reads it. It says at once which page it takes up, then its words, then its picture,
each in a line: ended in the midst of a page, it is begun anew at the next. It imports nothing of ours.
"""

import ctypes
import json
import math
import os
import signal
import sys
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

MOST_PAGES, MOST_SIGNS_OF_A_PAGE, MOST_SIGNS = 200, 6_000, 100_000
# An A4 page becomes some 1,130 pixels wide, three times a telephone. No page is drawn larger than three times itself.
PIXELS, LONGEST_SIDE, MOST_TIMES = 1_800_000, 4_000, 3.0
MOST_BYTES, QUALITIES, SMALLER = 240_000, (72, 45, 25), 0.6
SECONDS, MEMORY = 100, 1024 * 1024 * 1024
# Where a machine keeps its typefaces; those a PDF does not bring along are looked for there.
_TYPEFACES = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts/TTF", "/usr/share/X11/fonts/Type1")
_FULL_LINE, _ENDS = 40, "。！？；：.!?;:"
Told = dict[str, Any]


def plain(text: str) -> str:
    """Words as they are read and searched; empty where a typeface does not say which signs it draws.

    >>> plain("⼈员\\x00 检查\\n\\n\\n 第二行 "), plain("\\ue001\\ue002\\ue003。")
    ('人员 检查\\n\\n第二行', '')
    """
    kept = [
        sign
        for sign in "\n".join(text.splitlines())
        if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cn", "Co", "Cs")
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


def _words(page: Any) -> str:
    """What stands within the page's edges."""
    text = page.get_textpage().get_text_bounded()[: MOST_SIGNS_OF_A_PAGE * 2]
    return plain(text)[:MOST_SIGNS_OF_A_PAGE]


def scale_of(width: float, height: float) -> float:
    """How many pixels a point of the page becomes; 0 for a page that has no size.

    >>> round(scale_of(595, 842), 2), scale_of(200, 200), round(scale_of(14_400, 14_400), 3), scale_of(float("inf"), 5)
    (1.9, 3.0, 0.093, 0.0)
    >>> round(scale_of(10, 100_000), 3)
    0.04
    """
    if not (0 < width < math.inf and 0 < height < math.inf):
        return 0.0
    return min(MOST_TIMES, math.sqrt(PIXELS / (width * height)), LONGEST_SIDE / max(width, height))


def drawn(page: Any, path: Path) -> Told:
    """The picture of a page: its size, or that there is nothing to see on it. Nothing is said of a page without a size."""
    scale = scale_of(*page.get_size())
    if not scale:
        return {}
    picture = (
        page.render(scale=scale, rev_byteorder=True, fill_color=(255, 255, 255, 255), prefer_bgrx=True).to_pil().convert("RGB")
    )
    if picture.convert("L").getextrema()[0] > 250:
        return {"e": True}
    width, height = picture.size
    path.write_bytes(_pressed(picture))
    return {"w": width, "h": height}


def _pressed(picture: Image.Image) -> bytes:
    """As a file that is no larger than it may be: coarser first, then with fewer pixels, shown as large as before."""
    while True:
        for quality in QUALITIES:
            out = BytesIO()
            picture.save(out, "WEBP", quality=quality, method=2)
            if out.tell() <= MOST_BYTES:
                return out.getvalue()
        picture = picture.resize((max(1, int(picture.width * SMALLER)), max(1, int(picture.height * SMALLER))))


def read(source: Path, folder: Path, start: int = 1, signs: int = 0, a_page: int = 0) -> Iterator[Told]:
    """How many pages there are, or why none can be shown; then of each its words and its picture, as far as the bounds go.

    A page that takes more seconds than `a_page` ends the program; 0: none does.
    """
    _guard(a_page)
    try:
        document = pdfium.PdfDocument(source)
        document.init_forms()
        pages = len(document)
    except pdfium.PdfiumError as reason:
        yield {"fault": "locked" if reason.err_code == raw.FPDF_ERR_PASSWORD else "broken"}
        return
    yield {"pages": pages} if pages else {"fault": "broken"}
    until = monotonic() + SECONDS
    for number in range(start, min(pages, MOST_PAGES) + 1):
        if signs >= MOST_SIGNS or monotonic() > until:
            break
        _guard(a_page)
        yield {"n": number}
        for told in _page(document, number, folder):
            signs += len(told.get("t", ""))
            yield {"n": number, **told}
        _guard(0)


def _page(document: Any, number: int, folder: Path) -> Iterator[Told]:
    """Whatever a page makes the library raise, the rest goes on: its reader is told to look into the PDF."""
    try:
        page = document[number - 1]
    except Exception:
        yield {"t": ""}
        return
    try:
        text = _words(page)
    except Exception:
        text = ""
    yield {"t": text}
    try:
        yield drawn(page, folder / f"{number}.webp")
    except Exception:
        yield {}
    page.close()


def _guard(seconds: int) -> None:
    """After so many seconds this program is ended, in the midst of whatever the library does; 0: not any more."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def bound() -> None:
    """No more memory and time than this, where the machine can hold a program to it, and never before others."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * 2, SECONDS * 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def lay_out(typefaces: Path) -> Any:
    """Let the library look for typefaces in one more folder, after the machine's own. What is answered must outlive it."""
    if not sys.platform.startswith("linux"):
        return None
    folders = [ctypes.create_string_buffer(os.fsencode(one)) for one in (*_TYPEFACES, typefaces)]
    signs = ctypes.POINTER(ctypes.c_char)
    told = (signs * (len(folders) + 1))(*(ctypes.cast(one, signs) for one in folders))
    raw.FPDF_DestroyLibrary()
    raw.FPDF_InitLibraryWithConfig(raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=told))
    return told, folders


if __name__ == "__main__":
    bound()
    given = [Path(one) for one in sys.argv[1:4]]
    kept = lay_out(given[2])
    print(json.dumps({"n": 0}), flush=True)  # noqa: T201 - it has begun: what ends it from here on is the file's fault
    for told in read(given[0], given[1], *map(int, sys.argv[4:7])):
        print(json.dumps(told, ensure_ascii=True), flush=True)  # noqa: T201 - it is how it tells
