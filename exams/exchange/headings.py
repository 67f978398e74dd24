"""Headings (表头): which column of a table says what, in the words of many systems and three languages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.text import fold
from exams.exchange.likeness import LETTERS

# field: the ways to head it; Traditional forms where they differ.
_NAMES = """
code: 编号 | 題目編號 | 编码 | 代码 | 代號 | 題號編碼 | 題目代碼 | 试题编号 | 试题编码 | 题目编号 | 题目编码 |
    试题代码 | 题目id | 试题id | id | code | item code | question code | question id | item id | 編號 | 編碼 |
    代碼 | 試題編號
running: 序号 | 题号 | 序號 | 題號 | no | no. | number | # | 行号 | 顺序
kind: 题型 | 類型 | 题目类型 | 试题类型 | 问题类型 | 类型 | 題型 | 題目類型 | 試題類型 | type | kind |
    question type | item type
purpose: 用途 | 用于 | used for | purpose | use
stem: 题干 | 題幹 | 题目 | 題目 | 试题 | 試題 | 题目内容 | 題目內容 | 试题内容 | 試題內容 | 题干内容 |
    试题题干 | 题目题干 | 题目标题 | 问题内容 | 題幹內容 | 题目描述 | 标题 | 问题 | 問題 | question | stem |
    question text | question stem | title | item | 大题题干 | 内容 | 题面
options: 选项 | 選項 | 备选项 | 备选答案 | 选项内容 | 全部选项 | 候选项 | options | choices | option | answers
answer: 答案 | 正确答案 | 標準答案 | 标准答案 | 参考答案 | 正確答案 | 參考答案 | 正确选项 | 试题答案 |
    题目答案 | 正解 | key | answer | correct answer | right answer | correct | correct option | 答案内容
rule: 评分规则 | 计分规则 | 評分規則 | 计分方式 | 评分方式 | 得分规则 | marking rule | scoring rule | rule |
    marking
unit: 单位 | 單位 | unit
tolerance: 允差 | 误差 | 容差 | 允许误差 | 誤差 | 答案误差 | tolerance | margin
explanation: 解析 | 答案解析 | 试题解析 | 题目解析 | 解释 | 说明 | 讲解 | 详解 | 解題說明 | 解釋 | 试题分析 |
    explanation | feedback | rationale | analysis | general feedback
difficulty: 难度 | 难易度 | 难易程度 | 難度 | 難易度 | 难度系数 | 试题难度 | 题目难度 | 难度等级 | difficulty |
    level
marks: 分值 | 分数 | 分數 | 得分 | 默认分值 | 试题分数 | 题目分值 | 分 | marks | points | score | mark |
    本题分值
areas: 能力领域 | 领域 | 能力領域 | 領域 | area | areas | competence area | competence areas
objective: 对应课时 | 课时 | 對應課時 | 课程章节编号 | lesson | objective
source: 出处 | 依据 | 来源 | 條文 | 出處 | 題源 | 来源依据 | 法条依据 | 试题来源 | source | reference | 依据条款
tags: 标签 | 知识点 | 关键词 | 分类 | 章节 | 目录 | 考点 | 所属章节 | 所属知识点 | 题库分类 | 科目 | 专业 |
    標籤 | 知識點 | 分類 | tags | tag | topic | category | chapter | keywords | 所属科目 | 试题分类 |
    一级目录 | 二级目录 | 知识点名称 | 标记
counted: 选项数 | 选项数量 | 选项个数 | number of options | 空数
last: 固定在末尾的选项 | 固定选项 | 末尾选项 | 固定在末尾的選項 | choice kept last | keep last
part: 小题 | 小题号 | 小題 | part | part no | 子题号
part_text: 小题问题 | 小题题干 | 小题内容 | 子题 | 子题题干 | 小題問題 | part question | sub-question | 问题 |
    問題
part_area: 小题领域 | 小題領域 | part area
part_marks: 小题分值 | 小題分值 | part marks
points: 评分要点 | 采分点 | 得分点 | 評分要點 | 评分标准 | 评分细则 | marking points | rubric | scoring points
material: 案例材料 | 材料 | 案例 | 案例背景 | 背景材料 | 案例內容 | 案例内容 | case | case text | material |
    scenario
"""


def _by_name() -> dict[str, str]:
    """{folded heading: field}. Where two fields share one (问题), the later wins; `table` decides by the company it keeps."""
    found: dict[str, str] = {}
    for entry in re.split(r"\n(?=\w)", _NAMES.strip()):
        field, _colon, names = entry.partition(":")
        found |= {fold(name): field for name in names.split("|")}
    return found


_FIELD = _by_name()
_LOCALE = {
    "en": ("英文", "英语", "英", "english", "en", "英語"),
    "zh-hant": ("繁体", "繁體", "繁", "繁体中文", "繁體中文", "traditional", "traditional chinese", "zh-hant", "繁中"),
    "zh-hans": ("简体", "简", "简体中文", "簡體", "簡體中文", "simplified", "simplified chinese", "zh-hans", "简中", "中文"),
}
_ANY_LOCALE = "|".join(sorted((name for names in _LOCALE.values() for name in names), key=len, reverse=True))
_TAIL = re.compile(rf"^(.*?)[\s_-]*[(\[]?\s*({_ANY_LOCALE})\s*[)\]]?$")
_NOTE = re.compile(r"\s*[(\[*].*?[)\]*]?\s*$|\s[-–—:]\s.*$")
# 选项A, A选项, 选项A内容, Answer 1; a sign alone is a letter, never a figure.
_OPTION = re.compile(
    r"^(?:(?:选项|選項|备选项|备选答案|答案选项|候选项|option|choice|answer option|answer)?"
    r"\s*[-_.:]?\s*(?P<after>[a-z]|\d{1,2}|[一二三四五六七八九十])|(?P<before>[a-z])\s*(?:选项|選項|项|option|choice))"
    r"\s*(?:内容|內容|文字|文本|text)?$"
)
_MANY = re.compile(r"\s*\d{1,2}$")
_CHINESE = "一二三四五六七八九十"
TRANSLATED = ("stem", "option", "explanation", "answer", "part_text", "points", "material")


@dataclass(frozen=True)
class Heading:
    """What a column holds: a field, for an option which (from 0), in which language where its heading says so."""

    field: str
    option: int = -1
    locale: str = ""
    numbered: bool = False


def heading(text: str) -> Heading | None:
    """What a heading means, or None.

    >>> heading("选项Ｂ（英文）")
    Heading(field='option', option=1, locale='en', numbered=False)
    >>> heading("*题干(必填)").field, heading("选项1").numbered, heading("录入人") is None
    ('stem', True, True)
    >>> [heading(text).option for text in ("A 选项", "选项B内容", "Answer 3 - max 75 characters")]
    [0, 1, 2]
    """
    plain = re.sub(r"^\[(.*)\]$", r"\1", fold(text).strip("*: "))
    for form in dict.fromkeys((plain, _NOTE.sub("", plain))):
        if found := _named(form, ""):
            return found
        if (tail := _TAIL.match(plain)) and tail[1]:
            locale = next(code for code, names in _LOCALE.items() if tail[2] in names)
            if found := _named(tail[1].strip(" ("), locale):
                return found
    return None


def _named(plain: str, locale: str) -> Heading | None:
    if plain in _FIELD:
        return Heading(_FIELD[plain], locale=locale)
    if _FIELD.get(_MANY.sub("", plain)) == "tags":
        return Heading("tags", locale=locale)
    if option := _OPTION.match(plain):
        sign = option["after"] or option["before"]
        if sign in _CHINESE:
            return Heading("option", _CHINESE.index(sign), locale, numbered=True)
        if sign.isdigit():
            return Heading("option", int(sign) - 1, locale, numbered=True) if plain != sign and int(sign) else None
        return Heading("option", LETTERS.index(sign.upper()), locale)
    return None


# In a sheet of cases 分值 and 领域 are a part's, where parts have no column of their own for them.
_OF_PART = {"marks": "part_marks", "areas": "part_area"}


def table(headings: Sequence[str]) -> dict[int, Heading]:
    """The meaning of each column that has one. Where a case's material has its own column, 问题 is a part's."""
    found = {at: meaning for at, text in enumerate(headings) if text and (meaning := heading(text))}
    fields = [meaning.field for meaning in found.values()]
    if "answer" not in fields:
        # Answer 1, Answer 2 are what is right, unless another column says which of them is.
        found = {at: meaning for at, meaning in found.items() if not fold(headings[at]).startswith("answer ")}
    is_case = "part_text" in fields and ("material" in fields or "part" in fields)
    for at, meaning in found.items():
        if meaning.field == "part_text" and not is_case:
            found[at] = Heading("stem", locale=meaning.locale)
        elif meaning.field == "material":
            found[at] = Heading("stem" if "part_text" in fields or "points" in fields else "material", locale=meaning.locale)
        elif is_case and _OF_PART.get(meaning.field, meaning.field) not in fields:
            found[at] = Heading(_OF_PART[meaning.field])
    return found


def is_heading_row(headings: Sequence[str]) -> bool:
    """Whether a row can head a table of questions: it names the question, and something more."""
    meanings = table(headings).values()
    fields = {meaning.field for meaning in meanings}
    return bool(fields & {"stem", "part_text"}) and len(fields) >= 2
