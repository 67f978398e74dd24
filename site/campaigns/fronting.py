"""Quality Month on the home page."""

from campaigns import choosing
from campaigns.models import Contest
from campaigns.seasons import State
from campaigns.showing import kicker
from cms.gathered import Part
from core.dates import now
from events.programme import Filters, chosen, told_event

SOON = 3  # events


def on_home() -> Part | None:
    """The band of the current year, nothing where there is none. One query, three until the month is over."""
    page = choosing.newest()
    if page is None:
        return None
    moment = now()
    is_over = page.season.state(moment) in (State.CLOSED, State.ARCHIVED)
    contest = None if is_over else Contest.objects.filter(year=page.year).first()
    coming = [] if is_over else chosen(Filters({"month": f"{page.year}-09"})).filter(cancellation=None)[:SOON]
    told = {
        "page": page,
        "kicker": kicker(page.season, moment),
        "contest": contest,
        "events": [told_event(event) for event in coming],
        "contest_is_open": contest is not None and contest.is_open(moment),
    }
    return Part("campaigns/strip.html", told, place=20)
