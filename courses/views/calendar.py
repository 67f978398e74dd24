"""One's dates as a page, and as a calendar that programs subscribe to by a secret link."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.asking import person
from core.dates import now
from courses import agenda, feeding
from courses.models import CalendarKey
from courses.models.calendars import new_key


@require_safe
@never_cache
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """What is to come, and the link with which a calendar program follows it."""
    user = person(request)
    key = CalendarKey.objects.filter(person=user).first()
    context = {"dates": agenda.of(user), "link": _link(key) if key else "", "section": "learn"}
    return render(request, "courses/calendar.html", context)


@require_POST
@login_required
def calendar_key(request: HttpRequest) -> HttpResponse:
    """Make the link, make it anew, or take it back; an old link is dead at once."""
    user = person(request)
    if "revoke" in request.POST:
        CalendarKey.objects.filter(person=user).delete()
        messages.success(request, _("The calendar link is taken back. Programs that used it find nothing any more."))
    else:
        CalendarKey.objects.update_or_create(person=user, defaults={"key": new_key(), "made_at": now()})
        messages.success(request, _("The calendar link is made. An earlier one no longer works."))
    return redirect("courses:calendar")


@require_safe
@cache_control(private=True, max_age=900)
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The calendar file; who holds the link reads it, nobody else learns that it exists."""
    key = get_object_or_404(CalendarKey.objects.select_related("person"), key=request.GET.get("k", ""), person__is_active=True)
    with override(key.person.preferred_language):
        file = feeding.calendar(agenda.of(key.person), name=_("My learning"))
    headers = {"Content-Disposition": 'inline; filename="haizhun.ics"', "Referrer-Policy": "no-referrer"}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)


def _link(key: CalendarKey) -> str:
    """One address in every language."""
    with override(settings.LANGUAGE_CODE):
        return f"{settings.SITE_URL}{reverse('courses:calendar_feed')}?k={key.key}"
