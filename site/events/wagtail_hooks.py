from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from events.office import EventViewSet

register_snippet(EventViewSet)


class ForModerators(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("events.change_submission"))


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("", include("events.office.urls"))]


@hooks.register("register_admin_menu_item")
def submitted() -> MenuItem:
    """What others submitted, for whoever decides on it."""
    return ForModerators(_("Submitted events"), reverse("events_office:submissions"), icon_name="mail", order=251)
