"""Before a live course is published its editor reads what changes and for how many; then a person decides who is moved."""

import pytest
from django.urls import reverse

from courses import completion
from courses.models import CompletionRecord, CourseVersion, VersionDecision
from tests.courses.learning import complete_all
from tests.courses.small import lesson, make_course, page_of, units
from tests.courses.test_places import make_run


@pytest.fixture
def course(db):
    return make_course(codes=[["TST-01", "TST-02"], ["TST-03"]])


@pytest.fixture
def learned(course, learner, stranger):
    """One has completed, one is under way."""
    complete_all(completion.enrol(learner=learner, version=course.current))
    return completion.enrol(learner=stranger, version=course.current)


@pytest.fixture
def office(administrator, client_of):
    return client_of(administrator)


def drafted(course, codes):
    """A draft of the course's page with these lessons; the address at which its publication is looked over."""
    page = page_of(course)
    page.modules = page.modules.stream_block.to_python(units(codes))
    return reverse("courses_office:publication", args=[page.save_revision().pk])


def test_the_editor_reads_how_many_and_what_changes(course, learned, office):
    html = office.get(drafted(course, [["TST-02", "TST-04"], ["TST-03"]])).content.decode()
    for words in ("在学1人，学完1人", "新增的课", "TST-04", "删去的课", "TST-01", "不可选：改动不止文字"):
        assert words in html, words
    assert CourseVersion.objects.count() == 1


def test_a_new_version_leaves_everybody_until_a_person_moves_them(course, learned, office, administrator):
    address = drafted(course, [["TST-01", "TST-02", "TST-04"], ["TST-03"]])
    there = office.post(address, {"kind": "version", "note": "加一课"}, follow=True)
    learned.refresh_from_db()
    assert (course.current.label, course.current.note, course.current.published_by) == ("v2", "加一课", administrator)
    assert learned.version.label == "v1"
    assert "还在旧版本：1人" in there.content.decode()
    decision = reverse("courses_office:decision", args=[course.pk])
    assert "请写明理由" in office.post(decision, {"decision": "move", "because": ""}, follow=True).content.decode()
    assert "换版本人数：1" in office.post(decision, {"decision": "move", "because": "新国标"}, follow=True).content.decode()
    learned.refresh_from_db()
    assert learned.version.label == "v2"
    assert VersionDecision.objects.get().by == administrator


def test_what_is_more_than_words_is_refused_as_a_correction(course, learned, office):
    answer = office.post(drafted(course, [["TST-01"], ["TST-03"]]), {"kind": "correction"})
    assert answer.status_code == 422
    assert "改动不止文字" in answer.content.decode()
    assert CourseVersion.objects.count() == 1


def test_a_typo_in_a_lesson_is_corrected_for_everybody(course, learned, office):
    page = lesson("TST-02")
    page.title = "改正错字"
    address = reverse("courses_office:publication", args=[page.save_revision().pk])
    assert "文字有改动" in office.get(address).content.decode()
    office.post(address, {"kind": "correction", "note": "错字"})
    learned.refresh_from_db()
    assert learned.version.label == "v1.1"


def published(office, course):
    """What the editor answers when the course's page is published from its form."""
    page = page_of(course)
    fields = {
        "title": page.title,
        "slug": page.slug,
        "course": course.pk,
        "audiences": ["enterprise"],
        "modules-count": "0",
        "action-publish": "1",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    return office.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields)


def test_publishing_in_the_editor_leads_there_first_when_somebody_learns(course, learned, office):
    answer = published(office, course)
    assert answer.status_code == 302
    assert "/courses/publication/" in answer.url
    assert CourseVersion.objects.count() == 1


def test_a_course_nobody_learns_is_published_at_once(course, office):
    assert "/courses/publication/" not in published(office, course).url
    assert CourseVersion.objects.count() == 2


def test_the_versions_page_names_runs_and_both_kinds(course, learned, employer, office):
    run = make_run(course)
    completion.enrol(learner=employer, version=course.current, run=run)
    html = office.get(reverse("courses_office:versions", args=[course.pk])).content.decode()
    assert "第一期" in html
    assert "自主学习" in html
    assert "还在旧版本" not in html
    page = lesson("TST-02")
    page.title = "改正错字"
    office.post(reverse("courses_office:publication", args=[page.save_revision().pk]), {"kind": "correction", "note": "错字"})
    office.post(drafted(course, [["TST-01", "TST-02", "TST-04"], ["TST-03"]]), {"kind": "version", "note": "加一课"})
    html = office.get(reverse("courses_office:versions", args=[course.pk])).content.decode().partition("<h2>版本</h2>")[2]
    grown, corrected, first = html.split('<section class="version-row">')[1:4]
    for row, words in ((grown, ("v2", "新版本", "加一课", "TST-04")), (corrected, ("v1.1", "文字勘误", "错字", "TST-02"))):
        assert [word for word in words if word not in row] == []
    assert "v1" in first
    assert "错字" not in first


@pytest.mark.parametrize("name", ["publication", "versions", "decision"])
def test_who_is_not_of_the_office_is_refused(course, learned, examiner, client_of, name):
    key = page_of(course).save_revision().pk if name == "publication" else course.pk
    address = reverse(f"courses_office:{name}", args=[key])
    visit = client_of(examiner).get if name == "versions" else client_of(examiner).post
    assert visit(address).status_code in (302, 403)
    assert CourseVersion.objects.count() == 1


def test_a_completion_is_waived_and_withdrawn_in_the_admin_with_a_reason(course, learned, office):
    records = "/cms/snippets/courses/completionrecord/"
    assert "林悦" in office.get(records).content.decode()
    open_, done = CompletionRecord.objects.get(completed_at=None), CompletionRecord.objects.exclude(completed_at=None).get()
    assert office.post(f"{records}waiver/{open_.pk}/", {"because": ""}).status_code == 422
    assert office.post(f"{records}waiver/{open_.pk}/", {"because": "同等学历"}).status_code == 302
    assert office.post(f"{records}withdrawal/{done.pk}/", {"because": "代学"}).status_code == 302
    assert office.post(f"{records}withdrawal/{done.pk}/", {"because": "代学"}).status_code == 422
    html = office.get(records).content.decode()
    assert "已免修" in html
    assert "已撤销" in html
