"""Files in an object store: a real S3 server on this machine, the site's own roads to it."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from core import keeping
from core.backups import files
from core.object_store import storages as in_bucket


@pytest.fixture(scope="module")
def server():
    made = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    made.start()
    host, port = made.get_host_and_port()
    yield f"http://{host}:{port}"
    made.stop()


@pytest.fixture
def bucket(server, settings, monkeypatch):
    import boto3

    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = boto3.client("s3", endpoint_url=server, aws_access_key_id="key", aws_secret_access_key="word")
    client.create_bucket(Bucket="haizhun")
    settings.STORAGES = {**settings.STORAGES, **in_bucket("haizhun", server, "key", "word")}
    yield client
    for found in client.list_objects_v2(Bucket="haizhun").get("Contents", []):
        client.delete_object(Bucket="haizhun", Key=found["Key"])
    client.delete_bucket(Bucket="haizhun")


def test_an_issued_document_is_kept_once_and_comes_back_only_whole(bucket):
    content, digest = b"%PDF certificate", hashlib.sha256(b"%PDF certificate").hexdigest()
    key = keeping.keep(f"certificates/{digest[:2]}/{digest}.pdf", content)
    assert keeping.keep(key, content) == key
    assert keeping.kept(key, digest) == content
    bucket.put_object(Bucket="haizhun", Key=f"artefacts/{key}", Body=b"%PDF another")
    with pytest.raises(keeping.Tampered):
        keeping.kept(key, digest)
    keeping.drop(key)
    assert not storages["artefacts"].exists(key)


def test_an_address_is_signed_and_nothing_is_public(bucket):
    name = storages["default"].save("pictures/像.png", ContentFile(b"picture"))
    address = storages["default"].url(name)
    assert "X-Amz-Signature" in address or "Signature=" in address


def test_a_backup_takes_from_it_and_puts_back_into_it(bucket):
    storages["default"].save("pictures/a.png", ContentFile(b"picture"))
    storages["artefacts"].save("ab/cd/e.pdf", ContentFile(b"issued"))
    taken = {name: content.read() for folder in files.KEPT for name, content, _size in files.opened(folder)}
    assert taken == {"media/pictures/a.png": b"picture", "artefacts/ab/cd/e.pdf": b"issued"}
    assert files.occupied() == ["media", "artefacts"]
    storages["default"].delete("pictures/a.png")
    files.put("media/pictures/a.png", ContentFile(b"picture"))
    assert files.digest_of("media/pictures/a.png") == (7, hashlib.sha256(b"picture").hexdigest())
