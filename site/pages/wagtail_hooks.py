from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem

from pages import editing_views


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("editing/", editing_views.queue, name="pages_editing")]


@hooks.register("register_reports_menu_item")
def editors_queue() -> MenuItem:
    """What is to be verified, among the reports."""
    return AdminOnlyMenuItem(_("To be verified"), reverse("pages_editing"), icon_name="warning", order=890)
