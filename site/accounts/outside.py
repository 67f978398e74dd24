"""Signing in by an account elsewhere (外部账号): 微信, 飞书, 钉钉, or OpenID Connect, where the operator has set it up.

Such an account is connected by somebody who is signed in already. It never makes an account here: it brings neither a name that
was checked nor consent.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class OutsideAdapter(DefaultSocialAccountAdapter):
    error_messages = {  # noqa: RUF012  # declared so by allauth
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": _("Set a password first: without this account there would be no way in."),
        "no_verified_email": _("Confirm your e-mail address first: without this account there would be no way in."),
        "disconnect_last": _("This is your only way in. Set a password first."),
        "connected_other": _("That account is connected to somebody else here."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Whose account is connected to nobody here is told how to connect it."""
        if not sociallogin.is_existing and sociallogin.state.get("process") != "connect":
            raise ImmediateHttpResponse(render(request, "socialaccount/signup_closed.html", status=403))

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """What is not set up is nowhere."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist:
            raise Http404 from None

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Nothing is taken over: the person has a name and an address here."""
        return sociallogin.user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("socialaccount_connections")
