"""An editor saves by itself and shows what it would look like: a draft, never what learners read."""

import pytest
from django.urls import reverse

from courses.models import CourseVersion
from tests.courses.learning import enrol
from tests.courses.small import lesson, make_course


@pytest.fixture
def office(administrator, client_of):
    return client_of(administrator)


@pytest.fixture
def page(db):
    """A lesson of a published course."""
    make_course(codes=[["TST-01"]])
    return lesson("TST-01")


def typed(page, title, **more):
    """What the editor of a lesson sends with this title."""
    empty = {"body-count": "0", "checks-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    fields = {"title": title, "slug": page.slug, "code": page.code, "minutes": page.minutes}
    return {**fields, **empty, **more}


def saves_itself(office, page, title, **more):
    """What its script does half a second after the last stroke; the revision it is told of."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = office.post(address, typed(page, title, **more), HTTP_ACCEPT="application/json")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["success"], told
    return told["revision_id"]


def test_what_is_typed_is_kept_as_one_draft_and_nobody_reads_it(office, page, client):
    first = saves_itself(office, page, "改到一半")
    assert saves_itself(office, page, "改到一半多", overwrite_revision_id=first) == first, "one draft, however many strokes"
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "改到一半多" in office.get(edit).text
    assert "改到一半" not in client.get("/courses/tst/tst-01/").text
    assert CourseVersion.objects.count() == 1


def test_half_a_page_is_kept_too_and_refused_only_when_it_is_published(office, page):
    saves_itself(office, page, "没有代码", code="")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    refused = office.post(edit, typed(page, "没有代码", code="", **{"action-publish": "1"}))
    assert refused.status_code == 200
    assert "code" in refused.context["form"].errors


def test_an_editor_left_open_does_not_write_over_what_was_published(office, page, learner, client_of):
    draft = saves_itself(office, page, "定稿")
    page.refresh_from_db()
    page.get_latest_revision().publish()
    enrol(learner, "TST")
    reader = client_of(learner)
    assert "定稿" in reader.get("/courses/tst/tst-01/").text
    # In the other tab the script still names the revision that it saved last.
    again = saves_itself(office, page, "定稿之后又改", overwrite_revision_id=draft)
    assert again != draft
    assert "定稿之后又改" not in reader.get("/courses/tst/tst-01/").text
    page.refresh_from_db()
    assert (page.live_revision_id, page.latest_revision_id, page.has_unpublished_changes) == (draft, again, True)
    assert saves_itself(office, page, "再改", overwrite_revision_id=again) == again, "the new draft is one draft again"


def test_the_preview_shows_what_is_typed_and_keeps_nothing(office, page):
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert office.post(preview, typed(page, "先看一眼")).json()["is_valid"]
    assert "先看一眼" in office.get(preview).text
    page.refresh_from_db()
    assert "先看一眼" not in page.get_latest_revision_as_object().title
