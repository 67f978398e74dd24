"""My organisations, registering one, and leaving one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asking import person
from organisations import belonging, registering, sizes
from organisations.forms import JoinForm, RegistrationForm
from organisations.models import JoinRequest, Membership, Organisation
from organisations.refusal import Refused


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Where one belongs, and where one has asked to (2 queries)."""
    me = person(request)
    rows = Membership.objects.open().filter(person=me).select_related("organisation", "department")
    context = {
        "memberships": rows.order_by("organisation__name"),
        "requests": JoinRequest.objects.waiting().filter(person=me).select_related("organisation"),
        "form": JoinForm(),
        "section": "org",
    }
    return render(request, "organisations/mine.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register one's organisation. Until an operator has verified it, nobody can be called into it."""
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = registering.register(organisation=form.save(commit=False), by=person(request))
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Registered. The operator compares it with the licence and tells you the outcome."))
            return redirect(made)
    context = {"form": form, "rules": sizes.RULES, "source": sizes.SOURCE, "section": "org"}
    return render(request, "organisations/new.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_POST
def leaving(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave an organisation oneself."""
    me = person(request)
    body = get_object_or_404(Organisation, slug=slug, members__in=Membership.objects.open().filter(person=me))
    row = Membership.objects.open().get(organisation=body, person=me)
    try:
        belonging.leave(membership=row, by=me)
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect(body)
    messages.success(request, _("You have left. Your learning stays yours; the organisation sees it no more."))
    return redirect("organisations:mine")
