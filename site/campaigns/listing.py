"""What this room has to show: addresses for the site map, the feed and wrong turnings."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns import choosing
from campaigns.models import CampaignPage, Contest, Covenant, SloganCall
from cms.listed import Listed
from cms.templatetags.ui import chinese

MOST = 1000


def years() -> Iterator[Listed]:
    """Each year's page and what it invites to: contest, slogans, pledge; covenants; the quiz. Four queries."""
    of_year = {"year": OuterRef("year")}
    contests, calls = Contest.objects.filter(**of_year), SloganCall.objects.filter(**of_year)
    shown = CampaignPage.objects.shown().annotate(contest_title=Subquery(contests.values("title")[:1]), has_call=Exists(calls))
    heading = _("Quality Month")
    for page in choosing.years(shown):
        told = chinese(page.theme or page.summary)
        yield Listed(page.get_absolute_url(), chinese(page.title), heading, page.last_published_at, told, True, 40)
        if page.contest_title:
            address = reverse("campaigns:contest", args=[page.year])
            yield Listed(address, f"{page.year} {chinese(page.contest_title)}", heading, place=40)
            yield Listed(reverse("campaigns:ranking", args=[page.year]), f"{page.year} {_('Ranking')}", heading, place=40)
        if page.has_call:
            yield Listed(reverse("campaigns:slogans", args=[page.year]), f"{page.year} {_('Slogans')}", heading, place=40)
        if page.promises:
            yield Listed(reverse("campaigns:pledge", args=[page.year]), f"{page.year} {_('Quality pledge')}", heading, place=40)
    yield Listed(reverse("campaigns:covenants"), _("Covenants of trades"), heading, place=40)
    for covenant in Covenant.objects.public()[:MOST]:
        address, told = covenant.get_absolute_url(), chinese(covenant.summary)
        yield Listed(address, chinese(covenant.title), heading, covenant.published_at, told, True, 40)
    yield Listed(reverse("campaigns:quiz"), _("Ten questions on quality and the law"), heading, place=40)
