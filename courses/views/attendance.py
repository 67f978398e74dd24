"""Being put down as present (签到): the code is looked at when it is scanned, so that signing in costs nobody the minute."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.asking import person
from core.clock import now
from courses.meetings import attending, listing, rotating
from courses.models import Attendance, Meeting

# Who has scanned a good code may take so long to sign in and confirm.
PATIENCE_SECONDS = 600
_KEPT = "meetings_seen"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Scan, sign in, confirm. A code that is stale or of another meeting is refused with the reason (403)."""
    meeting = get_object_or_404(Meeting.objects.told(), pk=pk)
    address = reverse("courses:meeting_here", args=[pk])
    if request.method != "POST" and "c" in request.GET:
        verdict = rotating.judged(attending.key_of(meeting), request.GET["c"], now().timestamp())
        if verdict != "good":
            return _page(request, meeting, problem=_WORDS[verdict](), status=403)
        request.session[_KEPT] = {str(pk): int(now().timestamp())}
        return redirect(address) if request.user.is_authenticated else redirect_to_login(address)
    if not request.user.is_authenticated:
        return redirect_to_login(address)
    seen = _seen(request, pk)
    if request.method != "POST" or seen is None:
        return _page(request, meeting, can_confirm=seen is not None, status=403 if request.method == "POST" else 200)
    try:
        attending.put_down(meeting=meeting, learner=person(request), arrived_at=dt.datetime.fromtimestamp(seen, tz=dt.UTC))
    except attending.Refused as reason:
        return _page(request, meeting, problem=str(reason), status=409)
    del request.session[_KEPT]
    messages.success(request, _("You are on the list of this meeting."))
    return redirect(address)


def _seen(request: HttpRequest, pk: UUID) -> int | None:
    """When this browser saw a good code of the meeting, if that is not too long ago."""
    kept = request.session.get(_KEPT, {})
    seen = kept.get(str(pk)) if isinstance(kept, dict) else None
    return seen if isinstance(seen, int) and now().timestamp() - seen < PATIENCE_SECONDS else None


def _page(
    request: HttpRequest, meeting: Meeting, *, problem: str = "", can_confirm: bool = False, status: int = 200
) -> HttpResponse:
    user = request.user
    there = Attendance.objects.visible_to(user).filter(meeting=meeting).standing().first()
    may_know = there is not None or can_confirm or Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists()
    context = {
        "meeting": meeting if may_know else None,
        "title": listing.title(meeting) if may_know else "",
        "there": there,
        "can_confirm": can_confirm and there is None,
        "problem": problem,
        "section": "learn",
    }
    return render(request, "courses/meeting_here.html", context, status=status)


_WORDS = {
    "stale": lambda: _("This code is too old: it changes every 20 seconds. Scan the one on the screen in the room now."),
    "foreign": lambda: _("This code is not one of this meeting. Scan the one on the screen in the room you are in."),
}
