"""Marking by people: the items with answers that wait, and one answer at a time."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from exams import claiming
from exams.anonymous import Sheet, sheet
from exams.marking_forms import MarkingForm
from exams.models import Claim, ItemVersion
from exams.permissions import for_markers, person
from exams.rubrics import award
from exams.workload import piles


@require_safe
@never_cache
@for_markers
def queue(request: HttpRequest) -> HttpResponse:
    """The items, each with how many answers wait, are held and are done."""
    return render(request, "exams/marking.html", {"piles": piles(person(request)), "section": "exams"})


@require_POST
@for_markers
def claims(request: HttpRequest, version: int) -> HttpResponse:
    """Take the next answer to an item."""
    return _onward(get_object_or_404(ItemVersion, pk=version), person(request))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_markers
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One answer and the form for its marks. POST saves a draft, gives the marks, or puts the answer back."""
    marker = person(request)
    claim = Claim.objects.held_by(marker).select_related("attempt_item__item_version").filter(pk=pk).first()
    if claim is None:
        messages.warning(request, _("This answer is marked, or another marker holds it. Go on with the next one."))
        return redirect("exams:marking")
    told = sheet(claim)
    if request.method == "POST":
        return _posted(request, claim, told, marker)
    form = MarkingForm(told.asked, initial={**claim.given, "comment": claim.comment})
    return _page(request, claim, told, form)


def _posted(request: HttpRequest, claim: Claim, told: Sheet, marker: User) -> HttpResponse:
    form, deed = MarkingForm(told.asked, request.POST), request.POST.get("deed")
    version = claim.attempt_item.item_version
    if deed == "back":
        claiming.put_back(claim=claim, marker=marker)
        return redirect("exams:marking")
    try:
        if deed != "give":
            claiming.save_draft(claim=claim, marker=marker, given=form.typed, comment=str(form.data.get("comment", ""))[:2000])
            return _onward(version, marker, claim) if deed == "next" else redirect(claim)
        if not form.is_valid():
            return _page(request, claim, told, form, status=422)
        marks, rubric = award(told.asked, form.given)
        comment = form.cleaned_data["comment"]
        claiming.give(claim=claim, marker=marker, rubric=rubric, marks=marks, key=told.key, comment=comment)
    except claiming.Lost:
        messages.warning(request, _("This answer is marked, or another marker holds it. Go on with the next one."))
        return redirect("exams:marking")
    return _onward(version, marker)


def _page(request: HttpRequest, claim: Claim, told: Sheet, form: MarkingForm, status: int = 200) -> HttpResponse:
    mine = Claim.objects.of_item(claim.attempt_item.item_version).held_by(claim.marker_id)
    before = mine.filter(taken_at__lt=claim.taken_at).last()
    rows = list(zip(told.passages, form.rows(), strict=True))
    context = {"claim": claim, "sheet": told, "form": form, "rows": rows, "previous": before, "section": "exams"}
    return render(request, "exams/marking_answer.html", context, status=status)


def _onward(version: ItemVersion, marker: User, after: Claim | None = None) -> HttpResponse:
    claim = claiming.take(version=version, marker=marker, after=after)
    return redirect(claim) if claim else redirect("exams:marking")
