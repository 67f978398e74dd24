"""A backup's archive believes nothing: what is cut, changed, added or foreign is refused by name."""

import io
import tarfile
from pathlib import Path

import pytest

from core.backups.archive import MANIFEST, SEAL, Flaw, Reader, Refused, Writer


def seal(manifest):
    return f"sealed {len(manifest)}"


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "a.tar"
    with made.open("wb") as file:
        writer = Writer(file, 0)
        for name, content in (("database.sqlite3", b"rows" * 500), ("media/像.png", b"picture")):
            writer.add(name, io.BytesIO(content), len(content))
        writer.finish({"database": "sqlite"}, seal)
    return made


def rewritten(path: Path, change):
    """The archive again, each member as `change(name, bytes)` says; None leaves it out."""
    with tarfile.open(path) as old:
        kept = [(member, old.extractfile(member).read()) for member in old.getmembers()]
    with tarfile.open(path, "w") as new:
        for member, content in kept:
            changed = change(member.name, content)
            if changed is not None:
                member.size = len(changed)
                new.addfile(member, io.BytesIO(changed))
    return path


def looked_at(path, digest=""):
    with Reader(path) as archive:
        archive.trust(seal, digest)
        archive.check()


def flaw_of(path, digest=""):
    with pytest.raises(Refused) as refused:
        looked_at(path, digest)
    return refused.value.flaw, refused.value.name


def test_what_was_put_in_comes_out(path):
    with Reader(path) as archive:
        archive.trust(seal)
        archive.check()
        assert archive.open("media/像.png").read() == b"picture"
        assert archive.under("media") == ["media/像.png"]
        assert archive.facts["database"] == "sqlite"


def test_r18_a_flipped_bit_is_refused_with_the_name_of_the_file(path):
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"picture", b"pictura"))
    assert flaw_of(path) == (Flaw.CHANGED, "media/像.png")


def test_r18_a_missing_file_is_refused_with_its_name(path):
    rewritten(path, lambda name, content: None if name.startswith("media/") else content)
    assert flaw_of(path) == (Flaw.MISSING, "media/像.png")


def test_what_the_manifest_does_not_know_is_refused(path):
    with tarfile.open(path, "a") as archive:
        archive.addfile(tarfile.TarInfo("../outside"), io.BytesIO())
    assert flaw_of(path) == (Flaw.SURPLUS, "../outside")


def test_a_link_in_the_place_of_a_file_is_refused(path):
    with tarfile.open(path, "a") as archive:
        link = tarfile.TarInfo("media/像.png")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert flaw_of(path)[0] == Flaw.SURPLUS


@pytest.mark.parametrize("share", [0.2, 0.6])
def test_a_cut_archive_is_refused(path, share):
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(Refused) as refused:
        Reader(path)
    assert refused.value.flaw in (Flaw.CUT, Flaw.NO_ARCHIVE)


def test_a_manifest_written_anew_lacks_the_seal(path):
    rewritten(path, lambda name, content: content.replace(b"sqlite", b"sqlite3") if name == MANIFEST else content)
    assert flaw_of(path)[0] == Flaw.FOREIGN


def test_the_digest_vouches_in_place_of_the_seal(path):
    rewritten(path, lambda name, content: b"another site's" if name == SEAL else content)
    assert flaw_of(path)[0] == Flaw.FOREIGN
    assert flaw_of(path, "0" * 64)[0] == Flaw.OTHER_DIGEST
    with Reader(path) as archive:
        archive.trust(seal, archive.digest.upper())
        archive.check()


@pytest.mark.parametrize("content", [b"", b"not a tar" * 200], ids=["empty", "something else"])
def test_any_other_file_is_no_archive(tmp_path, content):
    path = tmp_path / "a.tar"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        Reader(path)
    assert refused.value.flaw in (Flaw.NO_ARCHIVE, Flaw.CUT)


def test_an_archive_of_another_format_is_refused(path):
    rewritten(
        path, lambda name, content: content.replace(b"haizhun-backup/1", b"haizhun-backup/9") if name == MANIFEST else content
    )
    assert flaw_of(path)[0] == Flaw.OTHER_FORMAT
