"""Colleges (大中专院校, Art. 26): programmes, syllabus templates, classes with a gradebook, hours by agreement."""

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.models import Appointment
from certificates.models import EducationCredit
from certificates.permissions import keeps_register
from core.codes import drawn
from core.dates import now, today
from courses.models import Course
from organisations.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

# What may be recognised of a college's hours towards the course of an officer (scheme.md, R26-5).
MOST_HOURS = Decimal(16)


def new_code() -> str:
    """Eight signs that are read aloud."""
    return drawn(8)


class Level(models.TextChoices):
    SECONDARY = "secondary", _("Secondary vocational school")
    HIGHER = "higher", _("Higher vocational college")
    BACHELOR = "bachelor", _("Bachelor's degree")
    MASTER = "master", _("Master's degree or above")


def _valid_units(data: Any) -> None:
    for place, unit in enumerate(data if isinstance(data, list) else [None], 1):
        if not isinstance(unit, dict) or not unit.get("title") or not isinstance(unit.get("hours"), int | float):
            text = _('Unit %(place)s cannot be read: write {"title", "hours", "outcomes": [ … ]}.')
            raise ValidationError(text % {"place": place})


class PublishedQuerySet(models.QuerySet[Any]):
    def public(self) -> Self:
        return self.filter(published_on__lte=today())


class SyllabusTemplate(models.Model):
    """An outline that a college may take over and change (教学大纲模板): units with hours and outcomes."""

    code = models.SlugField(_("address"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    level = models.CharField(_("level of education"), max_length=10, choices=Level)
    units = models.JSONField(_("units"), default=list, validators=[_valid_units])
    published_on = models.DateField(_("public from"), null=True, blank=True, help_text=_("Empty: a draft."))

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("syllabus template")
        verbose_name_plural = _("syllabus templates")
        ordering: ClassVar = ["level", "code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("talents:syllabus", args=[self.code])

    @property
    def hours(self) -> float:
        return sum(unit["hours"] for unit in self.units)


class Programme(models.Model):
    """What a college teaches of quality (专业): major, level, courses, the posts it leads to."""

    code = models.SlugField(_("address"), max_length=40, unique=True)
    college = models.CharField(_("college"), max_length=80)
    college_en = models.CharField(_("college in English"), max_length=120, blank=True)
    major = models.CharField(_("major"), max_length=60)
    major_en = models.CharField(_("major in English"), max_length=90, blank=True)
    level = models.CharField(_("level of education"), max_length=10, choices=Level)
    courses = models.JSONField(_("courses of the programme"), default=list, blank=True)
    courses_en = models.JSONField(_("courses of the programme, in English"), default=list, blank=True)
    posts = models.JSONField(_("posts it leads to"), default=list, blank=True, help_text=_("Of: cqo, qsd, qso."))
    syllabus = models.ForeignKey(
        SyllabusTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("syllabus template")
    )
    source_url = models.URLField(_("where it is published"), blank=True)
    published_on = models.DateField(_("public from"), null=True, blank=True, help_text=_("Empty: a draft."))

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme of a college")
        verbose_name_plural = _("programmes of colleges")
        ordering: ClassVar = ["college", "level", "major"]

    def __str__(self) -> str:
        return f"{self.college} {self.major}"

    def get_absolute_url(self) -> str:
        return reverse("talents:programme", args=[self.code])

    @property
    def post_labels(self) -> list[str]:
        return [str(Appointment.Post(code).label) for code in self.posts if code in Appointment.Post.values]


class CollegeAgreement(models.Model):
    """Under which hours of a college are recognised (学时认定协议): its number, the course, how many at most, until when."""

    number = models.CharField(_("number of the agreement"), max_length=40, unique=True)
    college = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("college"))
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+", verbose_name=_("hours count towards"))
    most_hours = models.DecimalField(
        _("most hours for a person"),
        max_digits=4,
        decimal_places=1,
        default=MOST_HOURS,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(MOST_HOURS)],
    )
    signed_on = models.DateField(_("signed on"))
    valid_until = models.DateField(_("in force until"))

    class Meta:
        verbose_name = _("agreement with a college")
        verbose_name_plural = _("agreements with colleges")
        ordering: ClassVar = ["-signed_on", "number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(most_hours__gt=0) & Q(most_hours__lte=16),
                name="agreement_at_most_sixteen",
                violation_error_message=_("At most sixteen hours are recognised."),
            ),
            models.CheckConstraint(condition=~Q(number=""), name="agreement_has_number"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_in_force(self) -> bool:
        return self.signed_on <= today() <= self.valid_until


class ClassGroupQuerySet(models.QuerySet["ClassGroup"]):
    def taught_by(self, user: "User | AnonymousUser") -> Self:
        """Those of the verified colleges whose teaching this person looks after."""
        return self.filter(college__in=colleges_of(user))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Its teachers', and those one studies in: of these one sees one's own grades alone."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(college__in=colleges_of(user)) | Q(members__student=user.pk, members__left_on=None)).distinct()


def colleges_of(user: "User | AnonymousUser") -> "models.QuerySet[Organisation]":
    """The verified colleges whose teaching a person looks after."""
    return Organisation.objects.trained_by(user).verified().filter(kind=Organisation.Kind.COLLEGE)


class ClassGroup(models.Model):
    """A class of a college (教学班). Students come in by its code; they have accounts, for hours are recognised to a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    college = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="class_groups", verbose_name=_("college"))
    title = models.CharField(_("title"), max_length=60)
    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("teacher"))
    code = models.CharField(_("join code"), max_length=8, unique=True, default=new_code, editable=False)
    opened_at = models.DateTimeField(_("opened"), default=now, editable=False)

    objects = ClassGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("class of a college")
        verbose_name_plural = _("classes of colleges")
        ordering: ClassVar = ["-opened_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("talents:group", args=[self.pk])


class ClassMember(models.Model):
    """A student in a class, from a day until a day."""

    group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="members", verbose_name=_("class"))
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="class_memberships", verbose_name=_("student")
    )
    joined_on = models.DateField(_("joined on"), default=today)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        verbose_name = _("student of a class")
        verbose_name_plural = _("students of classes")
        ordering: ClassVar = ["student__full_name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "student"], name="classmember_once")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.student_id}"


class GradeColumn(models.Model):
    """Something that is graded (成绩项): a paper, a project, an exam of the college."""

    group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="columns", verbose_name=_("class"))
    title = models.CharField(_("title"), max_length=40)
    maximum = models.PositiveSmallIntegerField(_("full marks"), default=100, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("column of a gradebook")
        verbose_name_plural = _("columns of gradebooks")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "title"],
                name="gradecolumn_title_once",
                violation_error_message=_("The gradebook has a column of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Grade(models.Model):
    """A student's marks in a column (成绩)."""

    column = models.ForeignKey(GradeColumn, on_delete=models.PROTECT, related_name="grades", verbose_name=_("column"))
    member = models.ForeignKey(ClassMember, on_delete=models.PROTECT, related_name="grades", verbose_name=_("student"))
    points = models.DecimalField(_("marks"), max_digits=5, decimal_places=1)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"), default=now)

    class Meta:
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["column", "member"], name="grade_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="grade_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.column_id} {self.member_id} {self.points}"


class CollegeCreditQuerySet(models.QuerySet["CollegeCredit"]):
    def pending(self) -> Self:
        return self.filter(decided_at=None).order_by("proposed_at", "pk")

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own, those of the colleges one teaches for; whoever keeps the register sees all."""
        if not user.is_authenticated:
            return self.none()
        if keeps_register(user):
            return self
        return self.filter(Q(member__student=user.pk) | Q(member__group__college__in=colleges_of(user)))


class CollegeCredit(models.Model):
    """Hours a college proposes for a student (院校学时认定). Decided once, by the register, never by the college."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(
        CollegeAgreement, on_delete=models.PROTECT, related_name="credits", verbose_name=_("agreement with a college")
    )
    member = models.ForeignKey(ClassMember, on_delete=models.PROTECT, related_name="credits", verbose_name=_("student"))
    hours = models.DecimalField(_("hours proposed"), max_digits=4, decimal_places=1)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    credit = models.OneToOneField(
        EducationCredit, on_delete=models.PROTECT, null=True, related_name="college_credit", verbose_name=_("hours recognised")
    )

    objects = CollegeCreditQuerySet.as_manager()

    class Meta:
        verbose_name = _("college hours to be recognised")
        verbose_name_plural = _("college hours to be recognised")
        ordering: ClassVar = ["-proposed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "member"],
                condition=Q(decided_at=None),
                name="collegecredit_one_open",
                violation_error_message=_("Hours of this student wait for a decision already."),
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0) & Q(hours__lte=16),
                name="collegecredit_at_most_sixteen",
                violation_error_message=_("At most sixteen hours are recognised."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="collegecredit_decided_by_another",
                violation_error_message=_("Nobody decides on what he proposed himself."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(credit__isnull=False) | ~Q(reason=""), name="collegecredit_refusal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.hours}"
