"""Letters (通知): what was to be told to whom about an exam, and when it was sent. Written with the deed, sent once."""

from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import now
from exams.models.cases import Case
from exams.models.delivery import Attempt

if TYPE_CHECKING:
    from accounts.models import User


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own."""
        return self.filter(reader=user.pk) if user.is_authenticated else self.none()

    def told(self) -> Self:
        """With reader, attempt, exam and case at hand (one query)."""
        return self.select_related("reader", "attempt__exam", "case")


class Letter(models.Model):
    """One mail about an attempt or a case. `sent_at` keeps a job that runs twice from sending it twice."""

    class News(models.TextChoices):
        HANDED_IN = "handed_in", _("Handed in")
        RELEASED = "released", _("Result released")
        CORRECTED = "corrected", _("Result corrected")
        ANNULLED = "annulled", _("Attempt annulled")
        DECIDED = "decided", _("Case decided")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    news = models.CharField(_("news"), max_length=10, choices=News)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exam_letters", verbose_name=_("reader")
    )
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, null=True, related_name="letters", verbose_name=_("attempt"))
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="letters", verbose_name=_("case"))
    made_at = models.DateTimeField(_("made at"), default=now)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(news="decided", case__isnull=False, attempt__isnull=True)
                | (~Q(news="decided") & Q(attempt__isnull=False, case__isnull=True)),
                name="letter_one_subject",
                violation_error_message=_("A letter is about one attempt or one case."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.news} {self.reader_id}"
