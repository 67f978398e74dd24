"""Who else may make packs, and links that show one to an inspector."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.asking import person
from appointments.packs import lending
from appointments.packs.forms import KeeperForm, LinkForm
from appointments.packs.making import Refused
from appointments.packs.models import InspectionPack, PackKeeper, PackLink
from appointments.packs.views.keeping import firm_page, pack_page, seen
from organisations.models import Organisation
from organisations.permissions import managed


@require_POST
@login_required
def keepers(request: HttpRequest, slug: str) -> HttpResponse:
    """Those who answer for the firm name a member."""
    user = person(request)
    firm = managed(user, slug)
    form = KeeperForm(request.POST, organisation=firm)
    if not form.is_valid():
        return firm_page(request, slug, keeper_form=form)
    try:
        lending.name_keeper(organisation=firm, by=user, **form.cleaned_data)
    except Refused as reason:
        form.add_error(None, str(reason))
        return firm_page(request, slug, keeper_form=form)
    messages.success(request, _("Named. This member makes and fetches packs from now on."))
    return redirect("appointments:packs", slug)


@require_POST
@login_required
def keeper_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those who answer for the firm take it back."""
    user = person(request)
    mine = PackKeeper.objects.filter(organisation__in=Organisation.objects.managed_by(user)).select_related("organisation")
    there = get_object_or_404(mine, pk=pk)
    lending.end_keeper(keeper=there, by=user)
    messages.success(request, _("Taken back."))
    return redirect("appointments:packs", there.organisation.slug)


@require_POST
@login_required
def links(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a link to a pack."""
    held, form = seen(request, pk), LinkForm(request.POST)
    if not form.is_valid():
        return pack_page(request, pk, form=form, status=422)
    try:
        lending.lend(pack=held, by=person(request), **form.cleaned_data)
    except Refused as reason:
        form.add_error(None, str(reason))
        return pack_page(request, pk, form=form, status=409)
    messages.success(request, _("The link is ready. Whoever has it sees this pack without an account."))
    return redirect(held)


@require_POST
@login_required
def link_revocation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a link back."""
    user = person(request)
    mine = PackLink.objects.filter(pack__in=InspectionPack.objects.visible_to(user)).select_related("pack")
    there = get_object_or_404(mine, pk=pk)
    lending.take_back(link=there, by=user)
    messages.success(request, _("Taken back. The link shows nothing from now on."))
    return redirect(there.pack)
