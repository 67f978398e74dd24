"""Covenants: read by everybody, written by associations, signed by who answers for an enterprise."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from campaigns import covenanting
from campaigns.covenanting import TAG, Refused
from campaigns.models import Covenant, CovenantSignature
from campaigns.models.covenants import MODERATE
from cms import pagecache

if TYPE_CHECKING:
    from accounts.models import User

    Base = forms.ModelForm[Covenant]
else:
    Base = forms.ModelForm
PER_SHEET = 30


class CovenantForm(Base):
    class Meta:
        model = Covenant
        fields = ("title", "summary", "text")
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 10})}


@require_safe
def covenants(request: HttpRequest) -> HttpResponse:
    """All that are published, the newest first; for who answers for an association, also its drafts."""
    mine = list(covenanting.associations(person(request))) if request.user.is_authenticated else []
    drafts = Covenant.objects.told().filter(association__in=mine, published_at=None) if mine else []
    newest_first = Covenant.objects.public().told().order_by("-published_at", "-pk")
    sheet = Paginator(newest_first, PER_SHEET).get_page(request.GET.get("page"))
    context = {"sheet": sheet, "associations": mine, "drafts": drafts, "trail": _trail()[:1], "section": "campaigns"}
    return pagecache.mark(request, render(request, "campaigns/covenants.html", context), TAG)


@require_safe
def covenant(request: HttpRequest, slug: str) -> HttpResponse:
    """What is promised, and who signed; a draft only to those it concerns."""
    found = get_object_or_404(Covenant.objects.visible_to(request.user).told(), slug=slug)
    answer = _page(request, found)
    if found.is_published:
        return pagecache.mark(request, answer, TAG)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _page(request: HttpRequest, found: Covenant, status: int = 200) -> HttpResponse:
    reader = person(request) if request.user.is_authenticated else None
    signatures = list(found.signatures.told())
    bodies = list(covenanting.signers(reader)) if reader and found.is_published else []
    standing = {row.organisation_id for row in signatures if row.withdrawn_at is None}
    context: dict[str, Any] = {
        "covenant": found,
        "signatures": signatures,
        "bodies": [body for body in bodies if body.pk not in standing],
        "own": {body.pk for body in bodies},
        "is_writer": reader is not None and _writes(reader, found),
        "may_strike": reader is not None and reader.has_perm(MODERATE),
        "trail": _trail(),
        "section": "campaigns",
    }
    return render(request, "campaigns/covenant.html", context, status=status)


def _writes(reader: "User", found: Covenant) -> bool:
    return covenanting.associations(reader).filter(pk=found.association_id).exists()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A covenant of one's own association; of another's there is no such page."""
    association = get_object_or_404(covenanting.associations(person(request)), slug=slug)
    return _written(request, Covenant(association=association))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Mend a draft. What is handed in or published is not changed: enterprises sign these very words."""
    mine = covenanting.associations(person(request))
    found = get_object_or_404(Covenant.objects.filter(association__in=mine), slug=slug)
    if found.handed_in_at is not None:
        messages.error(request, _("It is handed in or published: its words are not changed any more."))
        return _page(request, found, status=409)
    return _written(request, found)


def _written(request: HttpRequest, found: Covenant) -> HttpResponse:
    form = CovenantForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        made = form.save()
        if "hand_in" in request.POST:
            covenanting.hand_in(made, by=person(request))
            messages.success(request, _("Handed in. The office publishes it or returns it with a reason."))
        return redirect(made)
    context = {"covenant": found, "form": form, "trail": _trail(), "section": "campaigns"}
    return render(request, "campaigns/covenant_form.html", context, status=422 if form.errors else 200)


@require_POST
@never_cache
@login_required
def signing(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign for an enterprise one answers for."""
    found = get_object_or_404(Covenant.objects.public().told(), slug=slug)
    body = next((one for one in covenanting.signers(person(request)) if str(one.pk) == request.POST.get("body")), None)
    if body is None:
        messages.error(request, _("Only who answers for a verified enterprise may sign for it."))
        return _page(request, found, status=403)
    covenanting.sign(found, body=body, by=person(request))
    messages.success(request, _("%(name)s has signed.") % {"name": body.name})
    return redirect(found)


@require_POST
@never_cache
@login_required
def withdrawal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one's own enterprise's signature back; the office strikes one with a reason."""
    reader = person(request)
    found = get_object_or_404(CovenantSignature.objects.select_related("covenant"), pk=pk, covenant__slug=slug)
    if not reader.has_perm(MODERATE) and not covenanting.signers(reader).filter(pk=found.organisation_id).exists():
        raise PermissionDenied
    try:
        covenanting.withdraw(found, by=reader, reason=request.POST.get("reason", ""))
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Taken back. It stays in the list, with the day."))
    return redirect(found.covenant)


def _trail() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("home")), (_("Covenants of trades"), reverse("campaigns:covenants"))]
