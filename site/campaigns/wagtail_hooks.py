from collections.abc import Iterator
from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from campaigns.models import CampaignPage
from campaigns.models.covenants import MODERATE, Covenant
from campaigns.office.group import QualityMonthOffice
from cms.waiting import Desk, desks

register_snippet(QualityMonthOffice)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("quality-month/", include("campaigns.office.urls"))]


@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_page_header_buttons")
def next_year(page: Any, user: Any, *args: Any, **kwargs: Any) -> Iterator[Button]:
    """A door to the next year, for whoever may add pages beside this one."""
    if isinstance(page.specific_deferred, CampaignPage) and page.get_parent().permissions_for_user(user).can_add_subpage():
        yield Button(_("Next year"), reverse("campaigns_office:next_year", args=[page.pk]), icon_name="calendar-alt", priority=60)


desks.append(Desk(_("Covenants to decide"), MODERATE, "campaigns_office:covenants", lambda user: Covenant.objects.waiting()))
