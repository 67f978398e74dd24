"""The typefaces, registered once per process.

`@font-face` would read and hash 13 MB of font for every document; putting the families into xhtml2pdf's own
table costs 50 ms once. That table is a module global, not a documented interface: a test pins it.
"""

import hashlib
import io
from pathlib import Path
from threading import Lock

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from xhtml2pdf import default

from core import typefaces
from core.pdf.cutting import cut

KAI, KAI_RARE, LATIN, SIGNS = "cqokai", "cqokairare", "cqogaramond", "cqosigns"
_FILES = {KAI: typefaces.KAI, KAI_RARE: typefaces.KAI_RARE, LATIN: typefaces.LATIN, SIGNS: typefaces.SIGNS}
# What was cut out of the operator's own face, by the name it is known under.
_CUT: dict[str, frozenset[int]] = {}
_once = Lock()


def register(family: str) -> str:
    """Make a family known to reportlab and to xhtml2pdf; its name. The rare tier costs 28 MB, so only on demand."""
    # Registering twice would change the font under a page that another thread is drawing.
    with _once:
        if family not in default.DEFAULT_FONT:
            _make_known(family, str(_FILES[family]))
    return family


def _make_known(family: str, file: str | io.BytesIO) -> None:
    # Same data, same bytes: without this reportlab stamps the time of day into every document.
    rl_config.invariant = 1
    pdfmetrics.registerFont(TTFont(family, file))
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(family, bold, italic, family)
    default.DEFAULT_FONT[family] = family


def _cut_out(face: Path, characters: str) -> str:
    """The family that draws these characters out of the operator's own face, and nothing else; its name."""
    family = "cqocut" + hashlib.sha256(f"{face} {characters}".encode()).hexdigest()[:12]
    with _once:
        if family not in _CUT:
            _make_known(family, io.BytesIO(cut(face, characters)))
            _CUT[family] = frozenset(map(ord, characters))
    return family


def chinese(text: str) -> str:
    """The font-family list that draws `text`, Kai first: the rare tier joins only when a character needs it."""
    families = [register(KAI), register(LATIN)]
    beyond = {character for character in text if ord(character) not in typefaces.coverage(typefaces.KAI)}
    if any(ord(character) in typefaces.coverage(typefaces.SIGNS) for character in beyond):
        families.append(register(SIGNS))
    if beyond:
        families.append(register(KAI_RARE))
    if beyond and (own := typefaces.taken()):
        shipped = [typefaces.coverage(_FILES[family]) for family in families]
        others = {character for character in beyond if not any(ord(character) in one for one in shipped)}
        if cuttable := "".join(sorted(character for character in others if ord(character) in typefaces.coverage(own))):
            families.append(_cut_out(own, cuttable))
    return ", ".join(families)


def family_of(character: str, families: str) -> str:
    """Which family of the list draws this character (the first, if none does)."""
    names = families.split(", ")
    drawn = (name for name in names if ord(character) in _covered(name))
    return next(drawn, names[0])


def _covered(family: str) -> frozenset[int]:
    return _CUT[family] if family in _CUT else typefaces.coverage(_FILES[family])
