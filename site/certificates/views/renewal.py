"""A holder's way to the next certificate: what is still missing, activities elsewhere with their evidence, the renewal itself."""

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates import crediting, evidence, renewal_ledger, renewal_words, renewing
from certificates.facts import Unprintable
from certificates.models import ActivityClaim, Certificate
from certificates.renewal_forms import ActivityForm, SectorForm

if TYPE_CHECKING:
    from accounts.models import User


@require_safe
@login_required
@never_cache
def renewal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What has been learned in this cycle, what of it counts, and what is still missing."""
    return _page(request, get_object_or_404(Certificate.objects.visible_to(request.user).told(), pk=pk))


def _page(request: HttpRequest, shown: Certificate, status: int = 200) -> HttpResponse:
    context: dict[str, object] = {"certificate": shown, "section": "learn", "is_mine": shown.holder_id == request.user.pk}
    if shown.valid_until is not None:
        position = renewing.position_of(shown)
        profiles = list(position.rules.profiles)
        context |= {
            "position": position,
            "headline": renewal_words.headline(position),
            "lacks": renewal_words.lacks(position),
            "rules": renewal_words.rules_told(position.rules, position.cycle),
            "ledger": renewal_ledger.of(position),
            "sector": SectorForm(profiles, initial={"profile": position.cycle.profile_on(position.on)}) if profiles else None,
        }
    return render(request, "certificates/renewal.html", context, status=status)


@require_POST
@login_required
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Renew. Refused, the page says by which rule (409)."""
    mine = get_object_or_404(Certificate.objects.held_by(_person(request)).told(), pk=pk)
    try:
        renewed = renewing.renew(mine, by=_person(request))
    except renewing.NotRenewable:
        messages.warning(request, _("Not renewed. This page says what stands against it."))
        return _page(request, Certificate.objects.told().get(pk=pk), status=409)
    except Unprintable as missing:
        messages.warning(request, _("Not renewed: no typeface draws %(signs)s. Ask the office.") % {"signs": missing})
        return _page(request, mine, status=409)
    messages.success(request, _("Renewed. This is your new certificate; the old number leads to it."))
    return redirect(renewed)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def activities(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand in an activity elsewhere. It belongs to the person; every certificate of theirs may count it."""
    mine = get_object_or_404(Certificate.objects.held_by(_person(request)).told(), pk=pk)
    form = ActivityForm(request.POST, request.FILES) if request.method == "POST" else ActivityForm()
    if request.method == "POST" and form.is_valid():
        try:
            crediting.claim(holder=_person(request), activity=form.activity(), evidence=form.cleaned_data["file"])
        except crediting.UsedBefore:
            form.add_error("file", _("This file is already the evidence of another activity of yours."))
        else:
            messages.success(request, _("Handed in. Somebody looks at the evidence, then the hours count."))
            return redirect("certificates:renewal", mine.pk)
    context = {"form": form, "certificate": mine, "section": "learn"}
    return render(request, "certificates/activity.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
@never_cache
def proof(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The evidence of an activity, for its owner and for whoever decides."""
    claim = get_object_or_404(ActivityClaim.objects.visible_to(request.user), pk=pk)
    told = {"key": claim.evidence_key, "name": claim.evidence_name, "mime": claim.evidence_mime, "sha256": claim.evidence_sha256}
    return evidence.handed_out(**told)


@require_POST
@login_required
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a claim back while nobody has decided."""
    claim = get_object_or_404(ActivityClaim.objects.held_by(_person(request)), pk=pk)
    try:
        crediting.take_back(claim, by=_person(request))
    except crediting.NotPending:
        messages.warning(request, _("This activity was decided in the meantime."))
    certificate = Certificate.objects.held_by(_person(request)).live().first()
    return redirect("certificates:renewal", certificate.pk) if certificate else redirect("certificates:index")


@require_POST
@login_required
def sector(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say in which sector one works, from today on."""
    mine = get_object_or_404(Certificate.objects.held_by(_person(request)).told(), pk=pk)
    rules = renewing.position_of(mine).rules if mine.valid_until else None
    form = SectorForm(list(rules.profiles) if rules else [], request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose one of the sectors."))
        return _page(request, mine, status=422)
    crediting.declare(holder=_person(request), profile=form.cleaned_data["profile"], by=_person(request))
    messages.success(request, _("Noted. It holds from this year of the certificate on."))
    return redirect("certificates:renewal", mine.pk)


def _person(request: HttpRequest) -> "User":
    return cast("User", request.user)
