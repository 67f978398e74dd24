"""What is due for review (待复核): course and lesson pages whose "valid until" is near or over, soonest first."""

import datetime as dt

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.dates import today
from courses.models import CoursePage, LessonPage

NEAR_DAYS = 90


@require_safe
@permission_required("courses.change_course", raise_exception=True)
def reviews(request: HttpRequest) -> HttpResponse:
    """Pages to look over within the next three months, and those overdue. Two queries."""
    limit, day = today() + dt.timedelta(days=NEAR_DAYS), today()
    rows = []
    for kind, pages in ((_("course page"), CoursePage.objects), (_("lesson"), LessonPage.objects)):
        for page in pages.live().filter(valid_until__lte=limit).order_by("valid_until", "title"):
            rows.append(
                (page.valid_until, page.title, kind, reverse("wagtailadmin_pages:edit", args=[page.pk]), page.valid_until < day)
            )
    title = _("Due for review")
    context = {"rows": sorted(rows, key=lambda row: row[:2]), "page_title": title, "header_title": title}
    return render(request, "courses/admin/reviews.html", context)
