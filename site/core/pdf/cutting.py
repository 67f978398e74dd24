"""Cutting a few characters out of a large typeface (取字): a small TrueType face for the one document that needs them.

Any face with outlines will do, a collection too. The engine embeds quadratic outlines alone, so cubic ones are told anew, to a
thousandth of the letter's height. The same characters give the same bytes.
"""

import io
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from core import typefaces

# What sets lines upright, or letters beside each other: a name of a few characters needs none of it.
_UNUSED = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "kern"]


@lru_cache(maxsize=64)
def cut(file: Path, characters: str) -> bytes:
    """A face that draws these characters and nothing else."""
    options = subset.Options(layout_features=[], notdef_outline=True, recalc_timestamp=False)
    options.drop_tables += _UNUSED
    with typefaces.opened(file) as font:
        font.recalcTimestamp = False
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        if "glyf" not in font:
            _tell_in_quadratics(font)
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()


def _tell_in_quadratics(font: TTFont) -> None:
    glyphs, order, drawn = font.getGlyphSet(), font.getGlyphOrder(), {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, font["head"].unitsPerEm / 1000, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], outlines = newTable("loca"), newTable("glyf")
    font["glyf"] = outlines
    outlines.glyphOrder, outlines.glyphs = order, drawn
    del font["CFF " if "CFF " in font else "CFF2"]
    maxima = font["maxp"]
    maxima.tableVersion = 0x00010000
    for name in ("Zones", "TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements", "SizeOfInstructions"):
        setattr(maxima, f"max{name}", 1 if name == "Zones" else 0)
    maxima.maxComponentElements = max((len(one.components) for one in drawn.values() if one.isComposite()), default=0)
    names = font["post"]
    names.formatType, names.extraNames, names.mapping, names.glyphOrder = 2.0, [], {}, order
    font.sfntVersion = "\x00\x01\x00\x00"
