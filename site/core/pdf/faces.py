"""The typefaces, registered once per process.

`@font-face` would read and hash 13 MB of font for every document; putting the families into xhtml2pdf's own
table costs 50 ms once. That table is a module global, not a documented interface: a test pins it.
"""

from threading import Lock

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from xhtml2pdf import default

from core import typefaces

KAI, KAI_RARE, LATIN, SIGNS = "cqokai", "cqokairare", "cqogaramond", "cqosigns"
_FILES = {KAI: typefaces.KAI, KAI_RARE: typefaces.KAI_RARE, LATIN: typefaces.LATIN, SIGNS: typefaces.SIGNS}
_once = Lock()


def register(family: str) -> str:
    """Make a family known to reportlab and to xhtml2pdf; its name. The rare tier costs 28 MB, so only on demand."""
    # Registering twice would change the font under a page that another thread is drawing.
    with _once:
        if family not in default.DEFAULT_FONT:
            # Same data, same bytes: without this reportlab stamps the time of day into every document.
            rl_config.invariant = 1
            pdfmetrics.registerFont(TTFont(family, str(_FILES[family])))
            for bold in (0, 1):
                for italic in (0, 1):
                    addMapping(family, bold, italic, family)
            default.DEFAULT_FONT[family] = family
    return family


def chinese(text: str) -> str:
    """The font-family list that draws `text`, Kai first: the rare tier joins only when a character needs it."""
    families = [register(KAI), register(LATIN)]
    beyond = {character for character in text if ord(character) not in typefaces.coverage(typefaces.KAI)}
    if any(ord(character) in typefaces.coverage(typefaces.SIGNS) for character in beyond):
        families.append(register(SIGNS))
    if beyond:
        families.append(register(KAI_RARE))
    return ", ".join(families)


def family_of(character: str, families: str) -> str:
    """Which family of the list draws this character (the first, if none does)."""
    names = families.split(", ")
    drawn = (name for name in names if ord(character) in typefaces.coverage(_FILES[name]))
    return next(drawn, names[0])
