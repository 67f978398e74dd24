"""Coming in: by the organisation's code, or by the link of an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.asking import person
from organisations import inviting, joining
from organisations.forms import JoinForm
from organisations.models import JoinRequest, Membership
from organisations.refusal import Refused


@never_cache
@login_required
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """Look a code up that somebody typed."""
    form = JoinForm(request.POST)
    body = joining.by_code(form.cleaned_data["code"]) if form.is_valid() else None
    return redirect("organisations:join", body.join_code) if body else _over(request)


def _over(request: HttpRequest) -> HttpResponse:
    """A code that was changed or closed: it may hang on a wall for years."""
    messages.error(request, _("No organisation takes people in with this code now. Ask its manager for the present one."))
    return redirect("organisations:mine")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Ask to join the organisation that has this code."""
    me, body = person(request), joining.by_code(code)
    if body is None:
        return _over(request)
    if request.method == "POST":
        try:
            joining.ask(organisation=body, person=me)
        except Refused as reason:
            messages.warning(request, str(reason))
        else:
            messages.success(request, _("You have asked. You are told when a manager has decided."))
        return redirect("organisations:mine")
    context = {
        "organisation": body,
        "belongs": Membership.objects.open().filter(organisation=body, person=me).exists(),
        "asked": JoinRequest.objects.waiting().filter(organisation=body, person=me).exists(),
        "section": "org",
    }
    return render(request, "organisations/join.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites one, as what, and what the organisation will see; accepted with one button.

    That it is over is said before anybody signs up for it.
    """
    letter = inviting.of_link(token)
    if letter is None:
        return render(request, "organisations/invitation_over.html", {"section": "org"}, status=410)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    me = person(request)
    if request.method == "POST":
        try:
            inviting.accept(invitation=letter, person=me)
        except Refused as reason:
            messages.error(request, str(reason))
            return redirect("organisations:mine")
        messages.success(request, _("Welcome to %(organisation)s.") % {"organisation": letter.organisation.name})
        return redirect(letter.organisation)
    context = {"letter": letter, "other_address": letter.email.lower() != me.email, "section": "org"}
    return render(request, "organisations/invitation.html", context)
