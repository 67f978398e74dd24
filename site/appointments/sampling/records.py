"""Samples of the risk control list and of daily and weekly records."""

import datetime as dt

from appointments.duties import daily, drafting, weekly
from appointments.duties.daily import Found
from appointments.duties.drafting import Point
from appointments.duties.expecting import monday
from appointments.duties.models import RiskList, RiskListAdoption
from appointments.sampling.house import DAY, House, photo
from core.dates import now, today

MOULDING, ASSEMBLY = "注塑车间", "装配车间"
WORKER = "质量安全员"
POINTS = (
    Point(MOULDING, "原料干燥", "含水率超标，件内起泡", "开机前测含水率，不超过0.02%", "day", WORKER),
    Point(MOULDING, "首件确认", "换模后尺寸漂移", "首件全尺寸检验，合格后量产", "day", "班组长"),
    Point(MOULDING, "模具温度", "缩水、缺料", "每班记录三次，偏差不超过5℃", "day", "班组长"),
    Point(ASSEMBLY, "密封圈来料", "硬度偏低，装配后渗漏", "每批测邵氏硬度5件", "day", WORKER),
    Point(ASSEMBLY, "扭矩扳手", "扭矩失准，螺母松动", "开班用校验仪点检", "day", "班组长"),
    Point(ASSEMBLY, "终检气密", "漏检不良流出", "用标准漏件验证设备后开检", "day", WORKER),
    Point("", "不合格品隔离区", "误用、混放", "上锁管理，账物相符", "week", "质量安全总监"),
    Point("", "检定校准到期", "超期使用", "到期前30日送检", "month", "质量主管"),
)
# How many days ago, in which workshop, at which of its points: what was found and done at once.
FINDINGS = {
    (2, ASSEMBLY): (0, "L-1123批密封圈5件中1件硬度62HA，低于65HA。", "整批挂红牌隔离，加抽20件复测。"),
    (6, MOULDING): (2, "2号机模具温度比设定高8℃。", "停机调整，前30件全检。"),
    (9, ASSEMBLY): (1, "3号扭矩扳手点检值偏低6%。", "换备用扳手，追溯当班42件并复拧。"),
    (16, MOULDING): (1, "换模后首件卡扣偏厚0.15 mm。", "调整保压后重做首件，合格后开机。"),
    (23, ASSEMBLY): (2, "标准漏件未报警。", "停检，清洁接头后重新验证，复检前批50件。"),
}
# Two days are missing, so that the list of what is missing has something on it.
FORGOTTEN = ((4, MOULDING), (11, ASSEMBLY))
BACK = 40


def lists(there: House) -> RiskList:
    """The first version, adopted forty days ago; and a draft of the second that waits for the head."""
    director = there.standing(there.director)
    made = drafting.write(standing=director, points=POINTS, rest_days="7")
    # The past is written here as it would have been: adopting says today.
    since = today() - BACK * DAY
    RiskListAdoption.objects.create(risk_list=made, adopted_by=there.head, adopted_on=since, adopted_at=now() - BACK * DAY)
    more = Point(ASSEMBLY, "阀芯清洁度", "异物卡滞，关不严", "每箱抽2件放大镜检查", "day", WORKER)
    drafting.write(standing=director, points=[*POINTS, more], rest_days="7")
    return RiskList.objects.of(there.firm).prefetch_related("points").get(pk=made.pk)


def days(there: House, held: RiskList) -> None:
    """A record a day and workshop up to yesterday, and of today in one of the two."""
    officer = there.standing(there.officer)
    for ago in range(BACK, -1, -1):
        day = today() - ago * DAY
        for unit in (MOULDING, ASSEMBLY):
            if held.rests_on(day) or (ago, unit) in FORGOTTEN or (ago == 0 and unit == ASSEMBLY):
                continue
            daily.note(standing=officer, risk_list=held, unit=unit, day=day, found=_found(held, unit, ago))
    daily.mark_idle(standing=officer, risk_list=held, first=today() + 20 * DAY, last=today() + 22 * DAY, text="设备年度检修停产")


def _found(held: RiskList, unit: str, ago: int) -> list[Found]:
    points = held.daily(unit)
    at, finding, measure = FINDINGS.get((ago, unit), (None, "", ""))
    return [
        Found(point, "finding", finding, measure, [photo("隔离待检")] if ago < 10 else ()) if place == at else Found(point, "ok")
        for place, point in enumerate(points)
    ]


def weeks(there: House, held: RiskList) -> None:
    """A check of each week that is over, but for one that is forgotten."""
    first, week = monday(today() - BACK * DAY) + 7 * DAY, monday(today()) - 7 * DAY
    number = 0
    while week >= first:
        if number != 2:
            _week(there, held, week)
        week, number = week - 7 * DAY, number + 1


def _week(there: House, held: RiskList, week: dt.date) -> None:
    open_ones = list(weekly.findings(there.firm, week))
    conclusion = f"发现{len(open_ones)}项，已逐项决定处置。" if open_ones else "本周未发现质量安全风险隐患。"
    weekly.note(
        standing=there.standing(there.director),
        risk_list=held,
        week=week,
        checked="核对两个车间的每日记录，抽查装配线首件和终检，查看不合格品隔离区账物。",
        conclusion=conclusion,
        decisions=dict.fromkeys(open_ones, "处置有效。列入下周重点，由质量主管复核一次。"),
    )
