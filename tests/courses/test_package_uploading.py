"""An upload becomes a version; its files lie under digests, unchanged for ever; a refused one leaves nothing."""

import io

import pytest
from django.core.files.storage import storages

from core.archives import Refusal
from courses.models import Package
from courses.packages import keeping
from courses.uploading import upload
from tests.courses import packing

pytestmark = pytest.mark.django_db


def uploaded(data: bytes, by, **more) -> Package:
    return upload(file=io.BytesIO(data), name="课件.zip", size=len(data), by=by, **more)


def test_a_package_is_kept_with_what_it_says_and_its_files(administrator):
    package = uploaded(packing.scorm12(), administrator)
    assert (package.kind, package.title, package.version, package.state) == ("scorm12", "质量入门", 1, "usable")
    assert package.told.units[0].file == "index.html"
    kept = keeping.opened(package.sha256, "图/一.png")
    assert kept is not None
    assert kept.read() == packing.PIXEL
    assert keeping.opened(package.sha256, "INDEX.html") is not None
    assert keeping.opened(package.sha256, "../index.html") is None
    assert keeping.opened(package.sha256, "nothing.html") is None


def test_a_new_upload_is_the_next_version_and_the_old_can_no_longer_be_chosen(administrator):
    first = uploaded(packing.scorm12(), administrator)
    second = uploaded(packing.scorm2004(), administrator, replaces=first)
    third = uploaded(packing.scorm12(), administrator, replaces=first, title="新名")
    first.refresh_from_db()
    second.refresh_from_db()
    assert [(one.version, one.state) for one in (first, second, third)] == [(1, "replaced"), (2, "replaced"), (3, "usable")]
    assert first.key == second.key == third.key
    assert third.title == "新名"
    assert keeping.opened(first.sha256, "index.html") is not None


def test_the_same_bytes_are_unpacked_once_and_half_a_file_is_completed(administrator):
    package = uploaded(packing.scorm12(), administrator)
    storage, key = storages["artefacts"], keeping._key(package.sha256, "index.html")
    whole = storage.open(key).read()
    storage.delete(key)
    storage.save(key, io.BytesIO(b"half"))
    uploaded(packing.scorm12(), administrator)
    assert storage.open(key).read() == whole


def test_a_refused_upload_leaves_nothing(administrator):
    with pytest.raises(Refusal):
        uploaded(packing.packed({"index.html": "x"}), administrator)
    assert not Package.objects.exists()
