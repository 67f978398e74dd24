"""Schools and resources for tests."""

from typing import Any

from accounts.models import User
from schools import reviewing
from schools.founding import found, join
from schools.models import LessonPackPage, SchoolPage
from schools.traits import Kind, Licence, Stage, Subject
from tests.cast import person


def make_school(slug: str = "gongbei", title: str = "拱北小学") -> SchoolPage:
    return found(slug=slug, stage=Stage.PRIMARY, titles={"zh-hans": title})


def make_pack(school: SchoolPage, author: User | None = None, **fields: Any) -> LessonPackPage:
    """A draft, with one saved version."""
    number = LessonPackPage.objects.count() + 1
    values: dict[str, Any] = {
        "title": f"量一量{number}",
        "slug": f"measure-{number}",
        "kind": Kind.PLAN,
        "stage": Stage.PRIMARY,
        "subject": Subject.SCIENCE,
        "minutes": 40,
        "licence": Licence.BY,
        "rights_holder": school.title,
        "text": "## 课堂安排\n\n同测一块木块，读数为什么不一样？\n",
        "locale": school.locale,
    }
    page = LessonPackPage(live=False, owner=author, **values | fields)
    school.add_child(instance=page)
    page.save_revision(user=author)
    return page


def approvers() -> tuple[User, User]:
    """One of each department."""
    return person("周老师", "zhou.edu", "education_reviewer"), person("何主管", "he.reg", "regulator")


def published(
    school: SchoolPage, author: User | None = None, by: tuple[User, User] | None = None, **fields: Any
) -> LessonPackPage:
    page = make_pack(school, author, **fields)
    education, regulation = by or approvers()
    reviewing.submit(page, by=author or education)
    reviewing.approve(fresh(page), by=education)
    reviewing.approve(fresh(page), by=regulation)
    return fresh(page)


def fresh(page: LessonPackPage) -> LessonPackPage:
    return LessonPackPage.objects.get(pk=page.pk)


def teacher(school: SchoolPage, name: str = "苏老师", box: str = "su") -> User:
    user = person(name, box, "school_editor")
    join(user, school)
    return User.objects.get(pk=user.pk)


def as_written(page: LessonPackPage | None = None, upload: Any = None, **fields: Any) -> dict[str, Any]:
    """What the editor's form sends: of a page that is there, or of a new one."""
    told: dict[str, Any] = {
        "title": "一把尺子",
        "slug": "",
        "kind": "plan",
        "stage": "primary",
        "subject": "science",
        "minutes": "40",
    }
    told |= {"licence": "cc-by-4.0", "text": "## 课堂安排\n\n量一量。", "roles": ["teacher"]}
    if page:
        told |= {name: getattr(page, name) for name in told if name != "roles"}
    rows = list(page.files.all()) if page else []
    for place, row in enumerate([*rows, None] if upload else rows):
        told |= {f"files-{place}-id": row.pk if row else "", f"files-{place}-kind": "sheet", f"files-{place}-ORDER": place + 1}
    if upload:
        told[f"files-{len(rows)}-upload"] = upload
    for name, count in (("files", len(rows) + bool(upload)), ("comments", 0)):
        told |= {f"{name}-TOTAL_FORMS": count, f"{name}-INITIAL_FORMS": len(rows) if name == "files" else 0}
    return told | fields
