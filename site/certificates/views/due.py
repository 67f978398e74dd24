"""Renewals that are due, for the office: who has to renew soon, and what is still missing."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates import renewal_words, renewing
from certificates.models import Certificate
from certificates.permissions import keeps_register
from certificates.status import State
from core.dates import today

# From the first reminder until the longest time of grace is over.
_BEFORE, _AFTER = dt.timedelta(days=180), dt.timedelta(days=180)


@require_safe
@login_required
@never_cache
def due(request: HttpRequest) -> HttpResponse:
    """Those that end within 180 days or ended within the last 180, the first to end first (as many queries for 1 as for 20)."""
    if not keeps_register(request.user):
        raise PermissionDenied
    span = (today() - _AFTER, today() + _BEFORE)
    ending = Certificate.objects.filter(state=State.VALID, valid_until__range=span).told().select_related("holder")
    page = Paginator(ending.order_by("valid_until", "number"), 20).get_page(request.GET.get("page"))
    positions = renewing.positions(page.object_list)
    rows = [(one, renewal_words.lacks(positions[one.pk])) for one in page.object_list]
    return render(request, "certificates/renewals_due.html", {"page": page, "rows": rows, "section": "learn"})
