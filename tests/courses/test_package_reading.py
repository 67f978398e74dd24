"""Packages are read as their makers meant them; what cannot be played is refused by name, with the remedy."""

import io
import zipfile

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.archives import Refusal
from courses.packages import manifest, paths, reading, telling
from courses.packages.outline import Contents, Outline
from tests.courses import packing
from tests.courses.packing import manifest12, manifest2004, packed
from tests.courses.wild import WILD


def read(data: bytes) -> Contents:
    return reading.read(reading.open_archive(io.BytesIO(data), len(data)))


def refused(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        read(data)
    return refusal.value


def test_a_scorm_12_package_is_read():
    contents = read(packing.scorm12())
    unit = contents.outline.units[0]
    assert (contents.outline.kind, contents.outline.title, contents.outline.edition) == ("scorm12", "质量入门", "1.2")
    assert (unit.id, unit.title, unit.file, unit.reports) == ("i1", "第一课", "index.html", True)
    assert set(contents.files) == {"imsmanifest.xml", "index.html", "lib/scorm.js", "图/一.png"}


def test_a_scorm_2004_package_is_read_with_its_thresholds():
    rules = (
        '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8"/>'
        "<adlcp:dataFromLMS>x=1</adlcp:dataFromLMS>"
        '<imsss:sequencing><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true">'
        "<imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing>"
    )
    outline = read(packing.scorm2004(rules)).outline
    unit = outline.units[0]
    assert (outline.kind, outline.edition) == ("scorm2004", "2004 4th Edition")
    assert (unit.file, unit.query, unit.threshold, unit.scaled_pass, unit.launch_data) == (
        "content/start.html", "?from=lms", "0.8", "0.7", "x=1",
    )  # fmt: skip
    assert Outline.of(outline.as_dict()) == outline


def test_several_units_keep_their_order_depth_and_what_each_asks():
    items = (
        '<item identifier="a" identifierref="r1"><title>一</title><adlcp:masteryscore>80</adlcp:masteryscore></item>'
        '<item identifier="g"><title>组</title><item identifier="b" identifierref="r2"><title>二</title></item></item>'
        '<item identifier="c" identifierref="r1" isvisible="false"><title>藏</title></item>'
    )
    resources = (
        '<resource identifier="r1" adlcp:scormtype="sco" href="a.html"/>'
        '<resource identifier="r2" adlcp:scormtype="asset" href="b%20b.html?x=1#y" xml:base="teil/"/>'
    )
    data = packed({"imsmanifest.xml": manifest12(items=items, resources=resources), "a.html": "a", "teil/b b.html": "b"})
    units = read(data).outline.units
    assert [(unit.id, unit.depth, unit.file, unit.query, unit.reports, unit.mastery) for unit in units] == [
        ("a", 0, "a.html", "", True, "80"),
        ("b", 1, "teil/b b.html", "?x=1#y", False, ""),
    ]


def test_every_part_has_a_name_of_its_own_whatever_the_manifest_calls_it():
    """What is kept of a part is kept under its name: two of one name would be one, and complete together."""
    item = '<item identifier="{}" identifierref="r1"><title><langstring>{}</langstring></title></item>'
    units = manifest.read(
        manifest12(items=item.format("i", "甲") + item.format("i", "乙") + item.format("", "丙")).encode()
    ).units
    assert [unit.title for unit in units] == ["甲", "乙", "丙"]
    assert len({unit.id for unit in units}) == 3


def test_a_folder_around_the_package_and_the_litter_of_a_mac_do_no_harm():
    data = packed({"课件/imsmanifest.xml": manifest12(), "课件/index.html": "x", "__MACOSX/课件/._index.html": "x",
                   "课件/notes.bak": "x"})  # fmt: skip
    contents = read(data)
    assert set(contents.files) == {"imsmanifest.xml", "index.html"}
    assert contents.left_out == ("__MACOSX/课件/._index.html", "课件/notes.bak")


def test_a_windows_archive_with_backslashes_and_other_capitals_is_read():
    text = manifest12(resources='<resource identifier="r1" adlcp:scormtype="sco" href="Content/Index.html"/>')
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("IMSManifest.xml", text)
        archive.writestr("content\\INDEX.html", "x")
    assert "content/INDEX.html" in read(data.getvalue()).files


@pytest.mark.parametrize("declared", ["GB2312", "gbk", "UTF-8", "GB18030"])
def test_a_manifest_written_in_gbk_is_read_whatever_it_declares(declared):
    text = manifest12(title="质量课").replace('encoding="UTF-8"', f'encoding="{declared}"')
    assert manifest.read(text.encode("gb18030")).title == "质量课"


def test_the_edition_is_told_from_the_namespaces_where_nothing_is_declared():
    for text, kind in ((manifest12(), "scorm12"), (manifest2004(), "scorm2004")):
        bare = text[: text.index("<metadata>")] + text[text.index("</metadata>") + 11 :]
        assert manifest.read(bare.encode()).kind == kind


def test_an_h5p_content_is_read_and_one_without_its_libraries_is_named():
    outline = read(packing.h5p()).outline
    assert (outline.kind, outline.title, outline.edition) == ("h5p", "点三下", "H5P.Klick")
    lacking = refused(packing.h5p(without="H5P.Klick-1.0/library.json"))
    assert lacking.code == "h5p-libraries"
    with override("en"):
        assert "H5P.Klick-1.0" in telling.told(lacking)[0]


@pytest.mark.parametrize(("files", "told"), WILD.values(), ids=WILD)
def test_what_course_makers_really_write_is_read_as_they_meant_it(files, told):
    contents = read(packed(files))
    units = contents.outline.units
    assert (contents.outline.kind, [(unit.file.casefold(), unit.query) for unit in units]) == told
    assert all(unit.title and "\ufffd" not in unit.title for unit in units)


def test_a_line_told_is_the_line_of_the_file():
    broken = '\n\n<?xml version="1.0"\n encoding="UTF-8"?>\n<manifest>\n<organizations>\n</manifest>'
    assert refused(packed({"imsmanifest.xml": broken})).facts == {"line": broken.count("\n") + 1}


RES = '<resource identifier="r1" href="{}"/>'
REFUSED = {
    "no manifest": (lambda: packed({"index.html": "x"}), "no-manifest"),
    "cmi5": (lambda: packed({"cmi5.xml": "x"}), "other-standard"),
    "AICC": (lambda: packed({"course.crs": "x", "course.au": "x", "index.html": "x"}), "other-standard"),
    "a DOCTYPE with declarations": (
        lambda: packed({"imsmanifest.xml": "<!DOCTYPE m [<!ELEMENT m ANY>]><manifest/>"}),
        "manifest-entities",
    ),
    "a program": (lambda: packed({"imsmanifest.xml": manifest12(), "index.html": "x", "a/setup.EXE": "MZ"}), "program"),
    "no such resource": (
        lambda: packed({"imsmanifest.xml": manifest12(resources='<resource identifier="r9" href="index.html"/>')}),
        "resource-missing",
    ),
    "no href": (lambda: packed({"imsmanifest.xml": manifest12(resources='<resource identifier="r1"/>')}), "launch-missing"),
    "launch elsewhere": (
        lambda: packed({"imsmanifest.xml": manifest12(resources=RES.format("https://example.org/a.html"))}),
        "launch-elsewhere",
    ),
    "a script as launch": (
        lambda: packed({"imsmanifest.xml": manifest12(resources=RES.format("javascript:alert(1)"))}),
        "launch-elsewhere",
    ),
    "launch absent": (lambda: packed({"imsmanifest.xml": manifest12()}), "launch-absent"),
    "launch outside": (
        lambda: packed({"imsmanifest.xml": manifest12(resources=RES.format("../../x.html")), "x.html": "x"}),
        "launch-absent",
    ),
    "broken": (lambda: packed({"imsmanifest.xml": "<manifest>"}), "manifest-broken"),
    "another root": (lambda: packed({"imsmanifest.xml": "<html/>"}), "no-manifest-root"),
    "nothing": (lambda: packed({"imsmanifest.xml": "<manifest/>"}), "nothing-to-open"),
    "entities": (
        lambda: packed({"imsmanifest.xml": '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest>&x;</manifest>'}),
        "manifest-entities",
    ),
    "twins": (
        lambda: packed({"imsmanifest.xml": manifest12(), "index.html": "x", "A.js": "1", "a.js": "2"}),
        "twin-names",
    ),
    "h5p broken": (lambda: packed({"h5p.json": "[", "content/content.json": "{}"}), "h5p-broken"),
    "h5p empty": (lambda: packed({"h5p.json": "{}"}), "h5p-empty"),
    "slip": (lambda: packed({"imsmanifest.xml": manifest12(), "index.html": "x", "../../x.html": "x"}), "stray-name"),
    "empty": (lambda: b"", "empty-file"),
}


@pytest.mark.parametrize(("make", "code"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_played_is_refused_by_name_with_a_remedy(make, code):
    refusal = refused(make())
    assert refusal.code == code
    assert all(telling.told(refusal))


@given(st.text(max_size=40))
def test_no_address_of_a_launch_page_leads_out_of_the_package(href):
    quoted = href.replace("&", "").replace("<", "").replace('"', "")
    try:
        files = read(packed({"imsmanifest.xml": manifest12(resources=RES.format(quoted)), "index.html": "x"})).files
    except Refusal:
        return
    assert set(files) == {"imsmanifest.xml", "index.html"}


@given(st.text(max_size=60))
def test_a_folded_path_has_no_step_upwards_left(path):
    parts = paths.folded(path).split("/")
    assert "." not in parts
    assert ".." not in parts[1:] or set(parts[: parts.index("..") + 1]) == {".."}
