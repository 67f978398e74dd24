"""Reviewing in the admin (复核): what waits for a second person, and the page on which that person decides."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cms.policies import Changing
from cms.snippets import IndexView, SnippetViewSet
from exams import proposing
from exams.differences import differences, told_key
from exams.languages import SOURCE, in_language
from exams.linting import scores
from exams.models import Proposal
from exams.office.findings import changes, said
from exams.permissions import person

# Wagtail's names of the screens of the item bank.
_ITEMS = "wagtailsnippets_exams_item"
STATES = [
    ("awaiting", gettext_lazy("Awaiting review")),
    ("writing", gettext_lazy("Being written")),
    *Proposal.Verdict.choices,
]


class DecisionForm(forms.Form):
    """What a reviewer says of a proposal."""

    comment = forms.CharField(
        label=pgettext_lazy("of a review", "Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed for sending back: what has to be changed, and where."),
    )
    clears = forms.BooleanField(
        label=gettext_lazy("Facts and source were checked: it may be drawn into papers."), required=False, initial=True
    )


class ReviewView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """One proposal: what it says, what it changes, what the linter found; approve it or send it back."""

    model = Proposal
    header_icon = "glasses"
    any_permission_required: ClassVar = ["view", "change"]
    page_template = "exams/admin/item_review.html"
    index_url_name = ""

    def get_template_names(self) -> list[str]:
        return [self.page_template]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.proposal = get_object_or_404(Proposal.objects.told(), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return pgettext("of an item", "Review")

    def get_page_subtitle(self) -> str:
        return self.proposal.item.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.proposal.item.code}
        return [*self.breadcrumbs_items, {"url": reverse(self.index_url_name), "label": _("Reviews")}, here]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=DecisionForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, by = DecisionForm(request.POST), person(request)
        if not form.is_valid() or not self.user_has_permission("change"):
            return self.render_to_response(self.get_context_data(form=form), status=422)
        comment = form.cleaned_data["comment"]
        try:
            if "approve" in request.POST:
                proposing.approve(proposal=self.proposal, by=by, clears=form.cleaned_data["clears"], comment=comment)
                messages.success(request, _("Approved and published."))
            else:
                proposing.send_back(proposal=self.proposal, by=by, comment=comment)
                messages.success(request, _("Sent back to its author."))
        except proposing.NotPossible as reason:
            messages.error(request, str(reason))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return redirect(reverse(self.index_url_name) + "?state=awaiting")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        proposal, content = self.proposal, self.proposal.content
        before = proposal.based_on_key.content() if proposal.based_on_key else None
        found = said(proposal.findings or proposing.findings(proposal))
        return context | {
            "proposal": proposal,
            "item": proposal.item,
            "findings": found,
            "scores": None if any(one.is_error for one in found) else scores(content),
            "bodies": [{"language": code, **body} for code, body in content.body.items()],
            "answer": told_key(content),
            "rubric": [
                {"part": part["part"], "text": in_language(line["text"], get_language() or SOURCE), "marks": line["marks"]}
                for part in content.rubric
                for line in part["lines"]
            ],
            "changes": changes(differences(before, content)) if before else [],
            "papers": proposal.based_on.attempt_items.count() if proposal.based_on else 0,
            "may_decide": proposal.may_be_decided_by(person(self.request)),
            "is_own": proposal.author_id == self.request.user.pk,
            "item_url": reverse(f"{_ITEMS}:edit", args=[proposal.item_id]),
            "preview_url": reverse(f"{_ITEMS}:preview", args=[proposal.item_id]) + f"?proposal={proposal.pk}",
        }


class ProposalFilterSet(WagtailFilterSet):
    """Which proposals are listed."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("state"), method="in_state", choices=STATES)

    class Meta:
        model = Proposal
        fields: ClassVar = ["state"]

    def in_state(self, proposals: Any, name: str, value: str) -> Any:
        if value == "awaiting":
            return proposals.awaiting()
        return proposals.undecided().filter(proposed_at=None) if value == "writing" else proposals.filter(verdict=value)


class ProposalIndexView(IndexView):
    def get_edit_url(self, instance: Proposal) -> str:
        """A proposal is opened by whoever may see it; who may decide, the page says."""
        return reverse(self.edit_url_name, args=[instance.pk])


class ProposalViewSet(SnippetViewSet):
    model = Proposal
    icon = "glasses"
    menu_label = gettext_lazy("Reviews")
    index_view_class = ProposalIndexView
    edit_view_class = ReviewView
    copy_view_enabled = False
    filterset_class = ProposalFilterSet
    list_per_page = 50
    list_display: ClassVar = [
        "item",
        Column("stem", label=gettext_lazy("question"), accessor=lambda proposal: Truncator(proposal.stem).chars(40)),
        Column("author", label=gettext_lazy("item writer"), sort_key="author__full_name"),
        Column("proposed_at", label=gettext_lazy("handed in for review at"), sort_key="proposed_at"),
        Column("state", label=gettext_lazy("state"), accessor="state", width="7rem"),
        Column("decided_by", label=gettext_lazy("decided by")),
    ]
    search_backend_name = None
    search_fields: ClassVar = ["item__code", "reason"]
    ordering = "-pk"

    @property
    def permission_policy(self) -> Changing:
        return Changing(Proposal)

    def get_queryset(self, request: Any) -> QuerySet[Proposal]:
        return Proposal.objects.told()
