"""A track as a form (学习路径的表单): its names and its stages, step by step; kept as the data that courses/tracks.py reads."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks.base import BlockField

from courses.catalogue import pages
from courses.locking import track_faults
from courses.models import CourseVersion, Track
from courses.pathfinding import problems
from courses.standing import content_language
from courses.syllabus import told

LANGUAGES = {code.replace("-", "_"): code for code, _name in settings.LANGUAGES}


def course_choices() -> list[tuple[str, str]]:
    return sorted((page.course.code, f"{page.course.code} {page.title}") for page in pages().values())


def lesson_choices() -> list[tuple[str, str]]:
    """The lessons of all published courses, each once."""
    language = content_language()
    rows = (row for version in CourseVersion.objects.newest() for row in version.lessons)
    return sorted({row["code"]: f"{row['code']} {told(row['title'], language)}" for row in rows}.items())


def _optional() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=_("optional"), required=False, help_text=_("What comes later does not wait for it."))


class StepsBlock(blocks.StreamBlock):
    course = blocks.StructBlock(
        [("code", blocks.ChoiceBlock(choices=course_choices, label=_("course"))), ("optional", _optional())],
        label=_("Course"),
        icon="open-book",
    )
    exam = blocks.StructBlock(
        [("code", blocks.CharBlock(label=_("code of the exam"), max_length=12)), ("optional", _optional())],
        label=_("Exam"),
        icon="tasks",
    )
    lessons = blocks.StructBlock(
        [
            ("need", blocks.IntegerBlock(label=_("how many of them"), min_value=1, default=1)),
            ("of", blocks.MultipleChoiceBlock(choices=lesson_choices, label=_("lessons to choose from"))),
            ("optional", _optional()),
        ],
        label=_("Electives: any k of n"),
        icon="list-ul",
    )


class StageBlock(blocks.StructBlock):
    title_zh_hans = blocks.CharBlock(label=_("title in Simplified Chinese"), max_length=60)
    title_zh_hant = blocks.CharBlock(label=_("title in Traditional Chinese"), max_length=60, required=False)
    title_en = blocks.CharBlock(label=_("title in English"), max_length=80, required=False)
    steps = StepsBlock(label=_("steps"))

    class Meta:
        label = _("Stage")


class TrackForm(WagtailAdminModelForm):
    title_zh_hans = forms.CharField(label=_("title in Simplified Chinese"), max_length=60)
    title_zh_hant = forms.CharField(label=_("title in Traditional Chinese"), max_length=60, required=False)
    title_en = forms.CharField(label=_("title in English"), max_length=80, required=False)
    summary_zh_hans = forms.CharField(label=_("summary in Simplified Chinese"), max_length=200, required=False)
    summary_zh_hant = forms.CharField(label=_("summary in Traditional Chinese"), max_length=200, required=False)
    summary_en = forms.CharField(label=_("summary in English"), max_length=300, required=False)
    stages = BlockField(
        block=blocks.StreamBlock([("stage", StageBlock())]),
        label=_("stages"),
        help_text=_("Steps of one stage can be taken side by side; the next stage opens once all that is required here is done."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        content = self.instance.content
        for name in ("title", "summary"):
            self.initial |= {f"{name}_{field}": content.get(name, {}).get(code, "") for field, code in LANGUAGES.items()}
        self.initial["stages"] = self.fields["stages"].block.to_python(
            [_item(_stage(one), "stage") for one in content.get("stages", [])]
        )

    def clean(self) -> dict[str, Any]:
        """A track that can never be completed is not saved; every fault is named."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            content: dict[str, Any] = {name: _words(cleaned, name) for name in ("title", "summary")}
            stages = [child.value for child in cleaned["stages"]]
            content |= {"stages": [{"title": _words(one, "title"), "steps": _steps(one["steps"])} for one in stages]}
            read = Track(slug=self.instance.slug, content=content)
            if found := problems(read) or (track_faults(read, is_published=cleaned["is_published"]) if self.instance.pk else []):
                raise ValidationError([ValidationError(sentence) for sentence in found])
            self.instance.content = content
        return cleaned


def _words(of: Any, name: str) -> dict[str, str]:
    return {code: of[f"{name}_{field}"] for field, code in LANGUAGES.items() if of[f"{name}_{field}"]}


def _steps(stream: Any) -> list[dict[str, Any]]:
    """As they are kept: what says nothing is left out."""
    return [
        {"kind": one.block_type} | {name: value for name, value in one.value.items() if value not in (False, "", [])}
        for one in stream
    ]


def _stage(kept: dict[str, Any]) -> dict[str, Any]:
    names = {f"title_{field}": kept["title"].get(code, "") for field, code in LANGUAGES.items()}
    return names | {"steps": [_item(row, row["kind"]) for row in kept["steps"]]}


def _item(value: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"type": kind, "value": {name: one for name, one in value.items() if name != "kind"}, "id": str(uuid4())}
