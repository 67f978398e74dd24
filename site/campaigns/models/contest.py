"""The knowledge contest (质量知识竞赛): its rules, who takes part, each try with its answers, and the seats for players."""

import datetime as dt
import secrets
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.lottery import commitment
from core import clock
from core.codes import drawn
from core.dates import now


def new_seed() -> str:
    return secrets.token_hex(32)


def new_ticket() -> str:
    """Ten signs that nobody chooses and nobody confuses: 49 bits."""
    return drawn(10)


class ContestQuerySet(models.QuerySet["Contest"]):
    def create(self, **values: Any) -> "Contest":
        """Made with a seed, and with the seed's digest on record before anybody can play."""
        with transaction.atomic():
            made = super().create(**values)
            made.commit()
        return made


class Contest(models.Model):
    """One year's contest. Its seed is made with it; its digest is public from the first day, the seed after the draw."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2200)])
    title = models.CharField(_("title"), max_length=60, default="质量知识竞赛")
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"), help_text=_("Who has begun by then may finish."))
    questions = models.PositiveSmallIntegerField(
        _("questions in a try"), default=20, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes for a try"), default=15, validators=[MinValueValidator(1), MaxValueValidator(180)]
    )
    tries_a_day = models.PositiveSmallIntegerField(
        _("tries a day"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    seats = models.PositiveSmallIntegerField(
        _("players at once"),
        default=300,
        validators=[MinValueValidator(1), MaxValueValidator(5000)],
        help_text=_("Whoever comes when all seats are taken waits in a queue."),
    )
    prizes = models.PositiveSmallIntegerField(_("prizes drawn"), default=0, validators=[MaxValueValidator(1000)])
    prize_note = models.CharField(_("what the prizes are"), max_length=200, blank=True)
    seed = models.CharField(max_length=64, default=new_seed, editable=False)

    objects = ContestQuerySet.as_manager()

    class Meta:
        verbose_name = _("knowledge contest")
        verbose_name_plural = _("knowledge contests")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="contest_closes_after_it_opens",
                violation_error_message=_("A contest closes after it opens."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:contest", args=[self.year])

    def clean(self) -> None:
        if hasattr(self, "draw"):
            raise ValidationError(gettext("The prizes are drawn: this contest is not changed any more."))

    def commit(self) -> None:
        """Put the digest of the seed on record. Done twice, the first one stands."""
        SeedCommitment.objects.get_or_create(contest=self, defaults={"sha256": commitment(self.seed)})

    @property
    def keeps_its_seed(self) -> bool:
        """Whether the seed is still the one whose digest is on record."""
        return hasattr(self, "committed") and self.committed.sha256 == commitment(self.seed)

    def is_open(self, moment: dt.datetime | None = None) -> bool:
        return self.opens_at <= (moment or clock.now()) < self.closes_at

    def is_over(self, moment: dt.datetime | None = None) -> bool:
        """Nobody plays any more: also the last who began have finished."""
        return (moment or clock.now()) >= self.closes_at + dt.timedelta(minutes=self.minutes)


class SeedCommitment(models.Model):
    """The digest of a contest's seed (种子的指纹, append-only): public from that moment, long before anything is drawn."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="committed", verbose_name=_("contest"))
    sha256 = models.CharField(_("digest"), max_length=64)
    made_at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("digest of a seed")
        verbose_name_plural = _("digests of seeds")

    def __str__(self) -> str:
        return self.sha256


class EntryQuerySet(models.QuerySet["Entry"]):
    def ranked(self) -> Self:
        """Who has finished a try, best first: more right, then less time."""
        return self.filter(best_right__isnull=False).order_by("-best_right", "best_ms", "pk")


class Entry(models.Model):
    """A person who takes part (参赛): a ticket for the draw, and the best try so far."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="entries", verbose_name=_("contest"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    ticket = models.CharField(_("ticket"), max_length=10, unique=True, default=new_ticket, editable=False)
    best_right = models.PositiveSmallIntegerField(_("right"), null=True, editable=False)
    best_ms = models.PositiveIntegerField(_("time"), null=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("contest entry")
        verbose_name_plural = _("contest entries")
        constraints: ClassVar = [models.UniqueConstraint(fields=["contest", "person"], name="entry_contest_person_uniq")]
        indexes: ClassVar = [models.Index(fields=["contest", "-best_right", "best_ms"], name="entry_ranking")]

    def __str__(self) -> str:
        return self.ticket


class Seat(models.Model):
    """One of the places for players at once; taken until `free_at`, so that one left behind frees itself."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="places", verbose_name=_("contest"))
    number = models.PositiveSmallIntegerField(_("number"))
    free_at = models.DateTimeField(_("free at"))

    class Meta:
        verbose_name = _("contest seat")
        verbose_name_plural = _("contest seats")
        constraints: ClassVar = [models.UniqueConstraint(fields=["contest", "number"], name="seat_contest_number_uniq")]

    def __str__(self) -> str:
        return str(self.number)


class PlayQuerySet(models.QuerySet["Play"]):
    def of(self, who: str) -> Self:
        """The tries of one person or device: the only road to them."""
        return self.filter(who=who)

    def waiting(self, since: dt.datetime) -> Self:
        """In the queue, and heard of `since`: who has gone away holds nobody up."""
        return self.filter(started_at=None, seen_at__gte=since)

    def due(self, moment: dt.datetime) -> Self:
        return self.filter(finished_at=None, deadline_at__lte=moment)


class Play(models.Model):
    """One try (一次作答). Asked for, seated when there is room, then timed by the server until the deadline."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="plays", verbose_name=_("contest"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="plays", verbose_name=_("contest entry"))
    # "u:<account>" or "d:<device>": a device is known by its signed cookie alone.
    who = models.CharField(_("who"), max_length=48)
    day = models.DateField(_("day"))
    number = models.PositiveSmallIntegerField(_("number"))
    asked_at = models.DateTimeField(_("asked at"), default=now)
    seen_at = models.DateTimeField(_("seen at"), default=now)
    seed = models.BigIntegerField(_("seed"))
    paper = models.JSONField(_("paper"), default=list)
    seat = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("contest seat"))
    started_at = models.DateTimeField(pgettext_lazy("of an attempt", "started at"), null=True)
    deadline_at = models.DateTimeField(_("deadline"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    right = models.PositiveSmallIntegerField(_("right"), null=True)
    ms = models.PositiveIntegerField(_("time"), null=True)

    objects = PlayQuerySet.as_manager()

    class Meta:
        verbose_name = _("contest try")
        verbose_name_plural = _("contest tries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contest", "who", "day", "number"], name="play_who_day_number_uniq"),
            models.CheckConstraint(
                condition=Q(started_at=None, deadline_at=None) | Q(started_at__isnull=False, deadline_at__isnull=False),
                name="play_started_with_a_deadline",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contest", "asked_at"], condition=Q(started_at=None), name="play_queue"),
            models.Index(fields=["deadline_at"], condition=Q(finished_at=None), name="play_due"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("campaigns:play", args=[self.pk])

    def is_running(self, moment: dt.datetime) -> bool:
        return self.finished_at is None and self.deadline_at is not None and moment < self.deadline_at


class PlayAnswer(models.Model):
    """An answer as it was given (append-only): the first one to a question counts."""

    play = models.ForeignKey(Play, on_delete=models.PROTECT, related_name="answers", verbose_name=_("contest try"))
    slot = models.PositiveSmallIntegerField(_("number"))
    value: Any = models.JSONField(_("answer"))
    is_right = models.BooleanField(_("right"))
    given_at = models.DateTimeField(_("given at"), default=now)

    class Meta:
        verbose_name = _("contest answer")
        verbose_name_plural = _("contest answers")
        ordering: ClassVar = ["play", "slot"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["play", "slot"], name="playanswer_play_slot_uniq")]

    def __str__(self) -> str:
        return f"{self.play_id} {self.slot}"


class PrizeDraw(models.Model):
    """The draw as it was done (append-only): who won, out of which list."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="draw", verbose_name=_("contest"))
    tickets = models.JSONField(_("tickets"))
    winners = models.JSONField(_("winners"))
    list_sha256 = models.CharField(_("digest"), max_length=64)
    drawn_at = models.DateTimeField(_("drawn at"), default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("drawn by"))

    class Meta:
        verbose_name = _("draw of prizes")
        verbose_name_plural = _("draws of prizes")

    def __str__(self) -> str:
        return str(self.contest)
