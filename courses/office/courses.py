"""The courses in the admin (课程): the rules by which they count; made by their pages, never removed by hand."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView

from cms.policies import Making
from cms.snippets import IndexView, SnippetViewSet
from core.audit import record
from courses import publishing
from courses.catalogue import pages
from courses.countability import choices, faults_of_rule
from courses.keeping import forget_course
from courses.locking import course_faults, course_track_faults
from courses.models import Course, Track
from courses.office.copying import course_copy
from courses.standing import content_language


class CourseForm(WagtailAdminModelForm):
    uncounted_kinds = forms.MultipleChoiceField(
        label=Course._meta.get_field("uncounted_kinds").verbose_name,
        help_text=Course._meta.get_field("uncounted_kinds").help_text,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, shelf = content_language(), pages()
        self.fields["prerequisites"].queryset = Course.objects.exclude(pk=self.instance.pk)
        self.fields["prerequisites"].label_from_instance = lambda one: (
            f"{one.code} {shelf[one.pk].title if one.pk in shelf else ''}"
        )
        self.fields["track"].label_from_instance = lambda one: f"{one.title(language)} ({one.get_level_display()})"

    def clean_code(self) -> str:
        """The same once it is published: addresses, files and tracks name the course by it."""
        code: str = self.cleaned_data["code"]
        if self.instance.pk and code != self.initial.get("code") and self.instance.versions.exists():
            raise ValidationError(
                _("The course is published; addresses, files and tracks name it by its code. Leave it as it is.")
            )
        return code

    def clean_uncounted_kinds(self) -> list[str]:
        """No rule by which a lesson could never be counted."""
        kinds: list[str] = self.cleaned_data["uncounted_kinds"]
        if found := faults_of_rule(self.instance, kinds):
            raise ValidationError(found)
        return kinds

    def clean_prerequisites(self) -> Any:
        """No circle, and nothing nobody can complete."""
        wanted = self.cleaned_data["prerequisites"]
        if wanted and (found := course_faults(self.instance, wanted)):
            raise ValidationError(found)
        return wanted

    def clean_track(self) -> Track | None:
        """None that is not published, nor one that comes back to this course."""
        track: Track | None = self.cleaned_data["track"]
        if track and (found := course_track_faults(self.instance, self.cleaned_data.get("prerequisites", ()), track)):
            raise ValidationError(found)
        return track


class _Answered:
    """Whoever changes by what rules a course counts answers for it."""

    request: Any
    form: Any

    def save_instance(self) -> Course:
        course: Course = super().save_instance()  # type: ignore[misc]  # of Wagtail's view beside it
        record("course.saved", course, by=self.request.user, changed=self.form.changed_data)
        if "uncounted_kinds" in self.form.changed_data:
            # The rule is of a version: who is enrolled keeps his, and a later correction of words must not bring it.
            told = publishing.Publication(by=self.request.user, note=str(_("What earns hours has changed.")))
            with publishing.published_as(told):
                publishing.freeze(course)
        forget_course(course)
        return course


class CourseCreateView(_Answered, CreateView):
    pass


class CourseEditView(_Answered, EditView):
    pass


class CourseIndexView(IndexView):
    def get_list_more_buttons(self, instance: Course) -> list[Any]:
        name = "wagtailsnippets_courses_course"
        copying = Button(_("Copy with other dates"), reverse(f"{name}:copying", args=[instance.pk]), icon_name="copy")
        versions = Button(_("Versions and learners"), reverse("courses_office:versions", args=[instance.pk]), icon_name="history")
        return [*super().get_list_more_buttons(instance), versions, copying]


class CourseViewSet(SnippetViewSet):
    model = Course
    icon = "open-book"
    menu_label = _("Course rules")
    index_view_class = CourseIndexView
    add_view_class = CourseCreateView
    edit_view_class = CourseEditView
    copy_view_enabled = False
    list_display: ClassVar = [
        Column("code", label=_("code"), sort_key="code"),
        Column("minutes_per_hour", label=_("minutes per hour")),
        Column("daily_cap_hours", label=_("daily cap in hours")),
    ]
    search_backend_name = None
    search_fields: ClassVar = ["code"]
    edit_handler = ObjectList(
        [
            FieldPanel("code"),
            MultiFieldPanel(
                [
                    FieldPanel("minutes_per_hour"),
                    FieldPanel("daily_cap_hours"),
                    FieldPanel("idle_minutes"),
                    FieldPanel("uncounted_kinds"),
                ],
                heading=_("Hours"),
            ),
            FieldPanel("is_self_paced"),
            MultiFieldPanel(
                [FieldPanel("prerequisites", widget=forms.CheckboxSelectMultiple), FieldPanel("track", widget=forms.Select)],
                heading=_("What comes first"),
            ),
            MultiFieldPanel([FieldPanel("validity_months"), FieldPanel("renewal_days")], heading=_("Cycles")),
        ],
        base_form_class=CourseForm,
    )

    @property
    def permission_policy(self) -> Making:
        return Making(Course)

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("copying/<int:pk>/", course_copy, name="copying")]
