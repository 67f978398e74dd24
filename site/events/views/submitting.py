"""Submitting an event, and mending one that was returned. For whoever is signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.asking import person
from accounts.submissions import Refused
from events import submitting
from events.forms import SubmissionForm
from events.models import Event


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submit(request: HttpRequest) -> HttpResponse:
    """A new event."""
    return _asked(request, SubmissionForm(request.POST or None))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mend(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own event that was returned, with what was said about it."""
    event = get_object_or_404(Event.objects.filter(host=person(request), published_at=None), slug=slug)
    last = event.submissions.first()
    if last is None or last.decided_at is None:
        messages.warning(request, _("This event waits for a decision: it can be changed when it is returned to you."))
        return redirect("events:mine")
    return _asked(request, SubmissionForm(request.POST or None, instance=event), said=last.reason)


def _asked(request: HttpRequest, form: SubmissionForm, *, said: str = "") -> HttpResponse:
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            submitting.submit(form, by=person(request))
        except Refused as reason:
            problem = str(reason)
        else:
            messages.success(request, _("Submitted. Somebody looks at it; you are told when it is published or returned."))
            return redirect("events:mine")
    status = 409 if problem else 422 if form.errors else 200
    context = {"form": form, "said": said, "problem": problem, "section": "events"}
    return render(request, "events/submit.html", context, status=status)
