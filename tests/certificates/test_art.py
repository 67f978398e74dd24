"""The art: what is committed is what the source draws, byte for byte, and it carries no font."""

import pikepdf
import pytest

from certificates.art import picture, sheet


@pytest.fixture(scope="module")
def drawn():
    return sheet.draw()


def test_the_committed_sheet_is_what_the_source_draws(drawn):
    assert drawn == sheet.BACKGROUND.read_bytes()


def test_the_picture_on_the_screen_is_drawn_from_the_print(drawn):
    assert picture.picture(drawn) == picture.PICTURE.read_text(encoding="utf-8")


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
