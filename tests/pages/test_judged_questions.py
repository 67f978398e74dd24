"""What readers ask finds first what they want, over the shipped content."""

import re

import pytest
from django.utils import translation

from pages.searching import find
from tests.pages.judged import ENGLISH, QUESTIONS


def first(question):
    found = find(question).results
    return f"{found[0].kind} {re.sub('<.*?>', '', found[0].title)}" if found else ""


def answers(shown, wanted):
    kind, _, title = shown.partition(" ")
    return any(kind == want.partition(" ")[0] and want.partition(" ")[2] in title for want in wanted)


def test_there_are_fifty_questions():
    assert len(QUESTIONS) >= 50


@pytest.mark.parametrize(("language", "questions"), [("zh-hans", QUESTIONS), ("en", ENGLISH)], ids=["chinese", "english"])
def test_each_question_finds_first_what_was_judged_right(content, language, questions):
    with translation.override(language):
        wrong = {question: first(question) for question in questions if not answers(first(question), questions[question])}
    assert wrong == {}
