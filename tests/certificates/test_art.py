"""The art: what is committed is what the source draws, byte for byte, and it carries no font."""

import io
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from certificates.art import badge, picture, raster, sheet


@pytest.fixture(scope="module")
def drawn():
    return sheet.draw()


def test_the_committed_sheet_is_what_the_source_draws(drawn):
    assert drawn == sheet.BACKGROUND.read_bytes()


def test_the_sheet_without_the_medallion_is_committed_as_it_is_drawn():
    assert sheet.draw(with_medallion=False) == sheet.OPEN_BACKGROUND.read_bytes()


def test_the_picture_on_the_screen_is_drawn_from_the_print(drawn):
    assert picture.picture(drawn) == picture.PICTURE.read_text(encoding="utf-8")
    assert picture.picture(sheet.draw(with_medallion=False)) == picture.OPEN_PICTURE.read_text(encoding="utf-8")


def test_the_sheet_is_one_page_across_without_a_font_or_a_picture(drawn, tmp_path):
    (tmp_path / "art.pdf").write_bytes(drawn)
    with pikepdf.open(tmp_path / "art.pdf") as document:
        (page,) = document.pages
        assert [float(edge) for edge in page.mediabox] == [0, 0, 841.89, 595.28]
        assert "/Font" not in page.Resources
        assert "/XObject" not in page.Resources
    assert len(drawn) < 60_000


def test_an_operator_the_picture_does_not_know_is_an_error():
    with pikepdf.open(sheet.BACKGROUND) as document:
        page = document.pages[0]
        page.Contents = document.make_stream(b"BT (x) Tj ET")
        with pytest.raises(KeyError):
            picture.Picture(page)


@pytest.mark.parametrize("code", [*badge.CODES, badge.PLAIN])
def test_the_committed_badges_are_what_the_source_draws(code):
    svg = badge.draw(code)
    assert svg == badge.of(code, "svg").decode()
    # Pixels, not bytes: how a PNG is packed differs between versions of zlib.
    drawn, kept = (Image.open(io.BytesIO(data)).convert("RGBA") for data in (raster.png(svg, 400), badge.of(code, "png")))
    assert drawn.size == kept.size == (400, 400)
    assert max(ImageStat.Stat(ImageChops.difference(drawn, kept)).mean) < 0.5


def test_a_scheme_of_the_operators_own_gets_the_medallion_alone():
    assert badge.of("ZZZ", "png") == badge.of(badge.PLAIN, "png") != badge.of("QSO", "png")


def test_the_badge_stands_on_a_clear_ground_and_carries_no_font_and_no_script():
    image = Image.open(io.BytesIO(badge.of("QSO", "png")))
    assert [image.getpixel(corner)[3] for corner in ((0, 0), (399, 0), (0, 399), (399, 399))] == [0, 0, 0, 0]
    assert image.getpixel((200, 60))[3] == 255
    assert not {"<text", "<script", "href", "<image"} & set(badge.of("QSO", "svg").decode().split())


def test_a_finished_certificate_is_told_again_as_a_picture_with_its_own_letters():
    from certificates.art.page_picture import page_picture
    from certificates.rendering import render
    from tests.certificates.test_rendering import facts

    svg = page_picture(render(facts("王䶮㛃𫖯𬭚𠮷")))
    tree = ElementTree.fromstring(svg)
    shapes = {element.get("id") for element in tree.iter() if element.get("id")}
    used = [element for element in tree.iter() if element.tag.endswith("use")]
    assert len(used) > 150
    assert {element.attrib["href"].removeprefix("#") for element in used} <= shapes
    # The medallion's character is painted once, in its own colour, and nothing is painted over it.
    bright = [element.attrib["d"] for element in tree.iter() if element.get("fill") == "#f6e7b8"]
    after = svg[svg.index('fill="#f6e7b8"') + len(bright[0]) :]
    assert bright[0] not in after
    assert not {"text", "script", "foreignObject"} & {element.tag.rpartition("}")[2] for element in tree.iter()}
