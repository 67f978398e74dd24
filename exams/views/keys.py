"""Correcting keys that people were marked by: propose, look at the effects, apply as a second person, undo."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exams import assessing, rekeying, revising
from exams.key_forms import CorrectionForm
from exams.models import AttemptItem, ItemVersion, KeyRevision
from exams.permissions import for_examiners, person
from exams.presentation import question, shape
from exams.telling_keys import lines

RECENT = 50


@require_safe
@never_cache
@for_examiners
def revisions(request: HttpRequest) -> HttpResponse:
    """Corrections that wait and those made; ?code= finds the item to correct."""
    code = request.GET.get("code", "").strip()
    found = ItemVersion.objects.filter(item__code__iexact=code).order_by("-number") if code else ItemVersion.objects.none()
    known = KeyRevision.objects.told()[:RECENT]
    context = {"code": code, "found": found.select_related("item"), "revisions": known, "section": "exams"}
    return render(request, "exams/keys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_examiners
def item(request: HttpRequest, version: int) -> HttpResponse:
    """One item: its key, what people wrote that earned nothing, and the form to propose a correction."""
    wording = get_object_or_404(ItemVersion.objects.select_related("item"), pk=version)
    key = assessing.newest_keys([wording.pk])[wording.pk]
    # The item as a question, so that the right answer is given with the controls a candidate has.
    asked = AttemptItem(slot=1, item_version=wording, max_marks=wording.max_marks, choice_order=[], parts=[])
    written = AttemptItem.objects.filter(item_version=wording, attempt__state__in=revising.CLOSED)
    clusters = rekeying.clusters(key.data, revising.counted(written).values()) if key.rule == "text" else []
    form = CorrectionForm(key, shape(asked), clusters, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = revising.propose(
                version=wording,
                kind=form.cleaned_data["kind"],
                rule=form.rule,
                data=form.data_after,
                reason=form.cleaned_data["reason"],
                by=person(request),
            )
            return redirect(made)
        except revising.Refused:
            form.add_error(None, _("A correction of this key is already proposed. Apply or withdraw that one first."))
    typed = request.POST if request.method == "POST" else None
    context = {
        "version": wording,
        "key": lines(wording, key.rule, key.data),
        "papers": written.count(),
        "clusters": clusters,
        "question": question(asked, None, get_language() or "", typed),
        "by_answer": key.rule in rekeying.BY_ANSWER,
        "form": form,
        "waiting": KeyRevision.objects.proposed().filter(item_version=wording).first(),
        "section": "exams",
    }
    return render(request, "exams/key_item.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@for_examiners
def revision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One correction: before and after, and, while it waits, whom it would move."""
    made = get_object_or_404(KeyRevision.objects.told(), pk=pk)
    now_key = assessing.newest_keys([made.item_version_id])[made.item_version_id]
    context = {
        "revision": made,
        "before": lines(made.item_version, now_key.rule, now_key.data) if made.is_proposed else [],
        "after": lines(made.item_version, made.rule, made.data),
        "effects": revising.effects(made) if made.is_proposed else None,
        "is_mine": made.proposed_by_id == person(request).pk,
        "section": "exams",
    }
    return render(request, "exams/key_revision.html", context)


@require_POST
@for_examiners
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Apply the correction."""
    made = get_object_or_404(KeyRevision, pk=pk)
    try:
        revising.apply(revision=made, by=person(request))
        messages.success(request, _("Applied. Every closed paper with this item is marked anew."))
    except revising.Refused:
        messages.warning(request, _("Not applied: it is done already, withdrawn, or you proposed it yourself."))
    return redirect(made)


@require_POST
@for_examiners
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the proposal back."""
    made = get_object_or_404(KeyRevision, pk=pk)
    try:
        revising.withdraw(revision=made, by=person(request))
    except revising.Refused:
        messages.warning(request, _("Applied or withdrawn already: nothing was changed."))
    return redirect("exams:keys")


@require_POST
@for_examiners
def undoing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose to go back to the key before; again a second person applies it."""
    made = get_object_or_404(KeyRevision.objects.told(), pk=pk)
    reason = request.POST.get("reason", "").strip()[:300] or _("Undone")
    try:
        return redirect(revising.undo(revision=made, reason=reason, by=person(request)))
    except revising.Refused:
        messages.warning(request, _("Another correction of this key is proposed already. Apply or withdraw that one first."))
        return redirect(made)
