"""Baking a token into a picture and finding it again; and what strangers send instead of badges."""

import io
import json
import struct
import time
import tracemalloc
import zlib

import pytest
from PIL import Image

from certificates.art import badge as art
from certificates.badges import baking, finding
from certificates.badges.credential import enveloped
from certificates.badges.finding import NoToken, Problem

TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln"
PICTURE = art.of("QSO", "png")
DRAWING = art.of("QSO", "svg").decode()


def problem(data):
    with pytest.raises(NoToken) as raised:
        finding.token_in(data)
    return raised.value.problem


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(kind, data):
    return PICTURE[:33] + chunk(kind, data) + PICTURE[33:]


def test_a_baked_png_gives_its_token_back_and_is_still_the_same_picture():
    baked = baking.into_png(PICTURE, TOKEN)
    assert finding.token_in(baked) == TOKEN
    assert Image.open(io.BytesIO(baked)).tobytes() == Image.open(io.BytesIO(PICTURE)).tobytes()


def test_another_reader_of_pngs_finds_the_token_under_its_keyword():
    image = Image.open(io.BytesIO(baking.into_png(PICTURE, TOKEN)))
    assert image.info["openbadgecredential"] == TOKEN


def test_a_baked_svg_gives_its_token_back_and_has_it_first():
    baked = baking.into_svg(DRAWING, TOKEN)
    assert finding.token_in(baked.encode()) == TOKEN
    assert baked.startswith("<svg xmlns=")
    assert f'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential verify="{TOKEN}"/>' in baked


@pytest.mark.parametrize("around", ["{}", "  {}\r\n", "\ufeff{}"])
def test_a_token_alone_may_have_blanks_around_it(around):
    text = around.format(TOKEN)
    if text.startswith("\ufeff"):
        assert problem(text.encode()) == Problem.UNKNOWN
    else:
        assert finding.token_in(text.encode()) == TOKEN


def test_the_json_envelope_gives_its_token_back():
    assert finding.token_in(json.dumps(enveloped(TOKEN)).encode()) == TOKEN


HOSTILE = {
    "nothing": (b"", Problem.EMPTY),
    "a picture without a badge": (PICTURE, Problem.NOTHING_INSIDE),
    "a drawing without a badge": (DRAWING.encode(), Problem.NOTHING_INSIDE),
    "a photograph": (b"\xff\xd8\xff\xe0" + bytes(2000), Problem.UNKNOWN),
    "a document": (b"%PDF-1.7\n", Problem.UNKNOWN),
    "more than a megabyte": (b"a" * (finding.LARGEST + 1), Problem.TOO_LARGE),
    "half a picture": (baking.into_png(PICTURE, TOKEN)[:90], Problem.BROKEN),
    "a chunk as long as four gigabytes": (baking.PNG + b"\xff\xff\xff\xffiTXtopenbadgecredential\0\0", Problem.BROKEN),
    "a chunk whose checksum lies": (
        baking.into_png(PICTURE, TOKEN).replace(TOKEN.encode(), TOKEN[::-1].encode()),
        Problem.BROKEN,
    ),
    "a compressed badge": (
        with_chunk(b"iTXt", b"openbadgecredential\0\x01\0\0\0" + zlib.compress(TOKEN.encode())),
        Problem.COMPRESSED,
    ),
    "a badge without its fields": (with_chunk(b"iTXt", b"openbadgecredential\0\0\0"), Problem.BROKEN),
    "a badge in other letters": (with_chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + "徽章".encode()), Problem.UNKNOWN),
    "entities that grow": (
        b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        Problem.BROKEN,
    ),
    "an entity that reads a file": (
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        Problem.BROKEN,
    ),
    "a document type elsewhere": (b'<!DOCTYPE svg SYSTEM "http://example.org/x.dtd"><svg/>', Problem.BROKEN),
    "a script and no badge": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        Problem.NOTHING_INSIDE,
    ),
    "a badge of another format": (
        b'<svg xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="a.b.c"/></svg>',
        Problem.NOTHING_INSIDE,
    ),
    "an unsigned badge in a drawing": (
        f'<svg xmlns:o="{baking.NAMESPACE}"><o:credential>{{}}</o:credential></svg>'.encode(),
        Problem.UNSIGNED,
    ),
    "markup instead of a token": (
        f'<svg xmlns:o="{baking.NAMESPACE}"><o:credential verify="&lt;script&gt;"/></svg>'.encode(),
        Problem.UNKNOWN,
    ),
    "an unclosed drawing": (b"<svg><g>", Problem.BROKEN),
    "a drawing in an unknown encoding": (b'<?xml version="1.0" encoding="x-none"?><svg/>', Problem.BROKEN),
    "an unsigned credential": (b'{"@context": ["https://www.w3.org/ns/credentials/v2"]}', Problem.UNSIGNED),
    "some other JSON": (b'{"a": 1}', Problem.UNKNOWN),
    "broken JSON": (b'{"a": ', Problem.BROKEN),
    "JSON without a bottom": (b'{"a":' * 100_000, Problem.BROKEN),
    "a token that is too long": (b"a." + b"b" * 40_000 + b".c", Problem.UNKNOWN),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_strangers_send_is_answered_and_named(name):
    data, expected = HOSTILE[name]
    assert problem(data) == expected


def test_a_png_bomb_is_never_blown_up():
    """A picture that claims 60,000 x 60,000 pixels: 14 GB if anyone decoded it."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    bomb = (
        baking.PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(900_000_000 // 1000) * 100)) + chunk(b"IEND", b"")
    )
    tracemalloc.start()
    assert problem(bomb) == Problem.NOTHING_INSIDE
    assert finding.token_in(baking.into_png(bomb, TOKEN)) == TOKEN
    assert tracemalloc.get_traced_memory()[1] < 4 * len(bomb) + 100_000
    tracemalloc.stop()


def test_a_drawing_of_a_hundred_thousand_nested_tags_is_read_in_a_moment():
    started = time.process_time()
    assert problem(b"<svg>" + b"<g>" * 150_000 + b"</g>" * 100_000) == Problem.BROKEN
    assert time.process_time() - started < 5
