"""One's own data (我的个人信息): what it is for, a copy, consents taken back, who looked at it, and closing the account."""

from allauth.account.decorators import reauthentication_required
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import consenting, looking
from accounts.asking import person
from accounts.models import Consent
from accounts.privacy import erasing, exporting, purposes
from accounts.privacy.forms import ErasureForm
from core.dates import today


@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """For everybody: the list of purposes, as it stands."""
    context = {"purposes": purposes.PURPOSES.values(), "version": purposes.VERSION, "section": "account"}
    return render(request, "accounts/privacy.html", context)


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The person's own: consents, copy, looks."""
    user = person(request)
    consents = [
        {"consent": consent, "purpose": purposes.by_key(consent.purpose), "withdrawn": getattr(consent, "withdrawal", None)}
        for consent in consenting.of(user)
    ]
    return render(request, "accounts/my_data.html", {"consents": consents, "looks": looking.at(user), "section": "account"})


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest) -> HttpResponse:
    """A copy of everything: asked for on a page of its own, so that the password can be asked for before."""
    if request.method != "POST":
        return render(request, "accounts/copy.html", {"section": "account"})
    answer = HttpResponse(exporting.archive(person(request)), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="personal-data-{today():%Y-%m-%d}.zip"'
    return answer


@login_required
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a consent back: one press, as it was given."""
    user = person(request)
    consent = get_object_or_404(Consent, pk=pk, user=user)
    if not consenting.may_be_withdrawn(consent):
        messages.warning(request, _("The account rests on this consent. To take it back, close the account."))
        return redirect("accounts:erasure")
    consenting.withdraw(consent, by=user)
    messages.success(request, _("Your consent is taken back, and what rested on it is removed."))
    return redirect("accounts:my_data")


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest) -> HttpResponse:
    """Closing the account: what goes, what stays and why, and the deed."""
    user = person(request)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    reasons = erasing.hindrances(user)
    if form.is_valid() and not reasons:
        erasing.erase(user, by=user)
        auth.logout(request)
        messages.success(request, _("Your account is closed. What had to go is gone."))
        return redirect("account_login")
    context = {"form": form, "reasons": reasons, "kept": erasing.kept(user), "section": "account"}
    return render(request, "accounts/erasure.html", context, status=409 if reasons and request.method == "POST" else 200)
