"""Packages in the admin: uploaded with clear words, chosen in a lesson by kind, looked at; a learner reads how he stands."""

import re
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from courses import completion, uploading, working
from courses.models import ActivityProgress, Package
from courses.package_block import ScormBlock
from tests.courses import packing
from tests.courses.playing import ACTIVITY, enrolled, opened, package_block, sent, uploaded

pytestmark = pytest.mark.django_db
LIST, ADD = "/cms/snippets/courses/package/", "/cms/snippets/courses/package/add/"
LESSON = "/courses/act/act-01/"


def file(data: bytes, name: str = "课件.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/zip")


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("role", ["administrator", "school"])
def test_an_editor_uploads_a_package_and_names_it_as_it_names_itself(role, request, client_of):
    editor = request.getfixturevalue(role)
    answer = client_of(editor).post(ADD, {"title": "", "file": file(packing.scorm12())}, follow=True)
    assert answer.status_code == 200
    package = Package.objects.get()
    assert (package.title, package.uploaded_by, package.file_name) == ("质量入门", editor, "课件.zip")
    assert "质量入门" in text(client_of(editor).get(LIST))


def test_a_refused_upload_says_what_is_wrong_and_what_to_do(client_of, administrator):
    said = text(client_of(administrator).post(ADD, {"title": "", "file": file(packing.packed({"index.html": "x"}))}))
    assert "压缩包内既没有imsmanifest.xml（SCORM），也没有h5p.json（H5P）。" in said
    assert "请在制作软件中选择发布到学习平台" in said
    assert not Package.objects.exists()


def test_an_editor_is_told_what_a_package_will_do_without(client_of, administrator, settings):
    page = '<script src="https://cdn.example/x.js"></script><a href="https://other.example">x</a><iframe src="b.html"></iframe>'
    data: dict[str, bytes | str] = {
        "imsmanifest.xml": packing.manifest12(
            resources='<resource identifier="r1" adlcp:scormtype="sco" href="index.html"><file href="film.swf"/></resource>'
        ),
        "index.html": page,
        "film.swf": "FWS",
        "notes.bak": "x",
    }
    settings.PACKAGE_HOST = ""
    said = text(client_of(administrator).post(ADD, {"title": "", "file": file(packing.packed(data))}, follow=True))
    for word in ("cdn.example", "film.swf", "index.html"):
        assert word in said, word
    for word in ("other.example", "notes.bak"):
        assert word not in said, word
    plain = text(client_of(administrator).post(ADD, {"title": "", "file": file(packing.scorm12())}, follow=True))
    assert "index.html" not in plain


def test_a_newer_upload_is_the_next_version_and_a_new_title_is_none(client_of, administrator):
    package = uploaded(packing.scorm12(), administrator)
    where = f"/cms/snippets/courses/package/edit/{package.pk}/"
    client_of(administrator).post(where, {"title": "改名"})
    package.refresh_from_db()
    assert (package.title, Package.objects.count()) == ("改名", 1)
    client_of(administrator).post(where, {"title": "改名", "file": file(packing.scorm2004())})
    newest = Package.objects.get(version=2)
    package.refresh_from_db()
    assert (newest.key, newest.kind, newest.title, package.state) == (package.key, "scorm2004", "改名", "replaced")


def test_nobody_without_the_right_uploads_lists_or_looks(client_of, learner, regulator, administrator, client):
    package = uploaded(packing.scorm12(), administrator)
    for person in (learner, regulator):
        assert client_of(person).get(LIST).status_code in (302, 403)
        assert client_of(person).post(ADD, {"file": file(packing.scorm12())}).status_code in (302, 403)
        assert client_of(person).get(f"/learn/packages/look/{package.pk}/").status_code == 404
    assert client.get(f"/learn/packages/look/{package.pk}/").status_code == 302
    assert client_of(administrator).get(f"/learn/packages/look/{package.pk}/").status_code == 200
    assert Package.objects.count() == 1


def test_the_list_costs_the_same_for_two_packages_and_for_twenty(client_of, administrator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = client_of(administrator)
    for _n in range(2):
        uploaded(packing.scorm12(), administrator)
    browser.get(LIST)
    with CaptureQueriesContext(connection) as two:
        browser.get(LIST)
    for _n in range(18):
        uploaded(packing.scorm12(), administrator)
    with django_assert_num_queries(len(two)):
        browser.get(LIST)


def test_a_block_takes_its_own_kind_and_a_rule_that_can_be_fulfilled(administrator):
    scorm, h5p = uploaded(packing.scorm12(), administrator), uploaded(packing.h5p(), administrator)
    block = ScormBlock()
    block.clean(block.to_python(package_block(scorm)["value"]))
    with pytest.raises(ValidationError):
        block.clean(block.to_python(package_block(h5p)["value"]))
    asset = packing.manifest12(resources='<resource identifier="r1" adlcp:scormtype="asset" href="index.html"/>')
    told = uploaded(packing.packed({"imsmanifest.xml": asset, "index.html": "x"}), administrator)
    block.clean(block.to_python(package_block(told)["value"]))
    with pytest.raises(ValidationError):
        block.clean(block.to_python(package_block(told, by="passed")["value"]))


def test_a_lesson_shows_the_package_to_a_learner_and_opens_it(client_of, learner, stranger, administrator, client):
    package = uploaded(packing.scorm12(), administrator)
    enrolled(learner, package)
    browser = client_of(learner)
    page = browser.get(LESSON)
    assert "打开课件" in text(page)
    assert "把课件从头学到尾即完成。" in text(page)
    assert "还要完成：互动练习。" in text(page)
    assert "打开课件" not in text(client.get(LESSON))
    where = f"{LESSON}packages/{ACTIVITY}/"
    assert browser.get(where).status_code == 405
    assert client_of(stranger).post(where).status_code == 404
    assert client.post(where).status_code == 302
    assert browser.post(f"{LESSON}packages/{uuid4()}/").status_code == 404
    player = browser.post(where, follow=True)
    assert "data-player" in player.content.decode()
    assert client_of(stranger).get(player.wsgi_request.path).status_code == 404
    assert "继续学课件" in text(browser.get(LESSON))


def test_the_player_may_frame_packages_and_no_other_page_may(client_of, learner, administrator):
    package = uploaded(packing.scorm12(), administrator)
    enrolled(learner, package)
    browser = client_of(learner)
    player = browser.post(f"{LESSON}packages/{ACTIVITY}/", follow=True)
    assert "frame-src http://testserver/package/" in player["Content-Security-Policy"]
    assert "frame-src" not in browser.get(LESSON)["Content-Security-Policy"]
    frame = re.search(r'src="(/package/[^"]+)" sandbox="([^"]+)"', player.content.decode())
    assert frame is not None
    assert "allow-same-origin" not in frame[2]
    assert "allow-top-navigation" not in frame[2]
    assert browser.get(frame[1], follow=True).status_code == 200


def test_an_overtaken_player_says_so_and_a_finished_one_offers_to_begin_anew(client_of, learner, administrator):
    package = uploaded(packing.scorm12(), administrator)
    mine = enrolled(learner, package)
    browser = client_of(learner)
    older = browser.post(f"{LESSON}packages/{ACTIVITY}/", follow=True).wsgi_request.path
    attempt = opened(mine, package)
    assert "已在另一个窗口继续" in text(browser.get(older))
    assert "data-player" not in browser.get(older).content.decode()
    newest = f"/learn/packages/{attempt.key}/{attempt.opening}/"
    assert "重新学一次" not in text(browser.get(newest))
    from tests.courses.playing import address

    sent(browser, address(attempt, 0, "state"), 1, {"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "80"})
    said = text(browser.get(newest, headers={"X-Requested-With": "fetch"}))
    assert "已完成" in said
    assert "本次得分率80%。" in said
    assert "重新学一次" in said
    assert browser.get(f"/learn/packages/{attempt.key}/{attempt.opening + 1}/").status_code == 404


def test_who_cannot_run_it_reads_instead_where_the_author_wrote_something(client_of, learner, stranger, administrator):
    package = uploaded(packing.scorm12(), administrator)
    enrolment = enrolled(learner, package, instead="同样的内容")
    browser = client_of(learner)
    assert "同样的内容" in text(browser.get(LESSON))
    assert "我已读完" in text(browser.get(LESSON))
    browser.post(f"{LESSON}activities/{ACTIVITY}/", {"deed": "read"})
    assert ActivityProgress.objects.get(learner=learner).completed_at is not None
    assert working.done(learner, "ACT-01") == {ACTIVITY}
    completion.complete(enrolment=enrolment, lesson_code="ACT-01")


def test_without_an_equal_path_ones_own_word_counts_for_nothing(client_of, learner, administrator):
    enrolment = enrolled(learner, uploaded(packing.scorm12(), administrator))
    client_of(learner).post(f"{LESSON}activities/{ACTIVITY}/", {"deed": "read"})
    assert not ActivityProgress.objects.filter(completed_at__isnull=False).exists()
    with pytest.raises(completion.NotYet):
        completion.complete(enrolment=enrolment, lesson_code="ACT-01")


def test_of_a_large_package_one_page_at_a_time_is_looked_into(administrator, monkeypatch):
    """Five hundred pages of half a megabyte together are more than a worker has."""
    alive = [0, 0]

    class Text(str):
        __slots__ = ()

        def __new__(cls, *told):
            alive[0] += 1
            alive[1] = max(alive)
            return super().__new__(cls, *told)

        def __del__(self):
            alive[0] -= 1

    monkeypatch.setattr(uploading, "_text", lambda _sha256, name: Text(f"<iframe src='{name}'>"))
    pages = {f"p{n}.html": "x" for n in range(20)}
    data = file(packing.packed({"imsmanifest.xml": packing.manifest12(), "index.html": "x"} | pages))
    uploading.upload(file=data, name="a.zip", size=data.size or 0, by=administrator)
    assert alive[1] < 5
