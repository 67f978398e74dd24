"""QTI packages from outside: what they lack, what they hide, and what they must not reach."""

import io
import zipfile

import pytest

from exams.exchange.qti import reading
from tests.exams.exchange.packing import choice, item, listed, package, refused, response


def test_a_single_item_file_is_read_too():
    assert reading.read(item(response(["c0"]), "<p>题</p>" + choice("甲", "乙")).encode(), "zh-hans").drafts[0].kind == "single"


def _locked() -> bytes:
    data = bytearray(package({"i.xml": "x"}))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign)
        while place >= 0:
            data[place + flags] |= 1
            place = data.find(sign, place + 4)
    return bytes(data)


XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><assessmentItem><itemBody>&x;</itemBody></assessmentItem>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: package({"../../i.xml": "x"}), "stray-name"),
        (lambda: package({"i.xml": b"\0" * 120_000_000}), "bomb"),
        (lambda: package({"i.xml": XXE}), "xml-entities"),
        (lambda: package({}, manifest=XXE), "xml-entities"),
        (lambda: package({}, manifest="<manifest"), "xml-broken"),
        (lambda: package({}, manifest="<html/>"), "qti-root"),
        (lambda: package({f"i{n}.xml": "" for n in range(10_000)}), "too-many-entries"),
        (_locked, "locked-archive"),
        (lambda: package({"x.zip": "x"}), "nested-archive"),
        (lambda: package({"i.xml": "<questestinterop/>"}, kind="imsqti_xmlv1p2"), "qti-1"),
        (lambda: b"<questestinterop/>", "qti-1"),
        (lambda: b"<quiz/>", "qti-root"),
        (lambda: b"", "empty-file"),
    ],
)
def test_a_hostile_package_is_refused(data, code):
    assert refused(data()) == code


def test_without_a_manifest_the_files_of_a_package_are_looked_through():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("a/i.xml", item(response(["c0"]), "<p>题</p>" + choice("甲", "乙")))
        file.writestr("a/other.xml", "<notes/>")
    found = reading.read(made.getvalue(), "zh-hans")
    assert [draft.key for draft in found.drafts] == [{"correct": "c0"}]
    assert [finding.code for finding in found.findings] == ["qti-loose"]


def test_a_package_with_neither_manifest_nor_item_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("i.xml", "<notes/>")
    assert refused(made.getvalue()) == "qti-no-manifest"


def test_questions_of_version_1_under_another_name_are_told_for_what_they_are():
    """As Blackboard packs a pool: nothing in the manifest says QTI 1.2."""
    manifest = listed(("r1", "assessment/x-bb-qti-pool", "res00001.dat"))
    assert refused(package({"res00001.dat": "<?xml version='1.0'?><questestinterop/>"}, manifest=manifest)) == "qti-1"


def test_files_that_are_not_there_and_identifiers_used_twice_are_errors():
    manifest = listed(("a", "imsqti_item_xmlv2p1", "no.xml"), ("a", "imsqti_item_xmlv2p1", "i.xml"))
    found = reading.read(package({"i.xml": "x"}, manifest=manifest), "zh-hans")
    assert [(finding.level, finding.code) for finding in found.findings] == [
        ("error", "missing-entry"),
        ("error", "qti-repeated"),
    ]
    assert not found.drafts


def test_a_manifest_cannot_reach_out_of_the_package():
    manifest = listed(("a", "imsqti_item_xmlv2p1", "../../../etc/passwd"))
    assert [f.code for f in reading.read(package({}, manifest=manifest), "zh-hans").findings] == ["missing-entry"]
