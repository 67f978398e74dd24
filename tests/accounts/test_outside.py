"""Accounts elsewhere: each provider's protocol spoken with a stand-in on this machine, from the button to being signed in."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.feishu.client import FeishuOAuth2Client
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from allauth.socialaccount.providers.weixin.views import WeixinOAuth2Adapter
from django.test import Client

from accounts.models import Consent, User
from tests.accounts.factors import signed_in
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
WHO = "o-7711"
# What each provider answers, by path.
ANSWERS: dict[str, Any] = {
    "/weixin/token": {"access_token": "t", "expires_in": 7200, "refresh_token": "r", "openid": WHO, "scope": "snsapi_login"},
    "/weixin/me": {"openid": WHO, "nickname": "linyue", "unionid": WHO},
    "/feishu/app": {"code": 0, "app_access_token": "a"},
    "/feishu/token": {"code": 0, "data": {"access_token": "t", "expires_in": 7200, "refresh_token": "r"}},
    "/feishu/me": {"code": 0, "data": {"open_id": WHO, "name": "linyue", "user_id": WHO, "union_id": WHO}},
    "/dingtalk/token": {"accessToken": "t", "expireIn": 7200, "refreshToken": "r"},
    "/dingtalk/me": {"openId": WHO, "nick": "linyue", "unionId": WHO},
    "/oidc/token": {"access_token": "t", "token_type": "Bearer", "expires_in": 7200},
    "/oidc/me": {"sub": WHO, "name": "linyue"},
}
CALLBACKS = {
    "weixin": "/account/weixin/login/callback/",
    "feishu": "/account/feishu/login/callback/",
    "dingtalk": "/account/dingtalk/login/callback/",
    "oidc": "/account/oidc/oidc/login/callback/",
}


class _StandIn(BaseHTTPRequestHandler):
    """Answers as the provider does, and keeps what it was asked."""

    asked: list[str] = []  # noqa: RUF012 - one stand-in at a time

    def do_GET(self) -> None:
        path, host = urlsplit(self.path).path, f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        self.asked.append(path)
        told = ANSWERS.get(path)
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "/oidc/authorize", "token_endpoint": "/oidc/token", "userinfo_endpoint": "/oidc/me"}
            told = {"issuer": host, **{name: host + end for name, end in ends.items()}}
        self.send_response(200 if told else 404)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    server = HTTPServer(("127.0.0.1", 0), _StandIn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(_StandIn, "asked", [])
    monkeypatch.setattr(WeixinOAuth2Adapter, "access_token_url", f"{here}/weixin/token")
    monkeypatch.setattr(WeixinOAuth2Adapter, "profile_url", f"{here}/weixin/me")
    monkeypatch.setattr(FeishuOAuth2Client, "app_access_token_url", f"{here}/feishu/app")
    monkeypatch.setattr(FeishuOAuth2Adapter, "access_token_url", f"{here}/feishu/token")
    monkeypatch.setattr(FeishuOAuth2Adapter, "user_info_url", f"{here}/feishu/me")
    monkeypatch.setattr(DingTalkOAuth2Adapter, "access_token_url", f"{here}/dingtalk/token")
    monkeypatch.setattr(DingTalkOAuth2Adapter, "profile_url", f"{here}/dingtalk/me")
    app = {"client_id": "number", "secret": "secret"}
    oidc = {"provider_id": "oidc", "name": "城市统一身份", **app, "settings": {"server_url": here}}
    settings.SOCIALACCOUNT_PROVIDERS = {
        **{name: {"APPS": [app]} for name in ("weixin", "feishu", "dingtalk")},
        "openid_connect": {"APPS": [oidc]},
    }
    yield _StandIn.asked
    server.shutdown()
    server.server_close()


def at_home(user: User) -> Client:
    """Signed in, and the password given once more: connecting an account is weighty."""
    browser = signed_in(user)
    browser.post("/account/reauthenticate/?next=/account/3rdparty/", {"password": PASSWORD})
    return browser


def there_and_back(browser: Client, name: str, process: str) -> Any:
    """Press the button, be sent to the provider, come back with its code."""
    button = CALLBACKS[name].removesuffix("callback/")
    away = browser.post(f"{button}?process={process}")
    assert away.status_code == 302
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    return browser.get(CALLBACKS[name], {"code": "c", "authCode": "c", "state": state}, follow=True)


@pytest.mark.parametrize("name", CALLBACKS)
def test_one_connects_an_account_and_signs_in_by_it(provider, learner, name):
    there_and_back(at_home(learner), name, "connect")
    assert SocialAccount.objects.get().user == learner
    assert Consent.objects.filter(user=learner, purpose="outside").count() == 1
    browser = Client()
    there_and_back(browser, name, "login")
    assert browser.session["_auth_user_id"] == str(learner.pk)
    assert any(path.endswith("/me") for path in provider)


@pytest.mark.parametrize("name", CALLBACKS)
def test_an_account_elsewhere_makes_none_here(provider, name):
    people = User.objects.count()
    answer = there_and_back(Client(), name, "login")
    assert "没有账号与它相连" in answer.content.decode()
    assert User.objects.count() == people


def test_an_answer_nobody_asked_for_is_not_taken(provider, learner):
    browser = at_home(learner)
    there_and_back(browser, "weixin", "connect")
    stranger = Client()
    stranger.get(CALLBACKS["weixin"], {"code": "c", "state": "forged"})
    assert "_auth_user_id" not in stranger.session


def test_buttons_are_there_for_those_that_are_set_up_and_for_no_others(provider, settings, client):
    page = client.get("/account/login/").content.decode()
    assert all(f'action="/account/{part}/login/' in page for part in ("weixin", "feishu", "dingtalk", "oidc/oidc"))
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "/account/weixin/" not in client.get("/account/login/").content.decode()


def test_taking_the_consent_back_disconnects(provider, learner):
    browser = at_home(learner)
    there_and_back(browser, "weixin", "connect")
    consent = Consent.objects.get(purpose="outside")
    browser.post(f"/account/consents/{consent.pk}/withdrawal/")
    assert not SocialAccount.objects.exists()
