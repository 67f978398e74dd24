"""The line on every page while it is September, and on none before or after."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.choosing import of_year
from campaigns.seasons import Season, State
from cms import pagecache
from cms.banners import Banner
from cms.templatetags.ui import chinese
from core.dates import local_day, now
from core.memory import Memory


def in_september(request: HttpRequest) -> Banner | None:
    """Costs no query outside September, and in it one for each process and publication."""
    moment = now()
    season = Season(local_day(moment).year)
    if season.state(moment) is not State.LIVE:
        return None
    generation, language = pagecache.generation("campaigns"), get_language() or settings.LANGUAGE_CODE
    # Without a generation, while the cache is away, nothing tells of a change: it is read anew.
    key = (generation, language, season.year)
    found = _banners.kept(key, lambda: _banner(season.year)) if generation else _banner(season.year)
    return None if found and request.path == found.address else found


_banners: Memory[tuple[str, str, int], Banner | None] = Memory(20, lambda keys: {})


def _banner(year: int) -> Banner | None:
    page = of_year(year)
    if page is None:
        return None
    theme = chinese(page.theme)
    text = (
        _("Quality Month %(year)s: %(theme)s") % {"year": year, "theme": theme}
        if theme
        else _("It is Quality Month: 1 to 30 September %(year)s") % {"year": year}
    )
    return Banner(text, _("What is on"), page.get_absolute_url())
