"""What readers tell of errors on the site (报告错误), and the letter with the answer."""

import re
import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.codes import drawn, grouped
from core.dates import now
from core.letters import SentOnce

# An address of this site, and of no other: "//elsewhere" and "/\elsewhere" lead away.
_OURS = re.compile(r"/(?![/\\])\S*")


def new_number() -> str:
    return drawn(8)


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def waiting(self) -> Self:
        """What nobody has settled yet."""
        return self.filter(state=ErrorReport.State.OPEN)

    def told(self) -> Self:
        return self.select_related("closed_by")


class ErrorReport(models.Model):
    """One error as a reader saw it. Who it was is not kept, but for an address that was given for the answer.

    Its own address is known to its sender alone: there the answer stands.
    """

    class Kind(models.TextChoices):
        CONTENT = "content", _("something on the page is wrong")
        LINK = "link", _("a link leads nowhere, or to the wrong place")
        ACCESS = "access", _("the page cannot be used: screen reader, keyboard, contrast, size")
        OTHER = "other", _("something else")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("of a report", "open")
        ANSWERED = "answered", pgettext_lazy("of a report", "answered")
        CLOSED = "closed", pgettext_lazy("of a report", "closed without an answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(
        pgettext_lazy("of a report", "number"), max_length=8, unique=True, default=new_number, editable=False
    )
    kind = models.CharField(_("what it is about"), max_length=8, choices=Kind)
    page = models.CharField(_("page, lesson or article"), max_length=300, blank=True)
    text = models.TextField(_("what is wrong"), max_length=2000)
    contact = models.EmailField(_("e-mail for the answer"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    made_at = models.DateTimeField(_("sent in at"), default=now)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(
        pgettext_lazy("of a report", "answer"),
        max_length=1000,
        blank=True,
        help_text=_("Whoever reported it reads this: what was mended, or why not."),
    )
    closed_at = models.DateTimeField(pgettext_lazy("of a report", "settled at"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("of a report", "settled by"),
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="errorreport_says_something"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None, closed_by=None)
                | Q(~Q(state="open"), closed_at__isnull=False, closed_by__isnull=False),
                name="errorreport_is_settled_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="answered", answer=""), name="errorreport_answer_has_words"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-made_at"], name="errorreport_newest")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("pages:reported", args=[self.pk])

    @property
    def code(self) -> str:
        """Its number as people read it out.

        >>> ErrorReport(number="K7M49XQ2").code
        'K7M4-9XQ2'
        """
        return grouped(self.number)

    @property
    def link(self) -> str:
        """The page it is about, where that is an address of this site; empty for words and for what leads elsewhere.

        >>> [ErrorReport(page=page).link for page in ("/law/zhuhai-quality/#a9", "//evil.example/", "第九条")]
        ['/law/zhuhai-quality/#a9', '', '']
        """
        return self.page if _OURS.fullmatch(self.page) else ""

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class ReportLetter(SentOnce):
    """The answer by mail, to who left an address; one for a report."""

    report = models.OneToOneField(ErrorReport, on_delete=models.CASCADE, related_name="letter", verbose_name=_("reported error"))

    class Meta:
        verbose_name = _("answer to a report")
        verbose_name_plural = _("answers to reports")

    def __str__(self) -> str:
        return str(self.report_id)
