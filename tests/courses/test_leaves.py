"""The pages of a PDF in a lesson (各页): read once within bounds, shown with their words, and as private as their lesson."""

from io import BytesIO

import pikepdf
import pytest
from wagtail.models import PageViewRestriction

from core.models import Job
from courses.media import keeping, leafing, leaves, pdfpages
from courses.models import Course, LessonPage, Medium
from tests.courses.activities import block, course_of, enrol, lesson_page, rule

WORDS, SCAN = b"BT /F 12 Tf 50 100 Td (Check the first piece) Tj ET", b"q 200 0 0 200 0 0 cm /P Do Q"
UNSEEN = SCAN + b" BT 3 Tr /F 12 Tf 10 10 Td (Recognised) Tj ET"


def page(document, content):
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    picture = document.make_stream(b"\x40" * 300)
    picture.update(
        {
            "/Type": pikepdf.Name.XObject,
            "/Subtype": pikepdf.Name.Image,
            "/Width": 10,
            "/Height": 10,
            "/BitsPerComponent": 8,
            "/ColorSpace": pikepdf.Name.DeviceRGB,
        }
    )
    made = document.add_blank_page(page_size=(200, 200))
    made.obj.Resources = pikepdf.Dictionary(Font={"/F": font}, XObject={"/P": document.make_indirect(picture)})
    made.obj.Contents = document.make_stream(content)
    return made


def pdf(*contents, **saving):
    out = BytesIO()
    with pikepdf.new() as document:
        for content in contents:
            page(document, content)
        document.save(out, **saving)
    return out.getvalue()


def told(tmp_path, content):
    source = tmp_path / "a.pdf"
    source.write_bytes(content)
    return pdfpages.read(source, tmp_path)


def medium(content):
    made = Medium(title="检验规程")
    keeping.take_in(made, BytesIO(content), "a.pdf", len(content))
    made.save()
    return made


@pytest.fixture
def document(db):
    made = medium(pdf(WORDS, SCAN))
    assert leafing.leaf(made.pk)
    made.refresh_from_db()
    return made


@pytest.fixture
def course(document):
    return course_of(lesson_page([block("file", {"title": "规程", "medium": document.pk, "note": "", "rule": rule("read")})]))


# --- read


def test_words_are_read_and_a_scan_is_drawn(tmp_path):
    read = told(tmp_path, pdf(WORDS, SCAN, UNSEEN))
    assert read["pages"] == 3
    first, second, third = read["leaves"]
    assert first == {"t": "Check the first piece", "d": False}
    assert (second["t"], second["w"], second["h"]) == ("", 10, 10)
    assert (third["t"], third["w"]) == ("Recognised", 10)
    assert (tmp_path / "2.jpg").read_bytes().startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    "content",
    [
        SCAN + WORDS,
        SCAN + b" 0 0 50 50 re f",
        SCAN + SCAN,
        b"q 100 0 0 100 0 0 cm /P Do Q",
        b"q 0 200 -200 0 200 0 cm /P Do Q",
        b"0 0 50 50 re W n " + SCAN,
    ],
    ids=["words over it", "an area over it", "two pictures", "half the page", "turned", "cut"],
)
def test_a_picture_that_is_not_the_whole_page_is_not_shown_for_it(tmp_path, content):
    [leaf] = told(tmp_path, pdf(content))["leaves"]
    assert "w" not in leaf
    assert leaf["d"]


def test_a_page_that_is_turned_is_drawn_upright(tmp_path):
    out = BytesIO()
    with pikepdf.new() as made:
        one = page(made, SCAN)
        one.obj.Rotate = 90
        one.obj.Resources.XObject.P.Height = 5
        made.save(out)
    [leaf] = told(tmp_path, out.getvalue())["leaves"]
    assert (leaf["w"], leaf["h"]) == (5, 10)


def test_what_is_locked_or_broken_says_so(tmp_path):
    assert told(tmp_path, pdf(WORDS, encryption=pikepdf.Encryption(owner="a", user="b"))) == {"fault": "locked"}
    assert told(tmp_path, b"%PDF-1.7\n%%EOF") == {"fault": "broken"}


@pytest.mark.parametrize(
    ("name", "most"), [("MOST_PAGES", 1), ("MOST_SIGNS", 5), ("SECONDS", -1)], ids=["pages", "signs", "seconds"]
)
def test_reading_ends_at_each_bound(tmp_path, monkeypatch, name, most):
    content = pdf(WORDS, WORDS)
    assert len(told(tmp_path, content)["leaves"]) == 2
    monkeypatch.setattr(pdfpages, name, most)
    read = told(tmp_path, content)
    assert (read["pages"], len(read["leaves"])) == (2, 0 if name == "SECONDS" else 1)


def test_a_picture_too_large_is_not_drawn_and_a_long_page_not_looked_through(tmp_path, monkeypatch):
    for name, most in (("MOST_PIXELS", 99), ("MOST_OPERATIONS", 3)):
        with monkeypatch.context() as bounded:
            bounded.setattr(pdfpages, name, most)
            [leaf] = told(tmp_path, pdf(SCAN))["leaves"]
            assert "w" not in leaf, name
    assert "w" in told(tmp_path, pdf(SCAN))["leaves"][0]


def test_a_reader_that_takes_too_long_is_ended(tmp_path):
    source = tmp_path / "a.pdf"
    source.write_bytes(pdf(WORDS))
    assert leafing.run(source, tmp_path, seconds=0) == {"fault": "heavy"}


def test_a_new_pdf_is_read_by_a_job_and_only_once(document):
    assert Job.objects.filter(task="courses.leaf_medium", kwargs={"pk": document.pk}).count() == 1
    assert not leafing.leaf(document.pk)
    document.title = "规程二"
    document.save()
    assert Job.objects.filter(task="courses.leaf_medium").count() == 1


# --- shown


def test_the_pages_stand_in_the_lesson_and_in_the_search(learner, client_of, course, document):
    enrol(learner, course)
    html = client_of(learner).get("/courses/act/act-01/").content.decode()
    assert '<p class="leaf__words">Check the first piece</p>' in html
    assert f'src="/learn/media/{document.key}/pages/2.jpg" width="10" height="10" loading="lazy"' in html
    assert "/pages/?" not in html
    found = LessonPage.objects.get(code="ACT-01").body
    assert "Check the first piece" in str(found.stream_block.get_searchable_content(found))


def test_a_long_document_goes_on_on_a_page_of_its_own(client, course, document):
    told = {"pages": 60, "leaves": [{"t": f"第{n}页" + "字" * 350, "d": n == 2} for n in range(50)]}
    Medium.objects.filter(pk=document.pk).update(leaves=told)
    html = client.get("/courses/act/act-01/").content.decode()
    door = f"/learn/media/{document.key}/pages/"
    assert f'href="{door}?page=9&amp;lesson=act/act-01"' in html
    assert len(html.encode()) < 60_000
    first = client.get(door, {"lesson": "act/act-01"}).content.decode()
    assert '<a href="/courses/act/act-01/">' in first
    assert "page=21&amp;lesson=act/act-01" in first
    assert 'id="page-20"' in first
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    last = client.get(door, {"page": "999"}).content.decode()
    assert ('id="page-50"' in last, 'id="page-49"' in last, 'rel="next"' in last) == (True, False, False)
    assert client.get(door, {"page": "x", "lesson": "//example.org/"}).status_code == 200


@pytest.mark.parametrize("fault", ["locked", "broken", "heavy"])
def test_what_cannot_be_shown_is_still_opened_and_downloaded(client, course, document, fault):
    Medium.objects.filter(pk=document.pk).update(leaves={"fault": fault})
    html = client.get("/courses/act/act-01/").content.decode()
    assert f'href="{document.address}" target="_blank"' in html
    assert "leaf__" not in html
    assert client.get(f"/learn/media/{document.key}/pages/").status_code == 404


def test_the_pages_are_as_public_as_their_lesson(client, client_of, learner, stranger, course, document):
    doors = [f"/learn/media/{document.key}/pages/{rest}" for rest in ("", "2.jpg")]
    picture = client.get(doors[1])
    assert (picture["Content-Type"], picture["Cache-Control"].split(",")[0]) == ("image/jpeg", "public")
    assert b"".join(picture.streaming_content).startswith(b"\xff\xd8")
    assert [client.get(doors[1].replace("2.jpg", f"{n}.jpg")).status_code for n in (0, 1, 3)] == [404, 404, 404]
    enrol(learner, Course.objects.get(code="ACT"))
    PageViewRestriction.objects.create(page=LessonPage.objects.get(code="ACT-01"), restriction_type=PageViewRestriction.LOGIN)
    for door in doors:
        assert [client.get(door).status_code, client_of(stranger).get(door).status_code] == [404, 404]
        assert client_of(learner).get(door).status_code == 200


def test_pages_of_no_words_are_none(db):
    empty = Medium(title="空", kind="pdf", leaves={"pages": 1, "leaves": [{"t": "", "d": True}]})
    assert leaves.beginning(empty) is None
