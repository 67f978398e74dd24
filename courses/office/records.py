"""Completion records in the admin: looked at, waived or withdrawn by a named person with a reason, never edited."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from accounts.asking import person
from cms.policies import Looking
from cms.snippets import IndexView, SnippetViewSet
from courses import cycles
from courses.cycle_wording import state
from courses.models import CompletionRecord

NAME = "wagtailsnippets_courses_completionrecord"


class ReasonForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("Kept with your name; the person reads it.")
    )


class RecordIndexView(IndexView):
    def get_list_more_buttons(self, instance: CompletionRecord) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if instance.completed_at is None:
            buttons.append(Button(_("Waive this cycle"), reverse(f"{NAME}:waiver", args=[instance.pk]), icon_name="tick"))
        elif not hasattr(instance, "withdrawal"):
            buttons.append(
                Button(pgettext("a completion", "Withdraw"), reverse(f"{NAME}:withdrawal", args=[instance.pk]), icon_name="cross")
            )
        return buttons


class CompletionRecordViewSet(SnippetViewSet):
    model = CompletionRecord
    icon = "history"
    menu_label = gettext_lazy("Completions")
    index_view_class = RecordIndexView
    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 50
    list_display: ClassVar = [
        Column(
            "learner", label=gettext_lazy("learner"), accessor=lambda row: row.learner.full_name, sort_key="learner__full_name"
        ),
        Column("course", label=gettext_lazy("course"), accessor=lambda row: row.course.code, sort_key="course__code"),
        Column("cycle", label=gettext_lazy("cycle"), sort_key="cycle"),
        Column("state", label=gettext_lazy("state"), accessor=state),
        Column(
            "valid_until", label=gettext_lazy("valid until"), accessor=lambda row: row.valid_until or "—", sort_key="valid_until"
        ),
    ]
    list_filter: ClassVar = ["course"]
    search_backend_name = None
    search_fields: ClassVar = ["learner__full_name", "learner__email", "course__code"]

    @property
    def permission_policy(self) -> Looking:
        return Looking(CompletionRecord)

    def get_queryset(self, request: Any) -> QuerySet[CompletionRecord]:
        return CompletionRecord.objects.visible_to(request.user).told()

    def get_urlpatterns(self) -> list[Any]:
        deeds = [
            path("waiver/<int:pk>/", waiver, name="waiver"),
            path("withdrawal/<int:pk>/", withdrawal, name="withdrawal"),
        ]
        return [*super().get_urlpatterns(), *deeds]


@require_http_methods(["GET", "POST"])
@permission_required("courses.change_completionrecord", raise_exception=True)
def waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """Count an open cycle as completed."""
    record = get_object_or_404(CompletionRecord.objects.told(), pk=pk)
    title = _("Waive this cycle")
    note = _("The cycle counts as completed from today. Nobody can change this afterwards; it can be withdrawn.")
    return _deed(
        request, record, title, note, lambda by, because: cycles.waive(enrolment=record.enrolment, by=by, because=because)
    )


@require_http_methods(["GET", "POST"])
@permission_required("courses.change_completionrecord", raise_exception=True)
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a completion back."""
    record = get_object_or_404(CompletionRecord.objects.told(), pk=pk)
    title = _("Withdraw a completion")
    note = _("The record stays and is shown as withdrawn; the course is open again and has to be learned anew. Hours stay.")
    return _deed(request, record, title, note, lambda by, because: cycles.withdraw(completion=record, by=by, because=because))


def _deed(request: HttpRequest, record: CompletionRecord, title: str, note: str, deed: Any) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deed(person(request), form.cleaned_data["because"])
        except cycles.Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Noted, with your name and the reason."))
            return redirect(f"{NAME}:list")
    context = {"form": form, "page_title": title, "header_title": title, "subject": str(record), "note": note}
    status = 422 if form.is_bound else 200
    return render(request, "courses/admin/reason.html", context | {"back": reverse(f"{NAME}:list")}, status=status)
