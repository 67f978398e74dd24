"""Letters (通知): what was to be told to whom about an exam. core/letters.py says how each is sent once."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.letters import AbstractLetter
from exams.models.cases import Case
from exams.models.delivery import Attempt
from exams.models.registration import Registration

if TYPE_CHECKING:
    from accounts.models import User

# What a letter of each sort is about; of the others it is an attempt.
_OF_REGISTRATIONS = ("registered", "waiting", "moved_up", "refused", "cancelled", "arranged", "changed", "reminder")
_OF_CASES = ("decided",)


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own."""
        return self.filter(reader=user.pk) if user.is_authenticated else self.none()

    def told(self) -> Self:
        """With reader, attempt, exam, case and registration at hand (one query)."""
        return self.select_related("reader", "attempt__exam", "case", "registration__sitting__exam_version__exam")


class Letter(AbstractLetter):
    """One mail about an attempt, a case or a registration."""

    class News(models.TextChoices):
        HANDED_IN = "handed_in", _("Handed in")
        RELEASED = "released", _("Result released")
        CORRECTED = "corrected", _("Result corrected")
        ANNULLED = "annulled", _("Attempt annulled")
        DECIDED = "decided", _("Case decided")
        REGISTERED = "registered", _("Registered")
        WAITING = "waiting", _("Put on the waiting list")
        MOVED_UP = "moved_up", _("Moved up from the waiting list")
        REFUSED = "refused", _("Registration refused")
        CANCELLED = "cancelled", _("Sitting cancelled")
        ARRANGED = "arranged", _("Arrangements decided")
        CHANGED = "changed", _("Time or place of the sitting changed")
        REMINDER = "reminder", _("Reminder of the sitting")
        RESIT = "resit", _("Resit of a spot check")

    news = models.CharField(_("news"), max_length=12, choices=News)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, null=True, related_name="letters", verbose_name=_("attempt"))
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="letters", verbose_name=_("case"))
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, related_name="letters", verbose_name=_("registration")
    )

    objects = LetterQuerySet.as_manager()

    class Meta(AbstractLetter.Meta):
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(news__in=_OF_CASES, case__isnull=False, attempt__isnull=True, registration__isnull=True)
                | Q(news__in=_OF_REGISTRATIONS, registration__isnull=False, attempt__isnull=True, case__isnull=True)
                | (
                    ~Q(news__in=_OF_CASES + _OF_REGISTRATIONS)
                    & Q(attempt__isnull=False, case__isnull=True, registration__isnull=True)
                ),
                name="letter_one_subject",
                violation_error_message=_("A letter is about one attempt, one case or one registration."),
            ),
            models.UniqueConstraint(
                fields=["registration", "news", "occasion"],
                name="letter_registration_once_uniq",
                violation_error_message=_("This has been written already."),
            ),
        ]
