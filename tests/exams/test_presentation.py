"""What a candidate is shown: each kind in its controls, and never a word of what is right."""

import dataclasses
import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from exams import paging, presentation
from exams.answers import Counted
from exams.forms import BadAnswer, Shape, checked
from exams.models import AnswerKey, Attempt, Result
from tests.exams.making import KINDS, item, sitting, version

CANARY = "CANARY-7K4M9XQ2"
# Names of rules that mean nothing else on a page.
RULES = ("match_correct", "all_or_nothing", "cn_multi", "map_response", "order_pairs")
DECLARED = {"in_person": "on", "no_copying": "on"}


@pytest.fixture
def candidate(client_of, learner):
    return client_of(learner)


@pytest.fixture
def attempt(candidate, db):
    candidate.post(sitting(version(list(KINDS), items=1)).get_absolute_url(), DECLARED)
    return Attempt.objects.get()


def question(attempt, kind, value=None, language="zh-hans"):
    item = attempt.items.select_related("item_version__item").get(item_version__item__kind=kind)
    response = Counted(seq=1, value=value, received_at=attempt.started_at) if value is not None else None
    return presentation.question(item, response, language)


# --- nothing of the key ---------------------------------------------------------------------------------------


def plant(attempt):
    """A newer key under every question of the paper, marked in each of its fields."""
    for place in attempt.items.all():
        old = AnswerKey.objects.get(item_version=place.item_version)
        AnswerKey.objects.create(
            item_version=place.item_version,
            revision=2,
            rule=old.rule,
            data=_marked(old.data),
            rubric=[{"part": "1", "marks": "2", "lines": [{"text": {"zh-hans": f"{CANARY}-rubric"}, "marks": "2"}]}],
            explanation={"zh-hans": f"{CANARY}-explanation", "en": f"{CANARY}-explanation"},
            reason=f"{CANARY}-reason",
        )


def _marked(data):
    """The key's data with a mark, and with a marked text among those that are right where texts are."""
    marked = {**data, "note": f"{CANARY}-data"}
    if "blanks" in data:
        marked["blanks"] = [[*texts, {"text": f"{CANARY}-text"}] for texts in data["blanks"]]
    return marked


def every_answer_of_the_server(client, attempt):
    """Each page and reply of a whole exam, with and without the script, from start to receipt."""
    address, responses = attempt.get_absolute_url(), reverse("exams:responses", args=[attempt.pk])
    yield client.get(reverse("exams:index"))
    yield client.get(attempt.sitting.get_absolute_url())
    for language in ("", "/en", "/zh-hant"):
        for slot in range(1, attempt.items.count() + 1):
            yield client.get(f"{language}{address}?slot={slot}")
    for slot, kind in attempt.items.values_list("slot", "item_version__item__kind"):
        for value in (KINDS[kind][4], KINDS[kind][3], {"odd": [1]}, None):
            for seq in (slot * 10, slot * 10, 1):
                body = json.dumps({"slot": slot, "seq": seq, "epoch": 1, "value": value})
                yield client.post(responses, body, "application/json")
        yield client.post(responses, {"slot": slot, "epoch": 1, "go": "next", f"q{slot}": "A", f"q{slot}-1": "x"}, follow=True)
    several = [{"slot": slot, "seq": 900, "value": None} for slot in attempt.items.values_list("slot", flat=True)]
    yield client.post(responses, json.dumps({"epoch": 1, "answers": several}), "application/json")
    yield client.post(responses, json.dumps({"epoch": 1, "answers": [{"slot": 1, "seq": 901, "value": 5}]}), "application/json")
    signals = {"epoch": 1, "signals": [{"kind": "opened", "slot": 1}]}
    yield client.post(reverse("exams:signals", args=[attempt.pk]), json.dumps(signals), "application/json")
    yield client.get(f"{responses}?epoch=1", headers={"Accept": "application/json"})
    yield client.get(reverse("exams:review", args=[attempt.pk]))
    yield client.post(reverse("exams:submission", args=[attempt.pk]))
    yield client.post(reverse("exams:submission", args=[attempt.pk]), {"confirm": "yes"}, follow=True)
    yield client.post(reverse("exams:submission", args=[attempt.pk]), '{"pending": [], "epoch": 1}', "application/json")
    yield client.get(address)
    for name in ("receipt-json", "receipt-text", "record", "timeline"):
        yield client.get(reverse(f"exams:{name}", args=[attempt.pk]))
    for result in Result.objects.filter(attempt=attempt):  # not released: there is no such page yet
        for name in ("result", "result-qti", "result-xapi"):
            yield client.get(reverse(f"exams:{name}", args=[result.pk]))
    yield client.get("/learn/")
    yield client.get(reverse("exams:index"))


def test_s03_no_key_explanation_or_rule_reaches_a_candidate_in_a_whole_exam(candidate, attempt):
    plant(attempt)
    assert AnswerKey.objects.filter(reason__contains=CANARY).count() == len(KINDS)
    seen = 0
    for answer in every_answer_of_the_server(candidate, attempt):
        whole = answer.content.decode() + str(answer.headers) + str(answer.cookies)
        assert CANARY not in whole
        assert not [rule for rule in RULES if rule in whole]
        assert "因为" not in whole
        seen += answer.status_code in (200, 400)
    assert seen > 100


def test_the_search_for_canaries_can_fail(candidate, db):
    """The control: a canary in the wording, which is shown, is found by the same search in the same pages."""
    item(CANARY, "single")
    candidate.post(sitting(version(["single"], items=0)).get_absolute_url(), DECLARED)
    attempt = Attempt.objects.get()
    assert any(CANARY in answer.content.decode() for answer in every_answer_of_the_server(candidate, attempt))


def test_s03_no_script_or_style_of_the_site_holds_a_word_of_any_key():
    static = Path(settings.BASE_DIR, "static")
    for file in [*static.rglob("*.js"), *static.rglob("*.css")]:
        text = file.read_text(encoding="utf-8")
        assert not [rule for rule in RULES if rule in text], file


def test_the_page_without_its_paper_is_light(candidate, attempt):
    """At most 60 KB before the paper: what the page weighs beside its questions, the answer sheet included."""
    page = candidate.get(attempt.get_absolute_url()).content.decode()
    bare = re.sub(r"<form class=\"question\".*?</form>", "", page, flags=re.DOTALL)
    assert page.count('<form class="question"') == len(KINDS)
    assert 'class="question"' not in bare
    assert len(bare.encode()) <= 60_000


def test_what_the_page_loads_besides_is_light():
    """Scripts and styles as they are sent, compressed; no single script above 30 KB even uncompressed."""
    static = Path(settings.BASE_DIR, "static")
    scripts = list((static / "js").glob("exam*.js"))
    assert max(len(file.read_bytes()) for file in scripts) <= 30_000
    weight = sum(len(gzip.compress(file.read_bytes())) for file in [*scripts, *(static / "css").glob("*.css")])
    assert weight <= 60_000


def test_the_fields_of_a_question_are_a_closed_list():
    """A new field here is a new way for a key to leak: think, then add it."""
    assert {field.name for field in dataclasses.fields(presentation.Question)} == {
        "slot",
        "kind",
        "kind_name",
        "worth",
        "stem",
        "picture",
        "marking_note",
        "unit",
        "options",
        "choices",
        "entries",
        "seq",
        "saved_at",
        "is_answered",
    }
    assert {field.name for field in dataclasses.fields(presentation.Option)} == {"id", "letter", "text", "chosen"}
    assert {field.name for field in dataclasses.fields(presentation.Entry)} == {"id", "label", "value", "options", "worth"}


def test_showing_a_paper_asks_nothing_of_the_table_of_keys(attempt, django_assert_num_queries):
    mine = Attempt.objects.told().get()
    # The questions of the paper, their wording (once per process), the answers.
    with django_assert_num_queries(2) as asked:
        paging.exam_page(mine, paging.paper_of(mine), slot=1)
    assert not [query for query in asked.captured_queries if "answerkey" in query["sql"]]


# --- each kind ---------------------------------------------------------------------------------------------------


def test_letters_follow_the_order_on_this_paper_and_ids_stay(attempt):
    item = attempt.items.select_related("item_version__item").get(item_version__item__kind="single")
    item.choice_order = ["C", "A", "D", "B"]
    shown = presentation.question(item, None, "zh-hans").options
    assert [(option.letter, option.id, option.text) for option in shown[:2]] == [("A", "C", "选项C"), ("B", "A", "选项A")]


@pytest.mark.parametrize("kind", ["single", "multiple", "truefalse"])
def test_what_was_chosen_is_chosen_again(attempt, kind):
    right = KINDS[kind][3]
    chosen = {option.id for option in question(attempt, kind, right).options if option.chosen}
    assert chosen == {"single": {"B"}, "multiple": {"A", "C"}, "truefalse": {"false"}}[kind]
    assert not any(option.chosen for option in question(attempt, kind).options)


def test_a_false_statement_answered_wrong_is_an_answer(attempt):
    assert question(attempt, "truefalse", False).is_answered


def test_a_matching_lists_its_counterparts_and_offers_them_for_each_line(attempt):
    shown = question(attempt, "matching", {"A": "C"})
    assert len(shown.choices) == len(shown.entries) == 4
    assert [option.id for option in shown.entries[0].options if option.chosen] == ["C"]
    assert not any(option.chosen for option in shown.entries[1].options)


def test_an_ordering_stands_as_it_was_answered(attempt):
    shown = question(attempt, "ordering", ["D", "B", "A", "C"])
    assert [entry.id for entry in shown.entries] == ["D", "B", "A", "C"]
    assert [next(o.id for o in entry.options if o.chosen) for entry in shown.entries] == ["1", "2", "3", "4"]
    assert not any(option.chosen for entry in question(attempt, "ordering").entries for option in entry.options)


def test_a_number_shows_its_unit(attempt):
    shown = question(attempt, "numeric", "12.5")
    assert (shown.unit, shown.entries[0].value) == ("mm", "12.5")


def test_each_kind_says_how_it_is_marked(attempt):
    with override("zh-hans"):
        assert question(attempt, "multiple").marking_note == "选出全部正确选项。多选、错选不得分，少选每个选项得0.5分。"
        for kind in KINDS:
            shown = question(attempt, kind)
            assert shown.marking_note
            assert shown.worth == "2分"


def test_another_language_shows_the_same_ids(attempt):
    chinese, english = question(attempt, "single", "B"), question(attempt, "single", "B", "en")
    assert english.stem.endswith(" en")
    assert [(o.id, o.chosen) for o in chinese.options] == [(o.id, o.chosen) for o in english.options]


def test_u08_wording_is_escaped():
    from exams.wording import markup

    assert markup('<script>alert("1")</script> **粗** ____') == (
        '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; <em>粗</em> <span class="blank">1</span>'
    )


# --- answers as values ---------------------------------------------------------------------------------------------

CHOICE, FILL = Shape(3, "multiple", ("A", "B", "C")), Shape(4, "fillin", places=("1", "2"))
PAIRS = Shape(5, "matching", ("a", "b"), ("1", "2"))


@pytest.mark.parametrize(
    ("shape", "sent", "kept"),
    [
        (CHOICE, ["C", "A", "C"], ["A", "C"]),
        (CHOICE, [], None),
        (FILL, [" 授权 ", ""], ["授权", ""]),
        (FILL, ["", " "], None),
        (PAIRS, {"1": "b", "2": ""}, {"1": "b"}),
        (PAIRS, {}, None),
        (Shape(1, "truefalse"), False, False),
        (Shape(1, "numeric", places=("1",), units=("mm",)), " １２.５ mm ", "１２.５ mm"),
        (Shape(1, "numeric", places=("1",)), " ", None),
        (Shape(1, "ordering", ("A", "B"), ("A", "B")), ["B", "A"], ["B", "A"]),
        (Shape(1, "case", places=("1", "2")), {"2": "答 ", "1": ""}, {"2": "答"}),
        (Shape(1, "single", ("A",)), None, None),
    ],
)
def test_a_value_is_brought_to_the_form_that_is_stored(shape, sent, kept):
    assert checked(shape, sent) == kept


@pytest.mark.parametrize(
    ("shape", "sent"),
    [
        (CHOICE, "A"),
        (CHOICE, ["A", "Z"]),
        (CHOICE, [["A"]]),
        (FILL, ["a", "b", "c"]),
        (FILL, [1]),
        (PAIRS, {"1": "z"}),
        (PAIRS, {"9": "a"}),
        (PAIRS, {"1": ["a"]}),
        (PAIRS, ["a"]),
        (Shape(1, "truefalse"), "true"),
        (Shape(1, "truefalse"), 1),
        (Shape(1, "numeric", places=("1",)), 12.5),
        (Shape(1, "ordering", ("A", "B"), ("A", "B")), ["A"]),
        (Shape(1, "ordering", ("A", "B"), ("A", "B")), ["A", "A"]),
        (Shape(1, "short", places=("1",)), "长" * 5001),
        (Shape(1, "case", places=("1",)), "text"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_the_number_of_its_question(shape, sent):
    with override("zh-hans"), pytest.raises(BadAnswer, match=f"第{shape.slot}题"):
        checked(shape, sent)
