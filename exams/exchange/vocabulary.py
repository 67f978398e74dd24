"""Vocabulary (用语): kinds, difficulties and rules as tables name them, in three languages, and how ours are written."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from core.text import fold

LANGUAGES = ("zh-hans", "zh-hant", "en")
# How each is written, in the order of LANGUAGES; the rest of what is read follows.
KINDS = {
    "single": ("单选题", "單選題", "Single choice"),
    "multiple": ("多选题", "多選題", "Multiple choice"),
    "truefalse": ("判断题", "判斷題", "True or false"),
    "fillin": ("填空题", "填空題", "Fill in"),
    "numeric": ("计算题", "計算題", "Calculation"),
    "matching": ("配对题", "配對題", "Matching"),
    "ordering": ("排序题", "排序題", "Ordering"),
    "short": ("简答题", "簡答題", "Short answer"),
    "case": ("案例题", "案例題", "Case"),
}
_MORE_KINDS = {
    "single": "单项选择 单项选择题 单选 选择题 單項選擇題 單選 選擇題 最佳选择题 a1 a1型题 a2型题 "
    "single multichoice mcq sc singlechoice single-choice singleanswer radio dropdown",
    "multiple": "多项选择 多项选择题 多选 不定项选择题 不定项选择 不定项 不定项题 多項選擇題 多選 x型题 "
    "multiple multiple-choice mc checkbox checkboxes mr ma multiple-response "
    "multipleresponse multiple-answer multipleanswer multipleanswers multiple-select multipleselect selectallthatapply",
    "truefalse": "判断 是非题 是非 对错题 判断正误 判斷 是非題 truefalse true/false true-false tf t/f yes/no judge",
    "fillin": "填空 填充题 填空題 blank fill fillin fill-in fill-in-the-blank fillintheblank fill-in-the-blanks "
    "fillintheblanks cloze 单空题 多空题",
    "numeric": "计算 数值题 数值 計算 數值題 numeric numerical number calculation",
    "matching": "配对 连线题 连线 匹配题 匹配 配對 連線題 match matching matchup pairs",
    "ordering": "排序 顺序题 排序題 order ordering sequence sort ranking",
    "short": "简答 问答题 问答 论述题 论述 名词解释 名词解释题 主观题 分析题 解答题 综合题 简述题 "
    "辨析题 应用题 簡答 問答題 論述題 主观 essay short shortanswer short-answer longanswer long-answer open "
    "open-ended openended paragraph text",
    "case": "案例 案例分析 案例分析题 材料题 材料分析题 案例分析題 case casestudy case-study",
}
# Asked elsewhere, not here: left out and listed.
_FOREIGN = (
    "听力题 听力 阅读理解 阅读理解题 完形填空 完形填空题 作文 作文题 写作题 写作 口语题 口语 编程题 程序题 操作题 实操题 "
    "文件上传题 上传题 录音题 共用选项题 共用题干题 b1型题 打分题 评分题 量表题 矩阵题 矩阵单选 姓名 投票题 多媒体题 分录题 "
    "资料题 选词填空 听写题 翻译题 poll survey draw rating "
    "calculated drag drop hotspot description file-upload upload scale matrix"
)
RULES = {
    "match_correct": ("对或错", "對或錯", "Right or wrong"),
    "cn_multi": ("少选得部分分", "少選得部分分", "Part marks"),
    "all_or_nothing": ("全对才得分", "全對才得分", "All or nothing"),
    "map_response": ("按选项赋分", "按選項賦分", "Marks per choice"),
    "text": ("按词评分", "按詞評分", "Accepted words"),
    "manual": ("人工评分", "人工評分", "Marked by a person"),
}
_MORE_RULES = {
    "cn_multi": "默认 漏选得部分分 少选得分 部分得分 少选得0.5分 错选不得分 default partial",
    "all_or_nothing": "全对得分 全部答对才得分 全对 少选不得分 漏选不得分 allornothing exact",
    "map_response": "每选项分值 选项分值 按选项得分",
    "text": "自动评分 关键词 机器评分 自动判分 automatic",
    "manual": "人工 人工阅卷 手动评分 教师评分 人工判分 manual",
}
PURPOSES = {
    "exam": ("考试", "考試", "Exam"),
    "practice": ("练习", "練習", "Practice"),
    "contest": ("公众竞赛", "公眾競賽", "Public contest"),
}
_MORE_PURPOSES = {"exam": "正式考试 exam", "practice": "自测 practice", "contest": "竞赛 知识竞赛 contest"}
_DIFFICULTIES = {
    1: "易 容易 简单 低 很易 非常容易 極易 極簡單 简易 easy veryeasy low 初级 一级 ★ 容易题",
    2: "较易 偏易 較易 较简单 fairlyeasy ★★ 二级",
    3: "中 中等 一般 适中 普通 中级 中等题 适中題 medium moderate normal middle ★★★ 三级",
    4: "较难 偏难 較難 fairlyhard ★★★★ 四级",
    5: "难 困难 很难 極難 极难 高 難 困難 hard difficult veryhard high 高级 ★★★★★ 五级 难题",
}


def _plain(text: str) -> str:
    return re.sub(r"[\s_:.]+", "", fold(text)).strip("[]()【】")


def _table(ours: Mapping[str, tuple[str, ...]], more: Mapping[str, str]) -> dict[str, str]:
    return {_plain(word): name for name, words in ours.items() for word in (name, *words, *more.get(name, "").split())}


_KIND, _RULE, _PURPOSE = _table(KINDS, _MORE_KINDS), _table(RULES, _MORE_RULES), _table(PURPOSES, _MORE_PURPOSES)
_DIFFICULTY = {_plain(word): level for level, words in _DIFFICULTIES.items() for word in words.split()}


def kind_of(text: str) -> str:
    """Our kind for another's word, or nothing.

    >>> [kind_of(word) for word in ("单项选择题", "判断題", "【多选】", "一、单选题", "单选题（每题2分）", "单选提")]
    ['single', 'truefalse', 'multiple', 'single', 'single', '']
    >>> kind_of("Multiple-choice question"), kind_of("True/False Questions")
    ('multiple', 'truefalse')
    """
    plain = _plain(re.sub(r"^[一二三四五六七八九十\d]+\s*[、.．]\s*", "", text))
    forms = (plain, plain.replace("題", "题"), re.sub(r"[(].*$", "", plain), re.sub(r"-?questions?$", "", plain))
    return next((_KIND[form] for form in forms if form in _KIND), "")


def is_choice_of_any_number(text: str) -> bool:
    """Whether an English word for the kind leaves open how many answers are right: Multiple Choice offers several, as a rule
    for one of them.

    >>> [is_choice_of_any_number(word) for word in ("Multiple Choice", "multiple-choice question", "Multiple response", "多选题")]
    [True, True, False, False]
    """
    return bool(re.match(r"mc$|multiple-?choice", _plain(text)))


def is_foreign(text: str) -> bool:
    """Whether this is a kind of question that others have and we do not."""
    return _plain(text) in _FOREIGN.split()


def rule_of(text: str) -> str:
    return _RULE.get(_plain(text), "")


def purpose_of(text: str) -> str | None:
    return _PURPOSE.get(_plain(text))


def difficulty_of(text: str) -> int | None:
    """1 to 5 from a figure, a word, stars, or the share that answers rightly (0.85 is easy); None for anything else.

    >>> [difficulty_of(word) for word in ("3", "较难", "★★", "0.85", "0.35", "中等", "7", "4.0")]
    [3, 4, 2, 1, 4, 3, None, 4]
    """
    plain = _plain(text)
    if plain in _DIFFICULTY:
        return _DIFFICULTY[plain]
    try:
        value = Decimal(fold(text))
    except InvalidOperation:
        return None
    if 0 < value < 1:
        return next(
            level for level, least in ((1, "0.85"), (2, "0.7"), (3, "0.5"), (4, "0.3"), (5, "0")) if value >= Decimal(least)
        )
    return int(value) if value == int(value) and 1 <= value <= 5 else None


INSTRUCTIONS = ("说明", "說明", "Instructions")
_TRADITIONAL = set("題選項標準質應為國個這來對說時會過還後當經產發現關東車門問間開長見貝員單實點嗎與學認證書責權險條總監")
_SIMPLIFIED = set("题选项标准质应为国个这来对说时会过还后当经产发现关东车门问间开长见贝员单实点吗与学认证书责权险条总监")


def likely_locale(texts: list[str]) -> str:
    """The language of some texts: of one without Chinese characters, English.

    >>> likely_locale(["下列哪一项是五类质量之一？"]), likely_locale(["下列哪一項應為質量標準？"]), likely_locale(["Which one?"])
    ('zh-hans', 'zh-hant', 'en')
    """
    joined = "".join(texts)
    chinese = sum("\u4e00" <= sign <= "\u9fff" for sign in joined)
    if chinese * 8 < len(joined.replace(" ", "")) / 4:
        return "en"
    traditional, simplified = (
        sum(sign in signs for sign in joined) for signs in (_TRADITIONAL - _SIMPLIFIED, _SIMPLIFIED - _TRADITIONAL)
    )
    return "zh-hant" if traditional > simplified else "zh-hans"
