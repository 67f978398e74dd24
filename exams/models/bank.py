"""The bank: what may be asked (试题), word for word. What is right lies in a module and a table of its own (keys.py)."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.search.text import normalise
from core.clock import today
from core.dates import now
from core.members import holding
from exams.exposure import LIMIT_PERCENT
from exams.languages import SOURCE, in_language
from statutes.models import OfFields


class Kind(models.TextChoices):
    """How an item is answered (题型)."""

    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    TRUEFALSE = "truefalse", _("True or false")
    FILLIN = "fillin", _("Fill in")
    NUMERIC = "numeric", _("Calculation")
    MATCHING = "matching", _("Matching")
    ORDERING = "ordering", _("Ordering")
    SHORT = "short", _("Short answer")
    CASE = "case", _("Case")


class Area(models.Model):
    """A field of competence of one credential (能力领域): QSO S1. Results are told by area."""

    credential = models.CharField(_("credential"), max_length=20)
    code = models.CharField(_("code"), max_length=10)
    name = models.JSONField(_("name"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("competence area")
        verbose_name_plural = _("competence areas")
        ordering: ClassVar = ["credential", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["credential", "code"],
                name="area_credential_code_uniq",
                violation_error_message=_("This credential already has an area with this code."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_in(get_language() or '')}"

    def name_in(self, language: str) -> str:
        """The area's name for a reader of `language`."""
        return str(in_language(self.name, language))


class ItemQuerySet(models.QuerySet["Item"]):
    def for_papers(self) -> Self:
        """Items that may be drawn into a paper: for exams, in use today, and cleared by an editor."""
        return self.in_force().filter(purpose=Item.Purpose.EXAM, status=Item.Status.ACTIVE, cleared=True)

    def in_force(self) -> Self:
        """Items whose days have come and are not over: from `effective_from` to the day before `retire_on`."""
        day = today()
        return self.filter(
            Q(effective_from=None) | Q(effective_from__lte=day),
            Q(retire_on=None) | Q(retire_on__gt=day),
        )

    def with_stem(self) -> Self:
        """Each with the Chinese stem in use as `stem`; of an item never approved, that of its proposal (same query)."""
        text = KeyTextTransform("stem", KeyTransform(SOURCE, F("body")))
        in_use = ItemVersion.objects.filter(item=OuterRef("pk"), number=OuterRef("current_number"))
        proposals = apps.get_model("exams", "Proposal")._default_manager.filter(item=OuterRef("pk")).order_by("-pk")
        stems = [Subquery(wording.annotate(text=text).values("text")[:1]) for wording in (in_use, proposals)]
        return self.annotate(stem=Coalesce(*stems, output_field=models.TextField()))

    def with_figures(self) -> Self:
        """Each with the newest statistic it has: `stat_exam`, `stat_number`, `stat_wording` and `facility` (same query)."""
        stats = apps.get_model("exams", "ItemStat")._default_manager.filter(item_version__item=OuterRef("pk"))
        newest = stats.order_by("-exam_version__published_at", "-item_version__number", "-pk")
        wanted = {
            "stat_exam": "exam_version__exam__code",
            "stat_number": "exam_version__number",
            "stat_wording": "item_version__number",
            "facility": "facility",
        }
        return self.annotate(**{name: Subquery(newest.values(path)[:1]) for name, path in wanted.items()})

    def saying(self, words: str) -> Self:
        """Items whose code, stem, source or lesson has each of these words, Simplified or Traditional."""
        found = self.with_stem()
        for word in words.split():
            plain = normalise(word)
            found = found.filter(
                Q(code__icontains=word)
                | Q(stem__icontains=word)
                | Q(stem__icontains=plain)
                | Q(source__icontains=word)
                | Q(source__icontains=plain)
                | Q(objective__icontains=word)
            )
        return found

    def tagged(self, tag: str) -> Self:
        """Items that bear this tag."""
        return self.filter(holding("tags", tag))

    def in_field(self, field: str) -> Self:
        """Items about this field of quality (Art. 2)."""
        return self.filter(holding("quality_fields", field))

    def under_review(self) -> Self:
        """Items of which someone asks another to approve a wording or a key."""
        return self.filter(proposals__proposed_at__isnull=False, proposals__decided_at=None)

    def for_practice(self) -> Self:
        """Items one may practise: for practice, in use, cleared, and marked by machine. An exam item is never among them."""
        by_person = [Kind.SHORT, Kind.CASE]
        mine = self.in_force().filter(purpose=Item.Purpose.PRACTICE, status=Item.Status.ACTIVE, cleared=True)
        return mine.exclude(kind__in=by_person)

    def off_papers(self) -> Self:
        """Without those that stand on a paper being written now: what has just been released from exams waits until it is in."""
        papers = apps.get_model("exams", "AttemptItem")._default_manager
        return self.exclude(Exists(papers.filter(item_version__item=OuterRef("pk"), attempt__state="in_progress")))

    def for_contest(self) -> Self:
        """Items of the public contest: in use, cleared, marked by machine. An exam item is never among them."""
        open_to_all = self.in_force().filter(purpose=Item.Purpose.CONTEST, status=Item.Status.ACTIVE, cleared=True)
        return open_to_all.filter(kind__in=[Kind.SINGLE, Kind.MULTIPLE, Kind.TRUEFALSE])

    def known_to_all(self) -> Self:
        """Items that the public contest asks or has asked: a try under way shows its questions to the end."""
        day = today()
        asked = self.filter(purpose=Item.Purpose.CONTEST, status__in=[Item.Status.ACTIVE, Item.Status.RETIRED], cleared=True)
        return asked.filter(Q(effective_from=None) | Q(effective_from__lte=day))

    def awaiting_clearance(self) -> Self:
        """Exam items in use whose facts an editor must verify before they may be drawn."""
        return self.in_force().filter(purpose=Item.Purpose.EXAM, status=Item.Status.ACTIVE, cleared=False)

    def for_credential(self, credential: str) -> Self:
        """Items that belong to an area of this credential."""
        return self.filter(areas__has_key=credential)

    def worn(self) -> Self:
        """Items that stand on too many papers to be much of a question any more."""
        return self.filter(exposure_percent__gt=LIMIT_PERCENT)

    def in_area(self, credential: str, area: str) -> Self:
        return self.filter(**{f"areas__{credential}": area})


class Item(OfFields):
    """One question under one code (试题). Its wording lives in versions; this row says whether and where it is used."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        ACTIVE = "active", _("In use")
        RETIRED = "retired", _("Retired")

    class Purpose(models.TextChoices):
        EXAM = "exam", _("Exam")
        PRACTICE = "practice", _("Practice")
        CONTEST = "contest", _("Public contest")

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    purpose = models.CharField(_("used for"), max_length=10, choices=Purpose, default=Purpose.EXAM)
    areas = models.JSONField(
        _("areas"), default=dict, blank=True, help_text=_('One area per credential, as {"QSO": "S1", "CQO": "A"}.')
    )
    objective = models.CharField(_("lesson"), max_length=20, blank=True)
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    cleared = models.BooleanField(
        _("cleared for papers"), default=False, help_text=_("Facts and source were checked: the item may be drawn into a paper.")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    article = models.ForeignKey(
        "statutes.Article", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("source article")
    )
    effective_from = models.DateField(
        _("effective from"), null=True, blank=True, help_text=_("The first day on which it may be drawn; empty: at once.")
    )
    retire_on = models.DateField(
        _("retire on"), null=True, blank=True, help_text=_("From this day on it is drawn no more; empty: no end.")
    )
    # Which version is drawn: not always the newest, because a wording may be taken back to an earlier one.
    current_number = models.PositiveIntegerField(_("version in use"), default=1, editable=False)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    review_due = models.DateField(_("review due"), null=True, blank=True)
    # Counted once a day (counting.py): on how many papers of the last year, and of how many in a hundred at most.
    used = models.PositiveIntegerField(_("on papers in the last year"), default=0, editable=False)
    exposure_percent = models.PositiveSmallIntegerField(_("exposure in per cent"), default=0, editable=False)
    # What the last load put here, so that a later one sees what editors have changed since.
    loaded_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    loaded_cleared = models.BooleanField(default=False, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("exam item")
        verbose_name_plural = _("exam items")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(difficulty__gte=1, difficulty__lte=5),
                name="item_difficulty_range",
                violation_error_message=_("Difficulty runs from 1 to 5."),
            ),
            models.CheckConstraint(
                condition=Q(effective_from=None) | Q(retire_on=None) | Q(retire_on__gt=F("effective_from")),
                name="item_retires_after_effect",
                violation_error_message=_("An item retires after it takes effect: choose a later day."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "difficulty"], name="item_kind_difficulty")]

    def __str__(self) -> str:
        return self.code

    def version_in_use(self) -> "ItemVersion | None":
        """The wording that is drawn; None for an item never approved (one query)."""
        return self.versions.filter(number=self.current_number).first()


class ItemVersionQuerySet(models.QuerySet["ItemVersion"]):
    def current(self) -> Self:
        """The version of each item that is drawn."""
        return self.filter(number=F("item__current_number"))


class ItemVersion(models.Model):
    """The wording of an item, once published never changed (append-only); a correction is the next version.

    `body` is {"zh-hans": {"stem", "choices": [{"id", "text", "last"?}], "left", "right", "parts", "unit", "blanks",
    "picture"?: {"sha256", "alt", "width", "height"}}, "en": …}: the picture is an ItemPicture, `alt` what it shows in words.
    Choice ids are the same in each language, so that the language may be switched in mid-exam.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions", verbose_name=_("exam item"))
    number = models.PositiveIntegerField(_("version number"))
    body = models.JSONField(_("body"))
    max_marks = models.DecimalField(_("marks"), max_digits=6, decimal_places=2, default=Decimal(1))
    content_sha256 = models.CharField(_("digest"), max_length=64)
    published_at = models.DateTimeField(_("published at"), default=now)

    objects = ItemVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("item version")
        verbose_name_plural = _("item versions")
        ordering: ClassVar = ["item", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "number"],
                name="itemversion_item_number_uniq",
                violation_error_message=_("This item already has a version with this number."),
            ),
            models.UniqueConstraint(
                fields=["item", "content_sha256"],
                name="itemversion_item_hash_uniq",
                violation_error_message=_("This item already has a version with the same wording."),
            ),
            models.CheckConstraint(
                condition=Q(max_marks__gt=0),
                name="itemversion_marks_positive",
                violation_error_message=_("An item carries more than no marks."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.number}"

    def body_in(self, language: str) -> dict[str, Any]:
        """Stem, choices and the rest for a reader of `language`. Never holds the key."""
        body: dict[str, Any] = in_language(self.body, language)
        return body

    @property
    def stem(self) -> str:
        return str(self.body[SOURCE]["stem"])
