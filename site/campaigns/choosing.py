"""Which page of a year is shown: the reader's language where there is one, else the Chinese."""

from django.utils.translation import get_language

from campaigns.models import CampaignPage
from campaigns.models.pages import CampaignQuerySet
from campaigns.seasons import current
from core.dates import now


def years(pages: CampaignQuerySet | None = None) -> list[CampaignPage]:
    """One page for each year that has one, newest first; `pages` may bring more with each. One query."""
    found: dict[int, CampaignPage] = {}
    for page in CampaignPage.objects.shown() if pages is None else pages:
        if page.year not in found or page.locale.language_code == get_language():
            found[page.year] = page
    return list(found.values())


def of_year(year: int) -> CampaignPage | None:
    return next((page for page in years() if page.year == year), None)


def newest() -> CampaignPage | None:
    """The current year's; while it has no page, the last one before it, or the first there is."""
    pages, year = years(), current(now())
    return next((page for page in pages if page.year <= year), pages[-1] if pages else None)
