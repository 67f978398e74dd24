"""Deciding about activities elsewhere: what waits, oldest first, each with its evidence."""

from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from certificates import crediting
from certificates.models import ActivityClaim, EducationCredit
from certificates.permissions import keeps_register


class Decision(forms.Form):
    """Hours to recognise, or the reason why none are."""

    verdict = forms.ChoiceField(choices=[("verified", ""), ("refused", "")])
    granted = forms.DecimalField(
        label=gettext_lazy("Hours recognised"), max_digits=4, decimal_places=1, min_value=0, required=False
    )
    reason = forms.CharField(label=gettext_lazy("Reason of a refusal"), max_length=300, required=False)


@require_safe
@login_required
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision."""
    _require_keeper(request)
    waiting = ActivityClaim.objects.visible_to(request.user).pending().select_related("holder")
    page = Paginator(waiting, 20).get_page(request.GET.get("page"))
    return render(request, "certificates/claims.html", {"page": page, "me": request.user.pk, "section": "learn"})


@require_safe
@login_required
@never_cache
def recognised(request: HttpRequest) -> HttpResponse:
    """Hours that were recognised, the newest first, each to be taken back whole with a reason."""
    _require_keeper(request)
    credited = EducationCredit.objects.visible_to(request.user).filter(claim__isnull=False)
    told = credited.select_related("holder", "claim", "verified_by", "reversal").order_by("-at", "-pk")
    page = Paginator(told, 20).get_page(request.GET.get("page"))
    return render(request, "certificates/recognised.html", {"page": page, "me": request.user.pk, "section": "learn"})


@require_POST
@login_required
def reversal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take recognised hours back."""
    _require_keeper(request)
    credited = EducationCredit.objects.visible_to(request.user).filter(claim__isnull=False)
    credit = get_object_or_404(credited.select_related("holder"), pk=pk)
    try:
        crediting.reverse(credit, by=cast(User, request.user), reason=request.POST.get("reason", "")[:300])
    except crediting.NoReason:
        messages.warning(request, _("Not taken back: write why."))
    except crediting.NotByOneself:
        messages.warning(request, _("Not decided: nobody decides about an activity of one's own."))
    else:
        messages.success(request, _("Taken back: %(activity)s") % {"activity": credit.title})
    return redirect("certificates:recognised")


@require_POST
@login_required
def decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Recognise the hours, or refuse them with a reason."""
    _require_keeper(request)
    claim = get_object_or_404(ActivityClaim.objects.visible_to(request.user).select_related("holder"), pk=pk)
    form = Decision(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Not decided: write the hours as a number, such as 7.5."))
        return redirect("certificates:claims")
    by, told = cast(User, request.user), form.cleaned_data
    try:
        if told["verdict"] == "verified":
            crediting.verify(claim, by=by, granted=told["granted"] or claim.hours)
        else:
            crediting.refuse(claim, by=by, reason=told["reason"])
    except crediting.NoReason:
        messages.warning(request, _("Not decided: a refusal says why."))
    except crediting.TooMany:
        messages.warning(request, _("Not decided: no more hours can be recognised than were claimed."))
    except crediting.NotByOneself:
        messages.warning(request, _("Not decided: nobody decides about an activity of one's own."))
    except crediting.NotPending:
        messages.warning(request, _("Somebody else has decided it in the meantime."))
    else:
        messages.success(request, _("Decided: %(activity)s") % {"activity": claim.title})
    return redirect("certificates:claims")


def _require_keeper(request: HttpRequest) -> None:
    if not keeps_register(request.user):
        raise PermissionDenied
