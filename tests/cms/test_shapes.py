"""Parts filled in by their shape say what their templates say."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from django.template import Context, Engine
from django.utils.safestring import mark_safe

from cms import shapes

FIRST, SECOND = UUID(int=1), UUID(int=2)


@dataclass(frozen=True)
class Thing:
    name: str
    pk: UUID
    is_big: bool = False
    lines: list[str] = field(default_factory=list)


@pytest.fixture
def template(monkeypatch):
    """Render this text instead of a template's file; how often it was."""
    rendered: list[dict[str, object]] = []

    def put(text: str) -> list[dict[str, object]]:
        def render(_name: str, context: dict[str, object], _request: object = None) -> str:
            rendered.append(context)
            return Engine().from_string(text).render(Context(context))

        monkeypatch.setattr(shapes, "render_to_string", render)
        return rendered

    return put


LIST = (
    "<a href='/{{ thing.pk }}/'>{{ thing.name }}</a>{% if thing.is_big %}!{% endif %}"
    "{% for line in thing.lines %}[{{ line }}]{% endfor %}"
)


def test_texts_are_filled_in_escaped_and_a_shape_is_rendered_once(template):
    rendered = template(LIST)
    assert shapes.part("a", thing=Thing("<甲>", FIRST)) == f"<a href='/{FIRST}/'>&lt;甲&gt;</a>"
    many = len(rendered)
    assert shapes.part("a", thing=Thing(mark_safe("<i>乙</i>"), SECOND)) == f"<a href='/{SECOND}/'><i>乙</i></a>"
    assert len(rendered) == many


def test_claims_numbers_of_lines_and_emptiness_make_another_shape(template):
    template(LIST)
    assert shapes.part("b", thing=Thing("甲", FIRST)).endswith("甲</a>")
    assert shapes.part("b", thing=Thing("甲", FIRST, True, ["一", "二"])).endswith("甲</a>![一][二]")
    assert shapes.part("b", thing=Thing("甲", FIRST, False, ["", "二"])).endswith("甲</a>[][二]")
    assert shapes.part("b", thing=Thing("", FIRST)).endswith("'></a>")


def test_one_number_at_two_places_is_told_from_two(template):
    template("{{ a }} {{ b }}")
    assert shapes.part("c", a=FIRST, b=FIRST) == f"{FIRST} {FIRST}"
    assert shapes.part("c", a=FIRST, b=SECOND) == f"{FIRST} {SECOND}"
    assert shapes.part("c", a=SECOND, b=SECOND) == f"{SECOND} {SECOND}"


def test_a_template_that_holds_a_sign_of_its_own_is_rendered_as_a_whole(template):
    rendered = template("{{ a }} \ue100 \ue900")
    assert shapes.part("d", a="甲") == shapes.part("d", a="甲") == "甲 \ue100 \ue900"
    assert [context["a"] for context in rendered].count("甲") == 2


def test_a_text_may_hold_signs(template):
    template("{{ a }}{{ b }}")
    assert shapes.part("e", a="\ue101", b="乙") == "\ue101乙"


def test_more_texts_than_signs_are_rendered_as_a_whole(template):
    template("{% for line in lines %}{{ line }}{% endfor %}")
    assert shapes.part("f", lines=["字"] * 2000) == "字" * 2000
