"""What is sent to break the public site is answered in words: scripts, poisoned pictures, endless questions, wrong years."""

import io
import re
import struct
import zlib
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from icalendar import Calendar
from wagtail.documents.models import Document
from wagtail.images.models import Image

from campaigns.models import Slogan, SloganCall, SloganDecision
from core.dates import now
from events.models import Registration
from tests.campaigns.making import at, page_of
from tests.events.making import DAY, make_event

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def png(width: int, height: int) -> bytes:
    """A picture of one colour: a gigabyte of points in a few kilobytes of file, a row at a time."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer, row = zlib.compressobj(9), bytes(1 + (width + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


# --- words that are markup ---------------------------------------------------------------------------------


def test_u08_a_script_in_a_slogan_is_words_wherever_the_slogan_stands(client, learner, administrator, client_of):
    with time_machine.travel(at(9, 15), tick=False):
        page_of()
        call = SloganCall.objects.create(year=2026, opens_at=at(9, 1), closes_at=at(9, 20), votes_until=at(9, 28))
        call.jury.add(administrator)
        text, note = "<script>1</script>", f'{SCRIPT}"><img src=x onerror=alert(1)>'
        assert len(text) <= 20
        answered = client_of(learner).post(f"{call.get_absolute_url()}entries/", {"text": text, "note": note})
        assert answered.status_code == 302
        made = Slogan.objects.get()
        desk = client_of(administrator).get(f"/cms/snippets/campaigns/slogancall/desk/{call.pk}/")
        SloganDecision.objects.create(slogan=made, accepted=True, by=administrator)
        jury = client_of(administrator).get(f"{call.get_absolute_url()}jury/")
        for page in (client.get(call.get_absolute_url()), desk, jury):
            html = page.content.decode()
            assert "&lt;script&gt;" in html
            assert "<script>1" not in html
            assert "<script>alert" not in html
            assert "<img src=x" not in html


@pytest.mark.parametrize("path", ["/search/", "/en/search/", "/zh-hant/search/"])
def test_u08_a_script_that_is_searched_for_is_words(client, path):
    html = client.get(path, {"q": f'"{SCRIPT}'}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_a_script_in_an_address_that_leads_nowhere_is_words(client):
    for address in ("/%3Cscript%3Ealert(1)%3C/script%3E/", "/quality-month/%3Cscript%3Ealert(1)%3C%2Fscript%3E/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "<script>alert" not in answer.content.decode()


# --- files -------------------------------------------------------------------------------------------------


def upload(client, name: str, content: bytes, kind: str = "image/png"):
    file = SimpleUploadedFile(name, content, kind)
    return client.post(reverse("wagtailimages:add"), {"title": "图", "file": file, "collection": 1})


@pytest.mark.parametrize(
    ("name", "kind"), [("mark.svg", "image/svg+xml"), ("mark.png", "image/png")], ids=["as it is", "called a PNG"]
)
def test_u05_a_drawing_that_can_run_scripts_is_no_picture_here(administrator, client_of, name, kind):
    answer = upload(client_of(administrator), name, SVG, kind)
    assert answer.status_code == 200
    assert "error-message" in answer.content.decode()
    assert not Image.objects.exists()


def test_u05_a_page_called_a_document_is_refused(administrator, client_of):
    file = SimpleUploadedFile("poster.svg", SVG, "image/svg+xml")
    answer = client_of(administrator).post(reverse("wagtaildocs:add"), {"title": "海报", "file": file, "collection": 1})
    assert "error-message" in answer.content.decode()
    assert not Document.objects.exists()


def test_u04_a_picture_of_four_gigabytes_of_points_in_a_small_file_is_refused_unread(administrator, client_of):
    bomb = png(65_000, 17_000)
    assert len(bomb) < 1_000_000
    answer = upload(client_of(administrator), "bomb.png", bomb)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "error-message" in page
    assert "像素" in page
    assert not Image.objects.exists()


def test_a_picture_of_a_common_size_is_taken(administrator, client_of):
    assert upload(client_of(administrator), "poster.png", png(600, 400)).status_code == 302
    assert Image.objects.get().width == 600


def test_a_bomb_under_another_name_is_refused_too(administrator, client_of):
    answer = upload(client_of(administrator), "bomb.jpg", png(65_000, 17_000), "image/jpeg")
    assert answer.status_code == 200
    assert not Image.objects.exists()
    assert upload(client_of(administrator), "empty.png", b"").status_code == 200
    assert upload(client_of(administrator), "half.png", png(600, 400)[:80]).status_code == 200
    assert not Image.objects.exists()


# --- questions and addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["质", "quality ", "％'\"\\", "\u202e🎓"], ids=["Chinese", "English", "signs", "odd"])
def test_a_question_of_ten_thousand_characters_is_answered(client, word):
    question = (word * 10_000)[:10_000]
    answer = client.get("/search/", {"q": question})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert question not in html
    assert len(html) < 100_000


@pytest.mark.parametrize("query", ["q=%00", "q=%ff%fe", "q=a&page=-1", "q=a&page=1e9", "q=a&kind=%3Cb%3E", "q=%F0%9F%98%80"])
def test_a_strange_question_is_answered(client, query):
    assert client.get(f"/search/?{query}").status_code == 200


@pytest.mark.parametrize(
    "year", ["1999", "0", "9999", "abc", "2026x", "-1", "99999", "9" * 40, "二〇二六", "２０２６", "..", "%00"]
)
def test_a_wrong_year_is_answered_in_words(client, year):
    page_of()
    answer = client.get(f"/quality-month/{year}/")
    assert answer.status_code == 404
    assert "2026" in answer.content.decode() or "/quality-month/" in answer.content.decode()


@pytest.mark.parametrize(
    "tail", ["contest/", "contest/tries/", "contest/draw/tickets.txt", "slogans/", "pledge/", "materials/1/"]
)
@pytest.mark.parametrize("year", ["1999", "9" * 40], ids=["past", "endless"])
def test_nothing_of_a_wrong_year_is_there(client, tail, year):
    assert client.get(f"/quality-month/{year}/{tail}").status_code == 404


def test_an_endless_number_of_a_file_is_not_found(client):
    page_of()
    assert client.get(f"/quality-month/2026/materials/{'9' * 40}/").status_code == 404


# Everything a reader can narrow by in an address, whichever list he reads.
NAMES = (
    *("audience", "area", "beside", "category", "field", "industry", "jurisdiction", "kind", "language", "length", "level", "q"),
    *("licence", "method", "month", "page", "post", "role", "scheme", "stage", "status", "subject", "when", "year"),
)
LISTS = (
    *("/courses/", "/pages/", "/cases/", "/cases/feed.atom", "/events/", "/events/calendar.ics", "/events/feed.atom", "/exams/"),
    *("/resources/", "/resources/feed.atom", "/register/", "/register/statistics/", "/search/", "/quality-month/covenants/"),
    *("/awards/", "/policies/", "/bulletins/", "/colleges/", "/bases/", "/experts/", "/law/zhuhai-quality/", "/fields/product/"),
    *("/sitemap/", "/sitemap.xml", "/feed.atom", "/report/", "/verify/", "/quality-month/2026/", "/api/v1/"),
)
SENT = {
    "null bytes": "%00",
    "no text": "%ff%fe%c3%28",
    "markup": "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "below nought": "-1",
    "endless": "9" * 400,
    "other figures": "%C2%B2",
    "a list": "1&{name}=2&{name}[]=3",
    "a formula": "2026-13%27%20OR%201=1--",
}


@pytest.mark.parametrize("value", SENT.values(), ids=SENT.keys())
def test_whatever_stands_in_an_address_a_list_is_shown(content, client, value):
    make_event()
    asked = "&".join(f"{name}={value.format(name=name)}" for name in NAMES)
    for path in LISTS:
        answer = client.get(f"{path}?{asked}")
        assert answer.status_code == 200, path
        assert b"<script>alert" not in answer.content, path


def test_a_title_of_several_lines_is_one_line_of_a_calendar_and_of_a_feed(client, db):
    """What a word processor leaves in a title breaks no feed; what looks like a property of a calendar is none."""
    title = "甲\r\nATTENDEE:mailto:x@example.org\rATTACH:http://x\nEND:VEVENT\x0b乙"
    event = make_event(title=title, place=f"一号门{title}", summary=title, organiser=title)
    for path in (f"/events/{event.slug}.ics", "/events/calendar.ics"):
        raw = client.get(path).content
        names = {line.partition(b":")[0].partition(b";")[0] for line in re.split(rb"\r\n|\r|\n", raw.replace(b"\r\n ", b""))}
        assert not names & {b"ATTENDEE", b"ATTACH"}, path
        assert b"\x0b" not in raw
        [one] = Calendar.from_ical(raw).walk("VEVENT")
        assert "ATTENDEE:mailto" in str(one["SUMMARY"])
    for path in ("/events/feed.atom", "/feed.atom", "/sitemap.xml"):
        told = ElementTree.fromstring(client.get(path).content)
        assert event.slug in ElementTree.tostring(told, encoding="unicode"), path


# --- too late ----------------------------------------------------------------------------------------------


def test_an_event_that_is_over_says_so_and_takes_nobody(client, learner, client_of):
    event = make_event(5, starts_at=now() - 3 * DAY)
    for browser in (client, client_of(learner)):
        page = browser.get(event.get_absolute_url())
        assert "已结束" in page.content.decode()
        sent = browser.post(f"{event.get_absolute_url()}registration/", {"name": "访客", "email": "g@example.org"})
        assert sent.status_code == 409
        assert "结束" in sent.content.decode()
    assert not Registration.objects.exists()


def test_an_event_cannot_be_submitted_for_the_past(employer, client_of):
    from tests.events.test_submitting import filled

    past = now() - DAY
    sent = filled(starts_at=f"{past:%Y-%m-%dT09:00}", ends_at=f"{past:%Y-%m-%dT11:00}")
    answer = client_of(employer).post("/events/submit/", sent)
    assert answer.status_code == 422
    assert "已经过去" in answer.content.decode()


def test_the_bomb_is_one():
    """The control: the file says four gigabytes of points and is small; a picture of that kind is read without complaint."""
    from PIL import Image as Drawing

    with Drawing.open(io.BytesIO(png(640, 400))) as small:
        assert small.size == (640, 400)
        small.load()
    head = png(65_000, 17_000)[16:24]
    width, height = struct.unpack(">II", head)
    assert width * height * 4 > 4_000_000_000
