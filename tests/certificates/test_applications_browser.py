"""Applying in a real browser: on a phone with a photograph, without JavaScript, and every page for everybody."""

import pytest
from playwright.sync_api import expect

from certificates.models import Application
from tests.browser import follow
from tests.certificates.applying import begun, submitted
from tests.certificates.conftest import make_result
from tests.certificates.test_applications_pages import photo

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("schemes")]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def my_page(open_browser, client_of, learner, site):
    def opened(**options):
        page = open_browser(**options)
        page.context.add_cookies([{"name": "sessionid", "value": client_of(learner).cookies["sessionid"].value, "url": site}])
        return page

    return opened


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_on_a_phone_a_photograph_is_added_checked_and_submitted(my_page, learner, site, script):
    make_result(learner, exam="QSD")
    page = my_page(viewport=PHONE, java_script_enabled=script)
    page.goto("/certificates/apply/qsd/")
    page.get_by_label("专科及以上学历，从事质量或者安全工作满2年").check()
    for field in page.locator("input[type=file]").all():
        name = f"{field.get_attribute('name')}.jpg"
        field.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": photo()})
    follow(page, page.get_by_role("button", name="保存并核对"))
    expect(page.get_by_role("heading", name="核对并提交")).to_be_visible()
    page.get_by_role("checkbox").check()
    follow(page, page.get_by_role("button", name="提交申请"))
    expect(page.get_by_role("heading", name="已提交，等待决定")).to_be_visible()
    assert Application.objects.get().state == "submitted"


def test_the_pages_are_accessible_and_fit_a_phone(my_page, learner, accessible):
    draft, sent = begun(learner, "CQO"), submitted(learner)
    for address in ("/certificates/apply/cqo/", f"/certificates/applications/{draft.pk}/submission/", sent.get_absolute_url()):
        page = my_page(viewport=PHONE)
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
        accessible(page)
