"""The tokens of an organisation (接口令牌): who has which, making one, revoking one, and how one asks with it."""

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
from organisations import tokens as verbs
from organisations.bearing import PER_MINUTE
from organisations.models import AccessToken, Organisation, Scope
from organisations.permissions import managed
from organisations.refusal import Refused
from organisations.token_forms import TokenForm

# Of those that are over, the last so many are shown.
_OVER = 20


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest, slug: str) -> HttpResponse:
    """The list and the form. A token that is made is shown in this very answer, and nowhere again."""
    me = person(request)
    organisation = managed(me, slug)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.make(organisation=organisation, by=me, **form.wanted)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            context = {"organisation": organisation, "made": made, "section": "org"}
            return render(request, "organisations/token_made.html", context)
    return render(request, "organisations/tokens.html", _listed(organisation, form), status=422 if form.is_bound else 200)


def _listed(organisation: Organisation, form: TokenForm) -> dict[str, Any]:
    rows = AccessToken.objects.told().filter(organisation=organisation)
    live = list(rows.live())
    return {
        "organisation": organisation,
        "form": form,
        "live": live,
        "over": list(rows.exclude(pk__in=[one.pk for one in live])[:_OVER]),
        "may_make": organisation.is_verified and len(live) < verbs.MOST,
        "most": verbs.MOST,
        "section": "org",
    }


@never_cache
@login_required
@require_POST
def revocation(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """End a token at once."""
    me = person(request)
    organisation = managed(me, slug)
    token = get_object_or_404(AccessToken.objects.select_related("organisation"), organisation=organisation, pk=pk)
    verbs.revoke(token=token, by=me)
    messages.success(request, _("The token %(prefix)s opens nothing any more.") % {"prefix": token.prefix})
    return redirect("organisations:tokens", organisation.slug)


@never_cache
@login_required
@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """How a program asks (接口说明): with an example to copy, what each scope opens, pages, refusals, limits."""
    organisation = managed(person(request), slug)
    context = {
        "organisation": organisation,
        "scopes": [(one.value, one.label, _PATHS[one]) for one in Scope],
        "root": settings.SITE_URL + reverse("api"),
        "per_minute": PER_MINUTE,
        "section": "org",
    }
    return render(request, "organisations/token_guide.html", context)


# Where what a scope opens is asked for.
_PATHS = {
    Scope.COURSES: ["GET courses/", "GET courses/{course}/"],
    Scope.MEMBERS: ["GET members/"],
    Scope.ENROLMENTS: ["GET enrolments/"],
    Scope.ENROL: ["PUT members/{member}/enrolments/{course}/"],
    Scope.PROGRESS: ["GET progress/"],
    Scope.HOURS: ["GET hours/", "GET hours/totals/"],
    Scope.EVENTS: ["GET events/"],
}
