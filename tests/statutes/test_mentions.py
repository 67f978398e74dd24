"""Where a text cites the Regulation, and where it only seems to."""

import pytest

from statutes.citations import link, link_html
from statutes.mentions import cited, mentions, opening

FINDS = {
    "条例第九条": [9],
    "《条例》第九条第二款": [9],
    "本条例第八条第（五）项、第九条第二款": [8, 9],
    "《珠海经济特区质量创新发展条例》第八条、第九条": [8, 9],
    "《珠海經濟特區質量創新發展條例》第九條": [9],
    "按條例第二十六條": [26],
    "条例第二十七至二十九条": [27, 29],
    "条例第十一条至第十四条": [11, 14],
    "条例第八、九条": [8, 9],
    "条例 9": [9],
    "条例 8(5), 9": [8, 9],
    "条例 1-7, 30": [1, 7, 30],
    "条例第九条、第二款": [9],
    "条例第九条和十个例子": [9],
    "条例第30条": [30],
    "the Regulation, art. 9(2)": [9],
    "Zhuhai Special Economic Zone Regulation on Quality Innovation and Development, arts. 2–30; the text": [2, 30],
    "arts. 8 and 9 of the Regulation": [8, 9],
    "See Article 26 of the Regulation.": [26],
}
LEAVES = [
    "认证认可条例 2",
    "《医疗器械监督管理条例》第九条",
    "工业产品生产许可证管理条例第三条、第五条",
    "条例第六十七条",
    "条例自2025年1月1日起施行",
    "条例30条讲了什么",
    "条例 2025",
    "条例的第一步",
    "产品质量法第九条",
    "art. 9 of that law",
    "Certification Regulations, art. 2",
    "",
]


@pytest.mark.parametrize(("text", "articles"), FINDS.items())
def test_a_citation_is_found(text, articles):
    assert [mention.article for mention in mentions(text)] == articles


@pytest.mark.parametrize("text", LEAVES)
def test_what_is_no_citation_is_left_alone(text):
    assert mentions(text) == []


def test_a_range_names_what_lies_between():
    assert cited("条例 1-3, 30") == [1, 2, 3, 30]
    assert cited("条例第二十七至二十九条") == [27, 28, 29]
    assert cited("条例 9, 9") == [9]
    assert cited("条例 7-3") == [7, 3]


def test_a_quotation_tells_its_article():
    assert opening("> **第九条（第二款）** 首席") == 9
    assert opening("第四十条 其他法律") is None


def test_a_citation_becomes_a_link_and_all_else_is_escaped():
    assert link("见条例第九条 <b>") == '见<a href="/law/zhuhai-quality/#a9">条例第九条</a> &lt;b&gt;'


def test_html_keeps_its_tags_and_its_own_links():
    html = '<p title="条例第一条">条例第九条，<a href="/x/">条例第八条</a></p>'
    assert link_html(html) == (
        '<p title="条例第一条"><a href="/law/zhuhai-quality/#a9">条例第九条</a>，<a href="/x/">条例第八条</a></p>'
    )


def test_every_citation_in_the_shipped_lessons_is_understood():
    """Front matter names articles as 条例 N: each such line must name at least one."""
    import yaml
    from django.conf import settings

    for path in sorted((settings.CONTENT_DIR / "lessons").glob("*.zh.md")):
        cites = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1]).get("cites") or []
        assert all(cited(line) for line in cites if line.startswith("条例")), path.name
