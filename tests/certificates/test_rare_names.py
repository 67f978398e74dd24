"""Names beyond the shipped typefaces: an operator's own face is drawn from, and of it a document gets the characters it needs."""

import io
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTCollection, TTFont
from pypdf import PdfReader

from certificates.facts import Unprintable
from certificates.issuing import issue
from certificates.rendering import render
from core import typefaces
from core.pdf.cutting import cut
from tests.certificates.test_rendering import facts

RARE = "\U0002a6a5"  # 龘 twice: no shipped face draws it
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def outlined(family: str, *characters: str) -> TTFont:
    """A face of cubic outlines, as large ones are: each character is the same round thing."""
    names = [".notdef", *(f"u{ord(one):X}" for one in characters)]
    made = FontBuilder(1000, isTTF=False)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({ord(one): f"u{ord(one):X}" for one in characters})
    pen = T2CharStringPen(1000, None)
    pen.moveTo((100, 0))
    pen.curveTo((100, 700), (900, 700), (900, 0))
    pen.closePath()
    shape = pen.getCharString()
    made.setupCFF(family, {}, dict.fromkeys(names, shape), {})
    made.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    made.setupHorizontalHeader(ascent=880, descent=-120)
    made.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    made.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    made.setupPost()
    return made.font


@pytest.fixture
def own(tmp_path):
    """An operator's collection: the second of its faces is for Simplified Chinese."""
    collection = TTCollection()
    collection.fonts = [outlined("Own JP", "王"), outlined("Own SC", "王", "林", RARE)]
    file = tmp_path / "own.ttc"
    collection.save(file)
    typefaces.take(file)
    yield file
    typefaces.take(None)


def test_without_it_the_name_cannot_be_printed():
    with pytest.raises(Unprintable, match=r"U\+2A6A5"):
        render(facts(f"王{RARE}"))


def test_with_it_the_name_is_drawn_copied_and_searched(own):
    content = render(facts(f"王{RARE}"))
    assert f"王{RARE}" in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert render(facts(f"王{RARE}")) == content, "the same facts, the same bytes"
    with pikepdf.open(io.BytesIO(content)) as document:
        faces = {str(font.BaseFont): font for font in document.pages[0].Resources.Font.values()}
        (name,) = [one for one in faces if one.endswith("OwnSC")]
        file = faces[name].FontDescriptor.FontFile2.read_bytes()
    assert len(file) < 5_000, "the character alone, not the face"
    with pytest.raises(Unprintable, match=r"U\+2A6A4"):
        render(facts("王\U0002a6a4"))


def test_the_shipped_faces_draw_whatever_they_can(own):
    with pikepdf.open(io.BytesIO(render(facts("王林")))) as document:
        assert not [one for one in document.pages[0].Resources.Font.values() if str(one.BaseFont).endswith("OwnSC")]


def test_outlines_keep_their_place(own):
    with TTFont(io.BytesIO(cut(own, RARE))) as small:
        assert set(small.getBestCmap()) == {ord(RARE)}
        box = small["glyf"][small.getBestCmap()[ord(RARE)]]
        assert (box.xMin, box.xMax, box.yMin) == (100, 900, 0)
        assert abs(box.yMax - 525) <= 1


@pytest.mark.django_db
def test_a_certificate_is_issued_without_a_substitute(own, learner, passed, rename):
    rename(learner, f"王{RARE}")
    assert issue(result=passed(learner)).substituted == ""


@pytest.mark.skipif(not NOTO.exists(), reason="Noto Sans CJK is absent: apt-get install fonts-noto-cjk")
def test_noto_sans_cjk_draws_thousands_of_characters_more():
    """The face that names of 44,810 characters were asked of."""
    typefaces.take(NOTO)
    try:
        more = typefaces.coverage(NOTO) - typefaces.coverage(typefaces.KAI) - typefaces.coverage(typefaces.KAI_RARE)
        sign = chr(max(point for point in more if 0x20000 <= point <= 0x2FFFF))
        assert len(more) > 5_000
        assert f"王{sign}" in PdfReader(io.BytesIO(render(facts(f"王{sign}")))).pages[0].extract_text()
    finally:
        typefaces.take(None)
