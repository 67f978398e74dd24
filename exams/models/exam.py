"""The exam: its rules (version), its shape (blueprint), and what papers were drawn from (pool)."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.dates import now
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


class Rules(models.Model):
    """What an exam demands (考试规则), published or still being written. `blueprint_rows` gives its cells."""

    class Marking(models.TextChoices):
        SINGLE = "single", _("One marker")
        DOUBLE_BLIND = "double_blind", _("Two markers, blind")

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
    # Null: no new series; what was used up comes back only as it falls out of the window.
    cooling_off_hours = models.PositiveSmallIntegerField(
        _("hours (学时) to earn before a new series of attempts"), null=True, blank=True
    )
    languages = models.JSONField(_("languages"), default=list)
    shuffle = models.BooleanField(_("shuffle"), default=True)
    review_policy = models.JSONField(_("what may be seen when"), default=default_review_policy)
    marking = models.CharField(_("marking"), max_length=12, choices=Marking, default=Marking.SINGLE)
    tolerance_marks = models.DecimalField(_("tolerance between markers"), max_digits=6, decimal_places=2, default=Decimal(0))
    eligibility = models.JSONField(_("who may sit it"), default=dict, blank=True)
    # A target, told beside what the bank gives; null: none is stated. {"easy": 30, "middle": 50, "hard": 20}
    difficulty_mix = models.JSONField(_("difficulty mix in per cent"), null=True, blank=True)

    class Meta:
        abstract = True

    def blueprint_rows(self) -> "list[BlueprintRow]":
        raise NotImplementedError

    @property
    def is_machine_marked(self) -> bool:
        """Whether no person is needed to mark a paper: no cell asks for a short answer or a case (one query)."""
        by_person = {Kind.SHORT, Kind.CASE}
        return not any(by_person.intersection(row.item_kinds) for row in self.blueprint_rows())

    @property
    def duration(self) -> dt.timedelta:
        return dt.timedelta(seconds=self.duration_s)

    @property
    def grace(self) -> dt.timedelta:
        """How long after the deadline an answer still counts: what was on its way when time ran out."""
        return dt.timedelta(seconds=self.grace_s)


class ExamVersion(Rules):
    """The rules of an exam from one day on (考试版本). Append-only: whoever sat under it is judged by it for ever."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="versions", verbose_name=_("exam"))
    number = models.PositiveIntegerField(_("version number"))
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
        return _("%(exam)s, version %(number)d") % {"exam": self.exam, "number": self.number}

    def blueprint_rows(self) -> "list[BlueprintRow]":
        return list(self.blueprint.all())


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
