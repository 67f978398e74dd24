"""The holder decides who sees the full name: make or renew a link, or end it."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from certificates import sharing
from certificates.models import Certificate

if TYPE_CHECKING:
    from accounts.models import User


@require_POST
@login_required
@never_cache
def link(request: HttpRequest, pk: str) -> HttpResponse:
    """One's own certificates only: an administrator does not share what is not theirs."""
    person = cast("User", request.user)
    certificate = get_object_or_404(Certificate.objects.held_by(person), pk=pk)
    if "end" in request.POST:
        sharing.end_link(certificate, by=person)
        messages.success(request, _("The link is ended. Nobody sees your full name by it any more."))
    elif certificate.name_removed_at is None:
        sharing.renew_link(certificate, by=person)
        messages.success(request, _("The new link works at once. Older ones no longer show your full name."))
    return redirect(certificate)
