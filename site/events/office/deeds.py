"""An event's own page in the admin: published or called off here; and the queue of what others submitted."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.asking import person
from accounts.deciding import answer
from events import arranging, lending, listing, submitting
from events.models import Event, OrganiserLink, Submission
from events.programme import told_event

MODERATE = "events.change_submission"
may_arrange = permission_required("events.change_event", raise_exception=True)
may_moderate = permission_required(MODERATE, raise_exception=True)


@require_safe
@may_arrange
def event(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where it stands, and what may be done with it."""
    found = get_object_or_404(Event.objects.told(), pk=pk)
    context = {
        "event": found,
        "told": told_event(found),
        "count": listing.count(found),
        "links": found.organiser_links.told(),
        "site_url": settings.SITE_URL,
    }
    return render(request, "events/admin/event.html", context | _titled(found.title))


@require_POST
@may_arrange
def publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Event, pk=pk)
    if Submission.objects.waiting().filter(event=found).exists():
        messages.error(request, _("Somebody submitted this event: decide on it in the list of submitted events."))
        return redirect("events_office:submissions")
    arranging.publish(found, by=person(request))
    messages.success(request, _("Published. Everybody sees it now."))
    return redirect("events_office:event", pk)


@require_POST
@may_arrange
def cancellation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call it off; everybody who registered is told why."""
    try:
        arranging.cancel(get_object_or_404(Event, pk=pk), by=person(request), reason=request.POST.get("reason", ""))
    except arranging.Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Cancelled. Everybody who registered is told."))
    return redirect("events_office:event", pk)


@require_POST
@may_arrange
def links(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A link by which the organiser reads the list without an account."""
    try:
        lending.lend(get_object_or_404(Event, pk=pk), to=request.POST.get("to", ""), by=person(request))
    except lending.Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(
            request, _("The link is made. Whoever has it reads the names on the list: send it to the organiser alone.")
        )
    return redirect("events_office:event", pk)


@require_POST
@may_arrange
def link_revocation(request: HttpRequest, pk: UUID) -> HttpResponse:
    link = get_object_or_404(OrganiserLink.objects.select_related("event"), pk=pk)
    lending.take_back(link, by=person(request))
    messages.success(request, _("The link is taken back and shows nothing any more."))
    return redirect("events_office:event", link.event_id)


@require_safe
@may_moderate
def submissions(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first, and what was decided last. 2 queries."""
    rows = Submission.objects.select_related("event__cancellation", "by", "decided_by")
    waiting = [(one, told_event(one.event)) for one in rows.waiting()[:100]]
    context = {"waiting": waiting, "decided": rows.decided()[:50]}
    return render(request, "events/admin/submissions.html", context | _titled(_("Submitted events")))


@require_POST
@may_moderate
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what was submitted, or return it with a reason."""
    found = get_object_or_404(Submission, pk=pk)
    answer(request, found, accept=submitting.accept, send_back=submitting.send_back)
    return redirect("events_office:submissions")


def _titled(title: str) -> dict[str, Any]:
    return {"page_title": title, "header_title": title}
