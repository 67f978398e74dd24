"""A small course for tests: a few lessons with one self-check each, published as its pages."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cms import tree
from core.dates import now
from courses.models import Course, CourseIndexPage, CoursePage, LessonIndexPage, LessonPage


def _shelf(kind: Any, slug: str) -> Any:
    shelf = kind.objects.first()
    return shelf or tree.home(tree.locale()).add_child(instance=kind(title=slug, slug=slug))


def check_id(code: str, number: int = 1) -> str:
    """The id of a lesson's check: the same in every version of it."""
    return str(uuid5(NAMESPACE_URL, f"{code}/{number}"))


def checks(code: str, many: int = 1) -> list[dict[str, Any]]:
    return [
        {
            "type": "truefalse",
            "id": check_id(code, number),
            "value": {"stem": f"{code}第{number}题", "explanation": "对。", "answer": True},
        }
        for number in range(1, many + 1)
    ]


def lesson(code: str, *, minutes: int = 45, many: int = 1) -> LessonPage:
    """A lesson of the library, made once."""
    found = LessonPage.objects.filter(code=code).first()
    if found:
        return found
    page = LessonPage(title=f"课{code}", slug=code.lower(), code=code, minutes=minutes)
    page.checks = page.checks.stream_block.to_python(checks(code, many))
    put_up(page, _shelf(LessonIndexPage, "lessons"))
    return page


def put_up(page: LessonPage, shelf: Any) -> None:
    """A new lesson as publishing leaves it, told to nobody: no course has it and no page shows it yet. It takes half the time."""
    page.first_published_at = page.last_published_at = now()
    shelf.add_child(instance=page)
    page.live_revision = page.save_revision()
    page.has_unpublished_changes = False
    LessonPage.objects.filter(pk=page.pk).update(live_revision=page.live_revision, has_unpublished_changes=False)


def units(codes: list[list[str]]) -> list[dict[str, Any]]:
    """Units of a course as its page keeps them."""
    return [
        {"type": "module", "value": {"title": f"单元{n}", "lessons": [lesson(code).pk for code in some]}}
        for n, some in enumerate(codes, start=1)
    ]


def publish(page: CoursePage, codes: list[list[str]]) -> None:
    """Publish the course with these lessons in these units."""
    page.modules = page.modules.stream_block.to_python(units(codes))
    page.save_revision().publish()


def make_course(code: str = "TST", codes: list[list[str]] | None = None, **fields: Any) -> Course:
    """A published course; its version 1 has these lessons."""
    course = Course.objects.create(code=code, **fields)
    page = CoursePage(title=f"课程{code}", slug=code.lower(), course=course)
    _shelf(CourseIndexPage, "courses").add_child(instance=page)
    publish(page, codes or [[f"{code}-01", f"{code}-02"], [f"{code}-03", f"{code}-04"]])
    return course


def page_of(course: Course) -> CoursePage:
    return CoursePage.objects.get(course=course)
