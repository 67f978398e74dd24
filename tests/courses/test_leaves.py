"""The pages of a PDF in a lesson (各页): drawn once, shown with their words, private as their lesson; and where one is."""

import re
from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from wagtail.models import PageViewRestriction

from core.keeping import drop
from core.models import Job
from courses.media import keeping, leafing, leaves
from courses.models import ActivityProgress, Course, LessonPage, Medium
from courses.models.media import LEAVES_EDITION
from tests.courses.activities import block, course_of, enrol, lesson_page, reading, rule
from tests.courses.sheets import SCAN, WORDS, pdf

ACTIVITY, READING = "6f1b2c34-0000-4000-8000-00000000b1b1", "6f1b2c34-0000-4000-8000-00000000b2b2"
HERE, WHERE = "/courses/act/act-01/", f"act/act-01/{ACTIVITY}"


def medium(content, title="检验规程"):
    made = Medium(title=title)
    keeping.take_in(made, BytesIO(content), "a.pdf", len(content))
    made.save()
    return made


def long(pages, words="字", **more):
    """What is kept of a document that was read."""
    rows = [{"t": f"第{n}页" + words * 350, "w": 60, "h": 80} for n in range(1, pages + 1)]
    return {"pages": pages, "leaves": rows, "edition": LEAVES_EDITION, **more}


@pytest.fixture
def document(db):
    made = medium(pdf(WORDS, SCAN))
    assert leafing.leaf(made.pk)
    made.refresh_from_db()
    return made


@pytest.fixture
def paper(db):
    """One of thirty pages, as if it had been read."""
    return Medium.objects.create(title="长规程", kind="pdf", ending="pdf", sha256="3" * 64, leaves=long(30))


def shown_in_a_lesson(one):
    value = {"title": "规程", "medium": one.pk, "note": "", "rule": rule("read")}
    return course_of(lesson_page([block("file", value, ACTIVITY), reading(block_id=READING)]))


@pytest.fixture
def course(document):
    return shown_in_a_lesson(document)


@pytest.fixture
def long_course(paper):
    return shown_in_a_lesson(paper)


# --- by whom it is read


def test_a_new_pdf_is_read_by_a_job_and_only_once(document):
    assert Job.objects.filter(task="courses.leaf_medium", kwargs={"pk": document.pk}).count() == 1
    assert not leafing.leaf(document.pk)
    document.title = "规程二"
    document.save()
    assert Job.objects.filter(task="courses.leaf_medium").count() == 1


def test_what_was_kept_before_pages_were_drawn_is_read_anew_by_itself(document):
    """Both what nobody read and what an earlier edition read, whose pictures are not shown until then."""
    old = {"pages": 1, "leaves": [{"t": "旧文字", "d": False, "w": 10, "h": 10}]}
    Medium.objects.filter(pk=document.pk).update(leaves=old)
    Job.objects.all().delete()
    document.refresh_from_db()
    [leaf] = leaves.Document.of(document).leaves
    assert (leaf.text, leaf.picture) == ("旧文字", "")
    assert (leafing.sweep(), leafing.sweep()) == (1, 0)  # noted once
    assert leafing.leaf(document.pk)
    assert leafing.sweep() == 0
    document.refresh_from_db()
    assert leaves.Document.of(document).leaves[0].width == 600


def test_a_command_draws_all_that_have_no_pages_and_goes_on_past_what_is_missing(db):
    lost, there = medium(pdf(SCAN), "失去的"), medium(pdf(WORDS), "在的")
    drop(lost.storage_key)
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError):
        call_command("draw_pdf_pages", stdout=out, stderr=err)
    assert "失去的" in err.getvalue()
    assert out.getvalue().startswith("在的")
    lost.delete()
    again = StringIO()
    call_command("draw_pdf_pages", stdout=again)
    assert there.title not in again.getvalue()


# --- shown


def test_the_pages_stand_in_the_lesson_and_in_the_search(learner, client_of, course, document):
    enrol(learner, course)
    html = client_of(learner).get(HERE).content.decode()
    assert '<p class="fold__body leaf__words">Check the first piece</p>' in html
    for number in (1, 2):
        address = f"/learn/media/{document.key}/pages/{number}.webp"
        assert (
            f'<a class="leaf__open" href="{address}"><img class="leaf__picture" src="{address}" width="600" height="600"' in html
        )
    assert html.count('loading="lazy" decoding="async" alt="') == 2
    assert "/pages/?" not in html
    found = LessonPage.objects.get(code="ACT-01").body
    assert "Check the first piece" in str(found.stream_block.get_searchable_content(found))


def test_a_long_document_goes_on_on_a_page_of_its_own(client, long_course, paper):
    html = client.get(HERE).content.decode()
    door = f"/learn/media/{paper.key}/pages/"
    assert f'href="{door}?page=6&amp;lesson={WHERE}"' in html
    assert len(html.encode()) < 60_000
    first = client.get(door, {"lesson": WHERE}).content.decode()
    assert f'<a href="{HERE}#activity-{ACTIVITY}">' in first
    assert f"page=21&amp;lesson={WHERE}" in first
    assert 'id="page-20"' in first
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert "<form method" not in first.replace('<form method="get">', "")  # nobody is kept who only reads
    last = client.get(door, {"page": "999"}).content.decode()
    assert ('id="page-30"' in last, 'id="page-29"' in last, 'rel="next"' in last) == (True, False, False)
    assert client.get(door, {"page": "x", "lesson": "//example.org/"}).status_code == 200


@pytest.mark.parametrize("fault", ["locked", "broken", "heavy"])
def test_what_cannot_be_shown_is_still_opened_and_downloaded(client, long_course, paper, fault):
    Medium.objects.filter(pk=paper.pk).update(leaves={"fault": fault, "edition": LEAVES_EDITION})
    html = client.get(HERE).content.decode()
    assert f'href="{paper.address}" target="_blank"' in html
    assert "leaf__" not in html
    assert client.get(f"/learn/media/{paper.key}/pages/").status_code == 404


def test_the_pages_are_as_public_as_their_lesson(client, client_of, learner, stranger, course, document):
    doors = [f"/learn/media/{document.key}/pages/{rest}" for rest in ("", "2.webp")]
    drawn = client.get(doors[1])
    assert (drawn["Content-Type"], drawn["Cache-Control"]) == ("image/webp", "public, max-age=86400")
    assert b"".join(drawn.streaming_content)[8:12] == b"WEBP"
    assert [client.get(doors[1].replace("2.webp", f"{n}.webp")).status_code for n in (0, 3)] == [404, 404]
    enrol(learner, Course.objects.get(code="ACT"))
    PageViewRestriction.objects.create(page=LessonPage.objects.get(code="ACT-01"), restriction_type=PageViewRestriction.LOGIN)
    for door in doors:
        assert [client.get(door).status_code, client_of(stranger).get(door).status_code] == [404, 404]
        assert client_of(learner).get(door).status_code == 200
    assert client_of(learner).get(doors[1])["Cache-Control"] == "private, max-age=86400"


def test_a_machine_that_cannot_run_the_reader_says_nothing_of_a_file(document, monkeypatch, tmp_path):
    """Without its library, say: what was read before stays, and the job is done again."""
    Medium.objects.update(leaves=(before := {"pages": 1, "leaves": [{"t": "旧"}], "edition": LEAVES_EDITION - 1}))
    (broken := tmp_path / "reader.py").write_text("import nothing_of_that_name")
    monkeypatch.setattr(leafing, "_READER", broken)
    with pytest.raises(leafing.NotBegun):
        leafing.leaf(document.pk)
    assert Medium.objects.get().leaves == before


def test_half_a_picture_of_a_worker_that_died_is_drawn_over(client, course, document):
    key, storage = leaves.picture_key(document, 2), storages["artefacts"]
    whole = client.get(f"/learn/media/{document.key}/pages/2.webp").getvalue()
    drop(key)
    storage.save(key, ContentFile(whole[:100]))
    Medium.objects.update(leaves={})
    assert leafing.leaf(document.pk)
    assert client.get(f"/learn/media/{document.key}/pages/2.webp").getvalue() == whole
    [folder, name] = key.rsplit("/", 1)
    assert [one for one in storage.listdir(folder)[1] if one.startswith(name[:-5])] == [name]


def test_a_picture_comes_from_the_site_itself_wherever_it_is_kept(client, course, document, settings):
    """The site's policy shows no picture of another host, and a signed address is over sooner than it is forgotten."""
    settings.MEDIA_BY_STORAGE = True
    drawn = client.get(f"/learn/media/{document.key}/pages/2.webp")
    assert (drawn.status_code, b"".join(drawn.streaming_content)[8:12]) == (200, b"WEBP")


def test_pages_of_no_words_are_none(db):
    empty = Medium(title="空", kind="pdf", leaves={"pages": 1, "leaves": [{"t": ""}], "edition": LEAVES_EDITION})
    assert leaves.opened(empty) is None


# --- where one is


def turn(client, paper, page, where=WHERE, **more):
    return client.post(f"/learn/media/{paper.key}/pages/place/", {"page": str(page), "lesson": where, **more})


def test_one_goes_on_at_the_page_one_turned_to_on_any_device(learner, client_of, long_course, paper):
    mine = enrol(learner, long_course)
    here = client_of(learner)
    html = here.get(HERE).content.decode()
    assert f'action="/learn/media/{paper.key}/pages/place/"' in html
    assert 'id="on"' not in html
    turned = turn(here, paper, 17)
    assert turned["Location"] == f"/learn/media/{paper.key}/pages/?page=17&lesson={WHERE}"
    alone = here.get(turned["Location"]).content.decode()
    assert f'data-leaves="/learn/media/{paper.key}/pages/place/" data-where="{WHERE}" data-page="17"' in alone
    other = client_of(learner)
    assert f'href="{HERE}#on"' in other.get("/learn/").content.decode()
    html = other.get(HERE).content.decode()
    back = '<input type="hidden" name="page" value="1">'  # to the beginning
    assert back in html
    assert f'id="{paper.key}-17" data-leaf="17">\n  <h3 class="leaf__no num" id="on">' in html
    assert f'id="{paper.key}-16"' not in html
    row = ActivityProgress.objects.get(learner=learner, activity_id=ACTIVITY)
    assert (row.state, row.completed_at, mine.completed_at) == ("in_progress", None, None)


def test_a_page_among_the_first_is_marked_where_it_stands(learner, client_of, long_course, paper):
    enrol(learner, long_course)
    here = client_of(learner)
    assert turn(here, paper, 3, only="1").status_code == 204
    html = here.get(HERE).content.decode()
    assert f'id="{paper.key}-1"' in html
    assert f'id="{paper.key}-3" data-leaf="3">\n  <h3 class="leaf__no num" id="on">' in html
    assert '<input type="hidden" name="page" value="1">' not in html
    assert turn(here, paper, 999).status_code == 302
    assert ActivityProgress.objects.get().data == {"page": 30}


def test_nobody_else_keeps_a_page_there(client, client_of, learner, stranger, long_course, paper):
    enrol(learner, long_course)
    assert turn(client_of(stranger), paper, 7).status_code == 404
    assert turn(client, paper, 7)["Location"].startswith("/account/login/?next=/learn/media/")
    here = client_of(learner)
    assert turn(here, paper, 7, "act/act-01/none").status_code == 404
    assert turn(here, paper, 7, f"act/act-01/{READING}").status_code == 404
    assert turn(here, paper, 7, "").status_code == 404
    assert not ActivityProgress.objects.exists()


def test_a_completed_document_stays_so_wherever_one_reads_in_it(learner, client_of, long_course, paper):
    enrol(learner, long_course)
    here = client_of(learner)
    here.post(f"{HERE}activities/{ACTIVITY}/", {"deed": "read"})
    done = ActivityProgress.objects.get().completed_at
    assert done is not None
    turn(here, paper, 9)
    row = ActivityProgress.objects.get()
    assert (row.completed_at, row.state, row.data) == (done, "completed", {"page": 9})


def test_a_device_keeps_the_pictures_and_says_from_where_on_it_does_not(learner, client_of, long_course, paper):
    enrol(learner, long_course)
    Medium.objects.filter(pk=paper.pk).update(leaves=long(60))
    html = client_of(learner).get("/learn/offline/act/act-01/").content.decode()
    assert html.count("<img ") == 40
    assert "leaf__open" not in html
    assert re.search(r'<p class="muted">[^<]*41', html)
    assert "/pages/place/" not in html


def test_a_lesson_with_a_document_is_as_light_as_any(learner, client_of, long_course, paper, django_assert_max_num_queries):
    enrol(learner, long_course)
    here = client_of(learner)
    turn(here, paper, 12)
    for _time in range(2):
        here.get(HERE)
    with django_assert_max_num_queries(8):
        html = here.get(HERE).content
    assert len(html) < 60_000
