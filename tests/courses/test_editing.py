"""Editors work in Wagtail: the forms open, previews show the draft, what cannot be judged is refused."""

from contextlib import suppress
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from courses.kinds import KINDS
from courses.models import Course, CoursePage, LessonPage
from tests.courses.activities import lesson_page
from tests.courses.learning import lesson


@pytest.fixture
def editor(content, administrator, client_of):
    return client_of(administrator)


def course_page():
    return CoursePage.objects.get(course__code="QSO", locale__language_code="zh-hans")


def test_the_forms_open(editor):
    for page in (
        lesson("OFF-05"),
        lesson("OFF-05", "en"),
        course_page(),
        course_page().get_parent(),
        lesson("OFF-05").get_parent(),
    ):
        assert editor.get(f"/cms/pages/{page.pk}/edit/").status_code == 200


def test_the_draft_of_a_lesson_is_shown_with_its_answers(editor):
    page = lesson("OFF-05")
    page.title = "草稿的题目"
    page.save_revision()
    html = editor.get(f"/cms/pages/{page.pk}/view_draft/").content.decode()
    assert "草稿的题目" in html
    assert "B C D" in html
    assert "草稿的题目" not in editor.get("/courses/qso/off-05/").content.decode()


def test_the_draft_of_a_course_shows_its_units_before_they_are_published(editor):
    page = course_page()
    modules = list(page.modules.raw_data)
    modules[0]["value"]["title"] = "草稿的单元"
    page.modules = page.modules.stream_block.to_python(modules)
    page.save_revision()
    assert "草稿的单元" in editor.get(f"/cms/pages/{page.pk}/view_draft/").content.decode()
    assert "草稿的单元" not in editor.get("/courses/qso/").content.decode()


@pytest.mark.parametrize(
    "kind", ["courses.CourseIndexPage", "courses.LessonIndexPage", "courses.LessonPage", "courses.CoursePage"]
)
def test_every_page_has_a_preview(editor, kind):
    page = Page.objects.filter(content_type__model=kind.split(".")[1].lower()).first()
    assert editor.get(f"/cms/pages/{page.pk}/view_draft/").status_code in (200, 302)


def test_two_lessons_of_a_language_may_not_share_a_code(content):
    page = lesson("OFF-05")
    page.code = "OFF-06"
    with pytest.raises(ValidationError, match="已有另一课") as raised:
        page.full_clean()
    assert "code" in raised.value.message_dict


def test_a_lesson_that_a_course_shows_keeps_its_code(content):
    """Progress and hours are kept under it: under another code nobody would have learned the lesson."""
    page = lesson("OFF-05")
    page.code = "OFF-99"
    with pytest.raises(ValidationError, match="QSO") as raised:
        page.full_clean()
    assert "code" in raised.value.message_dict
    free = lesson_page([], code="FRE-01")
    free.code = "FRE-02"
    free.full_clean()


def test_a_course_keeps_its_code_once_it_is_published(editor):
    """A course that was never published may still be called otherwise."""
    for course, status in ((course_page().course, 200), (Course.objects.create(code="NEW"), 302)):
        told = {"code": "XYZ", "minutes_per_hour": 45, "daily_cap_hours": 8, "renewal_days": 90, "is_self_paced": "on"}
        answer = editor.post(f"/cms/snippets/courses/course/edit/{course.pk}/", told)
        assert answer.status_code == status
        assert status == 302 or "code" in answer.context["form"].errors
        course.refresh_from_db()
        assert (course.code == "XYZ") is (status == 302)


@pytest.mark.parametrize(
    ("model", "names"), [(LessonPage, ("code", "minutes", "objective")), (CoursePage, ("course", "audience"))]
)
def test_the_editor_explains_what_a_field_is_for(editor, model, names):
    page = lesson("OFF-05") if model is LessonPage else course_page()
    html = unescape(editor.get(f"/cms/pages/{page.pk}/edit/").content.decode())
    for name in names:
        help_text = str(model._meta.get_field(name).help_text)
        assert help_text, name
        assert help_text in html, name


@pytest.mark.parametrize(("kind", "rights"), [("single", []), ("single", ["A", "B"]), ("multiple", [])])
def test_a_choice_without_a_right_answer_is_refused(kind, rights):
    block = LessonPage.checks.field.stream_block.child_blocks[kind]
    options = [{"text": text, "right": text in rights} for text in "AB"]
    value = block.to_python({"stem": "问", "explanation": "因", "options": options})
    with pytest.raises(Exception, match="标记"):
        block.clean(value)


def test_an_address_made_of_a_chinese_title_becomes_the_code(editor):
    """The form makes it of the title while one writes; published so, the catalogue itself could not be opened any more."""
    for page, code in ((lesson("OFF-05"), "off-05"), (course_page(), "qso")):
        page.slug = "走一遍课程"
        page.full_clean()
        assert page.slug == code


@pytest.mark.parametrize("kind", KINDS)
def test_the_editor_is_asked_when_an_activity_is_completed(kind):
    """What is not in the layout of a block is not in the form: an activity without its rule cannot be saved at all."""
    block = LessonPage.body.field.stream_block.child_blocks[kind]
    assert "rule" in block.meta.form_layout.get_sorted_block_names()


STREAMS = [
    (f"{model.__name__}.{field.name}", field.stream_block, name)
    for model in get_page_models()
    for field in model._meta.get_fields()
    if isinstance(field, StreamField)
    for name in field.stream_block.child_blocks
]


@pytest.mark.django_db
@pytest.mark.parametrize(("stream", "name"), [one[1:] for one in STREAMS], ids=[f"{one[0]}.{one[2]}" for one in STREAMS])
def test_a_draft_with_an_empty_block_is_kept_or_refused_in_words(stream, name):
    value = StreamValue(stream, [(name, stream.child_blocks[name].get_default())])
    with suppress(ValidationError):
        stream.clean_deferred(value)
    with suppress(ValidationError):
        stream.clean(value)


def test_an_order_must_name_each_step_once():
    block = LessonPage.checks.field.stream_block.child_blocks["ordering"]
    for order in ("A", "A A", "A C", "AB"):
        value = block.to_python({"stem": "问", "explanation": "因", "options": ["甲", "乙"], "order": order})
        with pytest.raises(Exception, match="每一步"):
            block.clean(value)
    block.clean(block.to_python({"stem": "问", "explanation": "因", "options": ["甲", "乙"], "order": "B A"}))


def test_a_number_must_be_one():
    block = LessonPage.checks.field.stream_block.child_blocks["numeric"]
    for value, tolerance in (("十", "0"), ("1", "很小"), ("1", "-1")):
        told = block.to_python({"stem": "问", "explanation": "因", "value": value, "tolerance": tolerance, "unit": ""})
        with pytest.raises(Exception, match="数"):
            block.clean(told)
