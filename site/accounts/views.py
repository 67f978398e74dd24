"""One's own account (我的账号): the name a certificate will bear, the language, and what one has agreed to."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import sms
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.names import held_up
from core.audit import record


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The person's own page, and the change of name and language sent from it."""
    user = get_object_or_404(User, pk=request.user.pk)  # apart from request.user, whose name the head of the page shows
    before = user.full_name
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=user)
    if form.is_valid():
        keep(form, before=before)
        messages.success(request, _("Your account is saved."))
        if signs := held_up(user.full_name):
            messages.warning(
                request,
                _("Our typefaces lack %(signs)s. We propose a substitute for print and ask for your consent.") % {"signs": signs},
            )
        return redirect("accounts:profile")
    context = {
        "form": form,
        "consents": user.consents.all(),
        "takes_numbers": sms.is_on(),
        "has_providers": bool(settings.SOCIALACCOUNT_PROVIDERS),
        "section": "account",
    }
    return render(request, "accounts/profile.html", context)


@transaction.atomic
def keep(form: ProfileForm, *, before: str) -> None:
    """Save the person's changes; a new name is noted, for certificates are issued in it."""
    user = form.save()
    if user.full_name != before:
        record("account.renamed", user, by=user, before=before, after=user.full_name)
