"""The pages in a real browser: light and dark, wide and narrow, with and without JavaScript."""

import base64
import hashlib
import re

import pytest
from playwright.sync_api import expect

from certificates import rotation
from certificates.models import Artefact, Certificate
from certificates.printing import make_pdf
from certificates.signing_keys import Purpose
from config.celery import app
from tests.browser import follow
from tests.certificates.learning import pdf
from tests.exams.test_races import at_once

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def certificate(site, learner, passed):
    from certificates.issuing import issue

    return issue(result=passed(learner))


@pytest.fixture
def holders_page(open_browser, client_of, learner, site):
    def opened(**options):
        page = open_browser(**options)
        page.context.add_cookies([{"name": "sessionid", "value": client_of(learner).cookies["sessionid"].value, "url": site}])
        return page

    return opened


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_pages_are_accessible_and_fit_a_phone(certificate, holders_page, open_browser, accessible):
    for opened, address in (
        (holders_page, certificate.get_absolute_url()),
        (holders_page, "/certificates/"),
        (open_browser, "/verify/"),
        (open_browser, f"/v/{certificate.number}/"),
    ):
        page = opened(viewport=PHONE)
        page.goto(address)
        assert fits(page), address
        accessible(page)


def test_a_stranger_types_the_number_and_sees_that_it_is_valid(certificate, open_browser):
    for options in ({}, {"java_script_enabled": False}):
        page = open_browser(**options)
        page.goto("/verify/")
        page.get_by_label("证书编号").fill(certificate.number.lower().replace("-", ""))
        follow(page, page.get_by_role("button", name="查验"))
        expect(page.get_by_role("heading", name="证书有效")).to_be_visible()
        expect(page.get_by_text("林*", exact=True)).to_be_visible()
        assert page.url.endswith(f"/v/{certificate.number}/")


def test_the_holder_copies_the_address(certificate, holders_page, site):
    page = holders_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(certificate.get_absolute_url())
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == certificate.public_url


def test_the_page_shows_the_document_as_soon_as_it_is_made(site, learner, passed, holders_page):
    from certificates.issuing import issue

    app.conf.task_always_eager = False
    try:
        certificate = issue(result=passed(learner))
    finally:
        app.conf.task_always_eager = True
    page = holders_page()
    page.goto(certificate.get_absolute_url())
    expect(page.get_by_text("PDF正在生成")).to_be_visible()
    make_pdf(Certificate.objects.get())
    expect(page.get_by_role("link", name="下载PDF")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载PDF").click()
    assert download.value.suggested_filename == f"质量安全员培训考核合格证书-林悦-{certificate.number}.pdf"
    assert download.value.path().read_bytes() == Artefact.objects.get().read()


def test_printing_gives_one_page_across(certificate, holders_page, tmp_path):
    import pikepdf

    page = holders_page()
    page.goto(certificate.get_absolute_url())
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True, print_background=True)
    with pikepdf.open(tmp_path / "print.pdf") as document:
        (sheet,) = document.pages
        assert float(sheet.mediabox[2]) > float(sheet.mediabox[3])


def test_the_certificate_stays_on_paper_at_night(certificate, holders_page):
    page = holders_page(color_scheme="dark")
    page.goto(certificate.get_absolute_url())
    assert page.locator(".cert").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 253, 246)"
    assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") != "rgb(255, 253, 246)"


def drop(page, content):
    """Let a file fall on the zone, as from a desktop."""
    script = """text => {
      const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
      const carried = new DataTransfer();
      carried.items.add(new File([bytes], "证书.pdf", { type: "application/pdf" }));
      return carried;
    }"""
    carried = page.evaluate_handle(script, base64.b64encode(content).decode())
    page.locator(".drop__words").wait_for()
    page.dispatch_event(".drop__zone", "drop", {"dataTransfer": carried})


@pytest.fixture
def plain_page(browser, site):
    """A page whose console is not watched: a file the register does not keep is a 404, which browsers write there."""
    context = browser.new_context(base_url=site, locale="zh-CN")
    yield context.new_page()
    context.close()


def told_about(page, heading):
    """The verdict of that heading stands first: on the file, before what is said of the certificate."""
    verdict = page.locator(".verdict", has=page.locator("#verdict"))
    expect(verdict.get_by_role("heading")).to_have_text(heading)
    return verdict


def test_a_dropped_document_is_compared_in_the_browser_and_only_what_is_not_kept_is_sent(
    learner, passed, plain_page, settings, tmp_path
):
    from certificates.issuing import issue

    settings.KEYS_DIR = tmp_path / "keys"
    rotation.rotate(Purpose.PDF, development=True)
    result = passed(learner)
    # A thread of its own: the signer runs a loop, and this thread runs the browser's.
    (content,) = at_once(lambda: make_pdf(issue(result=result)).read())
    assert b"/ByteRange" in content
    digest = hashlib.sha256(content).hexdigest()
    page, sent = plain_page, []
    page.on("request", lambda request: sent.append(request.method))
    page.goto("/verify/pdf/")
    drop(page, content)
    page.wait_for_url(f"**/verify/pdf/{digest}/")  # the browser worked it out
    expect(told_about(page, "文件未被改动，证书有效")).to_have_class(re.compile("is-ok"))
    assert "POST" not in sent, "what the register keeps never leaves the reader's machine"
    middle = len(content) // 2
    changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    for dropped, heading in ((changed, "文件与本站签发的不一致"), (pdf("别处的证明"), "这不是本站的文件")):
        page.goto("/verify/pdf/")
        with page.expect_request(lambda request: request.method == "POST"):
            drop(page, dropped)
        expect(told_about(page, heading)).not_to_have_class(re.compile("is-ok"))
