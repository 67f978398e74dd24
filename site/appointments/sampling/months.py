"""Samples of monthly meetings."""

import datetime as dt

from appointments.duties import meeting
from appointments.duties.meeting import Minutes, Task
from appointments.duties.models import MonthTask, RiskList
from appointments.sampling.house import DAY, House
from core.dates import today


def meetings(there: House, held: RiskList) -> None:
    """Last month's meeting: one task is done, one is under way, one is late."""
    last = today().replace(day=1) - DAY
    month = last.replace(day=1)
    tasks = [
        Task("密封圈改为每批测硬度并留记录", "质量主管", last + 5 * DAY),
        Task("扭矩扳手增购一把，建立点检台账", "设备员", max(last + 3 * DAY, today() - 3 * DAY)),
        Task("给冲压供应商下发来料检验标准", "采购工程师", today() + 12 * DAY),
    ]
    minutes = Minutes(
        held_on=last,
        chair=there.head,
        present=[there.chief, there.director, there.officer],
        others_present="生产部经理、采购部经理",
        text="本月每日记录齐全率97%，发现4项，均已处置。装配线渗漏的主要原因是密封圈硬度批间波动。"
        "会议决定加严来料检验，先行对两家供应商做过程审核。",
        tasks=tasks,
    )
    meeting.note(standing=there.standing(there.head), risk_list=held, month=month, minutes=minutes)
    done = MonthTask.objects.filter(record__organisation=there.firm).order_by("due", "pk").first()
    if done:
        outcome = "检验规程已改，三批数据符合要求。"
        meeting.finish(standing=there.standing(there.director), task=done, done_on=_day(last, 4), outcome=outcome)


def _day(last: dt.date, after: int) -> dt.date:
    return min(last + after * DAY, today())
