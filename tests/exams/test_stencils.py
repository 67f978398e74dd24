"""A question filled in from its stencil is, tag for tag and letter for letter, the question the template makes."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from exams import delivery, stencils
from exams.models import ItemVersion
from exams.presentation import question
from tests.exams.making import KINDS, sitting, version


def rendered(item, response, language):
    return tight(render_to_string("components/question.html", {"q": question(item, response, language)}))


def tight(html):
    """Without the blanks between tags, which nobody sees."""
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", html)


def items_of(attempt):
    return list(attempt.items.select_related("item_version__item").order_by("slot"))


@pytest.fixture
def attempt(learner):
    return delivery.start(candidate=learner, sitting=sitting(version(list(KINDS))))


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("side", [None, 3, 4], ids=["open", "right", "wrong"])
def test_every_kind_is_filled_in_as_the_template_has_it(attempt, language, side):
    with translation.override(language):
        for item in items_of(attempt):
            item.slot += 40
            response = None
            if side is not None:
                delivery.save(
                    attempt=attempt,
                    slot=item.slot - 40,
                    value=KINDS[item.item_version.item.kind][side],
                    seq=7,
                    epoch=1,
                )
                response = item.responses.get()
            for _ in range(2):  # cut anew, then from memory
                assert tight(stencils.waiting(item, response, language)) == rendered(item, response, language)


def test_each_order_of_choices_is_its_own(attempt):
    item = next(item for item in items_of(attempt) if item.item_version.item.kind == "single")
    for order in (list("DCBA"), list("BADC"), []):
        item.choice_order = order
        assert tight(stencils.waiting(item, None, "zh-hans")) == rendered(item, None, "zh-hans")


def test_control_a_wording_that_holds_a_sign_of_the_stencil_gets_none(attempt):
    item = next(item for item in items_of(attempt) if item.item_version.item.kind == "single")
    alien = ItemVersion(
        pk=999_999, item=item.item_version.item, body={"zh-hans": {"stem": f"甲{stencils.SLOT}乙", "choices": []}}
    )
    alien.body["zh-hans"]["choices"] = [{"id": "A", "text": stencils.LETTER}]
    item.item_version = alien
    assert tight(stencils.waiting(item, None, "zh-hans")) == rendered(item, None, "zh-hans")
    assert stencils.SLOT in stencils.waiting(item, None, "zh-hans")
