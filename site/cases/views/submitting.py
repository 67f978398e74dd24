"""Handing in a case for one's organisation, mending one that was returned, taking the organisation's name back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from accounts.submissions import Refused
from cases import submitting
from cases.forms import CaseForm
from cases.models import CaseStudy, CaseSubmission
from cases.permissions import telling_for
from cases.views.public import trail
from core.dates import today


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def submit(request: HttpRequest) -> HttpResponse:
    """A new case. Who answers for no verified organisation is told how one comes to."""
    user = person(request)
    if not telling_for(user).exists():
        return render(request, "cases/nobody.html", {"section": "cases", "trail": trail()}, status=403)
    return _asked(request, CaseForm(user, request.POST or None, instance=CaseStudy(year=today().year)))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def mend(request: HttpRequest, code: str) -> HttpResponse:
    """A case of one's own organisation that was returned or taken down, with what was said about it."""
    user = person(request)
    mine = CaseStudy.objects.filter(organisation__in=telling_for(user), published_on=None)
    found = get_object_or_404(mine, code=code)
    last = found.submissions.first()
    if last is not None and last.decided_at is None:
        messages.warning(request, _("This case waits for a decision: it can be changed when it is returned to you."))
        return redirect("cases:mine")
    return _asked(request, CaseForm(user, request.POST or None, instance=found), said=last.reason if last else "")


def _asked(request: HttpRequest, form: CaseForm, *, said: str = "") -> HttpResponse:
    problem = ""
    if request.method == "POST" and form.is_valid():
        told, is_named = form.save(commit=False), bool(form.cleaned_data["is_named"])
        try:
            submitting.submit(told, by=person(request), organisation=form.told_for, is_named=is_named)
        except Refused as reason:
            problem = str(reason)
        else:
            messages.success(request, _("Submitted. Somebody else reads it; you are told when it is published or returned."))
            return redirect("cases:mine")
    status = 409 if problem else 422 if form.errors else 200
    context = {"form": form, "said": said, "problem": problem, "section": "cases", "trail": trail()}
    return render(request, "cases/submit.html", context, status=status)


@require_safe
@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The cases of one's organisations, and where each stands. 3 queries."""
    bodies = list(telling_for(person(request)))
    rows = CaseSubmission.objects.filter(case__organisation__in=bodies).select_related("case__organisation")
    last = {one.case_id: one for one in rows.order_by("case", "at", "pk")}
    context = {"bodies": bodies, "submissions": list(last.values())[::-1], "section": "cases", "trail": trail()}
    return render(request, "cases/mine.html", context)


@require_POST
@login_required
def name_withdrawal(request: HttpRequest, code: str) -> HttpResponse:
    user = person(request)
    found = get_object_or_404(CaseStudy.objects.filter(organisation__in=telling_for(user)), code=code)
    submitting.take_name_back(found, by=user)
    messages.success(request, _("Taken back: the case is told without your organisation's name from now on."))
    return redirect("cases:mine")
