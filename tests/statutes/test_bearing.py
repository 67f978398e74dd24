"""No article is left out in silence, and no citation leads nowhere."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from courses.models import LessonPage
from exams.models import Item
from statutes.mentions import cited
from statutes.models import Article

LAW = "/law/zhuhai-quality/"
# Laws, standards and methods that lessons rest on besides the Regulation.
NAMED = re.compile(
    "总局令|产品质量法|标准化法|认证认可条例|计量法|消费者权益保护法|民法典|个人信息保护法|工业产品生产许可证管理条例"
    "|消费品召回管理暂行规定|广东省消费品召回管理办法|GB/T|ISO|AIAG|T/CAQ|QC 七种工具|PAF 模型"
)


def unaccounted(articles):
    """The numbers of those that have neither content (a note and a translation to read) nor a reason why they have no bearing."""
    bare = []
    for article in articles:
        if article.bearing == Article.Bearing.NONE:
            has_entry = bool(article.note_zh)
        else:
            has_entry = bool(article.note_zh and article.note_en and article.translation_en)
        if not has_entry:
            bare.append(article.number)
    return bare


def test_every_article_has_content_or_is_said_to_have_no_bearing(content):
    articles = list(Article.objects.of("zhuhai-quality"))
    assert [article.number for article in articles] == list(range(1, 31))
    assert unaccounted(articles) == []


def test_an_article_without_any_entry_is_noticed(content):
    article = Article.objects.of("zhuhai-quality").get(number=30)
    article.note_en = ""
    assert unaccounted([article]) == [30]
    article.bearing = Article.Bearing.NONE
    assert unaccounted([article]) == []


def test_no_bearing_asks_for_a_reason(content):
    article = Article.objects.of("zhuhai-quality").get(number=30)
    article.bearing, article.note_zh = Article.Bearing.NONE, " "
    with pytest.raises(ValidationError) as refused:
        article.full_clean()
    assert "note_zh" in refused.value.message_dict


def test_what_the_margin_says_is_served_here_is_there(content, client):
    for article in Article.objects.of("zhuhai-quality"):
        for language in ("zh-hans", "en", "zh-hant"):
            with translation.override(language):
                services = article.services
            for words, address in services:
                assert client.get(address.partition("#")[0]).status_code == 200, (article.number, words, address)


def test_every_citation_of_a_lesson_is_an_article_or_a_named_source(content):
    wrong = {}
    for code, cites in LessonPage.objects.values_list("code", "cites"):
        lines = [line for line in cites.splitlines() if not cited(line) and not NAMED.match(line)]
        if lines or not cites.strip():
            wrong[code] = lines
    assert wrong == {}


def test_every_question_names_what_it_rests_on_and_its_lessons_exist(content):
    lessons = set(LessonPage.objects.values_list("code", flat=True))
    wrong = {}
    for code, source, article in Item.objects.values_list("code", "source", "article"):
        speaks_of_ours = re.search(r"(?:^|[；;]\s*)条例", source)
        named = set(re.findall(r"\b(?:LAW|QMS|PRE|SPC|SUP|SAF|DUT|IMP|DIG|STR|DAY|OFF)-\d\d\b", source))
        if (not source and not article) or (speaks_of_ours and not cited(source)) or named - lessons:
            wrong[code] = source
    assert wrong == {}


def test_two_languages_stand_side_by_side(content, client):
    plain, beside = (client.get(LAW + query).content.decode() for query in ("", "?beside=en"))
    assert "Enterprises are encouraged" not in plain
    assert beside.count('<div class="art__reading" lang="en">') == 30
    assert "鼓励企业实施首席质量官制度" in beside
    traditional = client.get(LAW + "?beside=zh-hant").content.decode()
    assert traditional.count('<div class="art__reading" lang="zh-Hant">') == 30
    assert "鼓勵企業實施首席質量官制度" in client.get("/en" + LAW + "?beside=zh-hant").content.decode()


@pytest.mark.parametrize("asked", ["zh-hans", "klingon", "<script>", ""], ids=["own", "unknown", "markup", "empty"])
def test_any_other_language_beside_is_no_error(content, client, asked):
    html = client.get(LAW, {"beside": asked}).content.decode()
    assert "art__reading" not in html
