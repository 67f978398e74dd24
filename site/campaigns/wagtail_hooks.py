from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from campaigns.models import CampaignPage
from campaigns.models.covenants import MODERATE
from campaigns.office.contests import ContestViewSet
from campaigns.office.slogans import SloganCallViewSet

register_snippet(ContestViewSet)
register_snippet(SloganCallViewSet)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("quality-month/", include("campaigns.office.urls"))]


class _Covenants(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MODERATE))


@hooks.register("register_admin_menu_item")
def covenants_to_decide() -> MenuItem:
    return _Covenants(_("Covenants to decide"), reverse_lazy("campaigns_office:covenants"), icon_name="list-ol", order=620)


@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_page_header_buttons")
def next_year(page: Any, user: Any, *args: Any, **kwargs: Any) -> Iterator[Button]:
    """A door to the next year, for whoever may add pages beside this one."""
    if isinstance(page.specific_deferred, CampaignPage) and page.get_parent().permissions_for_user(user).can_add_subpage():
        yield Button(_("Next year"), reverse("campaigns_office:next_year", args=[page.pk]), icon_name="calendar-alt", priority=60)
