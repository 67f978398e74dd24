"""Maturity self-assessment: how the firm sees itself, beside its own past."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from appointments.appointing import Refused
from appointments.duties import maturing, trends
from appointments.duties.assessment_forms import MaturityForm
from appointments.duties.models import Maturity
from appointments.duties.views.framing import here, page

MOST = 8


@require_safe
@login_required
@never_cache
def maturity(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest picture and the ones before."""
    there = here(request, slug)
    made = list(Maturity.objects.of(there.firm).select_related("made_by", "organisation")[:MOST])
    scores = [(one, maturing.score(one.levels)) for one in made]
    means = [(one.made_on.isoformat(), score) for one, score in reversed(scores)]
    context = {
        "scores": scores,
        "trend": trends.line(means) if len(means) > 1 else None,
        "lines": maturing.lines(made[0], made[1] if len(made) > 1 else None) if made else [],
        "lesson": maturing.next_course(made[0]) if made else None,
        "may_assess": maturing.may_assess(there),
    }
    return page(request, there, "maturity", "maturity", context)


@require_safe
@login_required
@never_cache
def maturity_of(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One picture, beside the one before it."""
    there = here(request, slug)
    made = get_object_or_404(Maturity.objects.of(there.firm).select_related("made_by"), pk=pk)
    before = Maturity.objects.of(there.firm).filter(made_at__lt=made.made_at).first()
    context = {"made": made, "score": maturing.score(made.levels), "lines": maturing.lines(made, before)}
    return page(request, there, "maturity_of", "maturity", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def maturity_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Give each statement its level."""
    there = here(request, slug)
    if not maturing.may_assess(there):
        raise PermissionDenied(_("The head, the chief quality officer or the director assesses the firm."))
    form = MaturityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            maturing.assess(standing=there, levels=form.levels())
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Written. Only people of the firm see it."))
            return redirect("appointments:maturity", slug)
    return page(request, there, "maturity_new", "maturity", {"form": form}, status=422 if form.is_bound else 200)
