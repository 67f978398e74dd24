"""The inbox (通知), how one wants to be told, and the link in a mail that stops one kind."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from core.dates import now
from notices import unsubscribing
from notices.forms import PreferencesForm
from notices.grouping import by_room
from notices.kinds import kinds
from notices.models import Notice
from notices.preferring import Owed

A_PAGE = 20


@require_safe
@never_cache
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """One's notices, newest first; `?unread=1` shows what is new (4 queries)."""
    mine = Notice.objects.visible_to(request.user)
    unread = mine.unread().count()
    only_unread = "unread" in request.GET
    listed = (mine.unread() if only_unread else mine).newest()
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": unread, "only_unread": only_unread, "section": "notices"}
    return render(request, "notices/inbox.html", context)


@require_safe
@never_cache
@login_required
def notice(request: HttpRequest, pk: Any) -> HttpResponse:
    """One notice with the rule it came by."""
    told = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    return render(request, "notices/notice.html", {"notice": told, "section": "notices"})


@require_POST
@login_required
def reading(request: HttpRequest, pk: Any) -> HttpResponse:
    """Note that it was read, and go to what it is about."""
    told = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    told.read()
    # Addresses are written by the site itself; an old one that leads elsewhere is not followed.
    is_ours = url_has_allowed_host_and_scheme(told.address, allowed_hosts=None)
    return redirect(told.address if told.address and is_ours else told.get_absolute_url())


@require_POST
@login_required
def readings(request: HttpRequest) -> HttpResponse:
    """Note that all of them were read."""
    number = Notice.objects.visible_to(request.user).unread().update(read_at=now())
    if number:
        messages.success(
            request, ngettext("%(n)s notice marked as read.", "%(n)s notices marked as read.", number) % {"n": number}
        )
    return redirect("notices:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """How one wants each kind."""
    form = PreferencesForm(request.POST if request.method == "POST" else None, reader=person(request))
    if form.is_valid():
        form.save()
        messages.success(request, _("How you are told is saved."))
        return redirect("notices:preferences")
    rooms = by_room(kinds(), form, set(form.known()))
    context = {"form": form, "rooms": rooms, "section": "notices"}
    return render(request, "notices/preferences.html", context, status=422 if form.is_bound else 200)


# A mail program sends the POST of RFC 8058 without any cookie; what it can do is named and signed in the link.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind for one person. Looking at the page changes nothing, so a mail scanner stops nobody's mail."""
    try:
        reader, kind = unsubscribing.meant(token)
    except unsubscribing.Spoilt:
        return render(request, "notices/unsubscribe.html", {"is_spoilt": True}, status=404)
    context: dict[str, Any] = {"kind": kind, "token": token, "is_owed": kind.is_fixed}
    if request.method == "POST":
        try:
            unsubscribing.stop(reader, kind)
        except Owed:
            return render(request, "notices/unsubscribe.html", context, status=409)
        context["is_stopped"] = True
    return render(request, "notices/unsubscribe.html", context)
