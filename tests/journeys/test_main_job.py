"""The main job, end to end in a real browser: sign up, learn, sit, pass, take the certificate; a stranger verifies it."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from certificates.models import Certificate
from tests.journeys.walk import Walk

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.poppler,
    pytest.mark.django_db(transaction=True),
]
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
NAME, MASKED = "林悦", "林*"


def read(tool: str, path: Path, *words: str) -> str:
    """What one of poppler's tools says about a file."""
    return subprocess.run(
        [tool, *words, str(path), *(["-"] if tool == "pdftotext" else [])], check=True, capture_output=True, text=True
    ).stdout


def address_in(path: Path) -> str:
    """The address printed below the QR code; that the code carries it, module by module, is proved with the rendering."""
    found = re.search(r"\S+/v/[0-9A-Z-]+", read("pdftotext", path))
    assert found
    return f"http://{found[0]}"


def holds_what_it_must(pdf: bytes, path: Path, certificate: Certificate) -> None:
    """Name, number and dates can be read out of it; every face is embedded and cut down; it is light."""
    path.write_bytes(pdf)
    assert len(pdf) < 150_000
    text = re.sub(r"\s", "", read("pdftotext", path, "-layout"))
    for words in (NAME, certificate.number, str(certificate.valid_from), str(certificate.valid_until)):
        assert words in text
    fonts = read("pdffonts", path).splitlines()[2:]
    assert fonts
    for line in fonts:
        embedded, subset = line.split()[-5:-3]
        assert (embedded, subset) == ("yes", "yes"), line


def a_stranger_sees_it_is_valid(page: Page, address: str, number: str) -> None:
    page.goto(address)
    expect(page.locator(".verdict")).to_contain_text("有效")
    expect(page.locator(".verdict")).to_contain_text(number)
    expect(page.locator(".verdict")).to_contain_text(MASKED)
    assert NAME not in page.content()


@pytest.mark.journey
def test_from_signing_up_to_a_certificate_a_stranger_verifies(
    content: None, open_browser: Callable[..., Page], accessible: Callable[[Page], None], tmp_path: Path
) -> None:
    # On a small phone; the other walk, without scripts, is at a desk.
    walk = Walk(open_browser(**PHONE), accessible, touch=True)
    walk.sign_up(NAME, "linyue@example.org")
    walk.enrol()
    walk.learn(by_hand=3)
    walk.sit(walk.start_exam())
    walk.hand_in()
    pdf = walk.certificate()
    certificate = Certificate.objects.get()
    holds_what_it_must(pdf, tmp_path / "certificate.pdf", certificate)

    stranger = open_browser()
    a_stranger_sees_it_is_valid(stranger, address_in(tmp_path / "certificate.pdf"), certificate.number)
    accessible(stranger)
    for page in ("/law/", "/verify/", "/search/?q=首席质量官", "/pages/about/", "/account/login/"):
        stranger.goto(page)
        accessible(stranger)


def test_the_same_way_without_javascript(content: None, open_browser: Callable[..., Page], tmp_path: Path) -> None:
    walk = Walk(open_browser(java_script_enabled=False), lambda page: None, scripted=False)
    walk.sign_up(NAME, "linyue@example.org")
    walk.enrol()
    walk.learn(by_hand=2)
    walk.sit(walk.start_exam())
    walk.hand_in()
    pdf = walk.certificate()
    certificate = Certificate.objects.get()
    holds_what_it_must(pdf, tmp_path / "certificate.pdf", certificate)
    stranger = open_browser(java_script_enabled=False)
    a_stranger_sees_it_is_valid(stranger, address_in(tmp_path / "certificate.pdf"), certificate.number)


def test_an_address_that_leads_nowhere_is_as_accessible_as_any(
    content: None, browser: Browser, site: str, accessible: Callable[[Page], None]
) -> None:
    page = browser.new_page(locale="zh-CN")  # not watched: the browser itself reports a missing page as an error
    page.goto(f"{site}/no-such-page/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    accessible(page)
    page.close()
