"""The desk of a base: its keeper opens and closes days, reports and prints; the department reviews it once a year."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from core.dates import now, today
from core.pdf.papers import paper
from core.typefaces import Unprintable
from events import listing
from talents import visiting
from talents.base_forms import ClosureForm, DaysForm, ReopeningForm, ReportForm, ReviewForm
from talents.models import ScienceBase, VisitSlot
from talents.models.bases import Closure, reviews_bases
from talents.views.public import trail

MOST = 40


@require_safe
@never_cache
@login_required
def desks(request: HttpRequest) -> HttpResponse:
    """The bases at whose desk one works."""
    rows = ScienceBase.objects.desk_of(person(request))
    if not rows.exists():
        raise PermissionDenied(_("Only who keeps or reviews a science base has a desk here."))
    return render(request, "talents/base_desks.html", {"rows": rows, "section": "talents", "trail": trail()})


@require_safe
@never_cache
@login_required
def desk(request: HttpRequest, code: str) -> HttpResponse:
    return _desk(request, get_object_or_404(ScienceBase.objects.desk_of(person(request)), code=code))


def _desk(request: HttpRequest, base: ScienceBase, status: int = 200, **forms_given: forms.Form) -> HttpResponse:
    """The desk; a form that was refused is shown with what is wrong. Six queries."""
    user = person(request)
    slots = VisitSlot.objects.filter(base=base).select_related("event__cancellation", "report")
    closures = list(_closed(base))
    context: dict[str, Any] = {
        "base": base,
        "coming": slots.filter(event__ends_at__gt=now())[:MOST],
        "past": slots.filter(event__ends_at__lte=now()).order_by("-day", "-number")[:MOST],
        "closures": closures,
        "reviews": base.reviews.select_related("by"),
        "keeps": ScienceBase.objects.kept_by(user).filter(pk=base.pk).exists(),
        "may_review": reviews_bases(user) and base.keeper_id != user.pk,
        "days_form": DaysForm(),
        "closure_form": ClosureForm(),
        "reopening_form": ReopeningForm(closures, auto_id="reopen_%s"),
        "review_form": ReviewForm(),
        "section": "talents",
        "trail": trail((_("Science bases"), reverse("talents:bases"))),
        **forms_given,
    }
    return render(request, "talents/base_desk.html", context, status=status)


def _closed(base: ScienceBase) -> QuerySet[Closure]:
    return base.closures.filter(day__gte=today())


def _kept(request: HttpRequest, code: str) -> ScienceBase:
    return get_object_or_404(ScienceBase.objects.kept_by(person(request)), code=code)


@require_POST
@login_required
def days(request: HttpRequest, code: str) -> HttpResponse:
    """Open the days of a span."""
    base, form = _kept(request, code), DaysForm(request.POST)
    if form.is_valid():
        try:
            opened = visiting.open_days(base, by=person(request), **form.cleaned_data)
        except visiting.Refused as reason:
            form.add_error(None, str(reason))
        else:
            words = {"slots": len(opened.slots), "closed": len(opened.closed)}
            messages.success(request, _("Slots opened: %(slots)s. Closed days left out: %(closed)s.") % words)
            return redirect("talents:base_desk", code)
    return _desk(request, base, 422, days_form=form)


@require_POST
@login_required
def closures(request: HttpRequest, code: str) -> HttpResponse:
    """Close a day; whoever registered is told."""
    base, form = _kept(request, code), ClosureForm(request.POST)
    if form.is_valid():
        try:
            visiting.close_day(base, by=person(request), **form.cleaned_data)
        except visiting.Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Closed. Whoever registered for that day is told."))
            return redirect("talents:base_desk", code)
    return _desk(request, base, 422, closure_form=form)


@require_POST
@login_required
def reopenings(request: HttpRequest, code: str) -> HttpResponse:
    """Open a day again that was closed by mistake."""
    base = _kept(request, code)
    form = ReopeningForm(_closed(base), request.POST, auto_id="reopen_%s")
    if form.is_valid():
        try:
            made = visiting.reopen_day(base, by=person(request), **form.cleaned_data)
        except visiting.Refused as reason:
            form.add_error(None, str(reason))
        else:
            words = _("The day is open again. Slots with places: %(slots)s.") if made else _("The day is no longer closed.")
            messages.success(request, words % {"slots": len(made)})
            return redirect("talents:base_desk", code)
    return _desk(request, base, 422, reopening_form=form)


@require_POST
@login_required
def reviews(request: HttpRequest, code: str) -> HttpResponse:
    """The department's look at a year."""
    user = person(request)
    base = get_object_or_404(ScienceBase.objects.desk_of(user), code=code)
    if not reviews_bases(user):
        raise Http404(code)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            visiting.review(base, by=user, **form.cleaned_data)
        except visiting.Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The review is kept and public."))
            return redirect("talents:base_desk", code)
    return _desk(request, base, 422, review_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def report(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What came of a slot; once written it is only read."""
    slot = _slot(request, code, pk)
    there = getattr(slot, "report", None)
    form = ReportForm(request.POST or None, initial={"came": listing.count(slot.event).came})
    if request.method == "POST" and there is None and form.is_valid():
        try:
            visiting.report(slot, by=person(request), **form.cleaned_data)
        except visiting.Refused as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("talents:base_report", code, pk)
    above = trail((slot.base.name, reverse("talents:base_desk", args=[code])))
    context = {"slot": slot, "report": there, "form": form, "section": "talents", "trail": above}
    return render(request, "talents/base_report.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@login_required
def sheet(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The sheet for the door: who comes, whom to call for safety, room for signatures."""
    slot = _slot(request, code, pk)
    seated = [row for row in listing.rows(slot.event) if row.is_seated]
    context = {"slot": slot, "base": slot.base, "event": slot.event, "rows": seated, "day": today()}
    try:
        content = paper(
            "pdf/visit_sheet.html", context, title=_("Visit sheet"), author=slot.base.host, day=today(), keywords=slot.event.slug
        )
    except Unprintable as fault:
        messages.error(request, _("The sheet cannot be printed: %(fault)s") % {"fault": fault})
        return redirect("talents:base_desk", code)
    headers = {"Content-Disposition": f'inline; filename="visit-{slot.event.slug}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _slot(request: HttpRequest, code: str, pk: int) -> VisitSlot:
    slots = VisitSlot.objects.select_related("base", "event", "report")
    return get_object_or_404(slots, base=_kept(request, code), pk=pk)
