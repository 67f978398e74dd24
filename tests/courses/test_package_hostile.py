"""Packages made to harm: each is refused in words, or what it holds stays in its own folder. None is read for long."""

import io
import json
import random
import stat
import struct
import time
import zipfile

import pytest
from django.utils.translation import override

from core.archives import MEGABYTE, Refusal
from courses.packages import manifest, needs, pages, reading, telling
from courses.packages.outline import Contents
from courses.packages.paths import folded
from tests.courses import packing
from tests.courses.packing import manifest12, packed

PAGE = "<!DOCTYPE html><title>课</title>"
RES = '<resource identifier="r1" adlcp:scormtype="sco" href="{}"/>'
LAUGHS = (
    '<?xml version="1.0"{}?><!DOCTYPE m [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><manifest>&j;</manifest>"
)


def read(data: bytes) -> Contents:
    return reading.read(reading.open_archive(io.BytesIO(data), len(data)))


def holding(**more: bytes | str) -> dict[str, bytes | str]:
    return {"imsmanifest.xml": manifest12(), "index.html": PAGE} | more


def entries(*pairs: tuple[str | zipfile.ZipInfo, str]) -> bytes:
    """A zip whose entries are named so, whatever names they are, beside an honest package."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*holding().items(), *pairs):
            archive.writestr(name, content)
    return data.getvalue()


def link(target: str) -> bytes:
    made = zipfile.ZipInfo("files/all.html")
    made.create_system, made.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return entries((made, target))


def many(number: int, name: int = 8) -> bytes:
    """A directory of so many entries and nothing that they tell of."""
    head = b"PK\x01\x02" + struct.pack("<HHHHHHLLLHHHHHLL", 20, 20, 0, 0, 0, 0, 0, 0, 0, name, 0, 0, 0, 0, 0, 0)
    lines = b"".join(head + b"%0*d" % (name, n) for n in range(number))
    return lines + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, min(number, 65535), min(number, 65535), len(lines), 0, 0)


def compressed_wrongly() -> bytes:
    """LZMA whose first bytes are none."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("imsmanifest.xml", manifest12())
    raw = bytearray(data.getvalue())
    start = raw.index(b"imsmanifest.xml") + len("imsmanifest.xml")
    raw[start + 4 : start + 9] = b"\xff" * 5
    return bytes(raw)


def lying_far() -> bytes:
    """An entry that begins beyond any file."""
    raw = bytearray(packed(holding()))
    place = raw.index(b"PK\x01\x02")
    struct.pack_into("<L", raw, place + 42, 0xFFFFFFFE)
    return bytes(raw)


def manifest_of(text: str, encoding: str = "utf-8") -> bytes:
    return packed(holding(**{"imsmanifest.xml": text.encode(encoding)}))


def launching(href: str, **more: bytes | str) -> bytes:
    return packed(holding(**{"imsmanifest.xml": manifest12(resources=RES.format(href))}, **more))


def nested(depth: int) -> str:
    return manifest12(items='<item identifier="g">' * depth + '<item identifierref="r1"/>' + "</item>" * depth)


def within(number: int) -> str:
    """Each of these manifests refers to all of them, twice: opened as often as asked for they would be without end."""
    ids = [f"m{n}" for n in range(number)]
    items = "".join(f'<item identifierref="{one}"/>' for one in ids * 2)
    held = f'<organizations><organization identifier="o">{items}</organization></organizations>'
    inner = "".join(f'<manifest identifier="{one}">{held}</manifest>' for one in ids)
    return manifest12(items=items).replace("</manifest>", f"{inner}</manifest>")


def heaped(depth: int) -> str:
    """Manifests within manifests, each of which would be looked through for what it opens."""
    opened = '<manifest identifier="m"><organizations><organization identifier="o">' * depth
    closed = "</organization></organizations></manifest>" * depth
    return manifest12().replace("</manifest>", f"{opened}{closed}</manifest>")


def h5p(**changes: object) -> bytes:
    told = {"mainLibrary": "H5P.A", "preloadedDependencies": [{"machineName": "H5P.A", "majorVersion": 1, "minorVersion": 0}]}
    return packed({"h5p.json": json.dumps(told | changes), "content/content.json": "{}", "H5P.A-1.0/library.json": "{}"})


def library(name: object) -> list[dict[str, object]]:
    return [{"machineName": name, "majorVersion": 1, "minorVersion": 0}]


REFUSED = {
    # names
    "backslashes that lead out": (lambda: entries(("..\\..\\site\\index.html", "x")), "stray-name"),
    "a name from the root": (lambda: entries(("/srv/haizhun/index.html", "x")), "stray-name"),
    "a drive": (lambda: entries(("C:\\inetpub\\index.html", "x")), "stray-name"),
    "steps up behind a folder": (lambda: entries(("a/b/../../../index.html", "x")), "stray-name"),
    "steps up escaped three times": (lambda: entries(("%25252e%25252e/index.html", "x")), "stray-name"),
    "a link to the root": (lambda: link("/etc"), "stray-name"),
    "a link into the package": (lambda: link("index.html"), "stray-name"),
    "one name twice": (lambda: entries(("index.html", "other")), "stray-name"),
    "one name twice, by a backslash": (lambda: entries(("a/b.js", "1"), ("a\\b.js", "2")), "stray-name"),
    "a package within an archive": (lambda: packed({"SCORM.zip": packed(holding())}), "package-within"),
    "capitals alone apart": (lambda: entries(("Index.HTML", "x")), "twin-names"),
    "an accent composed and not": (lambda: entries(("caf\u00e9.js", "1"), ("cafe\u0301.js", "2")), "twin-names"),
    "a doubled stroke apart": (lambda: entries(("a/b.js", "1"), ("a//b.js", "2")), "twin-names"),
    # amounts
    "a hundred thousand entries": (lambda: many(100_000), "too-many-entries"),
    "a directory larger than memory ought to hold": (lambda: many(300_000), "too-many-entries"),
    "one entry far away": (lying_far, "broken-archive"),
    "a decoder misled": (compressed_wrongly, "broken-archive"),
    "a manifest of many megabytes": (
        lambda: packed(holding(**{"imsmanifest.xml": random.Random(1).randbytes(6 * MEGABYTE)})),
        "manifest-broken",
    ),
    "parts within parts within parts": (lambda: manifest_of(nested(5000)), "manifest-deep"),
    "five thousand parts": (
        lambda: manifest_of(manifest12(items='<item identifierref="r1"><title>x</title></item>' * 5000)),
        "too-many-parts",
    ),
    # the manifest
    "a billion laughs": (lambda: manifest_of(LAUGHS.format("")), "manifest-entities"),
    "a billion laughs in UTF-16": (lambda: manifest_of(LAUGHS.format(' encoding="UTF-16"'), "utf-16"), "manifest-entities"),
    "a DTD behind one that does no harm": (
        lambda: manifest_of("<!--<!DOCTYPE manifest>-->" + LAUGHS.format("").partition("?>")[2]),
        "manifest-entities",
    ),
    "a parameter entity from elsewhere": (
        lambda: manifest_of('<!DOCTYPE m [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]><manifest/>'),
        "manifest-entities",
    ),
    "an encoding that is a puzzle": (
        lambda: manifest_of('<?xml version="1.0" encoding="punycode"?><manifest t="\u00e9"/>', "latin-1"),
        "manifest-broken",
    ),
    "an encoding that is a host's name": (
        lambda: manifest_of('<?xml version="1.0" encoding="idna"?><manifest t="\u00e9"/>', "latin-1"),
        "manifest-broken",
    ),
    "an encoding that is a codec": (
        lambda: manifest_of('<?xml version="1.0" encoding="zlib"?><manifest t="\u00e9"/>', "latin-1"),
        "manifest-broken",
    ),
    "manifests within manifests": (lambda: manifest_of(heaped(300)), "manifest-deep"),
    "manifests that lead into one another": (lambda: manifest_of(within(8)), "resource-missing"),
    # what is opened
    "a page beside the package": (lambda: launching("../index.html"), "launch-absent"),
    "a page beside it, escaped": (lambda: launching("%2e%2e/%2e%2e/learn/"), "launch-absent"),
    "a page beside it, escaped twice": (lambda: launching("%252e%252e/index.html"), "launch-absent"),
    "a page beside it, by backslashes": (lambda: launching("..\\..\\learn\\"), "launch-absent"),
    "a page beside it, by xml:base": (
        lambda: manifest_of(manifest12(resources=RES.format("x.html").replace("href", 'xml:base="../../" href'))),
        "launch-absent",
    ),
    "a page of the site without its scheme": (lambda: launching("//haizhun.example/learn/"), "launch-elsewhere"),
    "a page in data": (lambda: launching("data:text/html,x"), "launch-elsewhere"),
    "a script with a tab before it": (lambda: launching("&#9;javascript:alert(1)"), "launch-elsewhere"),
    "a page outside the folder of the manifest": (
        lambda: packed({"pkg/imsmanifest.xml": manifest12(resources=RES.format("../evil.html")), "evil.html": PAGE}),
        "launch-absent",
    ),
    # H5P
    "an H5P library in another folder": (lambda: h5p(preloadedDependencies=library("../../../H5P.A")), "h5p-libraries"),
    "an H5P library that is an address": (lambda: h5p(preloadedDependencies=library("https://x.example/a")), "h5p-libraries"),
    "an H5P library that is a tag": (lambda: h5p(preloadedDependencies=library("<script>alert(1)</script>")), "h5p-libraries"),
    "an H5P library that is no name": (lambda: h5p(preloadedDependencies=library({"a": 1})), "h5p-libraries"),
    "an H5P without its own library": (lambda: h5p(mainLibrary="H5P.B"), "h5p-libraries"),
    "an H5P whose libraries are none": (lambda: h5p(preloadedDependencies=["H5P.A"]), "h5p-broken"),
}


@pytest.mark.parametrize("name", [name for name, (_make, code) in REFUSED.items() if code])
def test_a_package_made_to_harm_is_refused_in_words(name):
    make, code = REFUSED[name]
    data = make()
    started = time.process_time()
    with pytest.raises(Refusal) as refusal:
        read(data)
    assert refusal.value.code == code
    assert time.process_time() - started < 2, "it took long to refuse"
    with override("en"):
        wrong, remedy = telling.told(refusal.value)
    assert remedy
    assert "%(" not in wrong


def test_a_manifest_is_not_unpacked_beyond_what_one_may_hold():
    """A film under the name of a manifest: it is left after five megabytes, not taken into memory."""
    data = packed({"imsmanifest.xml": random.Random(1).randbytes(12 * MEGABYTE), "index.html": PAGE})
    archive = reading.open_archive(io.BytesIO(data), len(data))
    with pytest.raises(Refusal):
        reading.read(archive)
    assert reading.PACKAGE.unpacked - archive._left < 6 * MEGABYTE


def test_a_broken_manifest_of_countless_prefixes_is_done_with_at_once():
    """Looking for each of them in the whole text took as long as there were prefixes."""
    text = "<manifest " + " ".join(f"p{n}:a='1'" for n in range(60_000)) + "><organizations/></manifest>"
    started = time.process_time()
    with pytest.raises(Refusal):
        manifest.read(text.encode())
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "text",
    [
        "<img " * 100_000,
        "url(" + " " * 500_000,
        "<meta " * 100_000,
        "<script src=" * 40_000,
        "<!--" * 120_000,
        '"path" :' * 60_000,
    ],
    ids=["tags", "blanks", "metas", "addresses", "comments", "names"],
)
def test_no_page_is_looked_into_for_long(text):
    started = time.process_time()
    needs.of([("a.html", text), ("content/content.json", text)], text, ["a.swf"])
    pages.charset(text.encode())
    pages.with_tags(text.encode(), "<script></script>")
    assert time.process_time() - started < 1


def test_archives_within_and_files_of_no_kind_are_left_out_never_unpacked():
    within = packed({"a.zip": packed({"b.zip": packed({"c.txt": "x" * 4000})})})
    contents = read(packed(holding() | {"bomb.zip": within, "page.inc": "<?php system($_GET['x']);"}))
    assert set(contents.files) == {"imsmanifest.xml", "index.html"}
    assert contents.left_out == ("bomb.zip", "page.inc")


@pytest.mark.parametrize(
    ("href", "file", "query"),
    [
        ("index.html?next=//evil.example/&amp;a=%2e%2e", "index.html", "?next=//evil.example/&a=%2e%2e"),
        ("a/%2e%2e/index.html", "index.html", ""),
        ("/index.html", "index.html", ""),
        ("index.html?x=&#34;&gt;&lt;script&gt;", "index.html", '?x="><script>'),
        ("index.html?a=&#13;&#10;Set-Cookie:x", "index.html", "?a=\r\nSet-Cookie:x"),
    ],
    ids=["an address in the query", "escaped steps within", "from the root", "a tag in the query", "a line in the query"],
)
def test_an_odd_address_opens_a_file_of_the_package_and_no_other(href, file, query):
    contents = read(launching(href))
    unit = contents.outline.units[0]
    assert (folded(unit.file), unit.query) == (file, query)


@pytest.mark.django_db
def test_an_odd_query_leads_nowhere_else(client, learner, administrator):
    from tests.courses.playing import address, enrolled, opened, uploaded

    package = uploaded(launching("index.html?a=&#13;&#10;Set-Cookie:x=1&amp;next=//evil.example/"), administrator)
    answer = client.get(address(opened(enrolled(learner, package), package), 0))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/package/")
    assert "/0/files/index.html?a=%0D%0ASet-Cookie:x=1" in answer["Location"]
    assert not answer.cookies


@pytest.mark.django_db
def test_no_service_worker_is_handed_out(client, learner, administrator):
    """It would stay in the browser when the package is long closed; as a script of a page the same file is served."""
    from tests.courses.playing import address, enrolled, opened, uploaded

    package = uploaded(packed(holding(**{"sw.js": "self.onfetch = () => {};"})), administrator)
    where = address(opened(enrolled(learner, package), package), 0, "files/sw.js")
    assert client.get(where, headers={"service-worker": "script"}).status_code == 404
    assert client.get(where).status_code == 200


def test_the_honest_ones_among_them_are_read():
    """The control: what the hostile packages are made of is taken when nothing of it is hostile."""
    assert read(entries(("a/b.js", "1"))).outline.kind == "scorm12"
    assert read(entries(("index.html", PAGE))).outline.kind == "scorm12", "the same file twice is one file"
    assert read(launching("index.html")).outline.units[0].file == "index.html"
    assert read(manifest_of(nested(20))).outline.units[0].depth == 20
    assert read(h5p()).outline.kind == "h5p"
    assert read(packing.h5p()).outline.kind == "h5p"
