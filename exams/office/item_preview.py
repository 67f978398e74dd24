"""Preview (预览): an item as its candidate sees it, on the same components as a real paper, answered and marked at once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, override
from django.views import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from exams import marking
from exams.content import Content
from exams.differences import told_key
from exams.forms import BadAnswer, from_form
from exams.languages import in_language
from exams.models import AttemptItem, Item, ItemVersion, Proposal
from exams.office.writing.rows import LANGUAGES, NAMES
from exams.presentation import question, shape


class ItemPreviewView(PermissionCheckedMixin, View):
    """The newest wording, proposed or in use. Nothing is kept: the item on this page belongs to no paper."""

    model = Item
    any_permission_required = ("view", "change")
    edit_url_name = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(request)

    def _page(self, request: HttpRequest) -> HttpResponse:
        item = get_object_or_404(Item, pk=self.kwargs["pk"])
        content = _content(item, request.GET.get("proposal"))
        language = request.GET.get("in", "")
        with override(language if language in LANGUAGES else get_language()):
            return self._shown(request, item, content)

    def _shown(self, request: HttpRequest, item: Item, content: Content | None) -> HttpResponse:
        context: dict[str, Any] = {
            "item": item,
            "wordings": [(code, NAMES[code]) for code in LANGUAGES],
            "proposal": request.GET.get("proposal", ""),
        }
        if content is None:
            return render(request, "exams/item_preview.html", context, status=404)
        language, slot = get_language() or "", _on_paper(item, content)
        typed = request.POST if request.method == "POST" else None
        context["question"] = question(slot, None, language, typed)
        if typed is not None:
            context |= _marked(content, slot, language, request)
        return render(request, "exams/item_preview.html", context)


def _content(item: Item, proposal: str | None) -> Content | None:
    """What is looked at: the proposal asked for, else the one nobody has decided on, else what is in use."""
    if proposal and proposal.isdecimal():
        return get_object_or_404(Proposal.objects.told(), item=item, pk=proposal).content
    if undecided := item.proposals.undecided().told().first():
        return undecided.content
    version = item.version_in_use()
    key = version.keys.select_related("item_version__item").first() if version else None
    return key.content() if key else None


def _on_paper(item: Item, content: Content) -> AttemptItem:
    """The item as the only one of a paper that is never stored."""
    version = ItemVersion(item=item, body=content.body, max_marks=content.marks)
    parts = [{"id": part["part"], "marks": part["marks"]} for part in content.rubric] if content.kind == "case" else []
    return AttemptItem(slot=1, item_version=version, choice_order=[], max_marks=content.marks, parts=parts)


def _marked(content: Content, slot: AttemptItem, language: str, request: HttpRequest) -> dict[str, Any]:
    """What the answer that was sent earns under the key; for whoever works on the bank alone."""
    try:
        value = from_form(shape(slot, language), request.POST)
    except BadAnswer as reason:
        return {"error": str(reason)}
    explanation = in_language(content.explanation, language) if content.explanation else ""
    earned = marking.mark(content.rule, content.key, value, content.marks)
    return {"is_marked": True, "earned": earned, "full": content.marks, "answer": told_key(content), "explanation": explanation}
