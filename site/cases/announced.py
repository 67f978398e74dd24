"""What this room has to show: addresses for the site map, the feed and wrong turnings."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import CaseStudy
from cms.listed import Listed
from talents.languages import told

MOST = 2000


def cases() -> Iterator[Listed]:
    """The library and the cases that happened, the newest first; samples stand in the list alone. One query."""
    group = _("Case library")
    yield Listed(reverse("cases:library"), group, group, place=55)
    rows = CaseStudy.objects.public().filter(is_sample=False).order_by("-published_on", "-pk")
    for case in rows.only("code", "title", "title_en", "summary", "summary_en", "changed_at")[:MOST]:
        address = case.get_absolute_url()
        yield Listed(address, told(case, "title"), group, case.changed_at, told(case, "summary"), True, 55)
