"""Schools (学校): each has its own page, under which its teachers write, and touches nothing else."""

from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Collection

from cms.models import BasePage
from schools.traits import Stage


class SchoolIndexPage(BasePage):
    """All schools that write here (学校), at /schools/."""

    parent_page_types: ClassVar[list[Any]] = ["pages.HomePage"]
    subpage_types: ClassVar[list[Any]] = ["schools.SchoolPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of schools")
        verbose_name_plural = _("lists of schools")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from schools.views.library import schools

        return schools(request, self)


class SchoolPage(BasePage):
    """One school: its own tree of packs, its collection of files, its group of teachers (schools.founding makes them)."""

    stage = models.CharField(_("school stage"), max_length=12, choices=Stage)
    district = models.CharField(_("district"), max_length=40, blank=True)
    group = models.OneToOneField(Group, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    collection = models.OneToOneField(Collection, null=True, editable=False, on_delete=models.PROTECT, related_name="+")

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("stage"), FieldPanel("district")]
    parent_page_types: ClassVar[list[Any]] = ["schools.SchoolIndexPage"]
    subpage_types: ClassVar[list[Any]] = ["schools.LessonPackPage"]

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from schools.views.library import school

        return school(request, self)
