"""What an organiser without an account sees by a link: who is registered for his event and who came. Nothing can be changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.look_ups import limited
from events import listing
from events.models import OrganiserLink
from events.models.links import link_of
from events.programme import told_event


@require_safe
@limited
@never_cache
def organiser(request: HttpRequest, token: str) -> HttpResponse:
    """Names, groups and who came; no address of anybody, and no code by which one is let in. 5 queries."""
    link = link_of(token)
    context: dict[str, object] = {"is_over": link is not None, "section": "events"}
    if link is not None and link.holds:
        OrganiserLink.objects.filter(pk=link.pk).open()
        event = link.event
        context |= {"event": event, "told": told_event(event), "rows": listing.rows(event), "count": listing.count(event)}
    # Over, it does not even say of which event it was.
    answer = render(request, "events/organiser.html", context, status=200 if "event" in context else 410 if link else 404)
    answer["Referrer-Policy"] = "no-referrer"
    return answer
