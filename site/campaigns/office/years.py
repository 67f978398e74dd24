"""Opening the next year in the admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.asking import person
from campaigns.models import CampaignPage
from campaigns.renewing import open_year


@require_http_methods(["GET", "POST"])
def next_year(request: HttpRequest, pk: int) -> HttpResponse:
    """A GET asks; a POST makes the page, once."""
    page = get_object_or_404(CampaignPage, pk=pk)
    if not page.get_parent().permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    if request.method == "POST":
        made, is_new = open_year(page, by=person(request))
        words = {"year": made.year}
        if is_new:
            messages.success(request, _("The page of %(year)s is made, a draft. Its theme is to be announced.") % words)
        else:
            messages.warning(request, _("The page of %(year)s is there already; nothing was changed.") % words)
        return redirect("wagtailadmin_pages:edit", made.pk)
    context = {
        "page": page,
        "year": page.year + 1,
        "page_title": _("Next year"),
        "header_title": _("Next year"),
        "page_subtitle": page.title,
        "back": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return render(request, "campaigns/admin/next_year.html", context)
