"""The experts who wait to be admitted, in the admin (专家名录审核)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.asking import person
from talents import advising
from talents.models import ExpertListing
from talents.models.experts import ADMIT

may_admit = permission_required(ADMIT, raise_exception=True)


@require_safe
@may_admit
def experts(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first, and who is listed. 2 queries."""
    context = {
        "waiting": ExpertListing.objects.waiting().told()[:100],
        "listed": ExpertListing.objects.public().told()[:200],
        "page_title": _("Experts to admit"),
        "header_title": _("Experts to admit"),
    }
    return render(request, "talents/admin/experts.html", context)


@require_POST
@may_admit
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ExpertListing, pk=pk)
    try:
        if request.POST.get("decision") == "admit":
            advising.admit(found, by=person(request))
        else:
            advising.send_back(found, by=person(request), reason=request.POST.get("reason", ""))
    except advising.Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Decided. The person is told."))
    return redirect("talents_office:experts")
