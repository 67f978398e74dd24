"""The library: facets with numbers, a resource with its files, licence and citation, everything in one ZIP."""

import io
import json
import os
import re
import tracemalloc
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.handed_in import HandedIn
from schools.models import PackFile
from schools.traits import Licence, Stage, Subject
from tests.schools.making import approvers, make_pack, make_school, published


@pytest.fixture
def home(db):
    return make_school()


@pytest.fixture
def by(db):
    return approvers()


def attached(page, content=b"%PDF-1.4 x", name="学生单.pdf", mime="application/pdf"):
    taken = HandedIn(content, name, mime)
    file = PackFile(page=page, kind="sheet", name=name, mime=mime, sha256=taken.sha256, size=len(content))
    file.key = taken.keep_in("resources", file.code)
    file.save()
    return file


def test_the_empty_library_says_so(home, client):
    assert "还没有审核通过的资源" in client.get("/resources/").content.decode()


def test_facets_tell_how_many_each_choice_leaves(home, by, client):
    published(home, by=by)
    published(home, by=by, stage=Stage.SECONDARY, subject=Subject.MATHS, minutes=90, licence=Licence.BY_SA)
    make_pack(home, title="草稿不算")
    page = client.get("/resources/").content.decode()
    assert '<b class="num">2</b>份资源' in page
    assert "小学（1）" in page
    narrowed = client.get("/resources/?stage=secondary&length=two").content.decode()
    assert '<b class="num">1</b>份资源' in narrowed
    assert "量一量2" in narrowed
    assert "量一量1" not in narrowed
    assert client.get("/resources/?stage=nonsense&page=99").status_code == 200
    assert "没有同时符合" in client.get("/resources/?stage=primary&subject=maths").content.decode()


def test_the_library_asks_the_same_at_two_and_at_twenty(home, by, client):
    def asked():
        client.get("/resources/?x=1", headers={"cache-control": "no-cache"})
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/resources/?n={len(counts)}").status_code == 200
        return len(queries)

    counts: list[int] = []
    for _time in range(2):
        published(home, by=by)
    counts.append(asked())
    for _time in range(18):
        published(home, by=by)
    counts.append(asked())
    assert 0 < counts[0] == counts[1] <= 8


def test_a_resource_names_author_licence_edition_and_how_to_cite_it(home, by, client):
    page = published(home, by=by, objectives="会读数\n会写结论", keywords="测量，误差")
    told = client.get(page.get_url()).content.decode()
    assert "拱北小学" in told
    assert "https://creativecommons.org/licenses/by/4.0/" in told
    assert "拱北小学．量一量1［教案］" in told.replace(". ", "．")
    described = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', told, re.S)[1])
    resource = next(one for one in described.get("@graph", [described]) if one["@type"] == "LearningResource")
    assert resource == resource | {
        "name": "量一量1",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "inLanguage": "zh-Hans",
        "learningResourceType": "教案",
        "educationalLevel": "小学",
        "about": "科学",
        "timeRequired": "PT40M",
        "teaches": ["会读数", "会写结论"],
        "keywords": "测量，误差",
        "copyrightHolder": {"@type": "Organization", "name": "拱北小学"},
        "audience": [{"@type": "EducationalAudience", "educationalRole": "teacher"}],
        "datePublished": page.approved_on.isoformat(),
    }
    lom = ET.fromstring(client.get(f"/resources/{page.key}/lom.xml").content)
    space = "{http://ltsc.ieee.org/xsd/LOM}"
    assert lom.findtext(f"{space}general/{space}title/{space}string") == "量一量1"
    assert [node.text for node in lom.iter(f"{space}duration")] == ["PT40M"]
    assert lom.findtext(f"{space}general/{space}language") == "zh-Hans"
    assert [node.findtext(f"{space}string") for node in lom.iter(f"{space}keyword")] == ["测量", "误差"]
    told = lom.findtext(f"{space}rights/{space}description/{space}string")
    assert told == "拱北小学, CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"


def test_the_zip_holds_text_files_licence_and_description(home, by, client):
    page = published(home, by=by)
    attached(page)
    answer = client.get(f"/resources/{page.key}.zip")
    assert answer.streaming
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["measure-1.md", "01-学生单.pdf", "许可.txt", "lom.xml"]
        assert "CC BY 4.0" in archive.read("许可.txt").decode()
        assert archive.read("01-学生单.pdf") == b"%PDF-1.4 x"
    assert b"".join(client.get(f"/resources/{page.key}.zip").streaming_content) == content, "the same page, the same bytes"


def test_whatever_the_fields_of_a_lesson_say_is_read_and_downloaded_once(home, by, client):
    fields: dict[str, Any] = {"objectives": "会读数\n会写结论", "materials": "直尺", "cost": "5元", "safety": "笔尖朝下。"}
    page = published(home, by=by, text="## 教学目标\n\n- 会读数\n- 会写结论\n", **fields)
    told = client.get(page.get_url()).content.decode()
    assert told.count(">教学目标</h2>") == 1
    assert "<h2>材料</h2><ul><li>直尺</li></ul>" in told
    with zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"/resources/{page.key}.zip").streaming_content))) as archive:
        text, licence = archive.read("measure-1.md").decode(), archive.read("许可.txt").decode()
    assert [text.count(one) for one in ("会读数", "会写结论", "直尺", "5元", "笔尖朝下。")] == [1] * 5
    for words in ("拱北小学", "可改编，须署名", "https://creativecommons.org/licenses/by/4.0/", page.get_url()):
        assert words in licence
    with zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"/resources/{page.key}.imscc").streaming_content))) as archive:
        assert "笔尖朝下。" in archive.read("lesson.html").decode()


def test_the_zip_never_holds_more_than_one_file(home, by, client):
    page = published(home, by=by)
    size = 2 * 1024 * 1024
    for number in range(8):
        attached(page, os.urandom(size), f"{number}.pdf")
    answer = client.get(f"/resources/{page.key}.zip")
    tracemalloc.start()
    try:
        sent = sum(len(piece) for piece in answer.streaming_content)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sent > 8 * size
    assert peak < 3 * size


def test_a_file_of_a_draft_has_no_address_for_strangers(home, by, client, client_of, learner):
    from tests.schools.making import teacher

    draft = make_pack(home)
    file = attached(draft)
    address = f"/resources/files/{file.code}/"
    assert client.get(address).status_code == 404
    assert client_of(learner).get(address).status_code == 404
    assert client_of(teacher(make_school("jida", "吉大小学"), "林老师", "lin")).get(address).status_code == 404
    for who in (teacher(home), *by):
        assert client_of(who).get(address).status_code == 200
    assert client.get(f"/resources/{draft.key}.zip").status_code == 404


def test_every_language_has_the_library(home, by, client):
    page = published(home, by=by, title="测量质量")
    hant = client.get("/zh-hant" + page.get_url()).content.decode()
    assert "測量質量" in hant
    assert "No resource has been approved yet." in client.get("/en/resources/").content.decode()
    assert client.get("/zh-hant/resources/").status_code == 200


def test_the_feed_follows_the_filter(home, by, client):
    published(home, by=by)
    published(home, by=by, stage=Stage.SECONDARY)
    feed = client.get("/resources/feed.atom?stage=secondary").content.decode()
    assert "量一量2" in feed
    assert "量一量1" not in feed


def test_what_stands_behind_a_sign_in_is_not_in_the_library(home, by, client):
    from wagtail.models import Page, PageViewRestriction

    page = published(home, by=by)
    assert page.title in client.get("/resources/?a").content.decode(), "the control"
    PageViewRestriction.objects.create(page=Page.objects.get(pk=home.pk), restriction_type="login")
    assert page.title not in client.get("/resources/?b").content.decode()
    assert client.get(f"/resources/{page.key}.zip").status_code == 404
