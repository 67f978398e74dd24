"""Two departments approve together (会同审核): a step of Wagtail's workflow for each, and a decision that is never rewritten.

Where the operator wants it, a third person reads last (终审; schools.ways). Two people of two departments it always takes.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, Task, TaskState

from core.dates import now
from core.shipped import digest
from schools import permissions
from schools.traits import Department

if TYPE_CHECKING:
    from accounts.models import User


class DecisionQuerySet(models.QuerySet["Decision"]):
    def approving(self) -> Self:
        return self.filter(verdict=Decision.Verdict.APPROVED)

    def carry(self, revision: int | None) -> bool:
        """Whether these very words have every reading of the way they were handed in by: both departments, and the final one.

        That each was another person, the table itself guards. An editor's autosave may write a revision over; what was approved
        then reads otherwise, and counts no more.
        """
        words = Revision.objects.filter(pk=revision).first() if revision else None
        if words is None:
            return False
        return self.filter(content_sha256=digest(words.content))._carried().filter(revision=words.pk).exists()

    def editions(self, page: int) -> int:
        """How many revisions of a page have every reading."""
        return self.filter(page=page)._carried().count()

    def _carried(self) -> Any:
        """The revisions that have: whichever way asks for more readings is the one that counts."""
        told = self.approving().order_by().values("revision")
        departments = models.Count("department", distinct=True)
        told = told.annotate(given=models.Count("by", distinct=True), both=departments, asked=models.Max("readings"))
        return told.filter(both=len(Department), given__gte=models.F("asked"))


class Decision(models.Model):
    """What one person of one department said of one revision (审核决定). Only ever added to."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned with comments")

    # The page and the revision may go one day; what was decided stays.
    page = models.PositiveBigIntegerField(editable=False)
    revision = models.PositiveBigIntegerField(editable=False)
    content_sha256 = models.CharField(max_length=64, editable=False)
    title = models.CharField(_("title"), max_length=255, editable=False)
    department = models.CharField(_("department"), max_length=12, choices=Department, editable=False)
    is_final = models.BooleanField(_("final reading"), default=False, db_default=False, editable=False)
    # How many the way asked for by which it was handed in: a change of the way touches nothing that is under review.
    readings = models.PositiveSmallIntegerField(pgettext_lazy("of a review", "readings"), default=2, db_default=2, editable=False)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, editable=False)
    comment = models.TextField(_("comment"), blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    at = models.DateTimeField(_("decided at"), default=now, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision of a department")
        verbose_name_plural = _("decisions of departments")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision", "department"],
                condition=models.Q(verdict="approved", is_final=False),
                name="school_decision_department_uniq",
                violation_error_message=_("This department has approved this version already."),
            ),
            models.UniqueConstraint(
                fields=["revision"],
                condition=models.Q(verdict="approved", is_final=True),
                name="school_decision_final_uniq",
                violation_error_message=_("This version has been approved in its final reading already."),
            ),
            models.UniqueConstraint(
                fields=["revision", "by"],
                condition=models.Q(verdict="approved"),
                name="school_decision_person_uniq",
                violation_error_message=_("One person does not read the same version twice."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_final=False, readings__gte=len(Department)) | models.Q(readings__gt=len(Department)),
                name="school_decision_readings",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["page", "revision"], name="school_decision_page")]

    def __str__(self) -> str:
        return f"{self.title}: {self.reader}, {self.get_verdict_display()}"

    @property
    def reader(self) -> str:
        return reader(Department(self.department), self.is_final)


def reader(department: Department, is_final: bool) -> str:
    """Who reads at a step, in words."""
    return str(_("%(department)s (final reading)") % {"department": department.label} if is_final else department.label)


class Claim(models.Model):
    """Somebody is reading it now (审核中), so that a colleague takes the next one. It binds nobody and ends with the step."""

    step = models.OneToOneField(TaskState, on_delete=models.CASCADE, related_name="school_claim")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("claim of a review")
        verbose_name_plural = _("claims of reviews")

    def __str__(self) -> str:
        return f"{self.step_id}: {self.by}"


class DepartmentTask(Task):
    """The step of one department. Nobody decides on what he wrote, nor twice on one version, an administrator neither."""

    department = models.CharField(_("department"), max_length=12, choices=Department)
    is_final = models.BooleanField(
        _("final reading"),
        default=False,
        db_default=False,
        help_text=_("After both departments: a third person, who has read neither for them."),
    )

    admin_form_fields: ClassVar = [*Task.admin_form_fields, "department", "is_final"]

    class Meta:
        verbose_name = _("approval by a department")
        verbose_name_plural = _("approvals by departments")

    def user_can_access_editor(self, obj: Any, user: "User") -> bool:
        return permissions.speaks_for(user, self.department)

    def locked_for_user(self, obj: Any, user: "User") -> bool:
        """Whoever reviews does not write: he would be an author of what he decides on."""
        return permissions.speaks_for(user, self.department) and not permissions.has_written(user, obj)

    def get_actions(self, obj: Any, user: "User") -> list[tuple[str, Any, bool]]:
        if not permissions.may_decide(user, obj, self.department):
            return []
        return [
            ("reject", gettext_lazy("Return with comments"), True),
            ("approve", gettext_lazy("Approve"), False),
            ("approve", gettext_lazy("Approve with a comment"), True),
        ]

    def start(self, workflow_state: Any, user: "User | None" = None) -> TaskState:
        """Begin with the first step that has not approved the newest words: after a return all read again."""
        owed = self.owed(workflow_state.workflow, workflow_state.content_object)
        if owed and owed[0].pk != self.pk:
            return owed[0].start(workflow_state, user)
        if owed:
            return super().start(workflow_state, user)
        # Every step has approved these words, this one before they were handed in anew: it is passed over.
        passed = TaskState(workflow_state=workflow_state, status=TaskState.STATUS_SKIPPED, finished_at=now())
        passed.revision_id, passed.task_id = workflow_state.content_object.latest_revision_id, self.pk
        passed.save()
        return passed

    @classmethod
    def of(cls, workflow: Any) -> list[Self]:
        """A way's steps, in their order."""
        return list(cls.objects.filter(active=True, workflow_tasks__workflow=workflow).order_by("workflow_tasks__sort_order"))

    @classmethod
    def owed(cls, workflow: Any, page: Any) -> list[Self]:
        """The steps of a way that have not approved the newest words of a page."""
        approved = Decision.objects.approving().filter(revision=page.latest_revision_id)
        given = set(approved.values_list("department", "is_final"))
        return [step for step in cls.of(workflow) if (step.department, step.is_final) not in given]

    def get_task_states_user_can_moderate(self, user: "User", **kwargs: Any) -> "models.QuerySet[TaskState]":
        if not permissions.speaks_for(user, self.department):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: "User", action_name: str, **kwargs: Any) -> None:
        """Decide. Raises PermissionDenied for who may not, IntegrityError for a second approval of one department or person."""
        page = task_state.workflow_state.content_object
        # An author may have changed it meanwhile: then this step was cancelled, and what it was about is decided by nobody.
        is_open = TaskState.objects.select_for_update().filter(pk=task_state.pk, status=TaskState.STATUS_IN_PROGRESS)
        if not is_open.exists():
            raise PermissionDenied(gettext("It was changed or decided meanwhile; open it anew."))
        if not permissions.may_decide(user, page, self.department):
            raise PermissionDenied(gettext("Whoever wrote it, or has approved this version already, does not decide here."))
        verdict = {"approve": Decision.Verdict.APPROVED, "reject": Decision.Verdict.RETURNED}[action_name]
        words = Revision.objects.get(pk=task_state.revision_id)
        Decision.objects.create(
            page=page.pk,
            revision=words.pk,
            content_sha256=digest(words.content),
            title=words.object_str[:255],
            department=self.department,
            is_final=self.is_final,
            readings=max(len(self.of(task_state.workflow_state.workflow)), len(Department)),
            verdict=verdict,
            comment=kwargs.get("comment", ""),
            by=user,
        )
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> Any:
        return _("Somebody of this department, who has neither written it nor approved this version already, approves it.")
