from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from talents.models.experts import ADMIT
from talents.office import TalentsOffice

register_snippet(TalentsOffice)


class ForWhoAdmits(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ADMIT))


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("experts/", include("talents.office_urls"))]


@hooks.register("register_admin_menu_item")
def experts_to_admit() -> MenuItem:
    return ForWhoAdmits(_("Experts to admit"), reverse("talents_office:experts"), icon_name="user", order=258)
