"""Writing an item in the admin (命题): a new one, or the next wording or key of one that is there."""

from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from core.audit import record
from exams import proposing, resembling
from exams.content import Content
from exams.linting import scores
from exams.models import Item, Kind, Proposal
from exams.office.findings import said
from exams.office.item_use import PictureForm, UseForm
from exams.office.writing import FORMS, WordingForm
from exams.permissions import person


class ItemScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """What the screens of one item share."""

    model = Item
    header_icon = "help"
    permission_required: ClassVar[str | None] = "change"
    any_permission_required: ClassVar[list[str] | None] = None
    index_url_name = edit_url_name = history_url_name = look_url_name = ""
    title: ClassVar[Any] = ""
    # A viewset gives its views the template names of Wagtail's own screens.
    page_template = ""
    item: Item

    def get_template_names(self) -> list[str]:
        return [self.page_template]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.item = get_object_or_404(Item, pk=self.kwargs["pk"]) if "pk" in self.kwargs else Item()

    def get_page_title(self) -> str:
        return str(self.title)

    def get_page_subtitle(self) -> str:
        return self.item.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        steps = [*self.breadcrumbs_items, {"url": reverse(self.index_url_name), "label": _("Item bank")}]
        if self.item.pk and self.title:
            steps.append({"url": self.address(self.edit_url_name), "label": self.item.code})
        return [*steps, {"url": "", "label": self.title or self.item.code}]

    def address(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.item.pk, *more])


class ItemFormView(ItemScreen):
    """The form in which an item is written; one button keeps it, the other hands it in."""

    page_template = "exams/admin/item_form.html"
    # Whose wording is on show, and whether it may be written here.
    draft: Proposal | None = None
    shown: Content | None = None
    is_open = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(*self.forms())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        use, wording, picture = self.forms(request.POST, request.FILES)
        if not all([use.is_valid(), *(form.is_valid() for form in (wording, picture) if self.is_open)]):
            messages.error(request, _("Not saved: mend what is marked below, then save again."))
            return self.show(use, wording, picture, status=422)
        try:
            self.save(use, wording, picture)
        except proposing.NotPossible as reason:
            messages.error(request, str(reason))
            if not self.item.pk:
                return self.show(use, wording, picture, status=409)
        return redirect(self.address(self.edit_url_name))

    def forms(self, data: Any = None, files: Any = None) -> tuple[UseForm, WordingForm, PictureForm]:
        use = UseForm(data, instance=self.item, prefix="use")
        wording = FORMS[self.item.kind](data, content=self.shown)
        if self.draft:
            wording.initial["reason"] = self.draft.reason
        return use, wording, PictureForm(data, files, content=self.shown, by=self.request.user)

    def save(self, use: UseForm, wording: WordingForm, picture: PictureForm) -> None:
        by = person(self.request)
        content = wording.content(picture.picture()) if self.is_open else None
        with transaction.atomic():
            new = self.item.pk is None
            self.item = use.save()
            if new or use.has_changed():
                record("item.added" if new else "item.use_changed", self.item, by=by, fields=sorted(use.changed_data))
            if content and (self.shown is None or not content.says_as(self.shown)):
                self.draft = proposing.write(item=self.item, content=content, by=by, reason=wording.cleaned_data["reason"])
        self.tell()
        if "hand-in" in self.request.POST and self.is_open:
            self.hand_in()

    def tell(self) -> None:
        if self.draft is None:
            messages.success(self.request, _("Saved."))
            return
        messages.success(
            self.request, _("Saved as a draft. Hand it in when it is ready; what is in use stays as it is until then.")
        )
        for near in resembling.alike(self.draft.body, but=self.item)[:3]:
            messages.warning(
                self.request,
                _("Nearly the same as %(place)s: %(figure)s%% alike.") % {"place": near.code, "figure": near.percent},
            )

    def hand_in(self) -> None:
        if self.draft is None:
            messages.warning(self.request, _("Neither wording nor key has changed: there is nothing to review."))
            return
        proposing.propose(proposal=self.draft, by=person(self.request))
        messages.success(self.request, _("Handed in. A colleague will look at it."))

    def show(self, use: UseForm, wording: WordingForm, picture: PictureForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            use=use,
            wording=wording,
            picture=picture,
            item=self.item,
            draft=self.draft,
            is_open=self.is_open,
            kind=Kind(self.item.kind).label,
            **self.judged(),
        )
        return self.render_to_response(context, status=status)

    def judged(self) -> dict[str, Any]:
        """What the linter says of the draft, and what its key gives to whom."""
        if self.draft is None:
            return {}
        found = said(proposing.findings(self.draft))
        faulty = any(finding.is_error for finding in found)
        return {"findings": found, "scores": None if faulty else scores(self.draft.content)}


class ItemCreateView(ItemFormView):
    """A new item: first its kind, then its form."""

    permission_required = "add"
    title = gettext_lazy("New item")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.user_has_permission("add") and request.GET.get("kind") not in Kind.values:
            self.page_template = "exams/admin/item_kinds.html"
            return self.render_to_response(self.get_context_data(kinds=Kind.choices))
        self.item = Item(kind=request.GET.get("kind", ""), status=Item.Status.DRAFT)
        return super().dispatch(request, *args, **kwargs)


class ItemEditView(ItemFormView):
    """An item that is there. What is in use is never changed: what is written here is the draft of the next wording or key."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.draft = self.item.proposals.undecided().told().first()
        self.is_open = self.draft is None or (self.draft.proposed_at is None and self.draft.author_id == request.user.pk)
        if self.draft:
            self.shown = self.draft.content
        elif version := self.item.version_in_use():
            key = version.keys.select_related("item_version__item").first()
            self.shown = key.content() if key else None
        else:
            sent_back = self.item.proposals.told().first()
            self.shown = sent_back.content if sent_back else None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; or one of the buttons beside it, each a deed of its own."""
        if "deed" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            self.do(request.POST["deed"])
            messages.success(request, _("Done."))
        except proposing.NotPossible as reason:
            messages.error(request, str(reason))
        return redirect(self.address(self.edit_url_name))

    def do(self, deed: str) -> None:
        """Clear or withhold the item, take back or give up what is being written."""
        by = person(self.request)
        if deed in ("clear", "withhold"):
            proposing.clear(item=self.item, cleared=deed == "clear", by=by)
        elif deed in ("take_back", "give_up") and self.draft:
            (proposing.withdraw if deed == "take_back" else proposing.give_up)(proposal=self.draft, by=by)
        else:
            raise proposing.NotPossible(_("There is nothing to take back here any more. Look at the item again."))

    def get_header_buttons(self) -> list[Any]:
        return [
            HeaderButton(_("Preview as the candidate sees it"), url=self.address(self.look_url_name), icon_name="view"),
            HeaderButton(_("History"), url=self.address(self.history_url_name), icon_name="history"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        last = self.item.proposals.told().exclude(decided_at=None).first() if self.is_open else None
        return context | {
            "may_clear": self.item.versions.exists(),
            "sent_back": last if last and last.verdict == Proposal.Verdict.SENT_BACK else None,
            "is_author": bool(self.draft) and self.draft.author_id == self.request.user.pk,  # type: ignore[union-attr]
        }
