"""The program that reads and draws the pages of a PDF: what it tells of real ones, and where it stops with hostile ones."""

import json
import subprocess
import sys
from io import BytesIO
from random import Random

import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from courses.media import leafing, leaves, pdfpages
from courses.models import Medium
from tests.courses.sheets import SCAN, UNSEEN, WORDS, page, pdf, saved, with_a_trap, without_typeface

SHIPPED = settings.BASE_DIR / "content/pages/campaign/files/public-label.zh.pdf"


def told(tmp_path, content, **bounds):
    """What the real program says of it."""
    source = tmp_path / "a.pdf"
    source.write_bytes(content)
    return leafing.run(source, tmp_path, **bounds)


def said(tmp_path, content):
    """The same in this process, where bounds can be changed: how many pages, and the words of each that was read."""
    source = tmp_path / "a.pdf"
    source.write_bytes(content)
    first, *rest = pdfpages.read(source, tmp_path)
    return first, [one["t"] for one in rest if "t" in one]


def picture(tmp_path, number=1):
    return Image.open(tmp_path / f"{number}.webp").convert("L")


def test_the_words_are_read_and_every_page_is_drawn(tmp_path):
    read = told(tmp_path, pdf(WORDS, SCAN, UNSEEN, b""))
    assert read["pages"] == 4
    drawn = {"w": 600, "h": 600}
    assert read["leaves"] == [
        {"t": "Check the first piece", **drawn},
        {"t": "", **drawn},
        {"t": "Recognised", **drawn},
        {"t": "", "e": True},
    ]
    assert (tmp_path / "1.webp").read_bytes()[8:12] == b"WEBP"
    assert picture(tmp_path, 1).getextrema()[0] < 60
    assert abs(picture(tmp_path, 2).getpixel((300, 300)) - 0x40) < 6


def test_a_page_that_is_turned_or_broad_is_drawn_upright(tmp_path):
    with pikepdf.new() as made:
        page(made, b"0 0 30 10 re f", (300, 150), Rotate=90)
        page(made, b"0 0 30 10 re f", (842, 595))
        content = saved(made)
    turned, broad = told(tmp_path, content)["leaves"]
    assert (turned["w"], turned["h"]) == (450, 900)
    # What stood at the foot on the left stands at the head on the left.
    assert (picture(tmp_path, 1).getpixel((10, 10)), picture(tmp_path, 1).getpixel((10, 890))) == (0, 255)
    assert broad["w"] > broad["h"]
    assert broad["w"] * broad["h"] < pdfpages.PIXELS * 1.01


def test_a_typeset_chinese_page_is_drawn_and_its_words_flow(tmp_path):
    [leaf] = told(tmp_path, SHIPPED.read_bytes())["leaves"]
    assert leaf["t"].startswith("一分钟读懂标签\n买东西先看价格，人人都会；先看标签，能少走许多弯路。《产品质量法》")
    assert (leaf["w"], leaf["h"]) == (1128, 1596)
    assert (tmp_path / "1.webp").stat().st_size < 130_000


# The program on a machine that has no typefaces.
BARE = """
import importlib.util, json, pathlib, sys
spec = importlib.util.spec_from_file_location("pdfpages", sys.argv[1])
program = importlib.util.module_from_spec(spec)
spec.loader.exec_module(program)
program._TYPEFACES = ()
source, folder, typefaces = map(pathlib.Path, sys.argv[2:])
kept = program.lay_out(typefaces)
told = {}
for one in program.read(source, folder):
    told |= one
print(json.dumps(told))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's own typefaces are used")
def test_chinese_whose_typeface_is_nowhere_is_drawn_with_ours(tmp_path):
    source = tmp_path / "a.pdf"
    source.write_bytes(without_typeface("检验规程"))
    empty = tmp_path / "none"
    empty.mkdir()
    found = []
    for typefaces in (empty, leafing.typefaces(tmp_path)):  # the first is the control
        command = [sys.executable, "-I", "-c", BARE, pdfpages.__file__, source, tmp_path, typefaces]
        done = subprocess.run(list(map(str, command)), capture_output=True, check=True)
        found.append(json.loads(done.stdout))
    assert [one["t"] for one in found] == ["检验规程", "检验规程"]
    assert ("w" in found[0], found[0].get("e"), found[1].get("w")) == (False, True, 600)


def test_a_page_that_shows_nothing_of_its_words_is_told_in_them():
    rows = [{"t": "检验规程", "e": True}, {"t": "", "e": True}]
    told_in_words, empty = leaves.Document.of(Medium(kind="pdf", leaves={"pages": 2, "leaves": rows, "edition": 2})).leaves
    assert (told_in_words.is_empty, told_in_words.picture, empty.is_empty) == (False, "", True)


def test_what_is_locked_or_broken_says_so(tmp_path):
    locked, owned = (pikepdf.Encryption(owner="a", user=user) for user in ("b", ""))
    assert said(tmp_path, pdf(WORDS, encryption=locked)) == ({"fault": "locked"}, [])
    assert said(tmp_path, pdf(WORDS, encryption=owned))[1] == ["Check the first piece"]
    assert said(tmp_path, b"%PDF-1.7\n%%EOF") == ({"fault": "broken"}, [])
    assert told(tmp_path, pdf(WORDS)[:300]) == {"fault": "broken"}


@pytest.mark.parametrize(
    ("name", "most"), [("MOST_PAGES", 1), ("MOST_SIGNS", 5), ("SECONDS", -1)], ids=["pages", "signs", "seconds"]
)
def test_reading_ends_at_each_bound(tmp_path, monkeypatch, name, most):
    content = pdf(WORDS, WORDS)
    assert len(said(tmp_path, content)[1]) == 2
    monkeypatch.setattr(pdfpages, name, most)
    first, read = said(tmp_path, content)
    assert (first["pages"], len(read)) == (2, 0 if name == "SECONDS" else 1)


def test_of_five_hundred_pages_as_many_are_drawn_as_are_shown(tmp_path):
    read = told(tmp_path, pdf(*[b"0 0 9 9 re f"] * 500, size=(20, 20)))
    assert (read["pages"], len(read["leaves"])) == (500, pdfpages.MOST_PAGES)
    assert all(one["w"] == 60 for one in read["leaves"])


@pytest.mark.parametrize("size", [(14_400, 14_400), (1e9, 1e9), (1, 90_000)])
def test_a_page_of_any_size_becomes_a_picture_of_a_bounded_one(tmp_path, size):
    [leaf] = told(tmp_path, pdf(b"0 0 1000000000 1000000000 re f", size=size))["leaves"]
    assert leaf.get("w", 0) * leaf.get("h", 0) <= pdfpages.PIXELS * 1.01
    assert max(leaf.get("w", 0), leaf.get("h", 0)) <= pdfpages.LONGEST_SIDE


def test_a_picture_weighs_no_more_than_it_may(tmp_path, monkeypatch):
    noise = Image.frombytes("RGB", (700, 700), Random(1).randbytes(700 * 700 * 3))
    monkeypatch.setattr(pdfpages, "MOST_BYTES", 60_000)
    pressed = pdfpages._pressed(noise)
    assert len(pressed) <= 60_000
    assert Image.open(BytesIO(pressed)).width < 700


def test_a_page_that_never_ends_is_left_out_and_the_others_are_there(tmp_path):
    read = told(tmp_path, with_a_trap(), a_page=1)
    assert read["pages"] == 3
    first, trap, last = read["leaves"]
    assert ("w" in first, "w" in trap, "w" in last) == (True, False, True)


def test_a_reader_that_takes_too_long_is_ended(tmp_path):
    assert told(tmp_path, pdf(WORDS), seconds=0) == {"fault": "heavy"}
