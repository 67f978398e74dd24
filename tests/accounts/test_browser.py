import pytest
from playwright.sync_api import expect

from tests.accounts.conftest import PASSWORD, code
from tests.browser import follow

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]


def fill(page):
    page.get_by_label("姓名").fill("林悦")
    page.get_by_label("邮箱").fill("linyue@example.org")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.locator("#id_consent").check()
    follow(page, page.get_by_role("main").get_by_role("button", name="注册"))


def test_a_newcomer_gets_in_and_no_page_on_the_way_bars_anybody(content, open_browser, accessible):
    page = open_browser()
    page.goto("/account/login/")
    accessible(page)
    page.goto("/account/signup/?next=/account/")
    accessible(page)
    follow(page, page.get_by_role("main").get_by_role("button", name="注册"))
    expect(page.get_by_role("alert").first).to_be_focused()
    accessible(page)
    fill(page)
    page.wait_for_url("**/confirm-email/")
    accessible(page)
    page.get_by_label("验证码").fill(code())
    follow(page, page.get_by_role("button", name="确认"))
    page.wait_for_url("**/account/")
    accessible(page)


def test_it_works_without_scripts(content, open_browser):
    page = open_browser(java_script_enabled=False)
    page.goto("/account/signup/")
    fill(page)
    page.wait_for_url("**/confirm-email/")
    page.get_by_label("验证码").fill(code())
    follow(page, page.get_by_role("button", name="确认"))
    page.wait_for_url("**/learn/")


def test_a_button_shows_the_password_and_hides_it_again(content, open_browser):
    page = open_browser()
    page.goto("/account/login/")
    field, button = page.locator("#id_password"), page.get_by_role("button", name="显示")
    for kind, pressed in (("text", "true"), ("password", "false")):
        button.click()
        expect(field).to_have_attribute("type", kind)
        expect(button).to_have_attribute("aria-pressed", pressed)
