"""Files as other systems and people make them: read as they are meant, or named; never taken for something else in silence."""

import io

import pytest
from openpyxl import Workbook

from exams.exchange import tables
from exams.exchange.drafts import Draft, Refused
from exams.exchange.gift.reading import read as read_gift
from exams.exchange.moodle.reading import read as read_moodle
from exams.exchange.notation import number
from exams.exchange.richtext import from_html

ZH = "zh-hans"


def gift(text: str) -> list[Draft]:
    return list(read_gift(text.encode(), ZH).drafts)


def moodle(inner: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><quiz>{inner}</quiz>'.encode()


def numerical(value: str, tolerance: str = "0") -> bytes:
    return moodle(
        "<question type='numerical'><name><text>n</text></name><questiontext format='html'><text>多少？</text></questiontext>"
        f"<answer fraction='100'><text>{value}</text><tolerance>{tolerance}</tolerance></answer></question>"
    )


def book(*rows: tuple[object, ...], merged: tuple[str, ...] = ()) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for block in merged:
        made.active.merge_cells(block)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


class TestGift:
    def test_a_category_ends_the_question_before_it_without_a_blank_line(self):
        first, second = gift("::一:: 甲 {T}\n$CATEGORY: QSO/S1\n::二:: 乙 {F}\n")
        assert (first.stem[ZH], second.stem[ZH]) == ("甲", "乙")
        assert (first.areas, second.areas) == ({}, {"QSO": "S1"})

    def test_an_answer_may_have_a_format_of_its_own(self):
        (draft,) = gift("题 {=[html]<p>甲<b>一</b></p>#[html]<p>对的</p> ~[plain]<乙>}\n")
        assert [line.text[ZH] for line in draft.choices] == ["甲**一**", "<乙>"]
        assert draft.explanation == {ZH: "A. 对的"}

    @pytest.mark.parametrize(
        ("written", "value", "tolerance"),
        [
            ("1,000:5", "1000", "5"),
            ("3,14:0,01", "3.14", "0.01"),
            ("１２．５:０．１", "12.5", "0.1"),
            ("-1,234,567", "-1234567", "0"),
        ],
        ids=["thousands", "decimal comma", "full width", "millions"],
    )
    def test_a_number_is_read_as_candidates_numbers_are(self, written, value, tolerance):
        (draft,) = gift(f"多少？ {{#{written}}}\n")
        assert (draft.key["value"], draft.key["tolerance"]) == (value, tolerance)

    def test_a_judgement_may_be_written_in_chinese(self):
        assert [draft.key["correct"] for draft in gift("甲 {对}\n\n乙 {错误#因为}\n\n丙 {√}\n")] == [True, False, True]


class TestMoodle:
    def test_thousands_are_no_decimals(self):
        (draft,) = read_moodle(numerical("1,000", "0,5"), ZH).drafts
        assert (draft.key["value"], draft.key["tolerance"]) == ("1000", "0.5")

    def test_a_best_answer_that_earns_only_part_is_told(self):
        reading = read_moodle(
            moodle(
                "<question type='multichoice'><name><text>n</text></name><questiontext><text>哪个？</text></questiontext>"
                "<answer fraction='90'><text>甲</text></answer><answer fraction='0'><text>乙</text></answer></question>"
            ),
            ZH,
        )
        assert "weights-left" in [finding.code for finding in reading.findings]

    def test_a_blank_that_offers_a_list_is_typed_and_the_rest_of_the_list_told(self):
        text = "主管{1:MULTICHOICE_S:=市监局~住建局#不是}，在{1:MCV:~八月~=九月}"
        inner = f"<question type='cloze'><name><text>n</text></name><questiontext><text>{text}</text></questiontext></question>"
        reading = read_moodle(moodle(inner), ZH)
        (draft,) = reading.drafts
        assert (draft.kind, draft.stem[ZH]) == ("fillin", "主管____，在____")
        assert draft.key == {"blanks": [[{"text": "市监局"}], [{"text": "九月"}]]}
        assert [finding.params["left"] for finding in reading.findings if finding.code == "gaps-as-blanks"] == ["住建局、八月"]

    def test_a_file_without_questions_is_refused_in_words(self):
        with pytest.raises(Refused, match="no-questions"):
            read_moodle(moodle(""), ZH)


def test_numbers_keep_what_they_say():
    assert [number(word) for word in ("1,5", "1,000", "12,345.6", "1000,5", "1 000")] == [
        "1.5",
        "1000",
        "12345.6",
        "1000.5",
        "1000",
    ]


def test_exponents_and_formulas_keep_their_meaning_in_a_line():
    said = {
        "10<sup>a</sup>": "10^a",
        "e<sup>−2x</sup>": "e^(−2x)",
        "10<sup>−3</sup>": "10⁻³",
        "4<sup>th</sup>": "4th",
        "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>": "1/2",
        "<math><msup><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></msup></math>": "(a+b)^2",
        "<math><semantics><msqrt><mi>n</mi></msqrt><annotation>\\sqrt n</annotation></semantics></math>": "√(n)",
    }
    assert {html: from_html(html)[0] for html in said} == said


class TestWorkbooks:
    @pytest.mark.parametrize(
        ("headings", "answer"),
        [
            (("试题题干*", "A 选项", "B选项", "C项", "标准答案（多个用逗号隔开）", "知识点1", "知识点2"), "A，C"),
            (("题目", "选项A内容", "选项B内容", "选项C内容", "正确答案", "标签", "章节"), "AC"),
            (("Question - max 120 characters", "Answer 1", "Answer 2", "Answer 3", "Correct answer(s)", "Tag 1", "Tag 2"), "1,3"),
        ],
        ids=["letter first", "with 内容", "answers beside the correct one"],
    )
    def test_options_headed_in_other_ways_are_found(self, headings, answer):
        reading = tables.read(book(headings, ("哪些对？", "甲", "乙", "丙", answer, "基础", "法律")), ZH)
        (draft,) = reading.drafts
        assert [line.text[ZH] for line in draft.choices] == ["甲", "乙", "丙"]
        assert (draft.key, draft.tags, reading.findings) == ({"correct": ["A", "C"]}, ("基础", "法律"), ())

    def test_a_choice_a_line_under_a_merged_stem_is_one_question(self):
        data = book(
            ("题干", "选项", "答案"),
            ("质量是什么？", "A. 甲", "B"),
            (None, "B. 乙", None),
            (None, "C. 丙", None),
            ("安全是什么？", "A. 子", "A"),
            (None, "B. 丑", None),
            merged=("A2:A4", "C2:C4", "A5:A6", "C5:C6"),
        )
        first, second = tables.read(data, ZH).drafts
        assert [line.text[ZH] for line in first.choices] == ["甲", "乙", "丙"]
        assert (first.kind, first.key, second.kind, second.key) == ("single", {"correct": "B"}, "single", {"correct": "A"})

    def test_a_stem_merged_over_questions_of_their_own_stays_theirs(self):
        data = book(
            ("题型", "题干", "选项A", "选项B", "答案"),
            ("单选题", "根据说明回答。", "甲", "乙", "A"),
            ("单选题", None, "丙", "丁", "B"),
            merged=("B2:B3",),
        )
        assert [draft.key["correct"] for draft in tables.read(data, ZH).drafts] == ["A", "B"]

    def test_multiple_choice_in_english_offers_several_and_one_may_be_right(self):
        head = ("Type", "Question", "A", "B", "C", "Answer")
        rows = [("Multiple Choice", "One?", "a", "b", "c", "B"), ("Multiple Choice", "Two?", "a", "b", "c", "A, C")]
        rows += [("Multiple Response", "Any?", "a", "b", "c", "C"), ("multiple-choice question", "Again?", "a", "b", "c", "A")]
        reading = tables.read(book(head, *rows), "")
        assert [(draft.kind, draft.key) for draft in reading.drafts] == [
            ("single", {"correct": "B"}),
            ("multiple", {"correct": ["A", "C"]}),
            ("multiple", {"correct": ["C"]}),
            ("single", {"correct": "A"}),
        ]
        (said,) = reading.findings  # once for the sheet, not on each row
        assert (said.code, said.params) == ("one-of-several", {"number": 2, "rows": "2, 5"})

    def test_multiple_choice_with_a_rule_of_marking_stays_what_it_says(self):
        head, row = (
            ("Type", "Question", "A", "B", "Answer", "Marking rule"),
            ("Multiple choice", "One?", "a", "b", "B", "Part marks"),
        )
        (draft,) = tables.read(book(head, row), "").drafts
        assert (draft.kind, draft.key) == ("multiple", {"correct": ["B"]})

    def test_multiple_choice_may_head_a_section_or_name_the_sheet(self):
        head, row = ("Question", "A", "B", "Answer"), ("One?", "a", "b", "B")
        (draft,) = tables.read(book(head, ("Multiple Choice",), row), "").drafts
        assert draft.kind == "single"

    @pytest.mark.parametrize("answer", ["（B）", "【B】", "B、乙", "B. 乙", "Ｂ", "乙"])
    def test_a_letter_is_read_in_brackets_and_with_its_own_words(self, answer):
        (draft,) = tables.read(
            book(("题型", "题目", "A", "B", "C", "正确答案"), ("单选题", "哪个？", "甲", "乙", "丙", answer)), ZH
        ).drafts
        assert draft.key == {"correct": "B"}

    def test_a_letter_that_says_other_words_than_its_choice_is_refused(self):
        reading = tables.read(book(("题型", "题目", "A", "B", "正确答案"), ("单选题", "哪个？", "甲", "乙", "A. 乙")), ZH)
        assert "answer-is-no-choice" in [finding.code for finding in reading.findings]

    def test_a_survey_site_parts_choices_and_answers_by_its_own_bar(self):
        (draft,) = tables.read(book(("题目", "题型", "选项", "答案"), ("有哪些？", "多选题", "A.甲┋B.乙┋C.丙", "A┋C")), ZH).drafts
        assert ([line.text[ZH] for line in draft.choices], draft.key) == (["甲", "乙", "丙"], {"correct": ["A", "C"]})

    def test_english_quiz_sites_have_their_own_words_for_kinds(self):
        head, kinds = ("Question", "Question Type", "Option 1", "Option 2", "Correct Answer"), ("Checkbox", "Open-Ended", "Poll")
        reading = tables.read(book(head, *[("Which?", kind, "a", "b", 1) for kind in kinds]), "")
        assert [draft.kind for draft in reading.drafts] == ["multiple", "short"]
        assert "foreign-kind" in [finding.code for finding in reading.findings]

    def test_choices_that_are_not_read_as_choices_are_named(self):
        reading = tables.read(book(("题干", "选项", "答案"), ("质量是什么？", "甲", "乙")), ZH)
        assert "options-left" in [finding.code for finding in reading.findings]
