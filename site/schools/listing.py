"""What the library has for site map and feed."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.listed import Listed
from cms.templatetags.ui import chinese
from schools.shelving import public


def resources() -> Iterator[Listed]:
    """The library and what stands in it. Two queries."""
    group = _("Teaching resources")
    yield Listed(reverse("schools:library"), group, group, place=40)
    rows = public(get_language() or "").defer("text", "html")
    for page in rows.order_by("stage", "path"):
        day = page.approved_on
        changed = dt.datetime.combine(day, dt.time(), dt.UTC) if day else None
        yield Listed(page.get_url(), chinese(page.title), group, changed, chinese(page.lead), news=True, place=40)
