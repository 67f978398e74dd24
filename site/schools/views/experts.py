"""Where an expert's link leads: the draft, its files and a place to write. Whoever has the link is the expert."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schools import inviting
from schools.dossier import Dossier
from schools.forms import OpinionForm
from schools.models import ExpertInvitation, ExpertOpinion
from schools.views.files import handed, looked_at


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def expert(request: HttpRequest, token: str) -> HttpResponse:
    """The draft as it is now, and what this expert wrote."""
    invitation = _invitation(token)
    if not invitation.is_open:
        return render(request, "schools/expert_over.html", {"section": "schools"}, status=410)
    form, status = OpinionForm(), 200
    if request.method == "POST":
        form, status = OpinionForm(request.POST), 422
        if form.is_valid():
            try:
                inviting.write(invitation, **form.cleaned_data)
            except ValidationError as fault:
                form.add_error(None, fault)
                status = 409
            else:
                messages.success(request, _("Thank you. Your opinion is with the school and both departments."))
                return redirect("schools:expert", token)
    return _drawn(request, invitation, form, status)


def _drawn(request: HttpRequest, invitation: ExpertInvitation, form: OpinionForm, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "invitation": invitation,
        "dossier": Dossier(invitation.page),
        "written": ExpertOpinion.objects.filter(invitation=invitation.pk),
        "form": form,
        "section": "schools",
    }
    return render(request, "schools/expert.html", context, status=status)


@never_cache
@require_safe
def expert_file(request: HttpRequest, token: str, code: UUID) -> HttpResponse:
    """One file of the draft."""
    invitation = _invitation(token)
    if not invitation.is_open:
        return render(request, "schools/expert_over.html", {"section": "schools"}, status=410)
    found = next((one for one in Dossier(invitation.page).files if one.code == code), None)
    return looked_at(request, found, back=reverse("schools:expert", args=[token])) if "look" in request.GET else handed(found)


def _invitation(token: str) -> ExpertInvitation:
    found = ExpertInvitation.of(token)
    if found is None:
        raise Http404(token)
    return found
