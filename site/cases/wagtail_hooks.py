from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from cases.office.cases import CaseViewSet
from cases.permissions import MODERATE

register_snippet(CaseViewSet)


class ForReaders(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MODERATE))


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("cases/", include("cases.office.urls"))]


@hooks.register("register_admin_menu_item")
def submitted() -> MenuItem:
    """What waits for a second pair of eyes, for whoever decides on it."""
    return ForReaders(_("Submitted cases"), reverse("cases_office:submissions"), icon_name="mail", order=257)
