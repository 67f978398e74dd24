"""Science bases (科普基地, Art. 26): where one may go, when it is open, visits by slots, what came of them, a look every year."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from accounts import roles
from cms.search.columns import told_twice
from core.dates import now, today
from core.shipped import digest
from events.models import Event
from talents import opening

if TYPE_CHECKING:
    from accounts.models import User

OPERATE = "talents.change_sciencebase"


def _valid_hours(data: Any) -> None:
    try:
        opening.read(data)
    except opening.Malformed as fault:
        text = _('Opening hours are written as {"tue": "09:00-16:30"}; look at “%(day)s”.')
        raise ValidationError(text % {"day": fault.day}) from None


def reviews_bases(user: "User | AnonymousUser") -> bool:
    """Whether this person looks at the bases every year, for the market regulation department."""
    return bool(user.is_authenticated) and user.groups.filter(name=roles.REGULATOR).exists()


class ScienceBaseQuerySet(models.QuerySet["ScienceBase"]):
    def public(self) -> Self:
        return self.filter(published_on__lte=today())

    def keeper_is(self, user: "User") -> Self:
        """Those that are this person's own to keep, whatever else he may do."""
        return self.filter(keeper_id=user.pk)

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        """Those whose slots and reports are this person's work."""
        if not user.is_authenticated:
            return self.none()
        return self if user.has_perm(OPERATE) else self.filter(keeper_id=user.pk)

    def desk_of(self, user: "User | AnonymousUser") -> Self:
        """Those whose desk this person may read: the keeper's, and all for who reviews them."""
        return self if reviews_bases(user) else self.kept_by(user)


class ScienceBase(index.Indexed, models.Model):
    """A place that shows quality at work: themes, hours, capacity, whom it suits, who answers for safety."""

    code = models.SlugField(_("address"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    host = models.CharField(_("run by"), max_length=80)
    host_en = models.CharField(_("run by, in English"), max_length=120, blank=True)
    theme = models.CharField(_("theme"), max_length=60)
    theme_en = models.CharField(_("theme in English"), max_length=90, blank=True)
    description = models.TextField(_("what one sees and does"), max_length=2000)
    description_en = models.TextField(_("what one sees and does, in English"), max_length=3000, blank=True)
    area = models.CharField(_("district"), max_length=12, choices=Event.Area, default=Event.Area.XIANGZHOU)
    address = models.CharField(_("place"), max_length=120)
    address_en = models.CharField(_("place in English"), max_length=160, blank=True)
    hours = models.JSONField(_("opening hours"), default=dict, validators=[_valid_hours])
    slots_per_day = models.PositiveSmallIntegerField(
        _("slots on an open day"), default=2, validators=[MinValueValidator(1), MaxValueValidator(opening.MOST_SLOTS)]
    )
    capacity = models.PositiveSmallIntegerField(
        _("people in a slot"), default=30, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    group_min = models.PositiveSmallIntegerField(_("smallest group"), default=1, validators=[MinValueValidator(1)])
    age_min = models.PositiveSmallIntegerField(_("youngest age"), default=6)
    age_max = models.PositiveSmallIntegerField(_("oldest age"), default=99)
    is_free = models.BooleanField(_("free of charge"), default=True)
    accessibility = models.CharField(_("accessibility"), max_length=200, blank=True)
    accessibility_en = models.CharField(_("accessibility in English"), max_length=300, blank=True)
    safety_post = models.CharField(_("post that answers for safety"), max_length=60)
    safety_post_en = models.CharField(_("post that answers for safety, in English"), max_length=90, blank=True)
    notice = models.CharField(_("remark"), max_length=200, blank=True)
    notice_en = models.CharField(_("remark in English"), max_length=300, blank=True)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="science_bases",
        verbose_name=_("keeper"),
        help_text=_("Opens slots, closes days, writes the reports."),
    )
    published_on = models.DateField(_("public from"), null=True, blank=True, help_text=_("Empty: a draft."))
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = ScienceBaseQuerySet.as_manager()

    search_fields: ClassVar = told_twice("name_en", "host", "theme", "description", "address")

    class Meta:
        verbose_name = _("science base")
        verbose_name_plural = _("science bases")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(age_min__lte=F("age_max")),
                name="sciencebase_ages_ordered",
                violation_error_message=_("The youngest age lies above the oldest."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("talents:base", args=[self.code])

    @property
    def title(self) -> str:
        """What the search weighs most."""
        return self.name

    @property
    def fingerprint(self) -> str:
        names = ("name", "name_en", "host", "theme", "description", "address", "hours", "slots_per_day", "capacity")
        return digest(*(getattr(self, name) for name in (*names, "group_min", "age_min", "age_max", "is_free", "notice")))


class Closure(models.Model):
    """A day on which a base is closed although its hours say otherwise (闭馆日)."""

    base = models.ForeignKey(ScienceBase, on_delete=models.PROTECT, related_name="closures", verbose_name=_("science base"))
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["base", "day"], name="closure_once", violation_error_message=_("This day is closed already.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.base_id} {self.day}"


class VisitSlot(models.Model):
    """A part of an open day for which one may register (参观场次). Its seats are those of its event."""

    base = models.ForeignKey(ScienceBase, on_delete=models.PROTECT, related_name="slots", verbose_name=_("science base"))
    day = models.DateField(_("day"))
    number = models.PositiveSmallIntegerField(_("number of the day"))
    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, related_name="visit_slot", verbose_name=pgettext_lazy("at a place", "event")
    )

    class Meta:
        verbose_name = _("visiting slot")
        verbose_name_plural = _("visiting slots")
        ordering: ClassVar = ["day", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["base", "day", "number"], name="visitslot_once")]

    def __str__(self) -> str:
        return f"{self.base_id} {self.day} {self.number}"


class VisitReport(models.Model):
    """What came of a slot (参观小结): how many were there, what they did, whether anything happened. Append-only."""

    slot = models.OneToOneField(VisitSlot, on_delete=models.PROTECT, related_name="report", verbose_name=_("visiting slot"))
    came = models.PositiveSmallIntegerField(_("people who came"))
    done = models.TextField(_("what was done"), max_length=1000)
    incidents = models.TextField(_("incidents and what was done about them"), max_length=1000, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"), default=now)

    class Meta:
        verbose_name = _("visit report")
        verbose_name_plural = _("visit reports")

    def __str__(self) -> str:
        return f"{self.slot_id} {self.came}"


class BaseReview(models.Model):
    """A department's look at a base, once a year (年度评议). Append-only."""

    class Outcome(models.TextChoices):
        PASSED = "passed", _("passed the review")
        MEND = "mend", _("to be mended")
        STOPPED = "stopped", _("visits stopped")

    base = models.ForeignKey(ScienceBase, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("science base"))
    year = models.PositiveSmallIntegerField(_("year"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    text = models.TextField(_("what was found"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("yearly review of a base")
        verbose_name_plural = _("yearly reviews of bases")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["base", "year"], name="basereview_once", violation_error_message=_("This year was reviewed already.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.base_id} {self.year} {self.outcome}"
