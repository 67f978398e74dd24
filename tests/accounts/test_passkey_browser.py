"""A passkey from its making to the next sign-in without a password, in a browser with an authenticator of its own."""

import pytest
from playwright.sync_api import expect

from tests.accounts.factors import kinds
from tests.browser import follow, until
from tests.cast import PASSWORD, person

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_s13_a_passkey_is_made_and_opens_the_door_the_next_time(open_browser, accessible, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test's site has no certificate
    user = person("林悦", "linyue")
    page = open_browser()
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto("/account/login/?next=/account/2fa/webauthn/add/")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    follow(page, page.get_by_role("main").get_by_role("button", name="登录").first)
    page.locator("[name=password]").fill(PASSWORD)  # once more, as before anything weighty
    follow(page, page.get_by_role("button", name="确认"))
    page.wait_for_url("**/webauthn/add/")
    accessible(page)
    page.locator("#id_name").fill("我的手机")
    page.locator("#id_passwordless").check()
    page.get_by_role("button", name="添加密钥").click()
    until(page, lambda: "webauthn" in kinds(user))
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_text("我的手机")).to_be_visible()
    accessible(page)

    page.context.clear_cookies()
    page.goto("/account/login/?next=/account/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url("**/account/")
    expect(page.get_by_text("林悦").first).to_be_visible()
