"""Samples of the supervision register and of vetoes that were decided."""

import datetime as dt

from appointments import vetoing
from appointments.duties import supervising
from appointments.duties.models import DayLine, Supervision
from appointments.duties.supervising import Look
from appointments.models import Veto
from appointments.sampling.house import DAY, House, photo
from appointments.vetoing import Finding
from core.dates import today


def supervision(there: House) -> None:
    """One is closed, one waits for its check, one is late, one needed nothing."""
    chief, director = there.standing(there.chief), there.standing(there.director)

    def look(ago: int, what: str, risk: str, found: str, owner: str = "", due: int | None = None) -> Supervision:
        day: dt.date | None = today() + due * DAY if due is not None else None
        line = DayLine.objects.filter(record__organisation=there.firm, state="finding").order_by("record__day").first()
        seen = Look(what, risk, today() - ago * DAY, found, owner, day)
        return supervising.look(standing=chief, seen=seen, line=line if ago == 26 else None)

    closed = look(26, "扭矩扳手点检", "high", "点检记录有两天空白，扭矩可能失准。", "班组长", -19)
    supervising.correct(
        standing=director,
        supervision=closed,
        done_on=today() - 20 * DAY,
        text="补建台账，班前由组长签字。",
        evidence=[photo("点检台账")],
    )
    worked = "连续两周抽查，记录完整，扳手偏差在3%以内。"
    supervising.check(standing=chief, supervision=closed, checked_on=today() - 5 * DAY, worked=True, text=worked, due=None)
    waiting = look(12, "不合格品隔离区", "high", "隔离区未上锁，1箱无标识，可能误用、混放。", "仓库管理员", 2)
    supervising.correct(
        standing=director,
        supervision=waiting,
        done_on=today() - 1 * DAY,
        text="加装门锁，补贴标识，清点账物。",
        evidence=[photo("隔离区")],
    )
    look(15, "供应商来料检验", "middle", "密封圈硬度批间波动，检验规程没有硬度项目。", "质量主管", -4)
    look(8, "成品出厂检验", "low", "现场抽查10件，记录与实物一致。")


def vetoes(there: House) -> None:
    """One upheld and one lifted, beside the one that waits."""
    for stopped, lot, facts, outcome, reason in (
        (
            "外购铜套",
            "P-0815",
            "来料抽检32件，5件壁厚低于下限0.08 mm。",
            "upheld",
            "事实清楚，整批退货，供应商限期整改。",
        ),
        (
            "示例恒温混水阀",
            "L-0902",
            "终检发现标准漏件未报警，前批可能漏检。",
            "lifted",
            "全批复检完毕，未发现渗漏；设备已校验。",
        ),
    ):
        finding = Finding(there.power.scope[0], stopped, lot, facts, "企业标准Q/SL 012—2026 第6.1条", "unsafe")
        held: Veto = vetoing.raise_veto(authorisation=there.power, finding=finding, evidence=[photo("停止放行")], by=there.chief)
        evidence = [photo("复检记录")] if outcome == "lifted" else []
        vetoing.rule(veto=held, outcome=outcome, reason=reason, evidence=evidence, by=there.head)
