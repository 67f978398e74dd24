"""The template (模板): our own table of questions in three languages: its headings, its examples and its instructions.

One wide sheet, because that is how examiners keep questions: a row is a question, whatever its kind. Translations stand to
the right, folded away. Cases have a sheet of their own, a row for each part.
"""

from dataclasses import dataclass

from exams.exchange.vocabulary import LANGUAGES

CHOICES = 8
# field: how it is headed, in the order of LANGUAGES. headings.py reads them all back (a test holds it).
LABELS = {
    "code": ("编号", "編號", "Code"),
    "kind": ("题型", "題型", "Type"),
    "stem": ("题干", "題幹", "Question"),
    "option": ("选项", "選項", "Option"),
    "answer": ("答案", "答案", "Answer"),
    "explanation": ("解析", "解析", "Explanation"),
    "difficulty": ("难度", "難度", "Difficulty"),
    "marks": ("分值", "分值", "Marks"),
    "areas": ("能力领域", "能力領域", "Areas"),
    "objective": ("对应课时", "對應課時", "Lesson"),
    "source": ("出处", "出處", "Source"),
    "tags": ("标签", "標籤", "Tags"),
    "unit": ("单位", "單位", "Unit"),
    "tolerance": ("允差", "允差", "Tolerance"),
    "rule": ("评分规则", "評分規則", "Marking rule"),
    "last": ("固定在末尾的选项", "固定在末尾的選項", "Choice kept last"),
    "purpose": ("用途", "用途", "Used for"),
    "material": ("案例材料", "案例材料", "Case text"),
    "part": ("小题", "小題", "Part"),
    "part_text": ("小题问题", "小題問題", "Part question"),
    "part_area": ("小题领域", "小題領域", "Part area"),
    "part_marks": ("小题分值", "小題分值", "Part marks"),
    "points": ("评分要点", "評分要點", "Marking points"),
}
SHEETS = {
    "instructions": ("说明", "說明", "Instructions"),
    "questions": ("题目", "題目", "Questions"),
    "cases": ("案例", "案例", "Cases"),
}
# How a column in another language than the heading's is marked: (the heading's language, the column's).
_IN = {
    "zh-hans": {"zh-hant": "（繁体）", "en": "（英文）", "zh-hans": ""},
    "zh-hant": {"zh-hans": "（簡體）", "en": "（英文）", "zh-hant": ""},
    "en": {"zh-hans": " (Simplified Chinese)", "zh-hant": " (Traditional Chinese)", "en": ""},
}


@dataclass(frozen=True)
class Column:
    """A column of ours: what it holds, for an option which, and in which language where it holds words."""

    field: str
    option: int = -1
    locale: str = ""
    width: int = 12

    def title(self, language: str) -> str:
        name = LABELS[self.field][LANGUAGES.index(language)]
        letter = "" if self.option < 0 else f"{' ' if language == 'en' else ''}{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[self.option]}"
        return f"{name}{letter}{_IN[language][self.locale] if self.locale else ''}"


def question_columns(language: str, choices: int) -> list[Column]:
    """The columns of the sheet of questions: first what everybody fills in, then the translations."""
    others = [code for code in LANGUAGES if code != language]
    first = [
        Column("code", width=16), Column("kind", width=10), Column("stem", locale=language, width=52),
        *(Column("option", at, language, 22) for at in range(choices)),
        Column("answer", width=18), Column("explanation", locale=language, width=36),
        Column("difficulty", width=7), Column("marks", width=7), Column("areas", width=16), Column("source", width=22),
        Column("objective", width=11), Column("tags", width=16), Column("unit", width=8), Column("tolerance", width=8),
        Column("rule", width=14), Column("last", width=10), Column("purpose", width=10),
    ]  # fmt: skip
    translated = [
        column
        for code in others
        for column in (
            Column("stem", locale=code, width=40),
            *(Column("option", at, code, 18) for at in range(choices)),
            Column("answer", locale=code, width=24),
            Column("explanation", locale=code, width=30),
        )
    ]
    return first + translated


def case_columns(language: str) -> list[Column]:
    """The columns of the sheet of cases."""
    others = [code for code in LANGUAGES if code != language]
    first = [
        Column("code", width=16), Column("material", locale=language, width=60), Column("part", width=7),
        Column("part_text", locale=language, width=44), Column("part_area", width=10), Column("part_marks", width=10),
        Column("points", locale=language, width=52), Column("explanation", locale=language, width=30),
        Column("difficulty", width=7), Column("areas", width=16), Column("source", width=22), Column("objective", width=11),
        Column("tags", width=16), Column("purpose", width=10),
    ]  # fmt: skip
    names = (("material", 50), ("part_text", 36), ("points", 40), ("explanation", 26))
    return first + [Column(name, locale=code, width=width) for code in others for name, width in names]
