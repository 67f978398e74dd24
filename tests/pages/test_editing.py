"""The editors' queue counts what is to be verified on the site as it is now, and leads to each place."""

import json
import re

import pytest
from django.conf import settings
from django.core.management import call_command

from courses.models import LessonPage
from exams.models import Item
from pages import editing
from pages.models import NotePage
from tests.courses.small import lesson

ADDRESS = "/cms/editing/"
RECORDED = json.loads((settings.CONTENT_DIR / "doubts.json").read_text(encoding="utf-8"))


def doubtful(page, words):
    page.body = page.body.stream_block.to_python([{"type": "paragraph", "value": f"<p>{words}</p>"}])
    page.save_revision().publish()
    return page


def table_of(html):
    return html.partition("<main")[2]


def test_a_doubt_on_the_site_is_counted_and_told_until_an_editor_clears_it(db, administrator, client_of):
    page = doubtful(lesson("OFF-91"), "限值〔待核〕；条款号〔待核〕。")
    html = table_of(client_of(administrator).get(ADDRESS).content.decode())
    assert "本站还有2处" in html
    assert re.search(rf"/pages/{page.pk}/edit/.*OFF-91", html)
    doubtful(page, "限值已核。")
    assert "本站还有0处" in table_of(client_of(administrator).get(ADDRESS).content.decode())


def test_an_unpublished_draft_is_not_counted(db):
    page = lesson("OFF-92")
    page.body = page.body.stream_block.to_python([{"type": "paragraph", "value": "<p>草稿〔待核〕</p>"}])
    page.save_revision()
    assert editing.queue().doubts == 0


def test_english_doubts_count_too(db):
    doubtful(lesson("OFF-93"), "clause [edition to be verified] and [to be verified], not the [list to be verified](/list/)")
    assert editing.queue().doubts == 2


@pytest.mark.usefixtures("content")
class TestShipped:
    def test_items_to_clear_and_marks_in_texts_are_those_of_the_files(self):
        told = editing.queue()
        assert told.items == Item.objects.awaiting_clearance().count() == RECORDED["questions"]
        lessons = {task.title: task.doubts for task in told.tasks if task.title.startswith("SPC-02 ")}
        assert len(lessons) == 2
        assert len(set(lessons.values())) == 1

    def test_a_note_not_looked_at_for_a_year_is_due(self):
        NotePage.objects.filter(slug="about").update(checked="2001-01")
        NotePage.objects.filter(slug="appeals").update(checked="2999-01")
        NotePage.objects.filter(slug="privacy").update(checked="")
        stale = [task.stale_since for task in editing.queue().tasks if task.stale_since]
        assert stale == ["2001-01", "2001-01"]  # in both languages

    def test_it_asks_as_much_for_two_lessons_as_for_all(self, administrator, client_of, django_assert_max_num_queries):
        client = client_of(administrator)
        client.get(ADDRESS)
        with django_assert_max_num_queries(20):
            client.get(ADDRESS)

    def test_it_is_for_those_who_change_courses(self, administrator, learner, client_of):
        assert client_of(learner).get(ADDRESS).status_code in (302, 403)
        assert client_of(administrator).post(ADDRESS).status_code == 405

    def test_a_load_shows_what_an_editors_words_keep_out(self, capsys):
        page = LessonPage.objects.get(code="OFF-05", locale__language_code="en")
        page.objective = "An editor's own words"
        page.save_revision().publish()
        call_command("load_content", "--diff")
        told = capsys.readouterr().out
        assert "OFF-05 en  kept: edited on the site" in told
        assert "- An editor's own words" in told
        assert LessonPage.objects.get(pk=page.pk).objective == "An editor's own words"
        call_command("load_content", "--diff", "--force")
        assert LessonPage.objects.get(pk=page.pk).objective != "An editor's own words"
        capsys.readouterr()
        call_command("load_content", "--diff")
        assert "OFF-05" not in capsys.readouterr().out
