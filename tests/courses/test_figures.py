"""Figures are drawn from a few numbers, told in words, and say which line cannot be drawn."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.conf import settings
from wagtail.blocks.struct_block import StructBlockValidationError

from courses import figures
from courses.blocks import LessonBlocks
from courses.figures.canvas import WIDTH, wide, wrapped
from courses.markdown import to_blocks
from tests.courses.test_markdown import LESSONS, body_of

DRAWN = [
    (path.stem, block["value"]) for path in LESSONS for block in to_blocks(body_of(path), path.stem) if block["type"] == "figure"
]


def parsed(drawing, words=""):
    return ET.fromstring(figures.drawn(drawing, words))


def texts(svg):
    return [text.text for text in svg.iter("text")]


def test_lessons_teach_with_figures_in_both_languages():
    assert len(DRAWN) >= 26
    kinds = {re.match(r"kind: (\w+)", value["drawing"])[1] for _name, value in DRAWN}
    assert kinds == set(figures.KINDS)


@pytest.mark.parametrize(("name", "value"), DRAWN, ids=[f"{name}-{n}" for n, (name, _value) in enumerate(DRAWN)])
def test_a_shipped_figure_is_whole(name, value):
    """It is told in words, holds no style of its own, and no line of words leaves the paper."""
    assert len(value["words"]) > 40
    svg = parsed(value["drawing"], value["words"])
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == value["words"]
    assert not {"style", "fill", "stroke"} & {key for part in svg.iter() for key in part.attrib}
    for text in svg.iter("text"):
        x, room = float(text.get("x")), wide(text.text or "")
        left = x - {"start": 0, "middle": room / 2, "end": room}[text.get("text-anchor")]
        assert left >= -6, text.text
        assert left + room <= WIDTH + 14, text.text


def test_a_control_chart_rings_the_ninth_point_on_one_side_and_each_beyond_a_limit():
    points = "[0.1, -0.2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4]"
    svg = parsed(f"kind: control\ncentre: 0\nupper: 3\nlower: -3\npoints: {points}")
    ringed = [circle for circle in svg.iter("circle") if circle.get("class") == "figure__signal"]
    assert len(ringed) == 2
    assert {"11", "12"} <= set(texts(svg))


def test_an_oc_curve_tells_the_chance_at_a_share():
    assert "0.953" in texts(parsed("kind: oc\nmost: 10\nplans: [{n: 80, ac: 2}]\nat: [1]"))


def test_a_pareto_line_ends_at_a_hundred_per_cent():
    svg = parsed("kind: pareto\nbars: [{name: 甲, count: 3}, {name: 乙, count: 1}]")
    assert [text for text in texts(svg) if text.endswith("%")] == ["75.0%", "100.0%"]


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        ("kind: riddle", "kind must be one of"),
        ("[", "not YAML"),
        ("kind: control\ncentre: 1", "points"),
        ("kind: control\npoints: [1]\ncentre: 1\nupper: 0\nlower: 2", "lower < centre < upper"),
        ("kind: oc\nplans: [{n: 5, ac: 5}]", "0 ≤ ac < n"),
        ("kind: pareto\nbars: []", "incomplete"),
        ("kind: flow\nsteps: [{say: hello}]", "do"),
    ],
    ids=["kind", "yaml", "points", "limits", "plan", "bars", "steps"],
)
def test_what_cannot_be_drawn_is_named(drawing, reason):
    with pytest.raises(figures.Unfit, match=re.escape(reason)):
        figures.drawn(drawing)


def test_words_of_a_figure_are_escaped():
    svg = figures.drawn("kind: flow\nsteps: [{do: '<script>alert(1)</script>'}]", '"><script>')
    assert "<script>" not in svg


def test_an_editor_is_told_what_is_wrong_with_a_drawing():
    block = LessonBlocks().child_blocks["figure"]
    value = block.to_python({"title": "图", "words": "说明", "drawing": "kind: riddle"})
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(value)
    assert "drawing" in caught.value.block_errors
    # A draft with it can still be looked at: the words stand alone.
    shown = block.render(value)
    assert "<svg" not in shown
    assert "说明" in shown


def test_lines_break_between_words_and_never_before_a_full_stop():
    assert wrapped("先隔离，再标识。", 55) == ["先隔离，", "再标识。"]
    assert wrapped("a-very-long-word", 10) == ["a-very-long-word"]


def test_the_content_folder_has_the_syntax_that_is_documented():
    text = (settings.CONTENT_DIR / "lessons" / "SPC-02.zh.md").read_text(encoding="utf-8")
    assert "```figure\nkind: control\n" in text
