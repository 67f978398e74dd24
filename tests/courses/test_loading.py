"""The library comes in whole, in both languages, once; what editors change stays."""

import html
import json
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from core.report import Report
from courses import shipment
from courses.kinds import KINDS
from courses.loading import load
from courses.models import Course, CoursePage, CourseVersion, LessonPage
from tests.courses.learning import course, lesson
from tests.courses.test_markdown import LESSONS, words, words_after, words_before

SHIPPED = {"QSO": (5, 20, 720), "QSD": (6, 29, 1080), "CQO": (10, 48, 1800)}


def again(**options):
    report = Report(**options)
    load(settings.CONTENT_DIR, report)
    return report


@pytest.mark.parametrize("code", SHIPPED)
def test_a_programme_is_complete(content, code):
    version = course(code).current
    assert (len(version.structure["modules"]), len(version.codes), version.minutes) == SHIPPED[code]
    assert version.codes == next(p.codes for p in shipment.programmes(settings.CONTENT_DIR) if p.code == code)


def test_every_lesson_is_there_in_both_languages_and_linked(content):
    assert LessonPage.objects.live().count() == 156
    for page in LessonPage.objects.filter(locale__language_code="zh-hans"):
        assert page.get_translations().count() == 1, page.code
    assert CoursePage.objects.live().count() == 6


def test_a_lesson_shown_in_two_courses_exists_once(content):
    shared = set(course("QSO").current.codes) & set(course("QSD").current.codes)
    assert "DAY-08" in shared
    assert LessonPage.objects.filter(code="DAY-08", locale__language_code="zh-hans").count() == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_holds_and_shows_every_word_of_its_file(content, language):
    """All QSO lessons, blanks and the signs around 待核 aside."""
    files = {path.stem: path for path in LESSONS}
    for code in course("QSO").current.codes:
        page = lesson(code, language)
        stream = [block for block in page.body.raw_data if block["type"] not in KINDS]  # films come from content/media
        assert words_after(stream) == words_before(files[f"{code}.{shipment.LANGUAGES[language]}"])
        shown = render_to_string("courses/lesson_preview.html", {"text": page, "checks": []})
        body = _bare(strip_tags(shown))
        for text in _leaves(stream):
            assert _bare(text) in body, f"{code}: {text}"


def _bare(text):
    return re.sub(r"[〔〕\[\]]", "", words(html.unescape(text)))


def _leaves(value):
    """Each piece of text the stream holds."""
    if isinstance(value, str):
        yield strip_tags(value.replace("**", ""))
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, dict):
        for key in ("value", "title", "label", "text", "body", "items", "data"):
            yield from _leaves(value.get(key))


def test_loading_again_changes_nothing(content):
    versions = CourseVersion.objects.count()
    report = again()
    assert report.count("same") == 165
    assert len(report.lines) == 165
    assert CourseVersion.objects.count() == versions


def test_what_an_editor_published_is_kept_unless_forced(content):
    page = lesson("OFF-05")
    page.title = "编辑改过的题目"
    page.save_revision().publish()
    report = again()
    assert [line.key for line in report.lines if line.verdict == "changed"] == ["OFF-05 zh-hans"]
    assert lesson("OFF-05").title == "编辑改过的题目"
    again(force=True)
    assert lesson("OFF-05").title == "日检查实操：人机料法环测"


def test_an_unpublished_draft_is_kept_too(content):
    page = lesson("OFF-05")
    page.title = "草稿"
    page.save_revision()
    assert [line.verdict for line in again().lines if line.key == "OFF-05 zh-hans"] == ["changed"]
    assert lesson("OFF-05").has_unpublished_changes


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in ("syllabus.json", "courses.json", "quizzes.json"):
        shutil.copy(settings.CONTENT_DIR / name, tmp_path / name)
    for name in ("lessons", "media"):
        shutil.copytree(settings.CONTENT_DIR / name, tmp_path / name)
    return tmp_path


def test_a_renewed_file_renews_the_page_and_makes_one_version(content, folder):
    for code in ("OFF-05", "OFF-06"):
        path = folder / "lessons" / f"{code}.zh.md"
        path.write_text(path.read_text(encoding="utf-8") + "- 新的一条\n", encoding="utf-8")
    report = Report()
    load(folder, report)
    assert report.count("changed") == 2
    assert [version.number for version in CourseVersion.objects.filter(course__code="QSO")] == [2, 1]
    assert course("CQO").current.number == 1


def test_what_is_missing_or_unfit_is_told_and_the_rest_loaded(db, folder):
    """Of the largest programme and of English only what is asked about is there: the whole library takes twice as long."""
    codes = {programme.code: programme.codes for programme in shipment.programmes(folder)}
    for path in (folder / "lessons").glob("*-*.md"):
        code, language, _ending = path.name.split(".")
        if code not in codes["QSO"] and (language == "en" or code not in {*codes["QSD"], "STR-01"}):
            path.unlink()
    (folder / "lessons" / "OFF-05.en.md").unlink()
    (folder / "lessons" / "CQO.note").touch()
    checks = folder / "lessons" / "STR-01.check.json"
    items = json.loads(checks.read_text(encoding="utf-8"))
    items[0]["kind"] = "riddle"
    checks.write_text(json.dumps(items), encoding="utf-8")
    report = Report()
    load(folder, report)
    told = {(line.verdict, line.kind, line.key) for line in report.lines if line.verdict in ("missing", "refused")}
    assert ("missing", "lesson", "OFF-05 en") in told
    assert ("refused", "lesson", "STR-01 zh-hans") in told
    assert ("missing", "course", "QSO en") in told
    assert ("missing", "course", "CQO zh-hans") in told
    assert Course.objects.get(code="QSO").current.lesson("OFF-05")["title"] == {"zh-hans": "日检查实操：人机料法环测"}
    assert set(Course.objects.values_list("code", flat=True)) == {"QSO", "QSD"}


def test_what_is_still_to_be_verified_is_marked(content, client):
    assert '<span class="tag is-brass">待核</span>' in client.get("/courses/qso/off-05/").content.decode()
