"""The Traditional pages hold no character that is Simplified only, and words as Hong Kong and Macao write them."""

import re
from pathlib import Path

import opencc
import pytest

from campaigns.models import SloganCall
from core.traditional import traditional
from tests.campaigns.making import at
from tests.events.making import make_event

PAGES = ["/", "/law/zhuhai-quality/", "/courses/", "/pages/", "/pages/about/", "/pages/privacy/", "/pages/help-learner/"]
PAGES += ["/exams/", "/verify/", "/sitemap/", "/search/?q=證書", "/reading/", "/no/such/page/", "/courses/cqo/", "/register/"]
PAGES += ["/quality-month/2026/", "/quality-month/2025/", "/quality-month/covenants/", "/events/", "/cases/", "/resources/"]
PAGES += ["/policies/", "/awards/", "/bases/", "/colleges/", "/bulletins/", "/experts/", "/fields/product/", "/report/"]


def simplified_only():
    """Characters that OpenCC turns into others and never leaves as they are."""
    table = Path(opencc.__file__).parent / "dictionary" / "STCharacters.txt"
    rows = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if "\t" in line)
    to_hong_kong = opencc.OpenCC("s2hk").convert  # which leaves 脱 as it is
    return {plain for plain, others in rows if plain not in others.split() and to_hong_kong(plain) != plain}


def said(html):
    """The words of a page that are its own: not what is marked as Simplified, not what is no text."""
    html = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", html)
    html = re.sub(r'(?s)<(?!html)(\w+)[^>]*lang="zh-[Hh]ans"[^>]*>.*?</\1>', " ", html)
    html = re.sub(r'<input[^>]*name="q"[^>]*>|<a [^>]*\?q=[^>]*>', " ", html)
    return re.sub(r"<[^>]+>", " ", html)


def test_no_character_is_simplified_only(content, client):
    plain = simplified_only()
    event = make_event(title="质检实验室开放日", starts_at=at(9, 20), place="横琴", text="请带证件。", summary="检验怎样做。")
    call = SloganCall.objects.create(year=2026, opens_at=at(9, 1), closes_at=at(9, 20), votes_until=at(9, 28))
    found = {}
    for page in [*PAGES, event.get_absolute_url(), call.get_absolute_url()]:
        words = said(client.get("/zh-hant" + page).content.decode())
        if wrong := {c: words[max(0, words.index(c) - 8) : words.index(c) + 8] for c in set(words) & plain}:
            found[page] = wrong
    assert found == {}


def test_the_check_would_notice(content, client):
    assert set(said(client.get("/").content.decode())) & simplified_only()


@pytest.mark.parametrize(
    ("plain", "written"),
    [("质量", "質量"), ("登录", "登入"), ("网络", "網絡"), ("软件", "軟件")],
    ids=["quality", "login", "network", "software"],
)
def test_words_are_those_of_hong_kong_and_macao(plain, written):
    assert traditional(plain) == written


# Each pair: what OpenCC alone misreads because a word ends within it, and beside it the word it was taken for.
@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("证书已换发，插头发热，理发", "證書已換發，插頭發熱，理髮"),
        ("证书签名，本站签的，标签，封签", "證書簽名，本站簽的，標籤，封籤"),
        ("名单只用于，最多只读，两只阀", "名單只用於，最多只讀，兩隻閥"),
        ("通过并发布，列表并为，合并为一", "通過並發佈，列表並為，合併為一"),
        ("带题干的表，擦干净", "帶題幹的表，擦乾淨"),
        ("不予准考，申请未获准时，标准，测不准", "不予准考，申請未獲准時，標準，測不準"),
        ("三天后到期，单元格里是，公里", "三天後到期，單元格裏是，公里"),
        ("由未参与的负责人参加，人参", "由未參與的負責人參加，人參"),
        ("没有采用，汇总数，整箱托盘，委托", "沒有採用，彙總數，整箱托盤，委託"),
        ("声明了实体，重新制作，冲回", "聲明了實體，重新製作，沖回"),
    ],
)
def test_a_character_of_several_readings_is_read_within_its_word(plain: str, written: str) -> None:
    assert traditional(plain) == written
