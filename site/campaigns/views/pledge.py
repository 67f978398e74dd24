"""Signing the pledge: no account, no mail; whoever signs gets an address by which it is taken back."""

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django import forms
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns import choosing, players, playing
from campaigns.models import CampaignPage, Pledge
from campaigns.seasons import State
from core import limiting

if TYPE_CHECKING:
    from organisations.models import Organisation

    Base = forms.ModelForm[Pledge]
else:
    Base = forms.ModelForm
# A class signs behind one address.
PER_HOUR = 100
SHOWN = 60


class PledgeForm(Base):
    body = forms.ChoiceField(label=gettext_lazy("Sign for"), required=False)

    class Meta:
        model = Pledge
        fields = ("name",)
        labels: ClassVar = {"name": gettext_lazy("Your name")}
        help_texts: ClassVar = {"name": gettext_lazy("Others see your surname and a star.")}

    field_order = ("body", "name")

    def __init__(self, *args: Any, bodies: "list[Organisation]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        choices = [("", _("Myself")), *((key, body.name) for key, body in self.bodies.items())]
        self.fields["body"].choices = choices  # type: ignore[attr-defined]  # of the choice field above
        if not bodies:
            del self.fields["body"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.instance.organisation = self.bodies.get(cleaned.get("body", ""))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pledge(request: HttpRequest, year: int) -> HttpResponse:
    """The promises, who signed, and a form while the year is open."""
    page, person = choosing.of_year(year), players.person(request)
    if page is None or not page.promises:
        raise Http404("no pledge")
    bodies = list(playing.bodies(person)) if person else []
    if request.method != "POST":
        return _page(request, page, PledgeForm(bodies=bodies, initial={"name": person.full_name if person else ""}))
    form = PledgeForm(request.POST, bodies=bodies, instance=Pledge(year=year))
    if page.state() not in (State.UPCOMING, State.LIVE):
        return _page(request, page, form, status=409)
    if limiting.count(f"pledge:{limiting.asker(request)}", limiting.HOUR) > PER_HOUR:
        return render(request, "429.html", status=429)
    if not form.is_valid():
        return _page(request, page, form, status=422)
    try:
        with transaction.atomic():
            signed = form.save()
    except IntegrityError:
        form.add_error(None, _("This body has signed already."))
        return _page(request, page, form, status=409)
    return redirect(signed)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def signature(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own signature, by an address nobody else has; a POST takes it back."""
    signed = get_object_or_404(Pledge.objects.select_related("organisation"), pk=pk)
    if request.method == "POST":
        signed.take_back()
        return redirect(signed)
    address = request.build_absolute_uri(signed.get_absolute_url())
    context = {"signed": signed, "address": address, "trail": _trail(signed.year), "section": "campaigns"}
    return render(request, "campaigns/signature.html", context)


def _trail(year: int) -> list[tuple[str, str]]:
    return [(_("Home"), reverse("home")), (_("Quality Month"), reverse("campaigns:month", args=[year]))]


def _page(request: HttpRequest, page: CampaignPage, form: PledgeForm, status: int = 200) -> HttpResponse:
    standing = Pledge.objects.standing(page.year)
    context = {
        "page": page,
        "form": form,
        "is_open": page.state() in (State.UPCOMING, State.LIVE),
        "count": standing.count(),
        "signed": list(standing[:SHOWN]),
        "trail": _trail(page.year),
        "section": "campaigns",
    }
    return render(request, "campaigns/pledge.html", context, status=status)
