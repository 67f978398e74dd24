"""Who teaches a course, in the admin (授课讲师): named by the address of the account, ended by a last day, never deleted."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView

from accounts.models import User
from cms.policies import Making
from cms.snippets import SnippetViewSet
from core.audit import record
from courses.models import CourseTeacher


class CourseTeacherForm(WagtailAdminModelForm):
    email = forms.EmailField(label=_("Address of the teacher's account"), help_text=_("The address the person signs in with."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            # Who taught what is asked when somebody decides about those who learned: another person is another row.
            for name in ("email", "course", "run"):
                self.fields[name].disabled = True
            self.initial["email"] = self.instance.person.email

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        run, course = cleaned.get("run"), cleaned.get("course")
        if run and course and run.course_id != course.pk:
            raise ValidationError({"run": gettext("This run is one of another course. Choose a run of the course above.")})
        return cleaned

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if self.instance._state.adding:
            if person is None:
                raise ValidationError(gettext("No active account has this address. The person has to sign up first."))
            self.instance.person = person
        return email

    def _get_validation_exclusions(self) -> set[str]:
        # The person is no field of the form, yet the rule of one open row speaks of it.
        excluded: set[str] = super()._get_validation_exclusions()
        return excluded - {"person"} if self.instance.person_id else excluded


class _Answered:
    """Whoever says who teaches answers for it."""

    request: Any

    def save_instance(self) -> CourseTeacher:
        row: CourseTeacher = super().save_instance()  # type: ignore[misc]  # of Wagtail's view beside it
        until = row.until.isoformat() if row.until else None
        told = {"course": row.course.code, "person": str(row.person_id), "since": row.since.isoformat(), "until": until}
        record("teacher.set", row, by=self.request.user, **told)
        return row


class CourseTeacherCreateView(_Answered, CreateView):
    pass


class CourseTeacherEditView(_Answered, EditView):
    pass


class CourseTeacherViewSet(SnippetViewSet):
    model = CourseTeacher
    icon = "user"
    menu_label = _("Teachers")
    add_view_class = CourseTeacherCreateView
    edit_view_class = CourseTeacherEditView
    copy_view_enabled = False
    list_per_page = 50
    list_display: ClassVar = [
        Column("person", label=_("teacher"), accessor=lambda row: str(row.person), sort_key="person__full_name"),
        Column("course", label=_("course"), accessor=lambda row: row.course.code, sort_key="course__code"),
        Column("run", label=_("course run"), accessor=lambda row: row.run.title if row.run else "—"),
        Column("since", label=_("teaches from"), sort_key="since"),
        Column("until", label=_("last day of teaching"), accessor=lambda row: row.until or "—", sort_key="until"),
    ]
    list_filter: ClassVar = ["course"]
    search_backend_name = None
    search_fields: ClassVar = ["person__full_name", "person__email"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("course", widget=forms.Select), FieldPanel("run", widget=forms.Select), FieldPanel("email")],
                heading=_("Who teaches what"),
            ),
            MultiFieldPanel([FieldPanel("since"), FieldPanel("until")], heading=_("When")),
        ],
        base_form_class=CourseTeacherForm,
    )

    @property
    def permission_policy(self) -> Making:
        return Making(CourseTeacher)

    def get_queryset(self, request: Any) -> QuerySet[CourseTeacher]:
        return CourseTeacher.objects.told()
