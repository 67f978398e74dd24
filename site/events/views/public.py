"""What everybody reads: the programme, an event, and both as files for calendars and feed readers. All of it may be kept."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import pagecache
from courses import feeding
from events import atom, calendars, structured
from events.forms import FilterForm
from events.keeping import tag_of
from events.models import Event
from events.programme import PER_SHEET, Filters, chosen, months, narrowed, told_event

ICS = "text/calendar; charset=utf-8"


@require_safe
@pagecache.tagged("events")
def programme(request: HttpRequest) -> HttpResponse:
    """`?month=2026-09&audience=&area=&kind=&when=past`; what is not known narrows nothing. 3 queries."""
    filters = _filters(request)
    sheet = Paginator(chosen(filters), PER_SHEET).get_page(request.GET.get("page"))
    context = {
        "events": [told_event(event) for event in sheet],
        "sheet": sheet,
        "filters": filters,
        "months": months(past=filters.is_past),
        "audiences": Event.Audience.choices,
        "areas": Event.Area.choices,
        "kinds": Event.Kind.choices,
        "section": "events",
    }
    return render(request, "events/programme.html", context)


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """An event; kept once it is published, for it is the same for everybody. What one has oneself stands on the ticket."""
    found = get_object_or_404(Event.objects.visible_to(request.user).told(), slug=slug)
    context = {
        "told": told_event(found),
        "structured": structured.of_event(found) if found.is_published else "",
        "at_the_door": request.user.is_authenticated and Event.objects.run_by(request.user).filter(pk=found.pk).exists(),
        "section": "events",
    }
    answer = render(request, "events/event.html", context)
    if found.is_published:
        return pagecache.mark(request, answer, tag_of(found))
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@pagecache.public
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One event as a file for a calendar; called off, the file says so."""
    found = get_object_or_404(Event.objects.public().told(), slug=slug)
    file = feeding.calendar([calendars.date_of(found)], name=found.title)
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.ics"'}
    return pagecache.tag(HttpResponse(file, content_type=ICS, headers=headers), tag_of(found))


@require_safe
@pagecache.tagged("events")
def calendar(request: HttpRequest) -> HttpResponse:
    """All events, or those the filters leave, for calendar programs to subscribe to."""
    dates = calendars.public(narrowed(_filters(request)))
    file = feeding.calendar(dates, name=_("Events"))
    return HttpResponse(file, content_type=ICS, headers={"Content-Disposition": 'inline; filename="events.ics"'})


@require_safe
@pagecache.tagged("events")
def feed(request: HttpRequest) -> HttpResponse:
    """What was announced or changed last, for feed readers (RFC 4287)."""
    return HttpResponse(atom.feed(request.path), content_type="application/atom+xml; charset=utf-8")


def _filters(request: HttpRequest) -> Filters:
    return Filters(FilterForm(request.GET).chosen())
