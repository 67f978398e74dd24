"""The supervision register: what was looked at, what is open, putting right, checking the effect."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from appointments.appointing import Refused
from appointments.duties import supervising
from appointments.duties.models import CorrectionFile, DayLine, Supervision
from appointments.duties.permissions import Standing
from appointments.duties.supervision_forms import CheckForm, CorrectionForm, LookForm
from appointments.duties.views.framing import here, page
from certificates import evidence
from core.dates import today

AT_A_TIME = 20


@require_safe
@login_required
@never_cache
def supervisions(request: HttpRequest, slug: str) -> HttpResponse:
    """What is open first, then everything."""
    there = here(request, slug)
    rows = Supervision.objects.of(there.firm).told()
    context = {
        "open": rows.open().order_by("due", "pk"),
        "closed": Paginator(rows.closed(), AT_A_TIME).get_page(request.GET.get("page")),
    }
    return page(request, there, "supervisions", "supervision", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def supervision_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write what was looked at; it may begin with a finding of a daily record."""
    there = here(request, slug)
    line = _line(request, there)
    initial = {"looked_on": today()} | ({"object": line.point.place, "found": line.finding} if line else {})
    form = LookForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = supervising.look(standing=there, seen=supervising.Look(**form.cleaned_data), line=line)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Written into the supervision register."))
            return redirect("appointments:supervision", slug, made.pk)
    context = {"form": form, "line": line}
    return page(request, there, "supervision_new", "supervision", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def supervision(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One entry, with all that followed."""
    return _shown(request, here(request, slug), pk)


@require_POST
@login_required
def correction(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Say what was done to put it right."""
    there = here(request, slug)
    row = get_object_or_404(Supervision.objects.of(there.firm), pk=pk)
    form = CorrectionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, there, pk, correction_form=form, status=422)
    try:
        supervising.correct(standing=there, supervision=row, **form.cleaned_data)
    except Refused as reason:
        return _shown(request, there, pk, problem=str(reason), status=409)
    messages.success(request, _("Written. Somebody else checks the effect."))
    return redirect("appointments:supervision", slug, pk)


@require_POST
@login_required
def effect_check(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Say whether it works."""
    there = here(request, slug)
    row = get_object_or_404(Supervision.objects.of(there.firm), pk=pk)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _shown(request, there, pk, check_form=form, status=422)
    try:
        supervising.check(standing=there, supervision=row, **form.cleaned_data)
    except Refused as reason:
        return _shown(request, there, pk, problem=str(reason), status=409)
    messages.success(request, _("The check of the effect is written."))
    return redirect("appointments:supervision", slug, pk)


@require_safe
@login_required
@never_cache
def correction_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What shows that it was put right, for the firm's people."""
    seen = Supervision.objects.visible_to(person(request))
    there = get_object_or_404(CorrectionFile.objects.filter(correction__supervision__in=seen), pk=pk)
    return evidence.handed_out(key=there.key, name=there.name, mime=there.media_type, sha256=there.sha256)


def _line(request: HttpRequest, there: Standing) -> DayLine | None:
    """The finding the address names, if it names one of this firm."""
    named = request.GET.get("finding")
    if not named:
        return None
    lines = DayLine.objects.filter(record__organisation=there.firm, state=DayLine.State.FINDING).select_related("point", "record")
    try:
        return lines.get(pk=UUID(named))
    except (ValueError, DayLine.DoesNotExist):
        raise Http404("no such finding") from None


def _shown(request: HttpRequest, there: Standing, pk: UUID, *, status: int = 200, **changes: Any) -> HttpResponse:
    row = get_object_or_404(Supervision.objects.of(there.firm).told(), pk=pk)
    last = row.last
    context = {
        "row": row,
        "may_correct": not row.is_closed and not row.awaits_check,
        "may_check": row.awaits_check and last is not None and last.by_id != there.user.pk,
        "correction_form": CorrectionForm(initial={"done_on": today()}),
        "check_form": CheckForm(initial={"checked_on": today()}),
        **changes,
    }
    return page(request, there, "supervision", "supervision", context, status=status)
