"""What this room has to show: addresses for the site map, the feed and wrong turnings."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns import choosing
from campaigns.models import Contest, SloganCall
from cms.listed import Listed
from cms.templatetags.ui import chinese


def years() -> Iterator[Listed]:
    """Each year's page and what it invites to: contest, slogans, pledge; the quiz. Five queries."""
    contests = {contest.year: contest for contest in Contest.objects.all()}
    calls = set(SloganCall.objects.values_list("year", flat=True))
    heading = _("Quality Month")
    for page in choosing.years():
        told = chinese(page.theme or page.summary)
        yield Listed(page.get_absolute_url(), chinese(page.title), heading, page.last_published_at, told, True, 40)
        if contest := contests.get(page.year):
            yield Listed(contest.get_absolute_url(), f"{page.year} {chinese(contest.title)}", heading, place=40)
            yield Listed(reverse("campaigns:ranking", args=[page.year]), f"{page.year} {_('Ranking')}", heading, place=40)
        if page.year in calls:
            yield Listed(reverse("campaigns:slogans", args=[page.year]), f"{page.year} {_('Slogans')}", heading, place=40)
        if page.promises:
            yield Listed(reverse("campaigns:pledge", args=[page.year]), f"{page.year} {_('Quality pledge')}", heading, place=40)
    yield Listed(reverse("campaigns:quiz"), _("Ten questions on quality and the law"), heading, place=40)
