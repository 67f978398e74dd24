"""A case's own page in the admin: handed in or taken down here; and the queue of what waits for somebody else."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.asking import person
from accounts.deciding import answer
from accounts.submissions import Refused
from cases import submitting
from cases.models import CaseStudy, CaseSubmission
from cases.permissions import EDIT, MODERATE

may_edit = permission_required(EDIT, raise_exception=True)
may_moderate = permission_required(MODERATE, raise_exception=True)


@require_safe
@may_edit
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands, and what may be done with it."""
    found = get_object_or_404(CaseStudy.objects.told(), pk=pk)
    submissions = list(found.submissions.select_related("by", "decided_by"))
    is_waiting = bool(submissions) and submissions[0].decided_at is None
    context = {"case": found, "submissions": submissions, "is_waiting": is_waiting}
    return render(request, "cases/admin/case.html", context | _titled(found.title))


@require_POST
@may_edit
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a draft in, for somebody else to read."""
    try:
        submitting.submit(get_object_or_404(CaseStudy, pk=pk), by=person(request))
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Handed in. Somebody else reads it and publishes it or returns it."))
    return redirect("cases_office:case", pk)


@require_POST
@may_edit
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a public case down, with a reason."""
    try:
        submitting.take_down(get_object_or_404(CaseStudy, pk=pk), by=person(request), reason=request.POST.get("reason", ""))
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Taken down: nobody reads it any more. It can be mended and handed in anew."))
    return redirect("cases_office:case", pk)


@require_safe
@may_moderate
def submissions(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first, and what was decided last. 2 queries."""
    rows = CaseSubmission.objects.select_related("case__industry", "case__organisation", "by", "decided_by")
    decided = rows.decided()[:50]
    context = {"waiting": rows.waiting()[:100], "decided": decided}
    return render(request, "cases/admin/submissions.html", context | _titled(_("Submitted cases")))


@require_POST
@may_moderate
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what was submitted, or return it with a reason."""
    found = get_object_or_404(CaseSubmission, pk=pk)
    answer(request, found, accept=submitting.accept, send_back=submitting.send_back)
    return redirect("cases_office:submissions")


def _titled(title: str) -> dict[str, Any]:
    return {"page_title": title, "header_title": title}
