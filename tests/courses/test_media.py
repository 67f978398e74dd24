"""Media (学习素材): judged by content, handed out in ranges to whoever may read the lesson, captions mended in words."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction

from courses import completion, working
from courses.media import captions, keeping
from courses.models import LessonPage, Medium
from tests.courses import words
from tests.courses.activities import block, course_of, enrol, lesson_page, rule
from tests.courses.films import FILM, LENGTH, checkpoint, medium, video

VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n首件\n"


def body(response):
    return b"".join(response.streaming_content)


@pytest.fixture
def film(db):
    return medium()


@pytest.fixture
def address(film):
    course_of(lesson_page([video(film)]))
    return film.address


# --- taken in


def test_a_film_knows_its_own_length_and_is_kept_once(film):
    assert (film.kind, film.type, film.milliseconds) == ("video", "video/mp4", LENGTH)
    assert film.is_trackable
    assert medium().storage_key == film.storage_key


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [(b"MZ\x90\x00 a program", "film.mp4", "unknown"), (b"", "film.mp4", "empty"), (b"<html>", "a.pdf", "unknown")],
    ids=["a program", "nothing", "a page"],
)
def test_what_a_file_is_its_content_says(content, name, fault):
    with pytest.raises(keeping.Refused) as raised:
        keeping.look_at(BytesIO(content), name, len(content))
    assert raised.value.fault == fault


def test_a_file_too_large_is_refused_with_the_limit(settings):
    settings.DOCUMENT_MAX_MB = 1
    with pytest.raises(keeping.Refused) as raised:
        keeping.look_at(BytesIO(b"%PDF-1.7"), "a.pdf", 2 * 1024 * 1024)
    assert (raised.value.fault, raised.value.limit) == ("too-large", 1)


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("hello", "not-captions", 0),
        ("WEBVTT\n\n00:01.000 -> 00:03.000\nx\n", "time", 3),
        ("WEBVTT\n\n00:05.000 --> 00:03.500\nx\n", "backwards", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000 --> 00:03.000\nx\n", "time", 3),
        ("WEBVTT\n\n00:01.000 --> 00:03.000\n\n", "empty", 0),
    ],
    ids=["no captions", "a wrong arrow", "an end before its beginning", "two arrows", "no words"],
)
def test_faulty_captions_are_told_by_line(text, fault, line):
    with pytest.raises(captions.Faulty) as raised:
        captions.read(text.encode())
    assert (raised.value.fault, raised.value.line) == (fault, line)


def test_captions_come_back_as_they_went_in():
    cues = captions.read("1\r\n00:00:01,000 --> 00:00:02,500\r\n一 <i>二</i>\r\n三\r\n".encode("utf-8-sig"))
    assert [(cue.start, cue.end, cue.text) for cue in cues] == [(1000, 2500, "一 二 三")]
    assert captions.read(captions.as_vtt(cues).encode()) == cues


def test_an_editor_uploads_a_film_with_captions(administrator, client_of):
    browser = client_of(administrator)
    file = SimpleUploadedFile("x.bin", FILM.read_bytes())
    wrong = SimpleUploadedFile("z.vtt", b"WEBVTT\n\n00:01.000 -> 1\nx")
    door = "/cms/snippets/courses/medium/add/"
    answer = browser.post(door, {"title": "日检查", "file": file, "captions_zh": wrong})
    assert answer.status_code == 200
    assert "字幕第3行" in answer.content.decode()
    assert not Medium.objects.exists()
    file.seek(0)
    browser.post(door, {"title": "日检查", "file": file, "captions_zh": SimpleUploadedFile("z.vtt", VTT.encode())})
    made = Medium.objects.get()
    assert (made.milliseconds, made.captions) == (LENGTH, {"zh-hans": [[1000, 3000, "首件"]]})
    assert made.uploaded_by == administrator
    assert browser.get(f"/cms/snippets/courses/medium/edit/{made.pk}/").status_code == 200


def test_a_file_or_an_address_is_asked_for(administrator, client_of):
    answer = client_of(administrator).post("/cms/snippets/courses/medium/add/", {"title": "空"})
    assert "二者选一" in answer.content.decode()


# --- shown


def test_each_kind_of_material_stands_in_the_lesson_and_can_be_completed(learner, client_of, settings):
    settings.MEDIA_HOSTS = ["media.example"]
    image = get_image_model().objects.create(title="卡尺", file=ContentFile(words.png(), "a.png"))
    pdf = Medium(title="规程")
    keeping.take_in(pdf, BytesIO(b"%PDF-1.7\n%%EOF"), "规程.pdf", 14)
    pdf.save()
    sound = Medium.objects.create(title="录音", kind="audio", url="https://media.example/a.mp3", milliseconds=60000)
    elsewhere = Medium.objects.create(title="别处", kind="video", url="https://video.example/x", milliseconds=60000)
    article = {"statute": "zhuhai-quality", "article": 9, "label": "第九条", "text": "原文一句"}
    shown = {"only_forward_in_seen": False, "chapters": [], "checkpoints": [], "rule": rule("viewed")}
    parts = [
        block("image", {"title": "量具", "image": image.pk, "alt": "一把卡尺", "note": "图一", "rule": rule("viewed")}),
        block("file", {"title": "规程", "medium": pdf.pk, "note": "", "rule": rule("read")}),
        block("audio", {"title": "访谈录音", "medium": sound.pk, **shown}),
        block("video", {"title": "别处的片子", "medium": elsewhere.pk, **shown}),
        block("reading", {"title": "条文", "body": [block("statute", article)], "rule": rule("read")}),
    ]
    mine = enrol(learner, course_of(lesson_page(parts)))
    browser = client_of(learner)
    html = browser.get("/courses/act/act-01/").content.decode()
    for part in (
        'alt="一把卡尺"',
        f'href="{pdf.address}" target="_blank"',
        '<audio class="film__player" controls preload="metadata" src="https://media.example/a.mp3" aria-label="访谈录音">',
        'href="https://video.example/x" rel="noopener noreferrer"',
        'href="/law/zhuhai-quality/#a9"',
    ):
        assert part in html, part
    for one in parts:
        browser.post(f"/courses/act/act-01/activities/{one['id']}/", {"deed": one["value"]["rule"]["by"]})
    assert working.done(learner, "ACT-01") == {one["id"] for one in parts}
    assert completion.complete(enrolment=mine, lesson_code="ACT-01").completed_at


# --- handed out


def test_a_film_is_handed_out_whole_and_in_ranges(address, client):
    whole = client.get(address)
    assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "video/mp4", "bytes")
    content = body(whole)
    assert content == FILM.read_bytes()
    size = len(content)
    for asked, start, end in [("bytes=0-99", 0, 100), ("bytes=1000-", 1000, size), ("bytes=-50", size - 50, size)]:
        part = client.get(address, headers={"range": asked})
        assert (part.status_code, part["Content-Range"]) == (206, f"bytes {start}-{end - 1}/{size}")
        assert part["Content-Length"] == str(end - start)
        assert body(part) == content[start:end]
    outside = client.get(address, headers={"range": f"bytes={size}-"})
    assert (outside.status_code, outside["Content-Range"]) == (416, f"bytes */{size}")
    assert client.get(address, headers={"range": "pages=1-2"}).status_code == 200
    assert client.get(address, headers={"if-none-match": whole["ETag"]}).status_code == 304
    assert client.post(address).status_code == 405


def test_behind_nginx_the_file_is_sent_by_it(address, client, settings, film):
    settings.MEDIA_ACCEL = "/kept/"
    answer = client.get(address)
    assert answer["X-Accel-Redirect"] == f"/kept/{film.storage_key}"
    assert answer.content == b""


def test_a_medium_is_as_public_as_its_lesson(address, film, client, client_of, learner, stranger, administrator):
    assert "public" in client.get(address)["Cache-Control"]
    page = LessonPage.objects.get(code="ACT-01")
    enrol(learner, page_course())
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(address).status_code == 404
    assert client_of(stranger).get(address).status_code == 404
    mine = client_of(learner).get(address)
    assert (mine.status_code, mine["Cache-Control"].split(",")[0]) == (200, "private")
    assert client_of(administrator).get(address).status_code == 200
    assert client.get(f"/learn/media/{film.key}/captions.zh-hans.vtt").status_code == 404


def page_course():
    from courses.models import Course

    return Course.objects.get(code="ACT")


def test_captions_are_served_as_webvtt(address, film, client):
    answer = client.get(f"/learn/media/{film.key}/captions.zh-hans.vtt")
    assert answer["Content-Type"].startswith("text/vtt")
    assert answer.content.decode().startswith("WEBVTT\n\n00:00:00.000 --> 00:00:07.000\n首件合格")
    assert client.get(f"/learn/media/{film.key}/captions.en.vtt").status_code == 404
    assert client.get(address.replace(".mp4", ".exe")).status_code == 404


# --- rules that cannot fire


def refusal(value):
    child = LessonPage.body.field.stream_block.child_blocks["video"]
    with pytest.raises(ValidationError) as raised:
        child.clean(child.to_python(value["value"]))
    return str(raised.value.block_errors["rule"])  # type: ignore[attr-defined]  # Wagtail's errors are untyped


def test_watching_what_cannot_be_tracked_is_refused_with_the_alternative(db):
    elsewhere = Medium.objects.create(title="别处", kind="video", url="https://video.example/x", milliseconds=60000)
    told = refusal(video(elsewhere))
    assert "无法得知" in told
    assert "上传文件" in told


def test_a_film_on_a_host_of_ours_can_be_tracked(db, settings):
    settings.MEDIA_HOSTS = ["video.example"]
    here = Medium(title="近处", kind="video", type="video/mp4", url="https://video.example/x.mp4", milliseconds=60000)
    assert here.is_trackable


def test_watching_without_an_equal_path_is_refused(db):
    assert "文字稿" in refusal(video(medium(with_captions=False)))


def test_answering_without_a_question_and_asking_after_the_end_are_refused(film):
    assert "没有可答的题目" in refusal(video(film, "answered", None))
    assert "片尾" in refusal(video(film, asked_at="1:30"))
    assert "片尾" in refusal(video(film, asked_at="0:10", until="1:30"))


@pytest.mark.parametrize("until", ["0:10", "0:05", "晚些"])
def test_a_last_moment_that_is_none_is_refused_at_its_field(film, until):
    child = LessonPage.body.field.stream_block.child_blocks["video"].child_blocks["checkpoints"].child_block
    with pytest.raises(ValidationError) as raised:
        child.clean(child.to_python(checkpoint("0:10", until)))
    assert "之后" in str(raised.value.block_errors["until"])  # type: ignore[attr-defined]  # Wagtail's errors are untyped


def test_a_rule_that_can_fire_is_taken(film):
    child = LessonPage.body.field.stream_block.child_blocks["video"]
    assert child.clean(child.to_python(video(film, asked_at="0:30")["value"]))
