"""The stylesheets, many files to write and one to fetch."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import styles

LIST = Path("templates/components/styles.html")


@pytest.fixture
def address(client, db) -> str:
    found = re.findall(r'<link rel="stylesheet" href="([^"]+)">', client.get("/no/such/page/").content.decode())
    assert len(found) == 1
    return found[0]


def test_one_request_brings_every_stylesheet_in_its_order(client, address):
    answer = client.get(address)
    named = re.findall(r"css/([\w-]+\.css)", (settings.BASE_DIR / LIST).read_text(encoding="utf-8"))
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert re.findall(r"^/\* ([\w-]+\.css) \*/$", text, re.MULTILINE) == named
    assert len(named) > 30
    for name in named:
        assert (settings.BASE_DIR / "static/css" / name).read_text(encoding="utf-8").strip() in text


def test_what_stands_in_one_place_alone_does_not_reach_out():
    """Joined, a relative address would lead elsewhere."""
    for file in Path(settings.BASE_DIR, "static/css").glob("*.css"):
        assert not re.search(r"url\((?!['\"]?data:)|@import", file.read_text(encoding="utf-8")), file.name


def test_it_is_sent_compressed_to_who_can_read_it_so(client, address):
    plain, packed = client.get(address), client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < 30_000
    assert "Accept-Encoding" in packed["Vary"]


def test_it_is_kept_for_ever_and_an_earlier_releases_address_is_not(client, address, settings):
    settings.DEBUG = False
    settings.SECURE_SSL_REDIRECT = False
    assert "immutable" in client.get(address)["Cache-Control"]
    old = client.get("/styles-0123456789abcdef.css")
    assert (old.status_code, old["Cache-Control"]) == (200, "no-cache")
    assert old.content == client.get(address).content
    assert client.get(address, headers={"If-None-Match": old["ETag"]}).status_code == 304


def test_it_asks_nothing_of_the_database_whoever_reads(address, learner, client_of):
    from django.db import connection

    reader = client_of(learner)
    with CaptureQueriesContext(connection) as asked:
        answer = reader.get(address)
    assert (answer.status_code, len(asked), answer.cookies) == (200, 0, {})


def test_a_process_that_has_made_no_page_yet_has_it_too(address, monkeypatch):
    monkeypatch.setattr(styles, "_newest", [])
    assert Client().get(address).status_code == 200


def test_a_file_that_is_not_there_is_told_at_once():
    with pytest.raises(FileNotFoundError):
        styles.joined('<link rel="stylesheet" href="/static/css/no-such-file.css">')


def test_addresses_with_the_digests_of_collected_files_are_understood():
    plain = styles.joined('<link rel="stylesheet" href="/static/css/tokens.css">')
    assert styles.joined('<link rel="stylesheet" href="/static/css/tokens.0123456789ab.css">') == plain
