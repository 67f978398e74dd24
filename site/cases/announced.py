"""What this room has to show: addresses for the site map, the feed and wrong turnings."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import CaseStudy
from cms.listed import Listed
from talents.languages import told

MOST = 2000


def cases() -> Iterator[Listed]:
    """The library and what stands in it, the newest first. One query."""
    group = _("Case library")
    yield Listed(reverse("cases:library"), group, group, place=55)
    rows = CaseStudy.objects.public().order_by("-published_on", "-pk")
    for case in rows.only("code", "title", "title_en", "summary", "summary_en", "changed_at", "is_sample")[:MOST]:
        address, is_news = case.get_absolute_url(), not case.is_sample
        yield Listed(address, told(case, "title"), group, case.changed_at, told(case, "summary"), is_news, 55)
