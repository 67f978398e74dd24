"""Markdown becomes blocks (正文), and not one word is lost or changed on the way."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from courses.markdown import to_blocks
from statutes import source

CONTENT = Path(__file__).resolve().parents[2] / "content"
LESSONS = sorted((CONTENT / "lessons").glob("*.md"))
PLAIN = MarkdownIt("commonmark").enable("table")


def body_of(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("---\n", 2)[2]


def words(text: str) -> str:
    return re.sub(r"\s", "", text)


def words_before(path: Path) -> str:
    tokens = PLAIN.parse(body_of(path))
    return words("".join(child.content for token in tokens if token.type == "inline" for child in token.children or []))


def words_after(value: Any) -> str:
    """The text of stream data in reading order, markup apart."""
    if isinstance(value, str):
        return words(html.unescape(re.sub("<[^>]+>", "", value)))
    if isinstance(value, list):
        return "".join(map(words_after, value))
    if "data" in value:
        return words("".join(cell.replace("**", "") for row in value["data"] for cell in row))
    if "type" in value:
        return "" if value["type"] == "figure" else words_after(value["value"])  # a drawing is told by test_figures
    return "".join(words_after(value[key]) for key in ("title", "label", "text", "body", "items") if key in value)


def test_there_are_lessons_to_read():
    assert len(LESSONS) == 156


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_word_of_a_lesson_is_lost(path):
    assert words_after(to_blocks(body_of(path), path.stem)) == words_before(path)


def test_loading_twice_gives_the_same_blocks_with_the_same_ids():
    text = body_of(LESSONS[0])
    assert to_blocks(text, "x") == to_blocks(text, "x")
    assert to_blocks(text, "x")[0]["id"] != to_blocks(text, "y")[0]["id"]


def test_a_section_becomes_what_its_heading_says():
    text = "## 为什么重要\n因为。\n\n## 动手做\n写一张表。\n\n## 要点\n- 一\n- 二\n\n## 依据\n- 条例〔待核〕\n"
    blocks = to_blocks(text, "x")
    assert [block["type"] for block in blocks] == ["heading", "paragraph", "activity", "points", "sources"]
    assert [item["value"] for item in blocks[3]["value"]["items"]] == ["<p>一</p>", "<p>二</p>"]


def test_a_worked_example_takes_in_the_table_it_announces():
    blocks = to_blocks("**例题。** 看下表：\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n后文。\n", "x")
    assert [block["type"] for block in blocks] == ["example", "paragraph"]
    assert [block["type"] for block in blocks[0]["value"]["body"]] == ["paragraph", "table"]
    assert blocks[0]["value"]["body"][1]["value"]["data"] == [["a", "b"], ["1", "**2**"]]


def test_markup_in_a_lesson_stays_text():
    blocks = to_blocks("<script>alert(1)</script> & <b>粗</b>\n", "x")
    assert "<script>" not in str(blocks)
    assert "&lt;b&gt;" in str(blocks)


def test_what_a_lesson_may_not_hold_is_named():
    with pytest.raises(ValueError, match="fence"):
        to_blocks("```\ncode\n```\n", "x")


def quotations(path: Path) -> list[dict[str, Any]]:
    return [block["value"] for block in to_blocks(body_of(path), path.stem) if block["type"] == "statute"]


def test_every_quotation_of_the_regulation_is_word_for_word():
    articles = source.read((CONTENT / "regulation.zh-hans.txt").read_text(encoding="utf-8")).articles
    told = [(path.stem, quotation) for path in LESSONS if path.stem.endswith(".zh") for quotation in quotations(path)]
    assert len(told) == 29
    for name, quotation in told:
        text = words(articles[quotation["article"]])
        for passage in words(quotation["text"]).split("……"):
            assert passage in text, f"{name}: {quotation['label']}: {passage}"


def test_the_english_lesson_quotes_the_same_articles():
    for path in LESSONS:
        if path.stem.endswith(".zh"):
            twin = path.with_name(path.name.replace(".zh.", ".en."))
            assert [q["article"] for q in quotations(path)] == [q["article"] for q in quotations(twin)], path.stem
