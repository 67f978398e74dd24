"""Letting a candidate through without the lock-down browser."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from exams import gating
from exams.forms import LetThrough
from exams.models import Registration, Sitting
from exams.permissions import person


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def waivers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the invigilators of a sitting: by admission number, with a reason."""
    sitting = get_object_or_404(Sitting.objects.told().exclude(seb_config_key=""), pk=pk)
    if not gating.may_let_through(person(request), sitting):
        raise Http404
    form = LetThrough(request.POST if request.method == "POST" else None)
    if form.is_valid():
        number = form.cleaned_data["admission_no"].strip()
        registration = Registration.objects.filter(sitting=sitting, admission_no=number).first()
        if registration:
            gating.let_through(registration=registration, reason=form.cleaned_data["reason"], by=person(request))
            messages.success(request, _("%(number)s may write without the lock-down browser.") % {"number": number})
            return redirect("exams:seb-waivers", pk)
        form.add_error("admission_no", _("Nobody is registered for this sitting under this number."))
    context = {"sitting": sitting, "form": form, "section": "exams"}
    return render(request, "exams/seb_waivers.html", context, status=422 if form.errors else 200)
