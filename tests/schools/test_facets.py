"""The library by post and by industry (按岗位、行业筛选): numbers, the editor, other systems, the shipped lessons."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from core.report import Report
from core.shipped import digest
from organisations.models import Industry
from schools import adapting, loading, shelving
from schools.models import LessonPackPage
from schools.traits import Stage
from tests.schools.making import approvers, make_pack, make_school, published, teacher

LOM = "{http://ltsc.ieee.org/xsd/LOM}"
PLAN = """---
code: V1
title: "产线检验"
lang: zh-Hans
minutes: 90
subject_links: ["质量管理"]
objectives: ["会抽样"]
{facets}licence: "CC BY 4.0"
---

## 课堂安排

抽样。
"""


@pytest.fixture
def home(db):
    return make_school()


@pytest.fixture
def by(db):
    return approvers()


def industry(code="manufacturing"):
    return Industry.objects.get(code=code)


def counted(**asked):
    shelf = shelving.shelf(asked, "zh-hans")
    return shelf.total, {facet.name: {one.value: one.count for one in facet.options} for facet in shelf.facets}


def test_each_number_is_what_the_choice_would_leave(home, by):
    published(home, by=by)
    published(home, by=by, roles=["teacher", "qsd", "qso"], industry=industry(), stage=Stage.VOCATIONAL)
    published(home, by=by, roles=["qso"], industry=industry("services"), stage=Stage.VOCATIONAL)
    total, facets = counted()
    assert total == 3
    assert facets["role"] == {"teacher": 2, "qsd": 1, "qso": 2}
    assert facets["industry"] == {"manufacturing": 1, "services": 1}
    total, facets = counted(role="qso")
    assert total == 2
    assert facets["role"] == {"teacher": 2, "qsd": 1, "qso": 2}, "beside the one that is chosen, what another would leave"
    assert facets["stage"] == {"vocational": 2}
    total, facets = counted(role="qso", industry="services")
    assert (total, facets["role"]) == (1, {"qso": 1})
    assert counted(role="chief", industry="mining")[0] == 3, "what does not exist is not asked"


def test_a_reader_narrows_by_them_and_sees_them(home, by, client):
    published(home, by=by)
    published(home, by=by, roles=["teacher", "qso"], industry=industry())
    told = client.get("/resources/").content.decode()
    assert "质量安全员（1）" in told
    assert "制造业（1）" in told
    narrowed = client.get("/resources/?role=qso&industry=manufacturing").content.decode()
    assert "量一量2" in narrowed
    assert "量一量1" not in narrowed
    assert 'href="feed.atom?role=qso&amp;industry=manufacturing"' in narrowed
    assert "量一量1" not in client.get("/resources/feed.atom?role=qso&industry=manufacturing").content.decode()
    assert "製造業（1）" in client.get("/zh-hant/resources/").content.decode()


def test_other_systems_read_them_in_their_own_fields(home, by, client):
    plain, pack = published(home, by=by), published(home, by=by, roles=["teacher", "qso"], industry=industry())

    def described(page):
        told = client.get(page.get_url()).content.decode()
        found = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', told, re.S)[1])
        return next(one for one in found.get("@graph", [found]) if one["@type"] == "LearningResource")

    assert [one["educationalRole"] for one in described(plain)["audience"]] == ["teacher"]
    told = described(pack)
    assert [one["educationalRole"] for one in told["audience"]] == ["teacher", "质量安全员"]
    assert told["about"][1] == {"@type": "DefinedTerm", "name": "制造业", "termCode": "manufacturing", "inDefinedTermSet": "行业"}
    lom = ET.fromstring(client.get(f"/resources/{pack.key}/lom.xml").content)
    roles = [one.findtext(f"{LOM}value") for one in lom.iter(f"{LOM}intendedEndUserRole")]
    assert roles == ["teacher", "learner"]
    assert [one.findtext(f"{LOM}value") for one in lom.iter(f"{LOM}context")] == ["school", "training"]
    assert [one.text for one in lom.iter(f"{LOM}id")] == ["manufacturing", "qso"]


def test_an_adaptation_keeps_them(home, by):
    page = published(home, by=by, roles=["qso"], industry=industry())
    other = make_school("jida", "吉大小学")
    draft = adapting.adapt(page, school=other, by=teacher(other, "林老师", "lin"))
    assert (draft.roles, draft.industry) == (["qso"], industry())


def test_the_editor_offers_what_the_operator_offers_and_what_was_chosen(home):
    Industry.objects.filter(code="services").update(is_offered=False)
    form = LessonPackPage.get_edit_handler().get_form_class()
    new = form(instance=LessonPackPage(locale=home.locale), parent_page=home)
    assert new.initial["roles"] == ["teacher"]
    assert "services" not in [one.code for one in new.fields["industry"].queryset]
    # In the form itself: the admin's window with all industries is the operator's, and shut to teachers.
    assert '<select name="industry"' in str(new["industry"])
    kept = form(instance=make_pack(home, industry=industry("services")), parent_page=home)
    assert "services" in [one.code for one in kept.fields["industry"].queryset]


def load(folder: Path, facets: str) -> list[str]:
    place = folder / "pages" / "school"
    place.mkdir(parents=True, exist_ok=True)
    for language in ("zh", "en"):
        (place / f"V1.{language}.md").write_text(PLAN.format(facets=facets), encoding="utf-8")
    report = Report()
    loading.load(folder, report)
    return [part for line in report.lines for part in (line.verdict, *line.difference)]


def test_shipped_lessons_say_them_and_a_change_is_shown(db, tmp_path):
    load(tmp_path, "")
    page = LessonPackPage.objects.filter(code="V1").first()
    assert (page.roles, page.industry) == (["teacher"], None)
    names = ("title", "kind", "stage", "grades", "subject", "links", "minutes", "licence", "rights_holder", "objectives")
    told = (*names, "materials", "cost", "safety", "text", "cites")
    assert page.fingerprint == digest(*(getattr(page, name) for name in told)), "loaded before there were any: nobody touched it"
    shown = load(tmp_path, "posts: [qso]\nindustry: manufacturing\n")
    assert "roles" in " ".join(shown)
    assert "industry" in " ".join(shown)
    page = LessonPackPage.objects.filter(code="V1").first().get_latest_revision_as_object()
    assert (page.roles, page.industry) == (["teacher", "qso"], industry())
    assert "roles" not in " ".join(load(tmp_path, "posts: [qso]\nindustry: manufacturing\n")), "loaded twice: nothing to do"
    assert "mining" not in [one.code for one in Industry.objects.all()]
    load(tmp_path, "industry: mining\n")
    assert LessonPackPage.objects.filter(code="V1").first().get_latest_revision_as_object().industry == industry(), "refused"
