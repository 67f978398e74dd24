"""What the public reads of a Quality Month. Open to everyone, so all of it may be kept (cms.pagecache)."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns import choosing
from campaigns.models import CampaignPage, Contest, DownloadCount, Material, Pledge, SloganCall
from campaigns.seasons import State
from campaigns.showing import figures, kicker, marked, scale
from cms import pagecache
from cms.templatetags.ui import chinese
from core.dates import now
from events.programme import Filters, narrowed, told_event
from statutes.loading import SLUG
from statutes.models import Article

ARTICLE = 25


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """Lead to the current year."""
    page = choosing.newest()
    if page is None:
        return _no_year(request, "")
    return redirect(page)


@require_safe
def month(request: HttpRequest, year: str) -> HttpResponse:
    """A year by its address, which stays the same for ever."""
    if not year.isascii() or not year.isdigit() or len(year) > 4:
        return _no_year(request, year)
    page = choosing.of_year(int(year))
    if page is None:
        return _no_year(request, year)
    answer: HttpResponse = page.serve(request)
    return answer


@pagecache.tagged("campaigns", "events", "articles")
def show(request: HttpRequest, page: CampaignPage) -> HttpResponse:
    """The page of a year, as it stands today."""
    moment = now()
    season = page.season
    events = [told_event(event) for event in narrowed(Filters({"month": f"{page.year}-09"})).order_by("starts_at", "pk")]
    contest = Contest.objects.filter(year=page.year).first()
    pledges = Pledge.objects.standing(page.year).count() if page.promises else 0
    materials = list(page.materials.select_related("document", "document__campaign_downloads"))
    context: dict[str, Any] = {
        "page": page,
        "state": season.state(moment),
        "is_over": season.state(moment) in (State.CLOSED, State.ARCHIVED),
        "kicker": kicker(season, moment),
        "figures": figures(page, moment, events, pledges),
        "scale": scale(season, moment, marked(season, contest, [told.event for told in events])),
        "events": events,
        "contest": contest,
        "slogans": SloganCall.objects.filter(year=page.year).first(),
        "pledges": pledges,
        "contest_is_open": contest is not None and contest.is_open(moment),
        "materials": materials,
        "others": [other for other in choosing.years() if other.year != page.year],
        "article": Article.objects.of(SLUG).filter(number=ARTICLE).first(),
        "is_foreign": get_language() == "en" and page.locale.language_code != "en",
        "facts": _facts(page),
        "section": "campaigns",
    }
    return render(request, "campaigns/month.html", context)


@require_safe
def material(request: HttpRequest, year: int, document: int) -> HttpResponse:
    """Lead to the file and count it; a look at its head counts nothing."""
    # By its own key, not by the reference to it: a number no database can hold is a file that is not there, and no error.
    live = Material.objects.filter(page__live=True, page__year=year, document__pk=document)
    found = live.select_related("document").first()
    if found is None:
        raise Http404("no such material")
    if request.method == "GET":
        DownloadCount.add(document)
    return redirect(found.document.url)


def _facts(page: CampaignPage) -> dict[str, Any]:
    """schema.org, for those who read by machine."""
    season = page.season
    return {
        "@type": "EventSeries",
        "name": chinese(page.title),
        "description": chinese(page.theme or page.summary),
        "startDate": season.starts.isoformat(),
        "endDate": season.ends.isoformat(),
        "url": settings.SITE_URL + page.get_absolute_url(),
        "location": {"@type": "City", "name": "珠海"},
        "isAccessibleForFree": True,
    }


def _no_year(request: HttpRequest, year: str) -> HttpResponse:
    """404 in words: which years there are."""
    context = {
        "year": year,
        "years": choosing.years(),
        "trail": [(_("Home"), reverse("home"))],
        "section": "campaigns",
    }
    return render(request, "campaigns/no_year.html", context, status=404)
