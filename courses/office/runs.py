"""The runs of courses in the admin (班次): made, changed, copied with dates shifted by so many days."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView

from cms.policies import Making
from cms.snippets import IndexView, SnippetViewSet
from core.audit import record
from courses import places
from courses.keeping import forget_runs
from courses.models import CourseRun
from courses.office.copying import run_copy
from courses.run_wording import TEXTS, held


class RunForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["course"].disabled = True

    def clean(self) -> dict[str, Any]:
        """A run stands on the version its course has when it is made, and never has fewer seats than are taken."""
        cleaned: dict[str, Any] = super().clean()
        course, seats = cleaned.get("course"), cleaned.get("seats")
        if self.instance._state.adding and course:
            if course.current is None:
                raise ValidationError({"course": gettext("This course has not been published yet: publish its page first.")})
            self.instance.version = course.current
        if seats is not None and seats < self.instance.taken:
            words = {"taken": self.instance.taken}
            raise ValidationError({"seats": gettext("%(taken)s seats are given out already: keep at least as many.") % words})
        return cleaned


class _Answered:
    """Whoever arranges a run answers for it; added seats go to those who wait."""

    request: Any
    form: RunForm

    def save_instance(self) -> CourseRun:
        run: CourseRun = super().save_instance()  # type: ignore[misc]  # of Wagtail's view beside it
        record("run.saved", run, by=self.request.user, changed=self.form.changed_data)
        places.fill(run)
        forget_runs(run.course)
        return run


class RunCreateView(_Answered, CreateView):
    pass


class RunEditView(_Answered, EditView):
    pass


class RunIndexView(IndexView):
    def get_list_more_buttons(self, instance: CourseRun) -> list[Any]:
        copying = Button(
            _("Copy with other dates"), reverse("wagtailsnippets_courses_courserun:copying", args=[instance.pk]), icon_name="copy"
        )
        return [*super().get_list_more_buttons(instance), copying]


class RunViewSet(SnippetViewSet):
    model = CourseRun
    icon = "calendar-alt"
    menu_label = _("Course runs")
    index_view_class = RunIndexView
    add_view_class = RunCreateView
    edit_view_class = RunEditView
    copy_view_enabled = False
    list_per_page = 50
    list_display: ClassVar = [
        Column("title", label=_("title"), sort_key="title"),
        Column("course", label=_("course"), accessor=lambda run: run.course.code, sort_key="course__code"),
        Column("held", label=_("held"), accessor=lambda run: held(run.dates), sort_key="starts_at"),
        Column("seats", label=_("seats"), accessor=lambda run: f"{run.taken} / {run.seats if run.seats is not None else '–'}"),
        Column("waiting", label=_("waiting")),
        Column("state", label=_("state"), accessor=lambda run: TEXTS[run.state] if run.is_announced else _("not announced")),
    ]
    list_filter: ClassVar = ["course", "is_announced"]
    search_backend_name = None
    search_fields: ClassVar = ["title", "course__code"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("course", widget=forms.Select), FieldPanel("title")], heading=_("What")),
            MultiFieldPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading=_("When")),
            MultiFieldPanel([FieldPanel("enrolment_opens_at"), FieldPanel("enrolment_closes_at")], heading=_("Enrolment")),
            MultiFieldPanel([FieldPanel("mode"), FieldPanel("place"), FieldPanel("seats")], heading=_("Where")),
            FieldPanel("is_announced"),
        ],
        base_form_class=RunForm,
    )

    @property
    def permission_policy(self) -> Making:
        return Making(CourseRun)

    def get_queryset(self, request: Any) -> QuerySet[CourseRun]:
        return CourseRun.objects.told()

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("copying/<uuid:pk>/", run_copy, name="copying")]
