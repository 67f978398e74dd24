"""Samples of the duty log, the annual plan and the head's assessment."""

from appointments import noting
from appointments.duties import assessing
from appointments.duties.assessing import Mark
from appointments.models import DutyEntry
from appointments.plans import planning
from appointments.sampling.house import DAY, House, photo
from core.dates import today

# Days ago, kind, what was done, what came of it.
DONE = (
    (3, "complaint", "处理客户投诉：2只水龙头手柄松动。", "48小时内换货，原因为螺钉扭矩不足，已列入预防措施。"),
    (8, "reporting", "向总经理提交月度质量报告。", "批准密封圈来料加严检验。"),
    (14, "improvement", "装配线防错工装改进小组结题。", "错装率由0.8%降到0.1%。"),
    (40, "training", "班组长质量工具培训：排列图与因果图，3学时。", "12人参加，考核全部合格。"),
    (63, "audit", "装配车间过程审核。", "不符合3项，已全部关闭。"),
    (77, "supplier", "对冲压供应商做过程审核。", "得分82，列为B级供应商。"),
    (104, "recall", "组织召回演练：按批号追溯一批出厂产品。", "3小时40分追溯到全部去向。"),
    (131, "culture", "质量月启动会，全员签署质量承诺。", "签署率96%。"),
    (168, "improvement", "注塑首件检验改为看板管理。", "首件漏检由每月3次降为0。"),
    (204, "prevention", "潜在失效分析：恒温阀芯。", "识别高风险项6项，落实措施5项。"),
)
WRONG = (21, "training", "新员工质量意识培训，2学时。", "9人参加。")
TASKS = (
    (1, "audit", "过程审核：注塑车间", 1),
    (1, "training", "班组长质量工具培训", 2),
    (2, "supplier", "供应商过程审核", 2),
    (2, "audit", "过程审核：装配车间", 1),
    (3, "culture", "质量月活动", 1),
    (3, "recall", "召回演练", 1),
    (4, "reporting", "向总经理提交质量报告", 3),
    (4, "improvement", "改进小组结题", 1),
)
MARKS = {
    "culture": (4, "班前会坚持得好，一线员工敢于报告问题。"),
    "supervision": (4, "督查有计划，整改能追到效果。"),
    "prevention": (3, "来料风险识别偏晚，供应商端的预防要加强。"),
    "powers": (5, "两次停止放行事实清楚，处置及时。"),
    "records": (4, "记录完整；个别记录补写较晚。"),
}


def entries(there: House) -> None:
    """A year of duties, and one entry that corrects another."""

    def note(ago: int, kind: str, text: str, outcome: str, corrects: DutyEntry | None = None) -> DutyEntry:
        return noting.note(
            appointment=there.post,
            kind=kind,
            done_on=today() - ago * DAY,
            text=text,
            outcome=outcome,
            evidence=[photo("培训签到")] if kind == "training" else [],
            by=there.chief,
            corrects=corrects,
        )

    for one in DONE:
        if today() - one[0] * DAY >= there.post.since:
            note(*one)
    ago, kind, text, outcome = WRONG
    note(ago, kind, text, "11人参加，漏记2人，据签到表更正。", note(ago, kind, text, outcome))
    closed = noting.open_measure(
        appointment=there.post,
        risk="手柄螺钉松动",
        cause="气动螺丝刀扭矩设定无锁定。",
        kind="design",
        text="设定锁定，密码由班组长保管。",
        owner="李工",
        due=today() - 6 * DAY,
        by=there.chief,
    )
    noting.close_measure(
        measure=closed, checked_on=today() - 2 * DAY, effect="抽查60件，扭矩全部在范围内；两周无同类投诉。", by=there.chief
    )


def plans(there: House) -> None:
    """This year's plan in force, and the draft of the next."""
    year = today().year
    this = planning.begin(organisation=there.firm, year=year, by=there.head)
    keys = ("quarter", "kind", "text", "times")
    told = {"responsible": "质量部", "measure": "记录齐全，问题按期关闭"}
    tasks = [dict(zip(keys, task, strict=True)) | told for task in TASKS]
    goals = "出厂一次合格率99.5%。\n客户投诉每百万件不超过80件。\n来料批合格率98%。"
    planning.write(plan=this, goals=goals, tasks=tasks, reason="", by=there.chief)
    planning.adopt(plan=this, by=there.head)
    following = planning.begin(organisation=there.firm, year=year + 1, by=there.chief)
    planning.write(plan=following, goals="出厂一次合格率99.7%。", tasks=tasks[:3], reason="", by=there.chief)


def assessment(there: House) -> None:
    """This year as the head sees it, and what the assessed says to it."""
    marks = {criterion: Mark(level, reason) for criterion, (level, reason) in MARKS.items()}
    advice = "明年把供应商质量能力评价做实，每季度走访两家。"
    made = assessing.assess(appointment=there.post, year=today().year, marks=marks, advice=advice, by=there.head)
    assessing.answer(assessment=made, text="同意。供应商评价已列入明年计划，需要采购部配合。", by=there.chief)
