"""Accounts elsewhere by which one may sign in: each is there once its number and secret are set.

HAIZHUN_WEIXIN_ID with HAIZHUN_WEIXIN_SECRET (or …_SECRET_FILE); the same for FEISHU, DINGTALK and OIDC. For the last also
HAIZHUN_OIDC_SERVER, the provider's address, and HAIZHUN_OIDC_NAME, what people know it by.
"""

from typing import Any
from urllib.parse import urlsplit

from core.env import env, secret

# Where the browser is sent to: a form may lead there (Content-Security-Policy, form-action).
_PLACES = {
    "weixin": "https://open.weixin.qq.com",
    "feishu": "https://open.feishu.cn",
    "dingtalk": "https://login.dingtalk.com",
}


def providers() -> dict[str, Any]:
    """What allauth is told of those that are set up."""
    known = {
        "weixin": (env("HAIZHUN_WEIXIN_ID", default=""), secret("HAIZHUN_WEIXIN_SECRET")),
        "feishu": (env("HAIZHUN_FEISHU_ID", default=""), secret("HAIZHUN_FEISHU_SECRET")),
        "dingtalk": (env("HAIZHUN_DINGTALK_ID", default=""), secret("HAIZHUN_DINGTALK_SECRET")),
    }
    found: dict[str, Any] = {
        name: {"APPS": [{"client_id": number, "secret": word}]} for name, (number, word) in known.items() if number
    }
    if server := env("HAIZHUN_OIDC_SERVER", default=""):
        app = {
            "provider_id": "oidc",
            "name": env("HAIZHUN_OIDC_NAME", default="OpenID"),
            "client_id": env("HAIZHUN_OIDC_ID", default=""),
            "secret": secret("HAIZHUN_OIDC_SECRET"),
            "settings": {"server_url": server},
        }
        found["openid_connect"] = {"APPS": [app], "OAUTH_PKCE_ENABLED": True}
    return found


def places(set_up: dict[str, Any]) -> list[str]:
    """The origins a sign-in form may lead to."""
    told = [_PLACES[name] for name in set_up if name in _PLACES]
    for app in set_up.get("openid_connect", {}).get("APPS", []):
        parts = urlsplit(app["settings"]["server_url"])
        told.append(f"{parts.scheme}://{parts.netloc}")
    return told
