"""The key: what is right, how it is marked, and why; apart from the wording, so that nothing that delivers a paper meets it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import now
from exams.content import Content
from exams.languages import in_language
from exams.models.bank import ItemVersion


class AnswerKey(models.Model):
    """What is right for one version of an item (答案), how it is marked, and why. Append-only: a rekey is a new revision.

    A table of its own, so that nothing that delivers a paper can select it by mistake.
    """

    class Rule(models.TextChoices):
        MATCH_CORRECT = "match_correct", _("Right or wrong")
        ALL_OR_NOTHING = "all_or_nothing", _("All or nothing")
        CN_MULTI = "cn_multi", _("Any wrong tick: none; else half a mark per right tick")
        MAP_RESPONSE = "map_response", _("Marks per choice")
        PAIRS = "pairs", _("Marks per right pair")
        ORDER_PAIRS = "order_pairs", _("Marks per pair in the right order")
        TEXT = "text", _("Accepted words")
        NUMERIC = "numeric", _("A number within its tolerance")
        MANUAL = "manual", _("Marked by a person")
        VOID = "void", _("Does not count")
        FULL = "full", _("Full marks to everybody")

    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="keys", verbose_name=_("item version"))
    revision = models.PositiveIntegerField(_("revision"), default=1)
    rule = models.CharField(_("rule"), max_length=16, choices=Rule)
    data = models.JSONField(_("key"), default=dict)
    rubric = models.JSONField(_("marking scheme"), default=list)
    explanation = models.JSONField(_("explanation"), default=dict)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("made at"), default=now)

    class Meta:
        verbose_name = _("answer key")
        verbose_name_plural = _("answer keys")
        ordering: ClassVar = ["item_version", "-revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item_version", "revision"],
                name="answerkey_version_revision_uniq",
                violation_error_message=_("This version already has a key with this revision number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_version_id} r{self.revision}"

    def content(self) -> Content:
        """The wording and this key together, as a review judges them."""
        version = self.item_version
        return Content(version.item.kind, version.body, version.max_marks, self.rule, self.data, self.rubric, self.explanation)

    def explanation_in(self, language: str) -> str:
        """Why the key is right, for a reader of `language`; shown only when the review policy allows."""
        return str(in_language(self.explanation, language)) if self.explanation else ""
