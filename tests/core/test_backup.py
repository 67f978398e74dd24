"""The restore drill (R17, R18): make a backup while others write, destroy everything, restore it, compare every table."""

import re
import shutil
import sqlite3
import threading
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client

from core.audit import record
from core.backups import prints
from core.backups.archive import Reader
from core.models import AuditEntry, Job
from tests.cast import PASSWORD, person

pytestmark = pytest.mark.django_db(transaction=True)


def told(command, *words, **options):
    out = StringIO()
    call_command(command, *map(str, words), stdout=out, **options)
    return out.getvalue()


def digest_of(text):
    return text.strip().splitlines()[-1]


def destroyed():
    """Database, media and issued documents, as by a broken machine."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connections.close_all()
    else:
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(connection.settings_dict["NAME"] + suffix).unlink(missing_ok=True)
    for folder in folders():
        shutil.rmtree(folder, ignore_errors=True)


def folders():
    return [Path(storages[alias].path("")) for alias in ("default", "artefacts")]


def files():
    return {path: path.read_bytes() for folder in folders() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def house(tmp_path, settings):
    """Somebody, something done, something uploaded and something issued; folders of this test alone."""
    kept = {
        **settings.STORAGES,
        "artefacts": {**settings.STORAGES["artefacts"], "OPTIONS": {"location": str(tmp_path / "issued")}},
    }
    settings.MEDIA_ROOT, settings.STORAGES = tmp_path / "media", kept
    settings.KEYS_DIR = tmp_path / "keys"
    settings.KEYS_DIR.mkdir()
    (settings.KEYS_DIR / "signer.pem").write_text("PRIVATE", encoding="utf-8")
    user = person("林悦", "linyue")
    record("certificate.issued", user, by=user, 中文="是")
    storages["default"].save("pictures/像.png", ContentFile(b"picture"))
    storages["artefacts"].save("ab/cd.pdf", ContentFile(b"%PDF certificate"))
    return tmp_path


def test_r17_everything_destroyed_is_there_again_and_one_can_sign_in(content, house):
    before, kept = prints.fingerprints(), files()
    made = told("backup", house / "a.tar")
    destroyed()
    assert not files()
    told("restore", house / "a.tar")
    assert prints.fingerprints() == before
    assert files() == kept
    assert len(before) > 200
    assert sum(found.rows for found in before.values()) > 1000
    assert digest_of(made) == Reader(house / "a.tar").digest
    assert Client().login(email="linyue@example.org", password=PASSWORD)


def test_what_is_restored_still_refuses_to_be_rewritten_and_counts_on(house):
    told("backup", house / "a.tar")
    destroyed()
    told("restore", house / "a.tar")
    with pytest.raises(Exception, match="append-only"):
        AuditEntry.objects.update(deed="x")
    highest = AuditEntry.objects.order_by("-pk").first().pk
    assert record("certificate.issued", Job(pk=1), by=None).pk > highest


def test_r17_a_backup_made_while_eight_write_is_whole_and_of_one_moment(house):
    stop, written = threading.Event(), []

    def write():
        while not stop.is_set():
            written.append(record("a.deed", Job(pk=1), by=None).pk)
        connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    try:
        while len(written) < 16:
            stop.wait(0.01)
        acknowledged = list(written)
        told("backup", house / "a.tar")
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    with Reader(house / "a.tar") as archive:
        counted = archive.facts["rows"]["core_auditentry"]
    destroyed()
    told("restore", house / "a.tar")
    assert AuditEntry.objects.count() == counted
    assert set(acknowledged) <= set(AuditEntry.objects.values_list("pk", flat=True))


def test_control_a_plain_copy_of_the_file_loses_what_is_acknowledged(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("a server's files cannot be copied by anybody")
    for _ in range(50):
        record("a.deed", Job(pk=1), by=None)
    shutil.copyfile(connection.settings_dict["NAME"], tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        assert copy.execute("SELECT count(*) FROM core_auditentry").fetchone()[0] < AuditEntry.objects.count()


def test_r18_a_damaged_backup_is_refused_by_name_and_nothing_changes(house):
    told("backup", house / "a.tar")
    path = house / "a.tar"
    path.write_bytes(path.read_bytes().replace(b"%PDF certificate", b"%PDF certificatf"))
    before, kept = prints.fingerprints(), files()
    with pytest.raises(CommandError, match=r"artefacts/ab/cd\.pdf"):
        told("restore", path, replace=True)
    assert (prints.fingerprints(), files()) == (before, kept)


def test_another_sites_backup_needs_its_digest(house, settings):
    digest = digest_of(told("backup", house / "a.tar"))
    settings.SECRET_KEY = "another site's"
    with pytest.raises(CommandError, match="--digest"):
        told("restore", house / "a.tar", replace=True)
    assert told("restore", house / "a.tar", replace=True, digest=digest)


def test_nothing_that_is_there_is_written_over_unasked_and_what_gave_way_is_kept(house):
    told("backup", house / "a.tar")
    record("a.later", Job(pk=1), by=None)
    with pytest.raises(CommandError, match="--replace"):
        told("restore", house / "a.tar")
    assert AuditEntry.objects.filter(deed="a.later").exists()
    said = told("restore", house / "a.tar", replace=True)
    assert not AuditEntry.objects.filter(deed="a.later").exists()
    aside = re.search(r"before_restore_\d+|/\S+\.before-restore(-\d+)?", said).group()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {aside}.core_auditentry WHERE deed = 'a.later'")
            assert cursor.fetchone()[0] == 1
    else:
        with closing(sqlite3.connect(aside)) as old:
            assert old.execute("SELECT count(*) FROM core_auditentry WHERE deed = 'a.later'").fetchone()[0] == 1


def test_a_backup_of_the_restored_site_can_be_made_and_restored(house):
    told("backup", house / "a.tar")
    told("restore", house / "a.tar", replace=True)
    told("backup", house / "b.tar")
    destroyed()
    told("restore", house / "b.tar")
    assert get_user_model().objects.get().full_name == "林悦"


def test_a_restore_that_fails_half_way_leaves_what_was_there(house, monkeypatch):
    from core.backups import databases, restoring

    told("backup", house / "a.tar")
    record("a.later", Job(pk=1), by=None)
    before = prints.fingerprints()

    def disagrees(rows):
        raise databases.Failed("core_job: 1 != 2")

    monkeypatch.setattr(restoring, "_compare", disagrees)
    with pytest.raises(CommandError, match="core_job"):
        told("restore", house / "a.tar", replace=True)
    assert prints.fingerprints() == before


def test_a_site_that_still_runs_is_not_restored_over(house):
    told("backup", house / "a.tar")
    begun, go = threading.Event(), threading.Event()

    def runs():
        Job.objects.count()
        begun.set()
        go.wait(60)
        connections.close_all()

    other = threading.Thread(target=runs)
    other.start()
    begun.wait(60)
    try:
        with pytest.raises(CommandError, match="beat"):
            told("restore", house / "a.tar", replace=True)
        assert get_user_model().objects.exists()
    finally:
        go.set()
        other.join()


def test_keys_are_named_and_never_kept_and_a_missing_one_is_told(house, settings):
    told("backup", house / "a.tar")
    assert b"PRIVATE" not in (house / "a.tar").read_bytes()
    (settings.KEYS_DIR / "signer.pem").unlink()
    assert "signer.pem" in told("restore", house / "a.tar", replace=True)


def test_a_backup_of_a_later_version_is_refused_in_words(house):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.create(app="core", name="9999_of_next_year")
    told("backup", house / "a.tar")
    with pytest.raises(CommandError, match="9999_of_next_year"):
        told("restore", house / "a.tar", replace=True)


def test_a_backup_is_for_the_sites_account_alone_and_never_written_over(house):
    told("backup", house / "a.tar")
    assert (house / "a.tar").stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError):
        told("backup", house / "a.tar")
    assert [path.name for path in house.iterdir() if path.suffix == ".writing" or path.name.startswith(".haizhun")] == []
    assert conf.SECRET_KEY.encode() not in (house / "a.tar").read_bytes()
