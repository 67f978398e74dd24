"""The exam: its rules (version), its shape (blueprint), when it is sat (sitting) and by whom (registration)."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.dates import local_day, now
from exams.languages import in_language
from exams.models.bank import Kind


class Exam(models.Model):
    """An examination under one code (考试): QSO. What it demands is said by its versions."""

    class Purpose(models.TextChoices):
        PRACTICE = "practice", _("Practice")
        CERTIFICATION = "certification", _("Certification")
        SPOT_CHECK = "spot_check", _("Spot check")

    code = models.CharField(_("code"), max_length=20, unique=True)
    credential = models.CharField(_("credential"), max_length=20)
    title = models.JSONField(_("title"))
    kind = models.CharField(_("kind"), max_length=14, choices=Purpose, default=Purpose.CERTIFICATION)
    # The rules the last load published, so that a later one sees whether others were published since.
    loaded_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("exam")
        verbose_name_plural = _("exams")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.title_in(get_language() or "")

    def newest(self) -> "ExamVersion | None":
        """The rules that hold now; none before the first are published."""
        return self.versions.order_by("-number").first()

    def title_in(self, language: str) -> str:
        """The exam's name for a reader of `language`."""
        return str(in_language(self.title, language))


def default_review_policy() -> dict[str, list[str]]:
    """What a candidate may see of the paper, and when: never the items of a certification exam after it is handed in."""
    return {"during": ["stem", "own"], "after_submit": ["own"], "after_release": ["areas"], "after_close": ["areas"]}


class ExamVersion(models.Model):
    """The rules of an exam from one day on (考试版本). Append-only: whoever sat under it is judged by it for ever."""

    class Marking(models.TextChoices):
        SINGLE = "single", _("One marker")
        DOUBLE_BLIND = "double_blind", _("Two markers, blind")

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="versions", verbose_name=_("exam"))
    number = models.PositiveIntegerField(_("version number"))
    duration_s = models.PositiveIntegerField(_("duration in seconds"))
    grace_s = models.PositiveSmallIntegerField(_("grace in seconds"), default=15)
    cut_score = models.DecimalField(_("pass mark"), max_digits=6, decimal_places=2)
    floors = models.JSONField(_("floors by area, in per cent"), default=dict, blank=True)
    area_floor_percent = models.PositiveSmallIntegerField(_("floor of every area, in per cent"), null=True, blank=True)
    case_floor_percent = models.PositiveSmallIntegerField(_("floor of the cases, in per cent"), null=True, blank=True)
    standard_setting = models.JSONField(_("standard setting"), default=dict, blank=True)
    max_attempts = models.PositiveSmallIntegerField(_("attempts allowed"), default=3)
    attempts_window_months = models.PositiveSmallIntegerField(_("attempts counted over months"), default=12)
    cooling_off_days = models.JSONField(_("days to wait after each failed attempt"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list)
    shuffle = models.BooleanField(_("shuffle"), default=True)
    review_policy = models.JSONField(_("what may be seen when"), default=default_review_policy)
    marking = models.CharField(_("marking"), max_length=12, choices=Marking, default=Marking.SINGLE)
    tolerance_marks = models.DecimalField(_("tolerance between markers"), max_digits=6, decimal_places=2, default=Decimal(0))
    eligibility = models.JSONField(_("who may sit it"), default=dict, blank=True)
    content_sha256 = models.CharField(_("digest"), max_length=64)
    published_at = models.DateTimeField(_("published at"), default=now)

    class Meta:
        verbose_name = _("exam version")
        verbose_name_plural = _("exam versions")
        ordering: ClassVar = ["exam", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["exam", "number"],
                name="examversion_exam_number_uniq",
                violation_error_message=_("This exam already has a version with this number."),
            ),
            models.CheckConstraint(
                condition=Q(duration_s__gt=0, grace_s__gte=0, grace_s__lte=60),
                name="examversion_duration_positive",
                violation_error_message=_("An exam takes time, and the grace is at most 60 seconds."),
            ),
            models.CheckConstraint(
                condition=Q(cut_score__gte=0),
                name="examversion_cut_in_range",
                violation_error_message=_("The pass mark is not below nought."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exam} v{self.number}"

    @property
    def is_machine_marked(self) -> bool:
        """Whether no person is needed to mark a paper: no cell asks for a short answer or a case (one query)."""
        by_person = {Kind.SHORT, Kind.CASE}
        return not any(by_person.intersection(row.item_kinds) for row in self.blueprint.all())

    @property
    def duration(self) -> dt.timedelta:
        return dt.timedelta(seconds=self.duration_s)

    @property
    def grace(self) -> dt.timedelta:
        """How long after the deadline an answer still counts: what was on its way when time ran out."""
        return dt.timedelta(seconds=self.grace_s)


class BlueprintRow(models.Model):
    """One cell of the blueprint (命题细目表): so many items of these kinds, from this area, at so many marks. Append-only.

    A case is drawn by its `parts` ([{"area": "B", "marks": "5"}, …]); its marks are told part by part.
    """

    exam_version = models.ForeignKey(
        ExamVersion, on_delete=models.PROTECT, related_name="blueprint", verbose_name=_("exam version")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    section = models.CharField(_("section"), max_length=20, blank=True)
    area = models.CharField(_("area"), max_length=10, blank=True)
    item_kinds = models.JSONField(_("kinds"))
    difficulty_min = models.PositiveSmallIntegerField(_("difficulty from"), default=1)
    difficulty_max = models.PositiveSmallIntegerField(_("difficulty to"), default=5)
    count = models.PositiveSmallIntegerField(_("items"))
    marks_each = models.DecimalField(_("marks each"), max_digits=6, decimal_places=2)
    parts = models.JSONField(_("parts"), default=list, blank=True)

    class Meta:
        verbose_name = _("blueprint cell")
        verbose_name_plural = _("blueprint cells")
        ordering: ClassVar = ["exam_version", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["exam_version", "position"],
                name="blueprintrow_version_position_uniq",
                violation_error_message=_("This exam version already has a cell at this position."),
            ),
            models.CheckConstraint(
                condition=Q(count__gt=0, marks_each__gt=0, difficulty_min__lte=F("difficulty_max")),
                name="blueprintrow_count_positive",
                violation_error_message=_("A cell asks for at least one item with marks, from a lower to a higher difficulty."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area or '+'.join(part['area'] for part in self.parts)} {'/'.join(self.item_kinds)} ×{self.count}"

    def kind_names(self) -> list[str]:
        """The kinds in the reader's words."""
        return [str(Kind(kind).label) for kind in self.item_kinds]


class Pool(models.Model):
    """The items a paper could be drawn from at one moment (题池), so that a paper can be drawn again years later. Append-only."""

    sha256 = models.CharField(max_length=64, unique=True)
    entries = models.JSONField()
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("item pool")
        verbose_name_plural = _("item pools")

    def __str__(self) -> str:
        return self.sha256[:12]


class SittingQuerySet(models.QuerySet["Sitting"]):
    def open(self, at: dt.datetime | None = None) -> Self:
        """Sittings one may start now."""
        moment = at or now()
        return self.filter(state=Sitting.State.OPEN, opens_at__lte=moment).filter(Q(closes_at=None) | Q(closes_at__gt=moment))

    def announced(self) -> Self:
        """Sittings the public may know of: open or still to come."""
        return self.filter(state=Sitting.State.OPEN).filter(Q(closes_at=None) | Q(closes_at__gt=now()))

    def standing(self) -> Self:
        """Walk-in sittings online that stay open."""
        return self.filter(walk_in=True, mode=Sitting.Mode.ONLINE, closes_at=None)

    def told(self) -> Self:
        """With the exam and its rules at hand (one query)."""
        return self.select_related("exam_version__exam")


class Sitting(models.Model):
    """When and where an exam version is sat (考次). Without `closes_at` it stays open until someone closes it."""

    class Mode(models.TextChoices):
        ONLINE = "online", _("Online")
        ON_SITE = "on_site", _("On site")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Release(models.TextChoices):
        AUTOMATIC = "automatic", _("At once")
        PERSON = "person", _("By a person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exam_version = models.ForeignKey(
        ExamVersion, on_delete=models.PROTECT, related_name="sittings", verbose_name=_("exam version")
    )
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    venue = models.CharField(_("venue"), max_length=120, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.ONLINE)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    access_code_hash = models.CharField(max_length=200, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    walk_in = models.BooleanField(
        _("walk-in"), default=False, help_text=_("One may start without having registered; a further try is a further visit.")
    )
    release = models.CharField(_("results are released"), max_length=10, choices=Release, default=Release.PERSON)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering: ClassVar = ["-opens_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="sitting_window_ordered",
                violation_error_message=_("A sitting opens before it closes."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.exam_version} {local_day(self.opens_at)}"

    def get_absolute_url(self) -> str:
        return reverse("exams:sitting", args=[self.pk])

    def is_open(self, at: dt.datetime | None = None) -> bool:
        """Whether one may start now."""
        moment = at or now()
        return self.state == self.State.OPEN and self.opens_at <= moment and (self.closes_at is None or moment < self.closes_at)


class Registration(models.Model):
    """That a person is to sit a sitting (报名), and with what arrangements. A walk-in sitting counts visits; others have one."""

    class State(models.TextChoices):
        APPLIED = "applied", _("Applied")
        ADMITTED = "admitted", _("Admitted")
        REFUSED = "refused", _("Refused")
        ABSENT = "absent", _("Absent")
        ATTENDED = "attended", _("Attended")

    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("candidate")
    )
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("sitting"))
    visit = models.PositiveSmallIntegerField(_("visit"), default=1)
    admission_no = models.CharField(_("admission number"), max_length=20, unique=True)
    time_factor = models.DecimalField(_("time factor"), max_digits=3, decimal_places=2, default=Decimal(1))
    extra_s = models.PositiveIntegerField(_("extra seconds"), default=0)
    other_arrangements = models.TextField(_("other arrangements"), blank=True)
    eligibility_basis = models.JSONField(_("admitted because"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.APPLIED)
    created_at = models.DateTimeField(_("made at"), default=now)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate", "sitting", "visit"],
                name="registration_candidate_sitting_uniq",
                violation_error_message=_("This person is already registered for this sitting."),
            ),
            models.CheckConstraint(
                condition=Q(time_factor__gte=1, time_factor__lte=4, extra_s__gte=0),
                name="registration_time_factor_range",
                violation_error_message=_("The time factor runs from 1 to 4; extra time is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.admission_no

    def longer(self, duration: dt.timedelta) -> dt.timedelta:
        """How much longer than `duration` this person may write."""
        seconds = Decimal(duration.total_seconds()) * (self.time_factor - 1) + self.extra_s
        return dt.timedelta(seconds=int(seconds))
