"""Words of one meaning find one another; editors keep the table."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch.backends import get_search_backend

from cms.loading import load
from cms.models import Synonyms
from cms.search.kinds import Kind, register
from core.report import Report
from pages.models import NotePage


def found(query):
    return [page.slug for page in get_search_backend().search(query, NotePage)]


def test_a_word_finds_what_is_called_otherwise_as_soon_as_the_table_says_so(write):
    write("school", "学校的质量课程", "中小学开课。")
    assert found("院校") == []
    row = Synonyms.objects.create(words="院校、学校")
    assert found("院校") == ["school"]
    row.delete()
    assert "school" not in found("院校")


def test_an_abbreviation_finds_words_of_the_other_script(write):
    write("cqo", "首席质量官制度", "由企业任命。")
    Synonyms.objects.create(words="首席质量官、CQO、chief quality officer")
    assert found("cqo") == found("CQO 制度") == ["cqo"]


def test_a_traditional_question_is_widened_too(write):
    write("school", "学校的质量课程", "中小学开课。")
    Synonyms.objects.create(words="院校、学校")
    assert found("院校的質量課程") == ["school"]


def test_the_table_is_read_once(write, django_assert_num_queries):
    write("school", "学校的质量课程", "中小学开课。")
    Synonyms.objects.create(words="院校、学校")
    found("院校")
    with CaptureQueriesContext(connection) as caught:
        found("院校")
    assert not [query for query in caught if "cms_synonyms" in query["sql"]]


@pytest.mark.parametrize("words", ["院校", "院校、院校", "、"])
def test_a_group_needs_two_words(words, db):
    with pytest.raises(ValidationError, match=r"至少|two"):
        Synonyms(words=words).full_clean()


def test_a_shipment_replaces_its_own_words_and_keeps_an_editors(db, tmp_path):
    def ship(words):
        (tmp_path / "synonyms.json").write_text(json.dumps({"college": words}), encoding="utf-8")
        report = Report()
        load(tmp_path, report)
        return report

    assert ship(["院校", "学校"]).count("accepted") == 1
    assert ship(["院校", "学校"]).count("same") == 1
    assert ship(["院校", "学校", "高校"]).count("changed") == 1
    Synonyms.objects.update(words="院校、学校、书院")
    ship(["院校", "学校"])
    assert Synonyms.objects.get().words == "院校、学校、书院"


def test_two_kinds_of_finds_never_share_a_name(db):
    class Again(Kind):
        name, label, model = "note", "again", NotePage

    with pytest.raises(ValueError, match="note"):
        register(Again)
