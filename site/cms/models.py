"""What every page and every site shares, and nothing about quality, courses or exams."""

import re
from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page
from wagtail.search import index

from cms import marks, pagecache
from cms.editing import PageForm
from core.memory import Memory

if TYPE_CHECKING:
    from wagtail.images.models import AbstractRendition


_languages: Memory[tuple[str, int], str] = Memory(20, lambda keys: {})


class BasePage(Page):
    """A page of the public site. Rooms subclass it; it adds no table."""

    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences, shown in lists and search results.")
    )

    base_form_class = PageForm
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("summary")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        """Of its tree. Read once per process and generation of pages (a changed locale makes a new one, cms/receivers.py)."""
        key = (pagecache.generation(), self.locale_id)
        return _languages.kept(key, lambda: self.locale.language_code) if key[0] else self.locale.language_code

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """As its readers will see it: drawn by the room's own view."""
        return self.serve(request)


TRANSLATED = ("issuing_body_hant", "signatory_title_hant", "issuing_body_en", "signatory_en", "signatory_title_en")


@register_setting(icon="site")
class Identity(BaseSiteSetting):
    """Who runs this site: every operator uses its own name, mark and issuing body."""

    name = models.CharField(_("name"), max_length=40, default="海准")
    subtitle = models.CharField(_("subtitle"), max_length=60, default="质量学习与考核平台")
    issuing_body = models.CharField(
        _("issuing body"), max_length=60, default="海准示例发证机构", help_text=_("Printed at the head of every certificate.")
    )
    signatory = models.CharField(_("signatory"), max_length=20, default="示例")
    signatory_title = models.CharField(_("signatory's office"), max_length=60, default="考核委员会主任（示例）")
    # On the Traditional and the English document. Empty: Traditional is drafted; English prints what the Chinese one does.
    issuing_body_hant = models.CharField(
        _("issuing body in Traditional Chinese"), max_length=60, default="海準示例發證機構", blank=True
    )
    issuing_body_en = models.CharField(
        _("issuing body in English"), max_length=120, default="Haizhun Sample Issuing Body", blank=True
    )
    signatory_en = models.CharField(_("signatory in English"), max_length=40, default="Sample", blank=True)
    signatory_title_hant = models.CharField(
        _("signatory's office in Traditional Chinese"), max_length=60, default="考核委員會主任（示例）", blank=True
    )
    signatory_title_en = models.CharField(
        _("signatory's office in English"), max_length=120, default="Chair of the Examination Committee (sample)", blank=True
    )
    operator = models.CharField(_("operator"), max_length=80, default="待运营单位填写（示例）")
    icp = models.CharField(_("ICP filing number"), max_length=60, default="待填写（示例）", blank=True)
    police_filing = models.CharField(_("public-security filing number"), max_length=60, default="待填写（示例）", blank=True)
    is_sample = models.BooleanField(
        _("sample site"), default=True, help_text=_("Shows a line on every page that names and numbers are samples.")
    )

    mark = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("own mark"),
        help_text=_(
            "Your own mark, at the head of every page and on pictures that are shared. Best a PNG on a clear ground, 160 points "
            "high or more. Without one the mark of this software stands there."
        ),
    )

    select_related: ClassVar = ["mark"]
    panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("subtitle"), FieldPanel("mark"), FieldPanel("is_sample")],
            pgettext_lazy("of a thing", "Name"),
        ),
        MultiFieldPanel([FieldPanel("issuing_body"), FieldPanel("signatory"), FieldPanel("signatory_title")], _("Certificates")),
        MultiFieldPanel([FieldPanel(name) for name in TRANSLATED], _("Certificates in Traditional Chinese and English")),
        MultiFieldPanel([FieldPanel("operator"), FieldPanel("icp"), FieldPanel("police_filing")], _("Footer")),
    ]

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")

    @cached_property
    def picture(self) -> "AbstractRendition | None":
        """The operator's mark as a page shows it; made once, then read once by each process."""
        return marks.picture(self.mark)

    @cached_property
    def mark_key(self) -> str:
        return marks.key(self.mark)

    def clean(self) -> None:
        """Refuse a sample's translation under a name of one's own: it would be printed on the English document."""
        super().clean()
        faults = {}
        for name in ("issuing_body", "signatory", "signatory_title"):
            for other in (f"{name}_hant", f"{name}_en"):
                if other in TRANSLATED and not self._is_default(name) and self._is_default(other):
                    faults[other] = _("Still the sample's. Write how “%(name)s” reads in this language, or leave it empty.") % {
                        "name": getattr(self, name)
                    }
        if faults:
            raise ValidationError(faults)

    def _is_default(self, name: str) -> bool:
        return bool(getattr(self, name) == self._meta.get_field(name).get_default())


class SynonymsQuerySet(models.QuerySet["Synonyms"]):
    def as_lists(self) -> list[list[str]]:
        """Each group as its words. One query."""
        return [split(words) for words in self.order_by("pk").values_list("words", flat=True)]


class Synonyms(models.Model):
    """Words that search takes for one another (同义词)."""

    words = models.CharField(
        _("words of one meaning"),
        max_length=300,
        unique=True,
        help_text=_(
            "At least two, with commas or 、 between them: 院校、学校. A question with one of them finds the others too."
        ),
    )
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    key = models.CharField(max_length=40, blank=True, editable=False)  # of the shipped file; empty for an editor's own

    objects = SynonymsQuerySet.as_manager()
    panels: ClassVar = [FieldPanel("words")]

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("table of synonyms")

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        super().clean()
        if len(split(self.words)) < 2:
            raise ValidationError({"words": _("Write at least two different words, with a comma between them.")})


def split(words: str) -> list[str]:
    """The words of a group, each once.

    >>> split("院校、学校, 学校，")
    ['院校', '学校']
    """
    return list(dict.fromkeys(word.strip() for word in re.split("[、,，;；]", words) if word.strip()))
