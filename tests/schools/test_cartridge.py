"""Common Cartridge 1.3: out and back without loss, from elsewhere as far as a lesson goes, and nothing hostile at all."""

import datetime as dt
import io
import json
import zipfile
from dataclasses import fields
from xml.etree import ElementTree as ET

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from core.archives import Refusal
from organisations.models import Industry
from schools import bringing
from schools.cartridge import reading, writing
from schools.cartridge.shape import OURS, WORDS, Enclosed, Lesson
from schools.models import LessonPackPage, PackFile, SchoolPage
from schools.traits import passes_on
from tests.schools.handing import HTML, SVG, office, pdf, picture
from tests.schools.making import approvers, make_school, published, teacher
from tests.schools.test_library import attached

SPACE = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"


def zipped(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def back(content):
    return reading.read(io.BytesIO(content), len(content))


WORDS_OF_ANY_KIND = st.text(max_size=60)
LESSONS = st.builds(
    Lesson,
    words=st.fixed_dictionaries(dict.fromkeys(WORDS, WORDS_OF_ANY_KIND)),
    minutes=st.integers(5, 2000),
    language=st.sampled_from(["zh-Hans", "en"]),
    files=st.lists(
        st.builds(
            Enclosed,
            name=st.text(max_size=30),
            title=WORDS_OF_ANY_KIND,
            kind=st.text(max_size=8),
            content=st.binary(max_size=200),
        ),
        max_size=4,
    ).map(tuple),
)


@given(LESSONS)
@settings(max_examples=60)
def test_any_lesson_comes_back_as_it_was(lesson):
    content = zipped(writing.entries(lesson, "<p>x</p>", "id"))
    assert back(content) == lesson


def test_a_resource_goes_out_and_comes_back_without_loss(db, client):
    home, by = make_school(), approvers()
    page = published(
        home, by=by, summary="一句话", grades="三、四年级", objectives="会读数\n会写结论", materials="直尺", cost="5元",
        safety="笔尖朝下。", languages=["zh-hans", "en"],
        valid_until=dt.date(2027, 9, 1), keywords="测量，误差", links="数学", source="自编", cites="条例 26", title="量一量 <b>&",
    )  # fmt: skip
    attached(page, pdf(), "学生单.pdf")
    attached(page, picture("JPEG"), "照片.jpg", "image/jpeg")
    attached(page, office(), "教案.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    answer = client.get(f"/resources/{page.key}.imscc")
    assert answer.streaming
    content = b"".join(answer.streaming_content)
    jida = make_school("jida", "吉大小学")
    brought = bringing.bring(io.BytesIO(content), size=len(content), school=jida, by=teacher(jida, "林老师", "lin"))
    draft = LessonPackPage.objects.get(pk=brought.page.pk)
    assert not draft.live
    assert brought.left_out == ()
    for name in WORDS:
        assert getattr(draft, name) == getattr(page, name), name
    assert draft.minutes == page.minutes
    assert [(one.name, one.title, one.kind, one.sha256) for one in draft.files.all()] == [
        (one.name, one.title, one.kind, one.sha256) for one in page.files.all()
    ]


# Of a page, of its house, or made anew: no part of the lesson that goes on its way.
STAYS = {
    "id", "page_ptr", "key", "html", "wanted_by", "review_note", "edition", "approved_on", "based_on", "code", "content_sha256",
}  # fmt: skip


def test_whatever_a_lesson_says_is_in_its_cartridge():
    own = {one.name for one in LessonPackPage._meta.local_concrete_fields} | {"title"}
    assert own - STAYS - {"minutes"} == set(WORDS)
    file = {one.name for one in PackFile._meta.local_concrete_fields}
    assert file - {"id", "sort_order", "page", "code", "key", "mime", "sha256", "size"} == {
        one.name for one in fields(Enclosed)
    } - {"content"}


def anything(name):
    """Anything that the editor takes for a field."""
    field = LessonPackPage._meta.get_field(name)
    if field.choices:
        return st.sampled_from([value for value, _label in field.choices])
    if name in ("roles", "languages"):
        return st.lists(st.sampled_from(field.known), unique=True).map(field.to_python)
    sign = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    return st.text(sign, min_size=0 if field.blank else 1, max_size=min(field.max_length or 200, 200))


PLAIN = [name for name in WORDS if name not in ("industry", "valid_until", "rights_holder", "based_licence")]


LESSON = st.fixed_dictionaries({name: anything(name) for name in PLAIN})


@given(LESSON, st.integers(5, 2000), st.none() | st.dates(), st.booleans(), st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_field_of_any_lesson_comes_back(db, words, minutes, day, of_an_industry, adapted):
    school = home()
    industry = Industry.objects.get(code="manufacturing") if of_an_industry else None
    page = LessonPackPage(
        locale=school.locale, rights_holder="某校", industry=industry, minutes=minutes, valid_until=day, **words
    )
    if adapted and passes_on(page.licence, page.licence):
        page.based_licence = page.licence
    try:
        page.clean()
    except ValidationError:
        page.safety = "小心。"
        page.clean()
    content = zipped(writing.entries(bringing._told(page, []), page.html, "id"))
    draft = bringing._draft(back(content), school, User(full_name="林老师"))
    for name in ("minutes", *WORDS):
        assert getattr(draft, name) == getattr(page, name), name
    assert draft.html == page.html


def home():
    """A school, made once for all examples."""
    return SchoolPage.objects.first() or make_school()


def test_without_a_holder_of_its_own_the_school_it_came_from_stays_named(db):
    page = published(make_school(), by=approvers(), rights_holder="")
    content = b"".join(bringing.cartridge(page))
    assert back(content).words["rights_holder"] == "拱北小学"


def test_another_platform_finds_what_the_standard_asks_for(db, client):
    page = published(make_school(), by=approvers())
    attached(page, pdf(), "学生单.pdf")
    content = b"".join(client.get(f"/resources/{page.key}.imscc").streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist()[0] == "imsmanifest.xml"
        root = ET.fromstring(archive.read("imsmanifest.xml"))
        named = {node.get("href") for node in root.iter(f"{SPACE}file")}
        assert named == set(archive.namelist()) - {"imsmanifest.xml"}
        assert "读数为什么不一样" in archive.read("lesson.html").decode()
    assert root.findtext(f"{SPACE}metadata/{SPACE}schema") == "IMS Common Cartridge"
    assert root.findtext(f"{SPACE}metadata/{SPACE}schemaversion") == "1.3.0"
    known = {node.get("identifier") for node in root.iter(f"{SPACE}resource")}
    assert {node.get("identifierref") for node in root.iter(f"{SPACE}item")} - {None} <= known


FOREIGN = """<?xml version="1.0"?>
<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1">
<metadata><schema>IMS Common Cartridge</schema>
<lom><general><title><string>Friction</string></title>
<description><string>A lesson.</string></description></general></lom></metadata>
<organizations><organization><item identifier="r">
<item identifier="i" identifierref="a"><title>Rub it</title></item></item></organization></organizations>
<resources><resource identifier="a" type="webcontent" href="a.html"/>
<resource identifier="b" type="webcontent" href="b.pdf"/>
<resource identifier="c" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment" href="quiz.xml"/></resources></manifest>"""


def test_of_another_platform_the_pages_become_text_and_files_stay():
    page = b"<html><head><style>x</style></head><body><h1>One</h1><p>Rub <b>two</b> blocks.</p><script>alert(1)</script></body>"
    told = back(zipped([("imsmanifest.xml", FOREIGN), ("a.html", page), ("b.pdf", pdf()), ("quiz.xml", "<q/>")]))
    assert told.words["title"] == "Friction"
    assert "Rub" in told.words["text"]
    assert "alert" not in told.words["text"]
    assert [one.name for one in told.files] == ["b.pdf"]
    assert told.left_out == ("quiz.xml",)


BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><manifest>&b;</manifest>"


def ours(**told):
    plain = {"format": 1, "language": "en", "minutes": 40, "words": {}, "files": []}
    return [("imsmanifest.xml", "<manifest/>"), (OURS, json.dumps(plain | told))]


HOSTILE = {
    "no archive": (b"MZ" + bytes(300), "broken-archive"),
    "no manifest": (zipped([("x.html", "x")]), "no-manifest"),
    "zip-slip": (zipped([("imsmanifest.xml", "<manifest/>"), ("../../x", "x")]), "stray-name"),
    "entities": (zipped([("imsmanifest.xml", BOMB)]), "manifest-entities"),
    "no XML": (zipped([("imsmanifest.xml", "<manifest")]), "manifest-broken"),
    "another root": (zipped([("imsmanifest.xml", "<svg/>")]), "manifest-broken"),
    "nested": (zipped([("imsmanifest.xml", "<manifest/>"), ("a.zip", office())]), "nested-archive"),
    "too many entries": (
        zipped([("imsmanifest.xml", "<manifest/>"), *((f"{n}.txt", "") for n in range(501))]),
        "too-many-entries",
    ),
    "a bomb": (zipped([("imsmanifest.xml", "<manifest/>"), ("zero", bytes(130 * 1024 * 1024))]), "bomb"),
    "no JSON": (zipped([("imsmanifest.xml", "<manifest/>"), (OURS, "{")]), "description-broken"),
    "JSON without end": (zipped([("imsmanifest.xml", "<manifest/>"), (OURS, "[" * 200_000)]), "description-broken"),
    "words that are none": (zipped(ours(words={"title": ["x"]})), "description-broken"),
    "a file that is not there": (zipped(ours(files=[{"at": "x", "name": "x"}])), "missing-entry"),
    "a file of elsewhere": (zipped(ours(files=[{"at": "../../etc/passwd", "name": "x"}])), "missing-entry"),
    "too many files": (zipped(ours(files=[{}] * 41)), "too-many-files"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_cartridge_is_refused(what):
    content, code = HOSTILE[what]
    with pytest.raises(Refusal) as refusal:
        back(content)
    assert refusal.value.code == code


def test_one_that_is_too_large_is_refused_by_its_size():
    with pytest.raises(Refusal) as refusal:
        reading.read(io.BytesIO(b""), reading.LARGEST + 1)
    assert refusal.value.code == "too-large"


@pytest.mark.parametrize("what", ["svg", "html", "macro"])
def test_a_file_within_is_judged_as_if_it_were_handed_in_alone(what, db, client_of):
    content = {"svg": SVG, "html": HTML, "macro": office(**{"word/vbaProject.bin": b"x"})}[what]
    files = [{"at": "files/1", "name": "附件.pdf", "title": "", "kind": "sheet"}]
    archive = zipped([*ours(files=files, words={"title": "x", "text": "x"}), ("files/1", content)])
    school = make_school()
    author = teacher(school)
    answer = client_of(author).post("/resources/import/", {"school": school.pk, "file": SimpleUploadedFile("a.imscc", archive)})
    assert answer.status_code == 422
    assert "附件.pdf" in answer.content.decode()
    assert not LessonPackPage.objects.exists()


def test_the_door_is_for_teachers_of_a_school(db, client, client_of, learner):
    school = make_school()
    assert client.get("/resources/import/").status_code == 302
    assert client_of(learner).get("/resources/import/").status_code == 403
    author = teacher(school)
    assert client_of(author).get("/resources/import/").status_code == 200
    archive = zipped(ours(words={"title": "磨一磨", "text": "内容", "licence": "nonsense"}))
    answer = client_of(author).post("/resources/import/", {"school": school.pk, "file": SimpleUploadedFile("a.imscc", archive)})
    assert answer.status_code == 302
    page = LessonPackPage.objects.get()
    assert (page.title, page.licence, page.live) == ("磨一磨", "school", False)
