"""A thing at a time and a place, with seats (活动)."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.dates import now
from courses.models import Course
from events.states import EventState, Facts, state

if TYPE_CHECKING:
    from accounts.models import User

# Addresses of this room that no event may take.
RESERVED = frozenset({"calendar", "feed", "submit", "mine", "tickets", "guests", "organisers"})
MOST_IN_A_GROUP = 100


def not_reserved(slug: str) -> None:
    if slug in RESERVED:
        raise ValidationError(_("This word is an address of the site itself: choose another."))


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What is published is public; before, its host and the office alone see it."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.public()
        if user.has_perm("events.view_event"):
            return self
        return self.filter(Q(published_at__isnull=False) | Q(host_id=user.pk))

    def public(self) -> Self:
        return self.filter(published_at__isnull=False)

    def run_by(self, user: "User | AnonymousUser") -> Self:
        """The events at whose door this person stands: all for the office, else those he is the host of."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.none()
        if user.has_perm("events.change_event"):
            return self
        return self.filter(host_id=user.pk, published_at__isnull=False)

    def told(self) -> Self:
        """With what called it off and how many people wait (one query)."""
        waiting = Sum("registrations__persons", filter=Q(registrations__seated_at=None, registrations__left_at=None))
        return self.select_related("cancellation").annotate(waiting=waiting)


class Event(models.Model):
    """Something one goes to. A draft until `published_at`; what it is besides follows from its dates and seats."""

    class Kind(models.TextChoices):
        OPEN_DAY = "open_day", _("Open laboratory day")
        LECTURE = "lecture", _("Lecture")
        TRAINING = "training", _("Training")
        SALON = "salon", _("Salon")
        CONTEST = "contest", pgettext_lazy("kind of event", "Contest")
        VISIT = "visit", _("Visit")
        FAIR = "fair", _("Advice and service on the spot")
        CEREMONY = "ceremony", _("Opening or award ceremony")

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", pgettext_lazy("audience", "Everybody")
        FIRMS = "firms", pgettext_lazy("audience", "Enterprises")
        OFFICERS = "officers", pgettext_lazy("audience", "Quality officers")
        SCHOOLS = "schools", pgettext_lazy("audience", "Schools")
        FAMILIES = "families", pgettext_lazy("audience", "Families")

    class Area(models.TextChoices):
        XIANGZHOU = "xiangzhou", _("Xiangzhou District")
        JINWAN = "jinwan", _("Jinwan District")
        DOUMEN = "doumen", _("Doumen District")
        HENGQIN = "hengqin", _("Hengqin")
        ONLINE = "online", pgettext_lazy("where an event is", "Online")
        ELSEWHERE = "elsewhere", _("Elsewhere")

    # Counted by `told()`.
    waiting: int | None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(
        _("address"), max_length=60, unique=True, validators=[not_reserved], help_text=_("Small letters, figures and hyphens.")
    )
    title = models.CharField(_("title"), max_length=80)
    kind = models.CharField(pgettext_lazy("of an event", "kind"), max_length=10, choices=Kind, default=Kind.LECTURE)
    summary = models.CharField(_("in one sentence"), max_length=160)
    text = models.TextField(_("what happens"), max_length=6000, blank=True, help_text=_("An empty line begins a new paragraph."))
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, default=Audience.EVERYBODY)
    organiser = models.CharField(_("organiser"), max_length=120)
    starts_at = models.DateTimeField(pgettext_lazy("of an event", "starts at"))
    ends_at = models.DateTimeField(pgettext_lazy("of an event", "ends at"))
    area = models.CharField(_("district"), max_length=12, choices=Area, default=Area.XIANGZHOU)
    place = models.CharField(_("place"), max_length=120, blank=True, help_text=_("Building, room, or how to find it."))
    link = models.CharField(
        _("link to take part"),
        max_length=300,
        blank=True,
        validators=[URLValidator(["https", "http"])],
        help_text=_("For an event online. Only who has a seat is shown it."),
    )
    opens_at = models.DateTimeField(_("registration opens at"), null=True, blank=True, help_text=_("Empty: at once."))
    closes_at = models.DateTimeField(_("registration closes at"), null=True, blank=True, help_text=_("Empty: when it begins."))
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: as many as come.")
    )
    taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    has_waiting_list = models.BooleanField(_("keeps a waiting list"), default=True)
    group_limit = models.PositiveSmallIntegerField(
        _("largest group"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_IN_A_GROUP)],
        help_text=_("How many people one may register at once."),
    )
    group_least = models.PositiveSmallIntegerField(
        _("smallest group"),
        default=1,
        db_default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_IN_A_GROUP)],
        help_text=_("More than 1: nobody registers alone, only a group of so many."),
    )
    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("hours count towards"),
        help_text=_("Empty: attending earns no credit hours."),
    )
    credit_minutes = models.PositiveSmallIntegerField(_("minutes credited"), default=0, validators=[MaxValueValidator(600)])
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_events",
        verbose_name=_("host"),
        help_text=_("Who submitted it: checks people in at the door and reads the list."),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=now, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("at a place", "event")
        verbose_name_plural = pgettext_lazy("at a place", "events")
        ordering: ClassVar = ["starts_at", "title"]
        indexes: ClassVar = [models.Index(fields=["published_at", "starts_at"], name="event_published_starts")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="event_starts_before_it_ends",
                violation_error_message=_("An event starts before it ends."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="event_opens_before_it_closes",
                violation_error_message=_("Registration opens before it closes."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__lte=F("ends_at")),
                name="event_closes_before_its_end",
                violation_error_message=_("Registration closes before the event ends."),
            ),
            models.CheckConstraint(
                condition=Q(seats=None) | Q(taken__lte=F("seats")),
                name="event_never_oversold",
                violation_error_message=_("More seats are given out already: keep at least as many."),
            ),
            models.CheckConstraint(
                condition=Q(credit_minutes=0) | Q(course__isnull=False),
                name="event_hours_have_a_course",
                violation_error_message=_("Say towards which course the minutes count."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:event", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_cancelled(self) -> bool:
        """Use `told()` where there are many."""
        return hasattr(self, "cancellation")

    @property
    def facts(self) -> Facts:
        return Facts(
            self.starts_at,
            self.ends_at,
            self.opens_at,
            self.closes_at,
            self.seats,
            self.taken,
            self.has_waiting_list,
            self.is_cancelled,
        )

    @property
    def state(self) -> EventState:
        """What it is at this moment."""
        return state(self.facts, now())

    @property
    def left(self) -> int | None:
        """Seats still free; None when there are as many as come."""
        return None if self.seats is None else max(0, self.seats - self.taken)

    @property
    def most(self) -> int:
        """How many people one may register at once."""
        return min(self.group_limit, self.seats) if self.seats else self.group_limit

    @property
    def least(self) -> int:
        """How many one has to register at least; never more than one may."""
        return min(self.group_least, self.most)

    @property
    def where(self) -> str:
        """District and place, as one line."""
        return "　".join(filter(None, [str(self.get_area_display()), self.place]))

    @property
    def earns_hours(self) -> bool:
        return self.course_id is not None and self.credit_minutes > 0
