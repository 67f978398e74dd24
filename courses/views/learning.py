"""A person's own pages: what he learns, and the hours it earned."""

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from core.dates import today
from courses import ledger, standing
from courses.dashboard import most_urgent, told_of, told_of_hours

if TYPE_CHECKING:
    from accounts.models import User


@never_cache
@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """My learning (我的学习): the one urgent thing, courses, exams, certificates, hours."""
    user = cast("User", request.user)
    mine = standing.all_of(user)
    context = {
        "standings": mine,
        "urgent": most_urgent(user, mine),
        "sections": told_of(user),
        "year": ledger.year(user, today().year),
        "section": "learn",
    }
    return render(request, "courses/dashboard.html", context)


@never_cache
@login_required
def hours(request: HttpRequest) -> HttpResponse:
    """The ledger (学时流水): every entry, every refused minute and why; the total is their sum."""
    user = cast("User", request.user)
    return render(request, "courses/hours.html", {"ledger": ledger.of(user), "sections": told_of_hours(user), "section": "learn"})
