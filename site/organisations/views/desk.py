"""An organisation's desk: what it is, how many people, who asks to join, its code; what it says of itself."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from core.audit import record
from core.qr import Code
from organisations import joining, listing, sizes
from organisations.forms import DetailsForm
from organisations.models import Membership, Organisation
from organisations.permissions import managed, may_manage, may_train, own
from organisations.refusal import Refused


@never_cache
@login_required
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """The same page for everybody who belongs; what one may not do is not offered."""
    me = person(request)
    body = own(me, slug)
    manages = may_manage(me, body)
    context: dict[str, Any] = {
        "organisation": body,
        "mine": Membership.objects.open().filter(organisation=body, person=me).select_related("department").first(),
        "manages": manages,
        "trains": manages or may_train(me, body),
        "decision": body.decisions.first(),
        "section": "org",
    }
    if context["trains"]:
        context["figures"] = listing.figures(body)
    if manages:
        waiting = body.join_requests.filter(decided_at=None).select_related("person")
        context |= {
            "requests": waiting[:50],
            "address": _address(body),
            "qr": Code(_address(body)) if body.is_joining_open else None,
        }
    return render(request, "organisations/desk.html", context)


def _address(body: Organisation) -> str:
    return settings.SITE_URL + reverse("organisations:join", args=[body.join_code])


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, slug: str) -> HttpResponse:
    """Size, industry and district, as the organisation declares them."""
    me = person(request)
    body = managed(me, slug)
    form = DetailsForm(request.POST or None, instance=body)
    if request.method == "POST" and form.is_valid():
        form.save()
        record("organisation.described", body, by=me, fields=form.changed_data)
        messages.success(request, _("Saved."))
        return redirect(body)
    context = {"organisation": body, "form": form, "rules": sizes.RULES, "source": sizes.SOURCE, "section": "org"}
    return render(request, "organisations/details.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_POST
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """Open, shut or renew the way in by code."""
    me = person(request)
    body = managed(me, slug)
    deed = request.POST.get("deed", "")
    try:
        joining.set_code(organisation=body, by=me, is_open=deed != "shut", renew=deed == "renew")
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The old code is worth nothing now.") if deed == "renew" else _("Saved."))
    return redirect(body)


@never_cache
@login_required
@require_POST
def decision(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Let somebody in who asked to join, or do not, with the reason."""
    me = person(request)
    body = managed(me, slug)
    asked = get_object_or_404(body.join_requests.select_related("person", "organisation"), pk=pk)
    try:
        if request.POST.get("deed") == "let_in":
            joining.let_in(request=asked, by=me)
            messages.success(request, _("%(name)s now belongs to the organisation.") % {"name": asked.person.full_name})
        else:
            joining.turn_away(request=asked, by=me, reason=request.POST.get("reason", ""))
            messages.success(request, _("The person is told, with the reason."))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(body)
