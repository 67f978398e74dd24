"""The members of an organisation: the list, one of them, adding, changing, leaving, inviting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import looking
from accounts.asking import person
from organisations import belonging, inviting, listing
from organisations.departments import tree
from organisations.forms import ChangeForm, LeavingForm, MemberForm
from organisations.models import Invitation, Membership, Organisation
from organisations.permissions import managed, may_manage, member_of, trained
from organisations.refusal import Refused

A_PAGE = 50


@never_cache
@login_required
@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs, fifty a page; the address holds what was asked for (as many queries for 2 rows as for 10,000)."""
    me = person(request)
    body = trained(me, slug)
    wanted = listing.Wanted.read(request.GET)
    context = {
        "organisation": body,
        "manages": may_manage(me, body),
        "wanted": wanted,
        "figures": listing.figures(body),
        "departments": tree(body),
        "page_of": Paginator(listing.members(body, wanted), A_PAGE).get_page(request.GET.get("page")),
        "section": "org",
    }
    return render(request, "organisations/members.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Put one person on the roster, and invite at once if there is an address."""
    me = person(request)
    body = managed(me, slug)
    form = MemberForm(request.POST or None, organisation=body)
    if request.method == "POST" and form.is_valid():
        try:
            made = belonging.add(organisation=body, by=me, **form.cleaned_data)
            sent = inviting.invite(organisation=body, members=[made], by=me)
        except (Refused, IntegrityError) as reason:
            form.add_error(None, _reason(reason))
        else:
            messages.success(request, _("Added and invited.") if sent else _("Added. Without an address nobody is invited."))
            return redirect("organisations:members", body.slug)
    context = {"organisation": body, "form": form, "section": "org"}
    return render(request, "organisations/member_new.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One member; a manager changes what the organisation knows of him."""
    me = person(request)
    body = trained(me, slug)
    row = member_of(body, pk)
    looking.note(by=me, person=row.person, what="member")
    manages = may_manage(me, body)
    if request.method == "POST":
        managed(me, slug)
    form = ChangeForm(request.POST or None, instance=row, organisation=body) if manages and row.is_open else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            belonging.change(membership=row, by=me, **form.cleaned_data)
        except (Refused, IntegrityError) as reason:
            form.add_error(None, _reason(reason))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisations:member", body.slug, row.pk)
    context = _told(body, row) | {"form": form, "manages": manages}
    return render(request, "organisations/member.html", context, status=422 if form is not None and form.is_bound else 200)


def _told(body: Organisation, row: Membership) -> dict[str, Any]:
    # The form has written into the row what was sent; the page tells what is kept.
    kept = member_of(body, row.pk)
    letter = Invitation.objects.waiting().filter(membership=kept).first()
    return {"organisation": body, "member": kept, "letter": letter, "leaving": LeavingForm(), "section": "org"}


def _reason(reason: Exception) -> str:
    taken = _("Another member has this number, address or phone.")
    return taken if isinstance(reason, IntegrityError) else str(reason)


@never_cache
@login_required
@require_POST
def leaving(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Write down that somebody has left."""
    me = person(request)
    body = managed(me, slug)
    row, form = member_of(body, pk), LeavingForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Write the day as 2026-11-30."))
        belonging.leave(membership=row, by=me, on=form.cleaned_data["on"])
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("organisations:member", body.slug, row.pk)
    messages.success(request, _("Written down. What this person learns is not shown here any more."))
    return redirect(
        reverse("organisations:members", args=[body.slug]) if row.person_id != me.pk else reverse("organisations:mine")
    )


@never_cache
@login_required
@require_POST
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite everybody who has an address and was not invited, or write again to one person."""
    me = person(request)
    body = managed(me, slug)
    chosen = request.POST.get("member")
    try:
        if chosen:
            row = member_of(body, _key(chosen))
            again = inviting.remind(membership=row, by=me)
            sent = 1 if again else inviting.invite(organisation=body, members=[row], by=me)
        else:
            everybody = Membership.objects.open().filter(organisation=body, person=None).exclude(email="")
            sent = inviting.invite(organisation=body, members=everybody, by=me)
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        said = ngettext("%(n)s invitation goes out.", "%(n)s invitations go out.", sent) % {"n": sent}
        messages.success(request, said) if sent else messages.warning(request, _("Nobody with an address was left to invite."))
    return redirect("organisations:members", body.slug)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("no such member") from None
