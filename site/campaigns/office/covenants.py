"""The covenants in the admin: those that wait are read, published, or returned with a reason."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.asking import person
from campaigns.covenanting import Refused, decide
from campaigns.models import Covenant
from campaigns.models.covenants import MODERATE


@require_http_methods(["GET", "POST"])
@permission_required(MODERATE, raise_exception=True)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first; a POST decides on one of them, once."""
    fault = ""
    if request.method == "POST":
        asked = request.POST.get("covenant", "")
        covenant = get_object_or_404(Covenant, pk=asked if asked.isascii() and asked.isdigit() and len(asked) < 16 else 0)
        try:
            decide(covenant, publish="publish" in request.POST, reason=request.POST.get("reason", ""), by=person(request))
        except Refused as reason:
            fault = str(reason)
        else:
            messages.success(request, _("Decided."))
            return redirect("campaigns_office:covenants")
    context = {
        "rows": Covenant.objects.waiting().select_related("association")[:50],
        "fault": fault,
        "page_title": _("Covenants to decide"),
        "header_title": _("Covenants to decide"),
    }
    return render(request, "campaigns/admin/covenants.html", context, status=409 if fault else 200)
