"""Small Quality Months for tests."""

import datetime as dt
from typing import Any

from django.conf import settings

from campaigns.models import CampaignIndexPage, CampaignPage
from campaigns.seasons import ZONE
from cms import tree


def page_of(year: int = 2026, language: str = settings.LANGUAGE_CODE, **values: Any) -> CampaignPage:
    """A published page of a year."""
    home = tree.home(tree.locale(language))
    shelf = CampaignIndexPage.objects.child_of(home).first()
    if shelf is None:
        shelf = home.add_child(instance=CampaignIndexPage(title="质量月", slug="quality-month", locale=home.locale))
    values = {"title": f"{year}年质量月", "slug": str(year), "year": year, "locale": home.locale} | values
    page = shelf.add_child(instance=CampaignPage(**values))
    page.save_revision().publish()
    return page


def at(month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0, year: int = 2026) -> dt.datetime:
    """A moment in Shanghai."""
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=ZONE)
