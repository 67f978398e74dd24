"""The Traditional pages hold no character that is Simplified only, and words as Hong Kong and Macao write them."""

import re
from pathlib import Path

import opencc
import pytest

PAGES = ["/", "/law/zhuhai-quality/", "/courses/", "/pages/", "/pages/about/", "/pages/privacy/", "/pages/help-learner/"]
PAGES += ["/exams/", "/verify/", "/sitemap/", "/search/?q=證書", "/reading/", "/no/such/page/"]


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
    found = {}
    for page in PAGES:
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
    from core.words import traditional

    assert traditional(plain) == written
