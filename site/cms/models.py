"""What every page and every site shares, and nothing about quality, courses or exams."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page
from wagtail.search import index


class BasePage(Page):
    """A page of the public site. Rooms subclass it; it adds no table."""

    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences, shown in lists and search results.")
    )

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("summary")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True


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
    operator = models.CharField(_("operator"), max_length=80, default="待运营单位填写（示例）")
    icp = models.CharField(_("ICP filing number"), max_length=60, default="待填写（示例）", blank=True)
    police_filing = models.CharField(_("public-security filing number"), max_length=60, default="待填写（示例）", blank=True)
    is_sample = models.BooleanField(
        _("sample site"), default=True, help_text=_("Shows a line on every page that names and numbers are samples.")
    )

    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("subtitle"), FieldPanel("is_sample")], _("Name")),
        MultiFieldPanel([FieldPanel("issuing_body"), FieldPanel("signatory"), FieldPanel("signatory_title")], _("Certificates")),
        MultiFieldPanel([FieldPanel("operator"), FieldPanel("icp"), FieldPanel("police_filing")], _("Footer")),
    ]

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
