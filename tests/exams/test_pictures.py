"""Pictures of items: judged by their bytes, cleaned, kept once, shown to whom the item is shown."""

import datetime as dt
import hashlib
import zlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngImageFile, PngInfo

from campaigns import playing
from core.dates import today
from core.models import AuditEntry
from exams import appealing, delivery, picturing
from exams.models import Item, ItemPicture, ItemVersion
from exams.picturing import BadPicture
from tests.cast import person
from tests.courses.activities import course_of, lesson_page
from tests.exams.bank_screens import BANK, text
from tests.exams.making import finished, item, sitting, version
from tests.exams.test_items_office import form_of

pytestmark = pytest.mark.django_db


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 30), colour: str = "navy", **how) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **how)
    return out.getvalue()


def taken(data: bytes, by) -> ItemPicture:
    return picturing.take(BytesIO(data), size=len(data), by=by)


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_a_picture_is_kept_once_under_the_digest_of_its_bytes(examiner, kind, mime):
    one, again = taken(drawn(kind), examiner), taken(drawn(kind), examiner)
    assert (one, one.mime, one.width, one.height, one.uploaded_by) == (again, mime, 40, 30, examiner)
    with one.open() as file:
        data = file.read()
    assert hashlib.sha256(data).hexdigest() == one.sha256
    assert Image.open(BytesIO(data)).size == (40, 30)
    assert AuditEntry.objects.get(deed="item_picture.uploaded").actor_id == examiner.pk


def test_u04_whatever_rides_along_is_left_behind(examiner):
    note = PngInfo()
    note.add_text("Comment", "SECRET-TEXT")
    exif = Image.Exif()
    exif[0x010E] = "SECRET-EXIF"
    for data in (drawn(pnginfo=note) + b"<?php SECRET-TAIL", drawn("JPEG", exif=exif) + b"PK\x03\x04SECRET-ZIP"):
        with taken(data, examiner).open() as file:
            assert b"SECRET" not in file.read()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "这不是PNG"),
        (b"%PDF-1.7 not a picture", "这不是PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "这不是PNG"),
        (drawn("GIF"), "这不是PNG"),
        (drawn()[:60], "这不是PNG"),
        (drawn(size=(2001, 10)), "最多2000 × 2000"),
        (drawn() + b"0" * 1024 * 1024, "最多1024 KB"),
    ],
)
def test_anything_else_is_refused_in_words_and_nothing_is_kept(examiner, data, words):
    with pytest.raises(BadPicture, match=words):
        taken(data, examiner)
    assert not ItemPicture.objects.exists()


def test_u04_a_bomb_of_pixels_is_refused_before_it_is_unpacked(examiner, monkeypatch):
    # A head that promises 9,000 × 9,000 pixels, with the checksum it must have.
    head = drawn()[12:16] + (9_000).to_bytes(4) * 2 + drawn()[24:29]
    bomb = drawn()[:12] + head + zlib.crc32(head).to_bytes(4) + drawn()[33:]
    monkeypatch.setattr(PngImageFile, "load", lambda self: pytest.fail("unpacked"))
    with pytest.raises(BadPicture, match="9000 × 9000"):
        taken(bomb, examiner)


@pytest.mark.parametrize("damage", [None, b"no picture"], ids=["lost", "damaged"])
def test_uploading_again_mends_a_file_that_was_lost_or_damaged(examiner, damage):
    picture = taken(drawn(), examiner)
    store = storages["artefacts"]
    store.delete(picture.path)
    if damage:
        store.save(picture.path, ContentFile(damage))
    assert taken(drawn(), examiner) == picture
    with picture.open() as file:
        assert hashlib.sha256(file.read()).hexdigest() == picture.sha256


def test_a_kept_picture_is_never_changed(examiner):
    taken(drawn(), examiner)
    for sql in ("UPDATE exams_itempicture SET width = 1", "DELETE FROM exams_itempicture"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def pictured(examiner, kind: str = "single") -> ItemPicture:
    """A picture on the only item of an exam."""
    picture = taken(drawn(), examiner)
    made = item(f"{kind}-0", kind)
    shown = picture.shown_as("控制图，第7点出界")
    first = made.version_in_use()
    body = {code: {**wording, "picture": shown} for code, wording in first.body.items()}
    second = ItemVersion.objects.create(item=made, number=2, body=body, content_sha256="2")
    key = first.keys.get()
    key.pk, key.item_version = None, second
    key.save()
    Item.objects.filter(pk=made.pk).update(current_number=2)
    return picture


def test_a_candidate_gets_the_pictures_of_his_own_paper_and_no_other(client, client_of, examiner, learner, stranger, colleague):
    picture = pictured(examiner)
    address = picture.get_absolute_url()
    assert client_of(learner).get(address).status_code == 404
    delivery.start(candidate=learner, sitting=sitting(version(["single"], items=1)))
    answer = client_of(learner).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == picture.sha256
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(colleague).get(address).status_code == 200
    assert client_of(learner).post(address).status_code == 405
    assert client.get(address).status_code == 302
    assert client_of(colleague).get(address.replace(picture.sha256, "0" * 64)).status_code == 404


def test_a_question_to_practise_shows_its_picture_to_who_is_signed_in(client, client_of, examiner, learner):
    picture, offered = pictured(examiner), lesson_page([], code="OFF-01")
    course_of(offered, code="PIC")
    Item.objects.update(purpose="practice", objective="OFF-01")
    address, mine = picture.get_absolute_url(), client_of(learner)
    asked = mine.get("/exams/practice/PIC/").content.decode()
    judged = mine.post("/exams/practice/PIC/", {"item": "single-0", "turn": "0", "q1": "A"}).content.decode()
    for page in (asked, judged):
        assert f'<img src="{address}" alt="控制图，第7点出界" width="40" height="30">' in page
    assert mine.get(address).status_code == 200
    assert client.get(address).status_code == 302
    # An earlier wording, an item not cleared, one for exams: none of them is asked, and neither is its picture shown.
    for changed in ({"current_number": 1}, {"cleared": False}, {"purpose": "exam"}):
        Item.objects.update(**{"current_number": 2, "cleared": True, "purpose": "practice"} | changed)
        assert mine.get(address).status_code == 404


def test_what_the_contest_asks_or_has_asked_is_seen_by_everybody_in_one_query(client, examiner, django_assert_num_queries):
    address = pictured(examiner).get_absolute_url()
    assert client.get(address).status_code == 302
    Item.objects.update(purpose="contest")
    with django_assert_num_queries(1):
        assert client.get(address).status_code == 200
    Item.objects.update(status="retired")  # a try under way goes on
    assert client.get(address).status_code == 200
    for changed in (
        {"status": "draft"},
        {"cleared": False},
        {"effective_from": today() + dt.timedelta(days=1)},
        {"purpose": "exam"},
    ):
        Item.objects.update(**{"status": "active", "cleared": True, "effective_from": None, "purpose": "contest"} | changed)
        assert client.get(address).status_code == 302


def test_what_was_just_taken_out_of_the_exams_is_open_to_nobody_while_a_paper_with_it_is_written(
    client, client_of, examiner, learner, stranger
):
    address, offered = pictured(examiner).get_absolute_url(), lesson_page([], code="OFF-01")
    course_of(offered, code="PIC")
    paper = delivery.start(candidate=learner, sitting=sitting(version(["single"], items=1)))
    other, answer = client_of(stranger), {"item": "single-0", "turn": "0", "q1": "A"}

    def seen() -> list[int]:
        found = []
        for purpose, reader in (("practice", other), ("contest", client)):
            Item.objects.update(purpose=purpose, objective="OFF-01")
            found += [reader.get(address).status_code, len(playing.draw(1, 5))]
            found += [reader.post("/exams/practice/PIC/", answer).status_code] if purpose == "practice" else []
        return found

    assert seen() == [404, 0, 404, 302, 0]
    delivery.submit(attempt=paper)
    assert seen() == [200, 0, 200, 200, 1]


def test_who_marks_an_answer_sees_the_picture_of_its_question_while_holding_it(client_of, examiner, learner):
    one, other = (client_of(person(name, box, "second_marker")) for name, box in (("钱阅卷", "qian"), ("赵阅卷", "zhao")))
    address = pictured(examiner, "short").get_absolute_url()
    finished(learner, sitting(version(["short"], items=1), release="person"))
    assert one.get(address).status_code == 404
    claim = one.post(f"/exams/marking/items/{ItemVersion.objects.get(number=2).pk}/claims/")["Location"]
    assert f'<img src="{address}"' in one.get(claim).content.decode()
    assert [client.get(address).status_code for client in (one, other)] == [200, 404]


def test_who_decides_on_an_appeal_or_corrects_a_key_sees_the_picture(client_of, examiner, learner):
    judge, address = client_of(person("沈评议", "shen", "examiner")), pictured(examiner).get_absolute_url()
    attempt = finished(learner, sitting(version(["single"], items=1)), right=False)
    case = appealing.appeal(result=attempt.results.get(), by=learner, text="图与题不符。")
    wording = ItemVersion.objects.get(number=2)
    for page in (reverse("exams:case-decision", args=[case.pk]), reverse("exams:key-item", args=[wording.pk])):
        assert f'<img src="{address}" alt="控制图，第7点出界"' in judge.get(page).content.decode(), page


def test_a_picture_is_uploaded_described_and_taken_out_in_the_form(client_of, examiner):
    made, office = item("LAW-X-1"), client_of(examiner)
    upload = SimpleUploadedFile("x.exe", drawn(), "application/octet-stream")
    data = form_of(office.get(f"{BANK}edit/{made.pk}/"))
    refused = office.post(f"{BANK}edit/{made.pk}/", {**data, "picture-file": upload})
    assert "请用文字说明图片内容" in text(refused, 422)
    upload.seek(0)
    office.post(f"{BANK}edit/{made.pk}/", {**data, "picture-file": upload, "picture-alt-zh-hans": "控制图"})
    shown = made.proposals.get().body["zh-hans"]["picture"]
    assert shown == {"sha256": ItemPicture.objects.get().sha256, "alt": "控制图", "width": 40, "height": 30}
    page = office.get(f"{BANK}edit/{made.pk}/")
    assert f"/exams/pictures/{shown['sha256']}/" in text(page)
    # Sent again as it is, the picture stays; ticked, it goes.
    office.post(f"{BANK}edit/{made.pk}/", form_of(page))
    assert made.proposals.get().body["zh-hans"]["picture"] == shown
    office.post(f"{BANK}edit/{made.pk}/", form_of(page, **{"picture-remove": "on"}))
    assert "picture" not in made.proposals.get().body["zh-hans"]
    bad = SimpleUploadedFile("x.png", b"MZ", "image/png")
    assert "这不是PNG" in text(office.post(f"{BANK}edit/{made.pk}/", {**data, "picture-file": bad}), 422)
