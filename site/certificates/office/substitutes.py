"""Substitutes in names in the admin (姓名代用字): whom it holds up, what is proposed, and a second officer's consent."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column

from accounts.models import User
from certificates import substituting
from certificates.models import NameSubstitute
from certificates.office.lists import OfficeList
from certificates.office.proceedings import Screen
from cms.policies import Making
from cms.snippets import SnippetViewSet
from core.typefaces import Unprintable, code_point
from exams.permissions import person


class Proposal(forms.Form):
    """Whose name, how it is written, what is printed for it, and why."""

    email = forms.EmailField(label=gettext_lazy("E-mail of the holder"))
    name = forms.CharField(
        label=gettext_lazy("name as it is written"), max_length=60, help_text=gettext_lazy("As in the identity document.")
    )
    printed = forms.CharField(label=gettext_lazy("printed as"), max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("kind of substitute"), choices=NameSubstitute.Kind.choices)
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The holder reads them."),
    )

    def propose(self, by: User) -> NameSubstitute | None:
        """What was proposed; None with the fault in the field it stands in."""
        told = dict(self.cleaned_data)
        holder = User.objects.filter(email=told.pop("email").lower()).first()
        if holder is None:
            self.add_error("email", _("Nobody here has this address."))
            return None
        try:
            return substituting.propose(holder=holder, by=by, **told)
        except substituting.NotNeeded:
            self.add_error("name", _("Every character of this name can be printed; no substitute is needed."))
        except Unprintable as reason:
            signs = "、".join(f"{sign}（{code_point(sign)}）" for sign in reason.characters)
            self.add_error("printed", _("No typeface draws %(signs)s. Write it otherwise.") % {"signs": signs})
        except substituting.NotPossible:
            self.add_error("name", _("A substitute for this name is proposed or agreed already."))
        return None


class Office(Screen):
    """A screen among those of the substitutes."""

    model: type[Model] = NameSubstitute
    header_icon = "edit"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse(self.index_url_name), "label": _("Substitutes in names")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]


class ProposeView(Office):
    permission_required = "add"
    page_template = "certificates/admin/substitute_proposal.html"

    def get_page_title(self) -> str:
        return _("Propose a substitute")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        of = request.GET.get("of", "")
        holder = User.objects.filter(pk=of).first() if of.isdecimal() else None
        initial = {"email": holder.email, "name": holder.full_name} if holder else {}
        return self.render_to_response(self.get_context_data(form=Proposal(initial=initial)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = Proposal(request.POST)
        made = form.propose(person(request)) if form.is_valid() else None
        if made is None:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(request, _("Proposed. The holder, or a colleague who did not propose it, agrees."))
        return redirect(reverse(self.index_url_name))


class SubstituteView(Office):
    """One proposal: the name as it is written, what is printed, and who agreed."""

    any_permission_required: ClassVar = ["view", "change"]
    page_template = "certificates/admin/substitute.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.substitute = get_object_or_404(NameSubstitute.objects.told(), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.substitute)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        settle = substituting.agree if "agree" in request.POST else substituting.refuse
        try:
            if not self.user_has_permission("change"):
                raise substituting.NotImpartial
            settle(substitute=self.substitute, by=person(request))
        except (substituting.NotPossible, substituting.NotImpartial):
            messages.error(request, _("Not done: it was settled meanwhile, or you proposed it yourself."))
            return self.render_to_response(self.get_context_data(), status=409)
        messages.success(request, _("Noted. What waited for it is issued now."))
        return redirect(reverse(self.index_url_name))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        is_open = self.substitute.state == NameSubstitute.State.OPEN
        may_settle = is_open and substituting.may_settle(self.substitute, person(self.request))
        return context | {"substitute": self.substitute, "may_settle": may_settle, "is_open": is_open}


class SubstituteIndexView(OfficeList):
    def get_edit_url(self, instance: NameSubstitute) -> str:
        return reverse(self.edit_url_name, args=[instance.pk])


class SubstituteViewSet(SnippetViewSet):
    model = NameSubstitute
    icon = "edit"
    menu_label = gettext_lazy("Substitutes in names")
    index_view_class = SubstituteIndexView
    add_view_class = ProposeView
    edit_view_class = SubstituteView
    copy_view_enabled = False
    list_display: ClassVar = [
        Column("name", label=gettext_lazy("name as it is written")),
        Column("printed", label=gettext_lazy("printed as")),
        Column("state", label=gettext_lazy("state"), accessor="get_state_display"),
        Column("proposed_by", label=gettext_lazy("proposed by")),
        Column("settled_by", label=gettext_lazy("settled by"), accessor=lambda one: one.settled_by or "—"),
    ]
    list_filter: ClassVar = ["state"]
    search_backend_name = None
    search_fields: ClassVar = ["name", "printed"]

    @property
    def permission_policy(self) -> Making:
        return Making(NameSubstitute)

    def get_queryset(self, request: Any) -> QuerySet[NameSubstitute]:
        return NameSubstitute.objects.told()
