"""Examples (示例): one item of each kind, as the template shows them. Left in a file, they are told and not imported."""

from decimal import Decimal

from exams.exchange.drafts import Draft, Line, Part
from exams.exchange.vocabulary import LANGUAGES

EXAMPLE = "EXAMPLE-"


def _three(*words: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, words, strict=True))


def _lines(*texts: tuple[str, str, str], ids: str = "ABCDEFGH") -> tuple[Line, ...]:
    return tuple(Line(name, _three(*words)) for name, words in zip(ids, texts, strict=False))


def _point(marks: str, *words: str) -> dict[str, object]:
    return {"text": _three(*words), "marks": marks}


EXAMPLES = (
    Draft(
        kind="single", code="EXAMPLE-1", difficulty=2, source="第九条", areas={"QSO": "S1"},
        stem=_three("依照条例第九条，首席质量官由谁聘任？", "依照條例第九條，首席質量官由誰聘任？",
                    "Under art. 9, who appoints the chief quality officer?"),
        choices=_lines(("企业", "企業", "the enterprise"), ("市场监管部门", "市場監管部門", "the market regulator"),
                       ("行业协会", "行業協會", "the trade association")),
        rule="match_correct", key={"correct": "A"},
        explanation=_three("由企业自主聘任。", "由企業自主聘任。", "The enterprise itself appoints."),
    ),
    Draft(
        kind="multiple", code="EXAMPLE-2", difficulty=3, marks=Decimal(2), areas={"QSO": "S1"},
        stem=_three("下列哪些属于条例所说的质量？", "下列哪些屬於條例所說的質量？",
                    "Which of these are kinds of quality in the Regulation?"),
        choices=_lines(("产品质量", "產品質量", "product quality"), ("工程质量", "工程質量", "engineering quality"),
                       ("睡眠质量", "睡眠質量", "quality of sleep"), ("服务质量", "服務質量", "service quality")),
        rule="cn_multi", key={"correct": ["A", "B", "D"]},
    ),
    Draft(
        kind="truefalse", code="EXAMPLE-3", difficulty=1, areas={"QSO": "S1"}, rule="match_correct", key={"correct": True},
        stem=_three("条例也适用于服务质量。", "條例也適用於服務質量。", "The Regulation applies to service quality as well."),
    ),
    Draft(
        kind="fillin", code="EXAMPLE-4", difficulty=2, areas={"QSO": "S1"}, rule="text",
        stem=_three("全国“质量月”在每年____月，首届在____年。", "全國「質量月」在每年____月，首屆在____年。",
                    "Quality Month is in ____ each year, since ____."),
        key={"blanks": [[{"text": "九"}, {"text": "9"}, {"text": "September"}], [{"text": "1978"}]]},
    ),
    Draft(
        kind="numeric", code="EXAMPLE-5", difficulty=3, areas={"QSO": "S3"}, unit="mm", rule="numeric",
        stem=_three("规格为45.8±0.2，上限是多少？", "規格為45.8±0.2，上限是多少？",
                    "The specification is 45.8 ± 0.2. What is the upper limit?"),
        key={"value": "46", "tolerance": "0.05", "units": ["mm"]},
    ),
    Draft(
        kind="matching", code="EXAMPLE-6", difficulty=3, areas={"QSO": "S2"}, rule="pairs",
        stem=_three("把要素与证据配对。", "把要素與證據配對。", "Match each element with its evidence."),
        left=_lines(("人", "人", "Man"), ("料", "料", "Material"), ids="12"),
        right=_lines(("资格名单", "資格名單", "list of qualified staff"), ("放行单", "放行單", "release note"),
                     ("销售排名", "銷售排名", "sales ranking"), ids="abc"),
        key={"pairs": {"1": "a", "2": "b"}},
    ),
    Draft(
        kind="ordering", code="EXAMPLE-7", difficulty=2, areas={"QSO": "S2"}, rule="order_pairs",
        stem=_three("把处置步骤按先后排列。", "把處置步驟按先後排列。", "Put the steps in order."),
        choices=_lines(("隔离可疑品", "隔離可疑品", "separate suspect goods"), ("停机", "停機", "stop the machine"),
                       ("报告", "報告", "report")),
        key={"order": ["B", "A", "C"]},
    ),
    Draft(
        kind="short", code="EXAMPLE-8", difficulty=4, marks=Decimal(5), areas={"QSO": "S2"}, rule="manual",
        stem=_three("怎样处理漏检的一批产品？", "怎樣處理漏檢的一批產品？", "How is a lot that missed inspection handled?"),
        rubric=({"part": "1", "area": "", "marks": "5", "lines": [
            _point("2", "停止放行并隔离", "停止放行並隔離", "stop release and separate the lot"),
            _point("3", "补检并查明原因", "補檢並查明原因", "inspect it and find the cause")]},),
    ),
    Draft(
        kind="case", code="EXAMPLE-9", difficulty=4, marks=Decimal(6), areas={"QSO": "S2"}, rule="manual",
        stem=_three("某厂一批充电器缺少耐压测试记录，月底催货。", "某廠一批充電器缺少耐壓測試記錄，月底催貨。",
                    "A lot of chargers lacks voltage test records, and sales presses for delivery."),
        parts=(Part("1", _three("能否放行？为什么？", "能否放行？為什麼？", "May it be released, and why?"), Decimal(2), "S2"),
               Part("2", _three("列出补救措施。", "列出補救措施。", "List the remedies."), Decimal(4), "S2")),
        rubric=({"part": "1", "area": "S2", "marks": "2", "lines": [
                    _point("2", "不能，安全项目未检", "不能，安全項目未檢", "no: a safety item was not tested")]},
                {"part": "2", "area": "S2", "marks": "4", "lines": [
                    _point("2", "全数补测", "全數補測", "test every piece"),
                    _point("2", "修好仪器并加联锁", "修好儀器並加聯鎖", "repair the tester and add an interlock")]}),
    ),
)  # fmt: skip
