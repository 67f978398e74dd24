"""No archive unpacks to more than it may, leaves its folder, or hides what its files are called."""

import io
import stat
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.archives import MEGABYTE, Archive, Bounds, Refusal, strays

SMALL = Bounds(entries=5, unpacked=MEGABYTE)


def zipped(files: dict[str, bytes], **options: int) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def opened(data: bytes, bounds: Bounds = SMALL) -> Archive:
    return Archive(io.BytesIO(data), len(data), bounds)


def refused(data: bytes, bounds: Bounds = SMALL) -> str:
    with pytest.raises(Refusal) as refusal:
        for _name, _content in opened(data, bounds).items():
            pass
    return refusal.value.code


def test_an_honest_archive_is_read():
    assert dict(opened(zipped({"a/b.txt": b"1", "c.txt": b"2"})).items()) == {"a/b.txt": b"1", "c.txt": b"2"}


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../../x", "/etc/passwd", "C:\\x", "c:x", "..\\..\\x", "\\\\server\\x", "%2e%2e/x", "%252e%252e%252fx", "a\nb"],
)
def test_u06_a_name_that_leads_out_is_refused(name):
    assert refused(zipped({name: b"1"})) == "stray-name"


def test_a_link_is_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        link = zipfile.ZipInfo("shadow.html")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/shadow")
    assert refused(data.getvalue()) == "stray-name"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_packed_twice_is_one_file_and_two_of_one_name_and_checksum_are_refused():
    def twice(first: bytes, second: bytes) -> bytes:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr("x.xml", first)
            archive.writestr("x.xml", second)
        return data.getvalue()

    assert dict(opened(twice(b"plumless", b"plumless")).items()) == {"x.xml": b"plumless"}
    assert zlib.crc32(b"plumless") == zlib.crc32(b"buckeroo")
    assert refused(twice(b"plumless", b"buckeroo")) == "stray-name"
    assert refused(twice(b"plumless", b"longer")) == "stray-name"


def test_u01_a_bomb_is_refused_by_its_directory():
    assert refused(zipped({"x": b"\0" * 30 * MEGABYTE}), Bounds(unpacked=100 * MEGABYTE)) == "bomb"
    assert refused(zipped({"x": b"\0" * 2 * MEGABYTE})) == "bomb"


def test_u01_a_bomb_whose_directory_lies_is_stopped_while_it_unpacks():
    honest = zipped({"x": b"\0" * 8 * MEGABYTE})
    size = struct.pack("<L", 8 * MEGABYTE)
    lying = honest.replace(size, struct.pack("<L", 100))
    assert lying != honest
    assert refused(lying) in ("bomb", "broken-archive")


def test_entries_that_lie_upon_one_another_are_refused():
    one = zipped({"a": bytes(range(256)) * 40})
    directory = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    record = one[directory:end]
    times = 60
    copies = b"".join(record.replace(b"a", bytes([0x30 + n]), 1) if n else record for n in range(times))
    tail = bytearray(one[end:])
    struct.pack_into("<HHLL", tail, 8, times, times, len(copies), directory)
    assert refused(one[:directory] + copies + bytes(tail), Bounds(entries=100)) == "broken-archive"


def test_u01_too_many_entries_a_password_and_rubbish_are_refused():
    assert refused(zipped({f"{n}": b"" for n in range(6)})) == "too-many-entries"
    locked = bytearray(zipped({"a": b"1"}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(locked)) == "locked-archive"
    assert refused(b"no archive") == "broken-archive"
    assert refused(zipped({"a": b"1" * 5000})[:-30]) == "broken-archive"


def test_an_archive_within_is_refused_unless_it_is_let_be():
    nested = zipped({"a.zip": zipped({"b": b"1"})})
    assert refused(nested) == "nested-archive"
    assert opened(nested, Bounds(nested=True)).names == ["a.zip"]


def test_names_written_by_chinese_windows_are_read_as_they_were_meant():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("placeholdername", b"1")
    raw = data.getvalue().replace(b"placeholdername", "课件/第一课.txt".encode("gbk"))
    assert opened(raw).names == ["课件/第一课.txt"]


@given(st.text(max_size=60))
def test_u06_no_name_that_passes_can_leave_its_folder(name):
    parts = name.replace("\\", "/").split("/")
    if not strays(name):
        assert ".." not in parts
        assert not name.startswith(("/", "\\"))
        assert ":" not in name


@given(st.binary(max_size=300))
def test_no_bytes_bring_anything_but_an_archive_or_a_refusal(data):
    try:
        dict(opened(data).items())
    except Refusal:
        return


@given(st.integers(0, 2000), st.integers(0, 255))
def test_a_damaged_archive_is_read_or_refused(place, value):
    data = bytearray(zipped({"a/第一课.html": b"<p>" * 300, "b.txt": b"2"}))
    data[place % len(data)] = value
    try:
        dict(opened(bytes(data)).items())
    except Refusal:
        return
