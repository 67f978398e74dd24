"""Whoever trusts no program of ours checks a certificate with openssl: the lines run as /keys/ and the docs print them."""

import html
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from certificates import rotation
from certificates.printing import make_pdf
from certificates.signing_keys import Purpose

pytestmark = [pytest.mark.django_db, pytest.mark.openssl]
RECIPE = Path(settings.BASE_DIR, "templates/certificates/keys_recipe.txt")


@pytest.fixture
def folder(settings, tmp_path, certificate, client):
    """What a stranger has: the document, and the key's file as the site publishes it."""
    settings.KEYS_DIR = tmp_path / "keys"
    key = rotation.rotate(Purpose.PDF, development=True)
    there = tmp_path / "theirs"
    there.mkdir()
    (there / "certificate.pdf").write_bytes(make_pdf(certificate).read())
    (there / "keys.pem").write_bytes(client.get(reverse("certificates:key_pem", args=[key.kid])).content)
    return there


def by_hand(folder: Path) -> tuple[int, str]:
    told = subprocess.run(["bash", "-eu", str(RECIPE)], cwd=folder, capture_output=True, check=False)
    return told.returncode, told.stderr.decode()


def changed(folder: Path, at: int) -> None:
    content = bytearray((folder / "certificate.pdf").read_bytes())
    content[at] ^= 1
    (folder / "certificate.pdf").write_bytes(bytes(content))


def test_the_document_as_it_was_signed_is_verified(folder):
    code, said = by_hand(folder)
    assert (code, "erification successful" in said) == (0, True), said


@pytest.mark.parametrize("where", ["in the page", "behind the signature", "in the signature", "appended"])
def test_one_byte_and_it_no_longer_is(folder, where):
    content = (folder / "certificate.pdf").read_bytes()
    signature = content.index(b"/Contents <") + len(b"/Contents <")
    # The signature's own length stands in its head; behind it the room is empty and vouched for by nobody.
    length = 4 + int(content[signature + 4 : signature + 8], 16)
    places = {"in the page": 2000, "behind the signature": len(content) - 8, "in the signature": signature + 2 * length - 1}
    if where == "appended":
        (folder / "certificate.pdf").write_bytes(content + b"\n")
    else:
        changed(folder, places[where])
    code, said = by_hand(folder)
    assert code != 0
    assert "erification successful" not in said


def test_another_authority_of_our_name_verifies_nothing(folder, client, settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "elsewhere"
    other = rotation.rotate(Purpose.PDF, development=True)
    (folder / "keys.pem").write_bytes(client.get(reverse("certificates:key_pem", args=[other.kid])).content)
    code, said = by_hand(folder)
    assert code != 0, said


def test_the_page_and_the_docs_print_the_lines_that_are_run(folder, client: Client):
    lines = RECIPE.read_text(encoding="utf-8")
    docs = Path(settings.BASE_DIR, "docs/running/keys.md").read_text(encoding="utf-8")
    assert "".join(f"    {line}" for line in lines.splitlines(keepends=True)) in docs

    assert lines in html.unescape(client.get(reverse("certificates:keys")).content.decode())
