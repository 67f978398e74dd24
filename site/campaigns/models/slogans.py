"""The call for slogans (口号征集): entries, what the desk decided, the jury's marks, the public's votes."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Avg, Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.dates import now
from core.text import clean

LONGEST, NOTE_LONGEST, PER_PERSON = 20, 200, 3


class SloganCall(models.Model):
    """One year's call. Entries are sent in, then voted and marked, then the result stands."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2200)])
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("entries until"))
    votes_until = models.DateTimeField(_("votes until"))
    jury = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        limit_choices_to=Q(groups__isnull=False),
        verbose_name=_("jury"),
        help_text=_("They mark every entry without seeing whose it is."),
    )

    class Meta:
        verbose_name = _("call for slogans")
        verbose_name_plural = _("calls for slogans")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at"), votes_until__gte=F("closes_at")),
                name="sloganscall_in_order",
                violation_error_message=_("Entries close after they open, and voting ends last."),
            )
        ]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        return reverse("campaigns:slogans", args=[self.year])

    @property
    def takes_entries(self) -> bool:
        return self.opens_at <= now() < self.closes_at

    @property
    def takes_votes(self) -> bool:
        return self.opens_at <= now() < self.votes_until

    @property
    def is_decided(self) -> bool:
        return now() >= self.votes_until


class SloganQuerySet(models.QuerySet["Slogan"]):
    def shown(self) -> Self:
        """Those that the desk let through."""
        return self.filter(decision__accepted=True).order_by("sent_at")

    def waiting(self) -> Self:
        return self.filter(decision=None).order_by("sent_at")

    def ranked(self) -> Self:
        """Best first: the jury's mean, then the votes, then who was earlier."""
        marks = Avg("jury_marks__marks", distinct=False)
        counted = self.shown().annotate(mean=marks, jurors=Count("jury_marks", distinct=True))
        voted = counted.annotate(votes_cast=Count("votes", distinct=True))
        return voted.order_by(F("mean").desc(nulls_last=True), "-votes_cast", "sent_at")


class Slogan(models.Model):
    """An entry: at most twenty characters, and a note on what it means."""

    call = models.ForeignKey(SloganCall, on_delete=models.PROTECT, related_name="slogans", verbose_name=_("call for slogans"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.CharField(_("slogan"), max_length=LONGEST)
    note = models.CharField(_("note"), max_length=NOTE_LONGEST, blank=True)
    sent_at = models.DateTimeField(_("sent at"), default=now)

    objects = SloganQuerySet.as_manager()

    class Meta:
        verbose_name = _("slogan")
        verbose_name_plural = _("slogans")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "text"],
                name="slogan_once_in_a_call",
                violation_error_message=_("Somebody has sent in this very slogan already."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        self.text, self.note = clean(self.text), clean(self.note)
        if not self.text:
            raise ValidationError({"text": gettext("Write a slogan first.")})


class SloganDecision(models.Model):
    """What the desk decided on an entry, once, with a reason where it was refused."""

    slogan = models.OneToOneField(Slogan, on_delete=models.PROTECT, related_name="decision", verbose_name=_("slogan"))
    accepted = models.BooleanField(_("accepted"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), default=now)

    class Meta:
        verbose_name = _("decision on a slogan")
        verbose_name_plural = _("decisions on slogans")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(accepted=True) | ~Q(reason=""), name="slogan_refused_with_a_reason")
        ]

    def __str__(self) -> str:
        return str(self.slogan_id)


class JuryMark(models.Model):
    """What one juror gave an entry, from one to ten."""

    slogan = models.ForeignKey(Slogan, on_delete=models.PROTECT, related_name="jury_marks", verbose_name=_("slogan"))
    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("juror"))
    marks = models.PositiveSmallIntegerField(_("marks"), validators=[MinValueValidator(1), MaxValueValidator(10)])

    class Meta:
        verbose_name = _("jury mark")
        verbose_name_plural = _("jury marks")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slogan", "juror"], name="jurymark_once_by_a_juror"),
            models.CheckConstraint(condition=Q(marks__gte=1, marks__lte=10), name="jurymark_one_to_ten"),
        ]

    def __str__(self) -> str:
        return str(self.marks)


class SloganVote(models.Model):
    """A person's one vote in a call; it may move while voting lasts."""

    call = models.ForeignKey(SloganCall, on_delete=models.PROTECT, related_name="votes", verbose_name=_("call for slogans"))
    slogan = models.ForeignKey(Slogan, on_delete=models.PROTECT, related_name="votes", verbose_name=_("slogan"))
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("voter"))

    class Meta:
        verbose_name = _("vote for a slogan")
        verbose_name_plural = _("votes for slogans")
        constraints: ClassVar = [models.UniqueConstraint(fields=["call", "voter"], name="sloganvote_one_a_person")]

    def __str__(self) -> str:
        return str(self.slogan_id)
