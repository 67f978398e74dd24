"""Proposals (送审稿): what an author would have the bank ask, until a second person has looked at it."""

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.dates import now
from exams.content import Content
from exams.languages import SOURCE
from exams.models.bank import Item, ItemVersion
from exams.models.keys import AnswerKey

if TYPE_CHECKING:
    from accounts.models import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def undecided(self) -> Self:
        """Still being written, or waiting for a second person."""
        return self.filter(decided_at=None)

    def awaiting(self) -> Self:
        """Handed in and not yet decided (待复核)."""
        return self.undecided().filter(proposed_at__isnull=False)

    def told(self) -> Self:
        """With item and people at hand (one query)."""
        return self.select_related("item", "author", "decided_by", "based_on", "based_on_key", "version", "key")


class Proposal(models.Model):
    """A wording with its key, written by one person and judged by another (两人复核).

    Its author may rewrite it until it is handed in, and nobody afterwards; decided, nothing of it changes any more
    (both by trigger). Only what was approved becomes an ItemVersion or an AnswerKey, so an edit reaches no paper unseen.
    """

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back")
        WITHDRAWN = "withdrawn", _("Taken back by its author")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("exam item"))
    # What it was written against: if the bank has moved on since, it cannot be approved unseen.
    based_on = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("based on"))
    based_on_key = models.ForeignKey(AnswerKey, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.JSONField(_("body"))
    max_marks = models.DecimalField(_("marks"), max_digits=6, decimal_places=2, default=Decimal(1))
    rule = models.CharField(_("rule"), max_length=16, choices=AnswerKey.Rule)
    data = models.JSONField(_("key"), default=dict)
    rubric = models.JSONField(_("marking scheme"), default=list)
    explanation = models.JSONField(_("explanation"), default=dict)
    reason = models.CharField(_("what changes and why"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("author")
    )
    written_at = models.DateTimeField(_("written at"), default=now)
    proposed_at = models.DateTimeField(_("handed in for review at"), null=True)
    # What the linter said when it was handed in, so that the reviewer and a later dispute read the same.
    findings = models.JSONField(_("findings"), default=list)

    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    comment = models.TextField(_("comment"), blank=True)
    version = models.ForeignKey(
        ItemVersion, on_delete=models.PROTECT, null=True, related_name="proposals", verbose_name=_("item version")
    )
    key = models.ForeignKey(
        AnswerKey, on_delete=models.PROTECT, null=True, related_name="proposals", verbose_name=_("answer key")
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(decided_at=None),
                name="proposal_one_undecided_uniq",
                violation_error_message=_("Someone is already working on this item."),
            ),
            models.CheckConstraint(
                # Held here, because a superuser passes every check of permissions.
                condition=Q(decided_by=None)
                | Q(verdict="withdrawn")
                | Q(decided_by__gt=F("author"))
                | Q(decided_by__lt=F("author")),
                name="proposal_second_person",
                violation_error_message=_("Nobody approves or sends back what he wrote himself: ask a colleague."),
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_by=None, decided_at=None)
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False, proposed_at__isnull=False)
                    & Q(verdict__in=["approved", "sent_back", "withdrawn"])
                ),
                name="proposal_decided_whole",
                violation_error_message=_("A decision has a verdict, a person and a time."),
            ),
            models.CheckConstraint(
                condition=~Q(verdict="sent_back") | ~Q(comment=""),
                name="proposal_sent_back_says_why",
                violation_error_message=_("Say what has to be changed."),
            ),
            models.CheckConstraint(
                condition=Q(verdict="approved", version__isnull=False, key__isnull=False)
                | (~Q(verdict="approved") & Q(version=None, key=None)),
                name="proposal_approved_iff_published",
                violation_error_message=_("What is approved is published, and nothing else."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def content(self) -> Content:
        return Content(self.item.kind, self.body, self.max_marks, self.rule, self.data, self.rubric, self.explanation)

    @property
    def stem(self) -> str:
        return str(self.body[SOURCE]["stem"])

    @property
    def is_awaiting(self) -> bool:
        return self.proposed_at is not None and self.decided_at is None

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.decided_at:
            return str(self.Verdict(self.verdict).label)
        return str(_("Awaiting review") if self.proposed_at else _("Being written"))

    def may_be_decided_by(self, user: "User") -> bool:
        """Whether this person may judge it: anybody entitled but its author, of whatever rank."""
        return self.is_awaiting and user.pk != self.author_id and user.has_perm("exams.change_proposal")
