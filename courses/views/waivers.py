"""A teacher accepts another way: for one person of his group, one activity, with the reason (courses/waiving.py)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.asking import person
from courses import teaching, waiving
from courses.models import Enrolment
from courses.views.teaching import group_taught


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def waivers(request: HttpRequest, course: str, key: str) -> HttpResponse:
    """What has been accepted in a group; with `of`, the form for one person."""
    group = group_taught(request, course, key)
    asked = request.POST if request.method == "POST" else request.GET
    one = _one(group, asked.get("of", ""))
    problem = _("Choose the person first.") if request.method == "POST" and one is None else ""
    if request.method == "POST" and one is not None:
        try:
            waiving.waive(enrolment=one, key=asked.get("activity", ""), by=person(request), because=asked.get("because", ""))
        except waiving.Refused as reason:
            problem = str(reason)
        else:
            messages.success(request, _("Accepted. %(name)s is told, with your reason.") % {"name": one.learner.full_name})
            return redirect(reverse("courses:waivers", args=[group.course.slug, group.key]))
    version = group.run.version if group.run else group.course.current
    context = {
        "group": group,
        "one": one,
        "open": waiving.still_open(one) if one else [],
        "chosen": asked.get("activity", ""),
        "because": asked.get("because", ""),
        "problem": problem,
        "rows": waiving.granted(group.course, teaching.people(group, "all"), version.lessons if version else []),
        "section": "learn",
    }
    return render(request, "courses/waivers.html", context, status=422 if problem else 200)


def _one(group: teaching.Group, number: str) -> Enrolment | None:
    """A learner of the group; whoever is of another is not found."""
    if not number:
        return None
    is_number = number.isdecimal() and len(number) < 19
    found = teaching.people(group, "all").filter(pk=number).select_related("course").first() if is_number else None
    if found is None:
        raise Http404(number)
    return found
