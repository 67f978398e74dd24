"""Bringing the lessons and courses in: the library first, then each course all of whose lessons are there."""

import json
import re
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page

from cms import tree
from cms.search.gathering import gathered
from core.report import Report
from core.shipped import KEPT, decide, difference, digest, grown
from courses import shipment
from courses.markdown import block_id
from courses.media.loading import Films
from courses.models import Course, CourseIndexPage, CoursePage, LessonIndexPage, LessonPage
from courses.publishing import one_version_each
from courses.quizzes.loading import Quizzes
from courses.track_loading import load_tracks
from statutes.models import LATER

_TITLES = {
    "zh-hans": {"courses": "课程", "lessons": "课库"},
    "en": {"courses": "Courses", "lessons": "Library of lessons"},
}
_LEDES = {
    "zh-hans": "先选岗位，再看学时与考试。课程目录和课文公开，报名后记录学习进度和学时。",
    "en": "Choose by post, then look at hours and exam. Lessons are open to all; enrol and your progress and hours are kept.",
}
# Draftail numbers the paragraphs an editor opens; that alone is no change.
_DRAFTAIL = re.compile(r' data-block-key=\\"[^"]*?\\"')


def load(folder: Path, report: Report) -> None:
    """Load the library and the courses. What editors changed on the site is kept (core.shipped)."""
    with transaction.atomic(), gathered(), one_version_each():
        for language in shipment.LANGUAGES:
            _load_lessons(folder, tree.locale(language), report)
        words = json.loads((folder / "courses.json").read_text(encoding="utf-8"))
        for programme in shipment.programmes(folder):
            _load_course(programme, words.get(programme.code, {}), report)
        load_tracks(folder, report)


def _load_lessons(folder: Path, locale: Locale, report: Report) -> None:
    shelf = _shelf(LessonIndexPage, "lessons", locale)
    known = {page.code: page for page in LessonPage.objects.child_of(shelf)}
    films, quizzes = Films(folder), Quizzes(folder)
    keys = dict(LessonPage.objects.exclude(locale=locale).values_list("code", "translation_key"))
    for code in shipment.codes(folder):
        name = f"{code} {locale.language_code}"
        try:
            lesson = shipment.lesson(folder, code, locale.language_code)
        except FileNotFoundError as reason:
            report.missing("lesson", name, f"no file {Path(reason.filename).name}")
            continue
        except shipment.Unfit as reason:
            report.refused("lesson", name, str(reason))
            continue
        page = known.get(code) or LessonPage(locale=locale, slug=code.lower(), code=code)
        if page.pk is None and code in keys:
            page.translation_key = keys[code]
        body = quizzes.added(films.added(lesson.body, code, locale.language_code), code, locale.language_code)
        values = vars(lesson) | {"body": body}
        _bring(page, shelf, values, report, ("lesson", name))


def _load_course(programme: shipment.Programme, words: dict[str, Any], report: Report) -> None:
    """A course in every language for which all its lessons are there."""
    for language in shipment.LANGUAGES:
        locale = tree.locale(language)
        name = f"{programme.code} {language}"
        pages = dict(LessonPage.objects.live().filter(locale=locale, code__in=programme.codes).values_list("code", "pk"))
        absent = [code for code in programme.codes if code not in pages]
        if absent:
            report.missing("course", name, f"lessons not there: {', '.join(absent)}")
            continue
        course, _created = Course.objects.get_or_create(code=programme.code)
        page = CoursePage.objects.filter(course=course, locale=locale).first()
        if page is None:
            page = CoursePage(course=course, locale=locale, slug=course.slug)
            twin = CoursePage.objects.filter(course=course).first()
            page.translation_key = twin.translation_key if twin else page.translation_key
        shelf = _shelf(CourseIndexPage, "courses", locale, summary=_LEDES[language])
        _bring(page, shelf, _course_values(programme, words, language, pages), report, ("course", name))


def _course_values(programme: shipment.Programme, words: dict[str, Any], language: str, pages: dict[str, int]) -> dict[str, Any]:
    modules = []
    for place, (title, codes) in enumerate(programme.units):
        name = f"{programme.code}/{place}"
        items = [{"type": "item", "value": pages[code], "id": block_id(f"{name}/{code}")} for code in codes]
        modules.append({"type": "module", "value": {"title": title[language], "lessons": items}, "id": block_id(name)})
    return {
        "title": programme.title[language],
        "summary": words.get("summary", {}).get(language, ""),
        "audience": words.get("audience", {}).get(language, ""),
        "outcomes": "\n".join(words.get("outcomes", {}).get(language, [])),
        "articles": ", ".join(map(str, words.get("statute", []))),
        "modules": modules,
        "audiences": words.get("audiences") or LATER["audiences"],
        "quality_fields": words.get("fields", []),
    }


def _bring(page: Page, shelf: Page, values: dict[str, Any], report: Report, told_as: tuple[str, str]) -> None:
    """Make, renew or leave one page, and say which."""
    is_new, fingerprint = page.pk is None, digest(grown(values, LATER))
    present = "" if is_new else _present(page, values)
    decision = decide(loaded=page.content_sha256, now=present, shipped=fingerprint, force=report.force or is_new)
    if decision == "same":
        report.same(*told_as)
    elif decision == "keep":
        report.changed(*told_as, KEPT, _difference(page, values))
    else:
        told = [] if is_new else _difference(page, values)
        _write(page, shelf, values, fingerprint)
        if is_new:
            report.accepted(*told_as)
        else:
            report.changed(*told_as, "brought up to date", told)


def _difference(page: Page, values: dict[str, Any]) -> list[str]:
    """Of what the page says, not of what an unpublished draft of it says."""
    return difference({name: _reads(page, name) for name in values}, values)


def _present(page: Page, values: dict[str, Any]) -> str:
    """The fingerprint of what the page says now; an unpublished draft is an editor's change too."""
    if page.has_unpublished_changes:
        return "draft"
    return digest(grown({name: _reads(page, name) for name in values}, LATER))


def _reads(page: Page, name: str) -> Any:
    field = page._meta.get_field(name)
    if not hasattr(field, "stream_block"):
        return getattr(page, name)
    return json.loads(_DRAFTAIL.sub("", json.dumps(list(getattr(page, name).raw_data))))


def _write(page: Page, shelf: Page, values: dict[str, Any], fingerprint: str) -> None:
    for name, value in values.items():
        field = page._meta.get_field(name)
        setattr(page, name, field.stream_block.to_python(value) if hasattr(field, "stream_block") else value)
    page.content_sha256 = fingerprint
    if page.pk is None:
        shelf.add_child(instance=page)
    page.save_revision(log_action=False).publish(log_action=False)


def _shelf(kind: type[Page], name: str, locale: Locale, **values: Any) -> Page:
    """The index page of that kind in that language, made if it is not there yet."""
    page = kind.objects.filter(locale=locale).first()
    if page is None:
        page = kind(title=_TITLES[locale.language_code][name], slug=name, locale=locale, **values)
        twin = kind.objects.first()
        page.translation_key = twin.translation_key if twin else page.translation_key
        tree.home(locale).add_child(instance=page)
        page.save_revision(log_action=False).publish(log_action=False)
    return page
