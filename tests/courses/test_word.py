"""A lesson from a Word file: what becomes of it is said before anything is saved, and hostile files are refused in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images import get_image_model

from courses.models import LessonPage
from courses.word import telling
from courses.word.guarding import Refused
from courses.word.reading import read
from tests.courses import small, words
from tests.courses.words import docx, item, paragraph, picture, relation, table

WHOLE = docx(
    paragraph("来料检验", "1")
    + paragraph("为什么检验", "2")
    + paragraph("先看", look="<w:b/>")
    + item("抽样")
    + item("判定", 1)
    + paragraph("细则", "3")
    + table(["项目", "要求"], ["外观", "无划伤"])
    + picture(alt="一台卡尺")
    + paragraph("花样文字", "Fancy"),
    relations=relation("image", "media/a.png"),
    extra={"word/media/a.png": words.png()},
)


def test_headings_lists_tables_and_pictures_become_parts_of_a_lesson():
    text = read(WHOLE)
    assert text.title == "来料检验"
    kinds = [part["type"] for part in text.parts]
    assert kinds == ["heading", "paragraph", "list", "subheading", "table", "picture", "paragraph"]
    assert text.parts[1]["value"] == "<p><b>先看</b></p>"
    assert text.parts[2]["value"]["ordered"] is True
    assert [one["value"] for one in text.parts[2]["value"]["items"]] == ["<p>抽样</p>", "<p>判定</p>"]
    assert text.parts[4]["value"]["data"] == [["项目", "要求"], ["外观", "无划伤"]]
    assert [one.alt for one in text.pictures] == ["一台卡尺"]


def test_whatever_is_not_kept_is_a_finding():
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    body = paragraph("式") + f"<w:p><m:oMath xmlns:m='{math}'/></w:p>" + picture("rId8")
    emf = {"word/media/a.emf": b"emf"}
    found = read(docx(body, relations=relation("image", "media/a.emf", key="rId8"), extra=emf)).findings
    assert (found["formula"], found["picture-kind"]) == (1, 1)
    assert read(WHOLE).findings["nested-list"] == 1
    assert read(WHOLE).findings["style:Fancy"] == 1
    assert all(sentence for sentence, _n in telling.of_findings(read(WHOLE).findings))


HOSTILE = {
    "empty": (b"", "empty"),
    "old-doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "old-word"),
    "text": (b"plain words", "not-word"),
    "other-zip": (docx("").replace(b"word/document.xml", b"word/documant.xml"), "not-word"),
    "macros": (docx("", extra={"word/vbaProject.bin": b"x"}), "macros"),
    "macro-type": (docx("", main="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    "linked-picture": (docx("", relations=relation("image", "http://evil.example/x.png", external=True)), "reaches-out"),
    "template": (docx("", relations=relation("attachedTemplate", "file:///c:/x.dotm", external=True)), "reaches-out"),
    "bomb": (docx("", extra={"word/media/big.png": b"0" * (70 * 1024 * 1024)}), "bomb"),
    "stray": (docx("", extra={"../../etc/passwd": b"x"}), "stray-name"),
    "entities": (docx("", extra={"word/styles.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "broken-part"),
    "broken-xml": (docx("<w:p>"), "broken-part"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name):
    data, code = HOSTILE[name]
    with pytest.raises(Refused) as refusal:
        read(data)
    assert refusal.value.code == code
    assert "%(" not in telling.of_refusal(refusal.value)


def test_a_link_to_click_is_kept_and_one_that_runs_something_is_not():
    link = "<w:p><w:hyperlink r:id='{}'>" + words.run("这里") + "</w:hyperlink></w:p>"
    web = relation("hyperlink", "https://example.org/", key="h1", external=True)
    script = relation("hyperlink", "javascript:alert(1)", key="h2", external=True)
    text = read(docx(link.format("h1") + link.format("h2"), relations=web + script))
    assert [part["value"] for part in text.parts] == ['<p><a href="https://example.org/">这里</a></p>', "<p>这里</p>"]
    assert text.findings["link"] == 1


@pytest.fixture
def office(db, administrator, client_of):
    small.lesson("OLD-01")
    return client_of(administrator)


def upload(client, data, name="来料检验.docx"):
    return client.post(reverse("courses_office:word"), {"file": SimpleUploadedFile(name, data)})


def test_the_report_comes_first_and_saves_nothing(office):
    answer = upload(office, WHOLE)
    html = answer.content.decode()
    assert answer.status_code == 200
    for told in ("尚未保存", "图1", "一台卡尺", "Fancy"):
        assert told in html
    assert LessonPage.objects.count() == 1
    assert not get_image_model().objects.exists()


def test_a_draft_is_saved_with_its_pictures_once_each_has_words(office):
    token = upload(office, WHOLE).context["token"]
    sent = {"token": token, "title": "来料检验", "code": "NEW-01", "minutes": "30", "alt-1": ""}
    refused = office.post(reverse("courses_office:word"), sent)
    assert refused.status_code == 422
    assert not get_image_model().objects.exists()
    saved = office.post(reverse("courses_office:word"), sent | {"alt-1": "一台卡尺"})
    page = LessonPage.objects.get(code="NEW-01")
    assert saved.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not page.live
    draft = page.get_latest_revision_as_object()
    image = next(block for block in draft.body if block.block_type == "image")
    assert (image.value["alt"], image.value["image"].width) == ("一台卡尺", 12)
    assert office.get(saved.url).status_code == 200


def test_a_code_that_is_taken_and_a_file_that_is_gone_are_told(office):
    token = upload(office, WHOLE).context["token"]
    sent = {"token": token, "title": "课", "code": "OLD-01", "minutes": "30", "alt-1": "图"}
    assert "已有" in office.post(reverse("courses_office:word"), sent).content.decode()
    gone = office.post(reverse("courses_office:word"), sent | {"token": "0" * 32}, follow=True)
    assert "请重新上传" in gone.content.decode()


def test_a_refused_upload_says_why_on_the_page(office):
    answer = upload(office, HOSTILE["old-doc"][0], "旧文件.docx")
    assert answer.status_code == 422
    assert "另存为" in answer.content.decode()


def test_only_who_may_add_lessons_imports_one(office, learner, client_of, client):
    address = reverse("courses_office:word")
    assert client_of(learner).get(address).status_code in (302, 403)
    assert client.get(address).status_code == 302
    assert office.get(address).status_code == 200
    assert office.put(address).status_code == 405
