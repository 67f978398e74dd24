"""The sittings in the admin (考次): made, changed until somebody has started, called off."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView

from accounts.models import User
from cms.policies import Making
from cms.snippets import SnippetViewSet
from core.audit import record
from exams import access, seating, sittings
from exams.judging_rules import told
from exams.models import Exam, ExamVersion, Sitting
from exams.permissions import OFFICE


class SittingForm(WagtailAdminModelForm):
    new_code = forms.BooleanField(
        label=_("new access code"), required=False, help_text=_("Shown once after saving; the old one opens nothing any more.")
    )

    reopened_because = forms.CharField(
        label=_("reopened because"),
        required=False,
        max_length=300,
        help_text=_("To open a closed sitting again. Kept on record with your name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_closed = not self.instance._state.adding and self.instance.state == Sitting.State.CLOSED
        if not self.was_closed:
            del self.fields["reopened_because"]
        self.fields["exam_version"].queryset = _versions(self.instance)
        self.fields["invigilators"].queryset = User.objects.filter(
            Q(groups__name__in=OFFICE) | Q(is_superuser=True), is_active=True
        ).distinct()
        if self.instance._state.adding:
            self.fields["new_code"].initial = True
        elif self.instance.attempts.exists():
            for name in sittings.RULES:
                self.fields[name].disabled = True
                self.fields[name].help_text = gettext("Somebody has started: what was promised to all stays.")
        if self.instance.resit_of_id:
            for name in ("exam_version", "walk_in"):
                self.fields[name].disabled = True
                self.fields[name].help_text = gettext("A resit is sat by registration, under the rules of its spot check.")

    def clean(self) -> dict[str, Any]:
        """A sitting opens only when every paper it promises can be drawn, and is called off with a reason."""
        cleaned: dict[str, Any] = super().clean()
        state = cleaned.get("state")
        if state == Sitting.State.OPEN and cleaned.get("exam_version"):
            try:
                sittings.check(cleaned["exam_version"])
            except sittings.CannotOpen as reason:
                short = " ".join(map(told, reason.shortages)) or str(reason)
                sentence = gettext("No paper can be drawn: %(short)s") % {"short": short}
                raise ValidationError({"state": sentence}) from reason
        if state == Sitting.State.CANCELLED:
            self._check_cancelling(cleaned)
        if self.reopens(state):
            self._check_reopening(cleaned)
        if self.was_closed and state == Sitting.State.DRAFT:
            # From a draft it would be opened without a reason.
            raise ValidationError({"state": gettext("A closed sitting is opened again with a reason; it is a draft no more.")})
        self._check_seats(cleaned.get("capacity"))
        return cleaned

    def reopens(self, state: str | None) -> bool:
        """Whether this opens a closed sitting again."""
        return self.was_closed and state == Sitting.State.OPEN

    def _check_reopening(self, cleaned: dict[str, Any]) -> None:
        if not sittings.may_reopen(self.instance):
            raise ValidationError({"state": gettext("Results of this sitting have been released: it stays closed.")})
        if not (cleaned.get("reopened_because") or "").strip():
            raise ValidationError({"reopened_because": gettext("Write why the sitting is opened again.")})

    def _check_cancelling(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("cancelled_because"):
            raise ValidationError({"cancelled_because": gettext("Candidates are told why: write the reason.")})
        if not self.instance._state.adding and self.instance.attempts.exists():
            raise ValidationError({"state": gettext("Somebody has started: close the sitting instead of cancelling it.")})

    def _check_seats(self, capacity: int | None) -> None:
        taken = 0 if self.instance._state.adding else self.instance.registrations.seated().count()
        if capacity is not None and capacity < taken:
            sentence = gettext("%(taken)s seats are given out already.") % {"taken": taken}
            raise ValidationError({"capacity": sentence})


class _Saving:
    """What saving a sitting sets off: mails when it is called off, seats for those who wait, a code shown once."""

    request: Any
    form: SittingForm

    def save_instance(self) -> Sitting:
        before = Sitting.objects.filter(pk=self.form.instance.pk).first()
        sitting: Sitting = super().save_instance()  # type: ignore[misc]  # the view's
        changed, by = self.form.changed_data, self.request.user
        saved = record("sitting.saved", sitting, by=by, changed=changed)
        if "state" in changed and sitting.state == Sitting.State.CANCELLED:
            sittings.cancel(sitting=sitting, because=sitting.cancelled_because, by=by)
        elif sitting.state == Sitting.State.OPEN:
            if self.form.reopens(sitting.state):
                sittings.note_reopening(sitting=sitting, because=self.form.cleaned_data["reopened_because"].strip(), by=by)
            if sittings.PLANNED_BY & set(changed) or (sitting.resit_of_id and "state" in changed):
                sittings.tell_change(sitting, occasion=saved.pk)
            sittings.keep_resit(check=sitting, before=before, by=by)
            seating.fill(sitting)
        if self.form.cleaned_data.get("new_code"):
            code = access.renew(sitting=sitting, by=by)
            messages.success(self.request, gettext("Access code, shown once: %(code)s") % {"code": code})
        return sitting


class SittingCreateView(_Saving, CreateView):
    pass


class SittingEditView(_Saving, EditView):
    pass


class SittingViewSet(SnippetViewSet):
    model = Sitting
    icon = "date"
    menu_label = _("Sittings")
    add_view_class = SittingCreateView
    edit_view_class = SittingEditView
    copy_view_enabled = False
    list_display: ClassVar = [
        "__str__",
        Column("opens_at", label=_("opens at"), sort_key="opens_at"),
        Column("closes_at", label=_("closes at"), sort_key="closes_at"),
        Column("mode", label=_("mode"), accessor="get_mode_display"),
        Column("seats", label=_("seats"), accessor=lambda sitting: f"{sitting.taken}/{sitting.capacity or '—'}"),
        Column("state", label=_("state"), accessor="get_state_display", sort_key="state"),
        Column("release", label=_("results are released"), accessor="get_release_display"),
    ]
    list_filter: ClassVar = ["mode", "state"]
    edit_handler = ObjectList(
        [
            FieldPanel("exam_version", widget=forms.Select),
            MultiFieldPanel(
                [FieldPanel("opens_at"), FieldPanel("closes_at", help_text=_("Empty: it stays open until somebody closes it."))],
                heading=_("When"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("mode"),
                    FieldPanel("venue"),
                    FieldPanel("capacity", help_text=_("Empty: as many as come.")),
                    FieldPanel("instructions"),
                ],
                heading=_("Where"),
            ),
            MultiFieldPanel(
                [FieldPanel("walk_in"), FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")],
                heading=_("Registration"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "invigilators",
                        widget=forms.CheckboxSelectMultiple,
                        help_text=_("They see this sitting's candidates and admit them. Examiners need not be named."),
                    ),
                    FieldPanel("new_code"),
                    FieldPanel("seb_config_key"),
                ],
                heading=_("Invigilation"),
            ),
            FieldPanel(
                "release",
                help_text=_("At once: as soon as a paper is marked. By a person: nobody sees a result before it is released."),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("state", help_text=_("A draft is for the office alone. Once open, candidates see it.")),
                    FieldPanel("cancelled_because", help_text=_("Needed when it is cancelled; everybody registered is told it.")),
                    FieldPanel("reopened_because"),
                ],
                heading=_("State"),
            ),
        ],
        base_form_class=SittingForm,
    )

    @property
    def permission_policy(self) -> Making:
        return Making(Sitting)

    def get_queryset(self, request: Any) -> QuerySet[Sitting]:
        return Sitting.objects.told().with_seats().order_by("-opens_at")


def _versions(sitting: Sitting) -> QuerySet[ExamVersion]:
    """The rules a sitting may be held under: the newest of each exam, and those it has."""
    newest = ExamVersion.objects.annotate(newest=Max("exam__versions__number")).filter(number=F("newest"))
    wanted = newest.exclude(exam__kind=Exam.Purpose.PRACTICE).values("pk")
    return ExamVersion.objects.filter(Q(pk__in=wanted) | Q(pk=sitting.exam_version_id)).select_related("exam")
