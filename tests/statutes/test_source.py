"""The published text is held exactly: read here a second way and compared."""

import re

import pytest
from django.conf import settings

from statutes import source

FILE = (settings.CONTENT_DIR / "regulation.zh-hans.txt").read_text(encoding="utf-8")


def bare(text):
    return re.sub(r"\s", "", text)


def test_every_character_of_the_file_is_in_an_article():
    law = source.read(FILE)
    ours = "".join(f"第{numeral}条{text}" for numeral, text in zip(numerals(), law.articles.values(), strict=True))
    assert bare(ours) == bare(FILE[FILE.index("第一条") :])


def numerals():
    return re.findall(r"^第([一二三四五六七八九十]+)条\s", FILE, flags=re.MULTILINE)


def test_thirty_articles_stand_in_order():
    assert list(source.read(FILE).articles) == list(range(1, 31))


def test_title_and_history_are_read():
    law = source.read(FILE)
    assert law.title == "珠海经济特区质量创新发展条例"
    assert law.adopted == "2024年10月31日珠海市第十届人民代表大会常务委员会第二十九次会议通过"
    assert law.in_force_on.isoformat() == "2025-01-01"


def test_a_line_is_a_paragraph():
    assert source.read(FILE).articles[9].split("\n")[1].startswith("首席质量官负责企业质量文化建设")
    assert len(source.read(FILE).articles[6].split("\n")) == 8


@pytest.mark.parametrize(
    "text",
    ["", "一部没有条文的法规\n正文", "法规\n第一条 一。\n第三条 三。", "法规\n第一条 一。", "法规\n第十十条 十。"],
    ids=["empty", "no article", "a gap", "no day in force", "a numeral that is none"],
)
def test_a_file_that_is_no_statute_is_refused(text):
    with pytest.raises(source.Unreadable):
        source.read(text)
