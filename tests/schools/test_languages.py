"""The library by language and by words (按语言筛选、检索): what a resource is written in, said everywhere it is described."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from schools import adapting, shelving
from schools.founding import found
from schools.models import LessonPackPage, SchoolPage
from schools.traits import Stage
from tests.schools.making import approvers, make_pack, make_school, published, teacher

LOM = "{http://ltsc.ieee.org/xsd/LOM}"


@pytest.fixture
def home(db):
    """A school that writes in Chinese and in English."""
    return found(slug="gongbei", stage=Stage.PRIMARY, titles={"zh-hans": "拱北小学", "en": "Gongbei School"})


@pytest.fixture
def english(home):
    return SchoolPage.objects.get(locale__language_code="en", slug="gongbei")


@pytest.fixture
def by(db):
    return approvers()


def languages(language="zh-hans", **asked):
    facet = next(one for one in shelving.shelf(asked, language).facets if one.name == "language")
    return {one.value: one.count for one in facet.options}


def described(client, page):
    told = client.get(page.get_url()).content.decode()
    found = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', told, re.S)[1])
    return next(one for one in found.get("@graph", [found]) if one["@type"] == "LearningResource")


def test_a_resource_is_found_by_each_language_it_is_offered_in(home, english, by, client):
    plain = published(home, by=by)
    both = published(home, by=by, languages=["zh-hans", "en"])
    twin = published(english, by=by, title="Measure", translation_key=plain.translation_key)
    assert languages() == {"zh-hans": 2, "en": 2}
    assert languages("en") == {"zh-hans": 1, "en": 1}
    assert [one.pk for one in shelving.shelf({"language": "en"}, "zh-hans").page] == [both.pk, plain.pk]
    twin.unpublish()
    assert languages() == {"zh-hans": 2, "en": 1}, "the English one is not public any more"
    page = client.get("/resources/?language=en").content.decode()
    assert "英文（1）" in page
    assert both.title in page
    assert plain.title not in page
    feed = client.get("/resources/feed.atom?language=en").content.decode()
    assert both.title in feed
    assert plain.title not in feed


def test_other_systems_and_readers_are_told_the_language(home, english, by, client):
    plain = published(home, by=by)
    assert described(client, plain)["inLanguage"] == "zh-Hans"
    both = published(home, by=by, languages=["zh-hans", "en"])
    twin = published(english, by=by, title="Measure", translation_key=both.translation_key)
    told = described(client, both)
    assert told["inLanguage"] == ["zh-Hans", "en"]
    assert [one["url"].rpartition("/en/")[2] for one in told["workTranslation"]] == [twin.get_url().removeprefix("/en/")]
    lom = ET.fromstring(client.get(f"/resources/{both.key}/lom.xml").content)
    assert [one.text for one in lom.findall(f"{LOM}general/{LOM}language")] == ["zh-Hans", "en"]
    assert f'href="{twin.get_url()}" hreflang="en"' in client.get(both.get_url()).content.decode()


def test_the_language_of_its_page_need_not_be_said(home):
    form = LessonPackPage.get_edit_handler().get_form_class()
    assert form(instance=LessonPackPage(locale=home.locale), parent_page=home).initial["languages"] == ["zh-hans"]
    page = make_pack(home, languages=["zh-hans"])
    page.clean()
    assert page.languages == []
    assert page.fingerprint == make_pack(home, title=page.title, kind=page.kind).fingerprint


def test_an_adaptation_keeps_them(home, by):
    page = published(home, by=by, languages=["zh-hans", "en"])
    other = make_school("jida", "吉大小学")
    assert adapting.adapt(page, school=other, by=teacher(other, "林老师", "lin")).languages == ["zh-hans", "en"]


def test_words_and_facets_narrow_together(home, by, client):
    published(home, by=by, title="游标卡尺怎么读", text="## 课堂安排\n\n量一量。\n")
    published(home, by=by, title="卡尺与千分尺", stage=Stage.VOCATIONAL, text="## 课堂安排\n\n比一比。\n")
    published(home, by=by, title="抽样检验", text="## 课堂安排\n\n抽一抽。\n")
    told = shelving.shelf({"q": "卡尺"}, "zh-hans")
    assert told.total == 2
    stage = next(one for one in told.facets if one.name == "stage")
    assert {one.value: one.count for one in stage.options} == {"primary": 1, "vocational": 1}
    page = client.get("/resources/?q=卡尺&stage=vocational").content.decode()
    assert "卡尺与千分尺" in page
    assert "游标卡尺怎么读" not in page
    assert "抽样检验" not in page
    assert 'href="feed.atom?q=%E5%8D%A1%E5%B0%BA&amp;stage=vocational"' in page
    feed = client.get("/resources/feed.atom?q=卡尺&stage=vocational").content.decode()
    assert "卡尺与千分尺" in feed
    assert "抽样检验" not in feed
    assert "没有同时符合" in client.get("/resources/?q=卡尺&subject=maths").content.decode()
    assert shelving.shelf({"q": "？！"}, "zh-hans").total == 3, "no word, no question"
    assert shelving.shelf({"q": "火箭发动机"}, "zh-hans").total == 0


def test_where_nothing_has_every_word_the_list_says_so(home, by, client):
    published(home, by=by, title="千分尺", text="## 课堂安排\n\n千分尺。\n")
    told = client.get("/resources/?q=千分尺 火箭").content.decode()
    assert "千分尺</a>" in told
    assert "没有同时含有" in told
    assert "没有同时含有" not in client.get("/resources/?q=千分尺").content.decode()
