"""What the public reads of courses: the catalogue, a course, and the library of lessons it is made of."""

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Revision
from wagtail.search import index

from cms.audience import Addressed, for_somebody
from cms.fields import BodyField
from cms.models import BasePage
from courses.blocks import CheckBlocks, LessonBlocks, ModuleBlock
from courses.models.course import Course
from statutes.models import OfFields


class FrozenPage(BasePage):
    """A page on whose published texts versions rest."""

    class Meta:
        abstract = True

    @property
    def plain_address(self) -> str:
        """What stands in its address where its editor wrote nothing that can."""
        return ""

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """The editor's form makes an address of the title, which in Chinese no address of this room can hold: the code then."""
        if self.plain_address and not re.fullmatch(r"[-a-zA-Z0-9_]+", str(self.serializable_value("slug"))):
            self.slug = self.plain_address
        super().full_clean(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """What was published is not written over by an editor that saves by itself: the change is a draft of its own.

        An editor left open, or come back to, still names the revision it saved last; learners read it since it was published.
        """
        over = kwargs.get("overwrite_revision")
        if over is not None:
            published = type(self)._default_manager.filter(pk=self.pk, last_published_at__gte=over.created_at)
            kwargs["overwrite_revision"] = None if published.exists() else over
        revision: Revision = super().save_revision(*args, **kwargs)
        return revision


class ServedPage(FrozenPage):
    """A page drawn by a view of this room, also when its editor previews it."""

    class Meta:
        abstract = True

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.serve(request)


class CourseIndexPage(ServedPage):
    """The catalogue (课程), at /courses/."""

    parent_page_types: ClassVar[list[Any]] = ["pages.HomePage"]
    subpage_types: ClassVar[list[Any]] = ["courses.CoursePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from courses.views import catalogue

        return catalogue(request, self)


class CoursePage(RoutablePageMixin, FrozenPage, Addressed, OfFields):  # type: ignore[django-manager-missing]  # Wagtail's page manager is untyped
    """What a course promises, and its lessons in order; a lesson is read at /courses/<course>/<lesson>/."""

    course = models.ForeignKey(
        Course,
        verbose_name=_("course"),
        on_delete=models.PROTECT,
        related_name="pages",
        help_text=_(
            "By its code. The rules by which it counts stand under “Course rules”; every language of the page has the same."
        ),
    )
    audience = models.CharField(
        _("for whom"), max_length=200, blank=True, help_text=_("One line; it stands under the title and in the catalogue.")
    )
    outcomes = models.TextField(_("outcomes"), blank=True, help_text=_("What one can do afterwards, one line each."))
    articles = models.CharField(
        _("articles it rests on"), max_length=60, blank=True, help_text=_("Articles of the Regulation it rests on: 8, 9")
    )
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("By then somebody looks it over. Empty: no day is set.")
    )
    modules = BodyField(
        [("module", ModuleBlock())],
        verbose_name=_("units"),
        blank=True,
        help_text=_(
            "Lessons of the library in the order in which they are learned. A lesson that two courses show stands there once."
        ),
    )
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    content_panels: ClassVar = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("course"), FieldPanel("audience"), FieldPanel("outcomes"), FieldPanel("articles")], _("Promise")
        ),
        MultiFieldPanel([*Addressed.audience_panels, *OfFields.field_panels], _("Where it is found")),
        FieldPanel("valid_until"),
        FieldPanel("modules"),
    ]
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("audience"),
        index.SearchField("outcomes"),
    ]
    parent_page_types: ClassVar[list[Any]] = ["courses.CourseIndexPage"]
    subpage_types: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")
        constraints: ClassVar = [for_somebody("course")]

    def clean(self) -> None:
        super().clean()
        from courses.locking import course_lessons_fault

        if self.course_id and (fault := course_lessons_fault(self.course, self.lesson_ids)):
            raise ValidationError({"modules": fault})

    @property
    def plain_address(self) -> str:
        return self.course.code.lower() if self.course_id else ""

    @property
    def lesson_ids(self) -> list[int]:
        """The pages of its lessons, as the editor chose them."""
        rows = [item for block in self.modules.raw_data for item in block["value"]["lessons"]]
        return [item["value"] if isinstance(item, dict) else item for item in rows]

    @property
    def address(self) -> str:
        """Where it is read, in the language now active."""
        return reverse("courses:course", args=[self.slug])

    @property
    def article_numbers(self) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", self.articles)]

    @property
    def outcome_list(self) -> list[str]:
        return self.outcomes.splitlines()

    @path("")
    def read(self, request: HttpRequest) -> HttpResponse:
        from courses.views import course

        return course(request, self)

    @path("<slug:lesson>/")
    def read_lesson(self, request: HttpRequest, lesson: str) -> HttpResponse:
        from courses.views import show_lesson

        return show_lesson(request, self, lesson)


class LessonIndexPage(ServedPage):
    """The library of lessons (课库), at /lessons/: each stands here once, however many courses show it."""

    parent_page_types: ClassVar[list[Any]] = ["pages.HomePage"]
    subpage_types: ClassVar[list[Any]] = ["courses.LessonPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("library of lessons")
        verbose_name_plural = _("libraries of lessons")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from courses.views import library

        return library(request, self)


class LessonPage(ServedPage):
    """A lesson (课时): what it is for, its text, and self-checks that explain."""

    code = models.CharField(
        _("code"),
        max_length=20,
        db_index=True,
        help_text=_(
            "A short name such as LAW-01, the same in every language. Progress and hours are kept under it, other lessons and "
            "tracks name the lesson by it. It stays as it is once a published course shows the lesson."
        ),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=30,
        help_text=_("Credited to whoever completes the lesson. Changed, it counts from the next version of a course."),
    )
    objective = models.CharField(
        _("objective"), max_length=200, blank=True, help_text=_("Goes on from “Afterwards you can:”, under the title.")
    )
    key_points = models.TextField(
        _("points covered"), blank=True, help_text=_("One line each. Learners find the lesson by them in the search.")
    )
    cites = models.TextField(
        _("cites"), blank=True, help_text=_("What it rests on, one line each. For editors; readers see the sources in the text.")
    )
    after = models.CharField(
        _("lessons to complete first"), max_length=200, blank=True, help_text=_("Their codes, with blanks between: LAW-01 LAW-02")
    )
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("By then somebody looks it over. Empty: no day is set.")
    )
    body = BodyField(LessonBlocks(), verbose_name=_("text"), blank=True)
    checks = BodyField(CheckBlocks(), verbose_name=_("self-checks"), blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    content_panels: ClassVar = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("code"), FieldPanel("minutes"), FieldPanel("objective")], _("Lesson")),
        FieldPanel("body"),
        FieldPanel("checks"),
        MultiFieldPanel([FieldPanel("after"), FieldPanel("valid_until")], _("Rules")),
        MultiFieldPanel([FieldPanel("key_points"), FieldPanel("cites")], _("Index")),
    ]
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("objective"),
        index.SearchField("key_points"),
        index.SearchField("body"),
        index.FilterField("code"),
    ]
    parent_page_types: ClassVar[list[Any]] = ["courses.LessonIndexPage"]
    subpage_types: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def plain_address(self) -> str:
        return self.code.lower()

    def clean(self) -> None:
        super().clean()
        twins = LessonPage.objects.filter(code=self.code, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.code and twins.exists():
            raise ValidationError({"code": _("Another lesson has this code already.")})
        if fault := self._new_code():
            raise ValidationError({"code": fault})
        if self.after:
            from courses.locking import lesson_words_faults

            if found := lesson_words_faults(self.code, self.waits_for):
                raise ValidationError({"after": found})
        from courses.locking import lesson_body_fault

        if fault := lesson_body_fault(self):
            raise ValidationError({"body": fault})

    def _new_code(self) -> str:
        """Why it cannot have another code: what learners have done is kept under the one it has. None at all, as in a draft that
        is half written, is no other one; only what is published must have it."""
        if not self.code:
            return ""
        kept = LessonPage.objects.filter(pk=self.pk).exclude(code=self.code).values_list("code", flat=True).first()
        if not kept:
            return ""
        from courses.publishing import courses_with

        shown = ", ".join(course.code for course in courses_with(kept))
        told = {"code": kept, "courses": shown}
        words = _(
            "Progress and hours of learners are kept under %(code)s; these courses show it: %(courses)s. Leave the code as it is."
        )
        return words % told if shown else ""

    @property
    def waits_for(self) -> list[str]:
        """Codes of the lessons to complete first."""
        return self.after.replace(",", " ").replace("，", " ").replace("、", " ").split()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from courses.views import library_lesson

        return library_lesson(request, self)
