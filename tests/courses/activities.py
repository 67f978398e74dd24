"""A small course with activities, made through the editor's own road: pages, revisions, publishing."""

from typing import Any
from uuid import uuid4

from cms import tree
from courses import completion
from courses.models import Course, CourseIndexPage, CoursePage, Enrolment, LessonIndexPage, LessonPage
from tests.courses.small import put_up

Block = dict[str, Any]


def rule(by: str, at_least: int | None = None, *, required: bool = True) -> Block:
    return {"by": by, "at_least": at_least, "required": required}


def block(kind: str, value: Block, block_id: str = "") -> Block:
    return {"type": kind, "value": value, "id": block_id or str(uuid4())}


def reading(title: str = "第九条原文", *, by: str = "read", required: bool = True, block_id: str = "") -> Block:
    body = [{"type": "paragraph", "value": "<p>首席质量官对质量安全有一票否决权。</p>", "id": str(uuid4())}]
    return block("reading", {"title": title, "body": body, "rule": rule(by, required=required)}, block_id)


def lesson_page(body: list[Block], *, code: str = "ACT-01", language: str = "zh-hans", key: Any = None) -> LessonPage:
    """A published lesson of 30 minutes with this text and no self-checks."""
    locale = tree.locale(language)
    shelf = _shelf(LessonIndexPage, "lessons", locale)
    page = LessonPage(
        title="活动课" if language == "zh-hans" else "A lesson", slug=code.lower(), code=code, locale=locale, minutes=30
    )
    write(page, body)
    if key:
        page.translation_key = key
        shelf.add_child(instance=page)
        page.save_revision().publish()
    else:
        put_up(page, shelf)
    return page


def write(page: LessonPage, body: list[Block]) -> None:
    page.body = page.body.stream_block.to_python(body)


def course_of(*pages: LessonPage, code: str = "ACT", **fields: Any) -> Course:
    """A published course of these lessons."""
    course = Course.objects.create(code=code, **fields)
    locale = pages[0].locale
    page = CoursePage(title="活动课程", slug=code.lower(), course=course, locale=locale)
    items = [{"type": "item", "value": one.pk, "id": str(uuid4())} for one in pages]
    modules = [{"type": "module", "value": {"title": "第一单元", "lessons": items}, "id": str(uuid4())}]
    page.modules = page.modules.stream_block.to_python(modules)
    _shelf(CourseIndexPage, "courses", locale).add_child(instance=page)
    page.save_revision().publish()
    return course


def translated(course: Course, language: str) -> CoursePage:
    """The page of a course in another language, which lends it its words alone."""
    locale = tree.locale(language)
    page = CoursePage(title=f"{course.code} {language}", slug=course.slug, course=course, locale=locale)
    page.translation_key = CoursePage.objects.get(course=course, locale__language_code="zh-hans").translation_key
    _shelf(CourseIndexPage, "courses", locale).add_child(instance=page)
    page.save_revision().publish()
    return page


def enrol(learner: Any, course: Course) -> Enrolment:
    assert course.current is not None
    return completion.enrol(learner=learner, version=course.current)


def _shelf(kind: type[Any], slug: str, locale: Any) -> Any:
    found = kind.objects.filter(locale=locale).first()
    if found is None:
        found = kind(title=slug, slug=slug, locale=locale)
        tree.home(locale).add_child(instance=found)
        found.save_revision().publish()
    return found
