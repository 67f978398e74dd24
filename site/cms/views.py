"""The admin's own doors: who comes to Wagtail's login, reset or account page meets the site's."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.auth import require_admin_access
from wagtail.admin.localization import get_localized_response
from wagtail.admin.views.account import AccountView


@require_GET
def login(request: HttpRequest) -> HttpResponse:
    """To the one login of the site. Who is signed in and still sent here may not enter: 403, never a circle."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/cms/"
    if not request.user.is_authenticated:
        return redirect_to_login(target)
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    return redirect(target)


class _Preferences(AccountView):
    """Wagtail's account page without name, address and password: those are kept in one place, /account/."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if panel.name not in {"name_email", "password"}]


@require_http_methods(["GET", "HEAD", "POST"])
@require_admin_access
def account(request: HttpRequest) -> HttpResponse:
    """How the admin looks and notifies; the person's own data are one link away."""
    return _Preferences.as_view()(request)


class _Catalogue(JavaScriptCatalog):
    """Wagtail's words for scripts with ours laid over them."""

    def get_paths(self, packages: list[str]) -> list[str]:
        return [*super().get_paths(packages), *map(str, map(Path, settings.LOCALE_PATHS))]


def script_words(request: HttpRequest) -> HttpResponse:
    """The words that the admin's scripts show, in the language of whoever works there."""
    return get_localized_response(_Catalogue.as_view(packages=["wagtail.admin"]), request)
