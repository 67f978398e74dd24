"""The editors' queue, among the reports of the admin."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages import editing


@require_safe
@permission_required("courses.change_course", raise_exception=True)
def queue(request: HttpRequest) -> HttpResponse:
    """Everything to verify or to look over again, most doubtful first."""
    title = _("To be verified")
    items = reverse("wagtailsnippets_exams_item:list") + "?cleared=false&purpose=exam"
    context = {"queue": editing.queue(), "items_address": items, "page_title": title, "header_title": title}
    return render(request, "pages/admin/queue.html", context)
