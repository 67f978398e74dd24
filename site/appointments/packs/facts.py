"""Facts of a pack (档案内容): what goes into each sheet, row by row, and the totals, from the same rows that pages show.

Rows come one by one from the database; of hours, which are sums, there is a line for each member. Words are the firm's
language: Chinese.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from appointments.models import Appointment, AppointmentLetter, Authorisation, DutyEntry, PreventiveMeasure, Veto, VetoRuling
from appointments.models.appointments import AppointmentQuerySet
from appointments.states import State, state_of
from certificates.models import Certificate
from certificates.status import Status
from core.dates import start_of
from courses.training.hours_report import report
from courses.training.matrix import Asked, members
from organisations.models import Organisation

Cell = str | int
Row = Sequence[Cell]
AT_A_TIME = 500
STATES = {
    State.PROPOSED: "待本人接受",
    State.DECLINED: "本人未接受",
    State.COMING: "已接受，尚未到任",
    State.ACTIVE: "在任",
    State.ENDED: "已结束",
}
CERTIFICATE_STATES = {
    Status.VALID: "有效",
    Status.SUSPENDED: "暂停",
    Status.WITHDRAWN: "已撤销",
    Status.SUPERSEDED: "已换发",
    Status.CANCELLED: "已注销",
    Status.NOT_YET_VALID: "尚未生效",
    Status.EXPIRED: "过期待续",
    Status.LAPSED: "已失效",
}


@dataclass(frozen=True)
class Period:
    """A firm, the days that are told, and the day whose state is told."""

    firm: Organisation
    since: dt.date
    until: dt.date
    day: dt.date

    def moments(self, name: str) -> Q:
        """That a moment falls into the period, by local days."""
        return Q(**{f"{name}__gte": start_of(self.since), f"{name}__lt": start_of(self.until + dt.timedelta(days=1))})


@dataclass
class Sheet:
    """A sheet: its name, its headings, where its rows come from; and, once they were written, what they add up to."""

    title: str
    heads: Sequence[str]
    rows: Callable[["Sheet"], Iterator[Row]]
    totals: Counter[str] = field(default_factory=Counter)


def sheets(period: Period) -> list[Sheet]:
    """What a pack tells, in its order."""
    return [
        Sheet("单位", ("项目", "内容"), lambda sheet: _firm(period)),
        Sheet("聘任", ("岗位", "姓名", "状态", "起", "止", "聘书编码", "核验网址"), lambda sheet: _appointments(period, sheet)),
        Sheet(
            "授权",
            ("姓名", "范围", "程序", "起", "止", "撤回时间", "撤回理由", "授权书编码", "核验网址"),
            lambda sheet: _authorisations(period, sheet),
        ),
        Sheet(
            "一票否决",
            ("提出时间", "提出人", "对象", "批次", "范围", "事实", "依据", "风险", "裁定", "裁定人", "裁定时间", "理由"),
            lambda sheet: _vetoes(period, sheet),
        ),
        Sheet(
            "履职记录",
            ("日期", "姓名", "岗位", "类别", "内容", "结果", "附件数", "已被更正"),
            lambda sheet: _entries(period, sheet),
        ),
        Sheet(
            "预防措施",
            ("风险", "原因", "类型", "措施", "负责人", "期限", "状态", "效果验证日", "效果"),
            lambda sheet: _measures(period, sheet),
        ),
        Sheet(
            "证书",
            ("姓名", "岗位", "证书编号", "有效期起", "有效期止", "状态", "核验网址"),
            lambda sheet: _certificates(period, sheet),
        ),
        Sheet("培训学时", ("姓名", "部门", "岗位", "计入分钟", "学时"), lambda sheet: _hours(period, sheet)),
    ]


def _firm(period: Period) -> Iterator[Row]:
    firm = period.firm
    yield "单位名称", firm.name
    yield "统一社会信用代码", firm.credit_code
    yield "单位类型", firm.get_kind_display()
    yield "规模（自行申报）", firm.get_size_display() if firm.size else ""
    yield "行业", str(firm.industry or "")
    yield "所在区", str(firm.district or "")
    yield "核实状态", firm.get_state_display()
    yield "档案期间", f"{period.since}至{period.until}"
    yield "状态截至", str(period.day)


def posts(period: Period) -> AppointmentQuerySet:
    """Appointments that were accepted and touch the period."""
    touching = Q(ended_on=None) | Q(ended_on__gte=period.since)
    lasting = Q(until=None) | Q(until__gte=period.since)
    there = Appointment.objects.filter(touching, lasting, organisation=period.firm, accepted_at__isnull=False)
    return there.filter(since__lte=period.until).with_people().order_by("since", "pk")


def letters(period: Period) -> Iterator[AppointmentLetter]:
    """Letters of these appointments and of their authorisations, oldest first."""
    there = AppointmentLetter.objects.filter(appointment__in=posts(period).order_by())
    return there.order_by("made_at", "pk").iterator(AT_A_TIME)


def _codes(period: Period, *, of_powers: bool) -> dict[object, AppointmentLetter]:
    papers = AppointmentLetter.objects.filter(appointment__in=posts(period).order_by(), authorisation__isnull=not of_powers)
    return {one.authorisation_id if of_powers else one.appointment_id: one for one in papers.defer("facts")}


def _address(letter: AppointmentLetter | None) -> tuple[str, str]:
    return (letter.code, settings.SITE_URL + letter.get_absolute_url()) if letter else ("", "")


def _appointments(period: Period, sheet: Sheet) -> Iterator[Row]:
    papers = _codes(period, of_powers=False)
    for one in posts(period).iterator(AT_A_TIME):
        state = state_of(accepted=True, declined=False, ended_on=one.ended_on, since=one.since, until=one.until, today=period.day)
        sheet.totals["聘任"] += 1
        sheet.totals["在任"] += state == State.ACTIVE
        last = one.ended_on or one.until
        yield (
            one.get_post_display(),
            one.person.full_name,
            STATES[state],
            str(one.since),
            str(last or ""),
            *_address(papers.get(one.pk)),
        )


def _authorisations(period: Period, sheet: Sheet) -> Iterator[Row]:
    papers = _codes(period, of_powers=True)
    there = Authorisation.objects.filter(
        Q(until=None) | Q(until__gte=period.since), appointment__in=posts(period).order_by(), since__lte=period.until
    )
    for one in there.select_related("appointment__person").order_by("since", "pk").iterator(AT_A_TIME):
        sheet.totals["授权"] += 1
        yield (
            one.appointment.person.full_name,
            "；".join(one.scope),
            one.procedure,
            str(one.since),
            str(one.until or ""),
            _moment(one.revoked_at),
            one.revoke_reason,
            *_address(papers.get(one.pk)),
        )


def _vetoes(period: Period, sheet: Sheet) -> Iterator[Row]:
    there = Veto.objects.filter(period.moments("raised_at"), authorisation__appointment__organisation=period.firm).told()
    for one in there.order_by("raised_at", "pk").iterator(AT_A_TIME):
        ruling = getattr(one, "ruling", None)
        sheet.totals["一票否决"] += 1
        sheet.totals["一票否决：" + (_RULED[ruling.outcome] if ruling else "待裁定")] += 1
        yield (
            _moment(one.raised_at),
            one.raised_by.full_name,
            one.object,
            one.lot,
            one.scope_line,
            one.facts,
            one.standard,
            one.get_risk_display(),
            *_ruling(ruling),
        )


_RULED = {"upheld": "维持", "lifted": "解除"}


def _ruling(ruling: VetoRuling | None) -> tuple[str, str, str, str]:
    if ruling is None:
        return "待裁定", "", "", ""
    return ruling.get_outcome_display(), ruling.ruled_by.full_name, _moment(ruling.ruled_at), ruling.reason


def _entries(period: Period, sheet: Sheet) -> Iterator[Row]:
    there = DutyEntry.objects.filter(
        appointment__organisation=period.firm, done_on__gte=period.since, done_on__lte=period.until
    ).select_related("appointment__person", "correction")
    for one in there.prefetch_related("files").order_by("done_on", "written_at", "pk").iterator(AT_A_TIME):
        is_corrected = hasattr(one, "correction")
        if not is_corrected:
            sheet.totals["履职记录"] += 1
            sheet.totals[f"履职记录：{one.get_kind_display()}"] += 1
        yield (
            str(one.done_on),
            one.appointment.person.full_name,
            one.appointment.get_post_display(),
            one.get_kind_display(),
            one.text,
            one.outcome,
            len(one.files.all()),
            "是" if is_corrected else "",
        )


def _measures(period: Period, sheet: Sheet) -> Iterator[Row]:
    still = Q(closed_at=None) | Q(closed_at__gte=start_of(period.since))
    there = PreventiveMeasure.objects.filter(
        still, appointment__organisation=period.firm, opened_at__lt=start_of(period.until + dt.timedelta(days=1))
    )
    for one in there.order_by("opened_at", "pk").iterator(AT_A_TIME):
        is_overdue = one.closed_at is None and one.due < period.day
        sheet.totals["预防措施"] += 1
        sheet.totals["预防措施：逾期"] += is_overdue
        state = "已关闭" if one.closed_at else "逾期" if is_overdue else "进行中"
        yield (
            one.risk,
            one.cause,
            one.get_kind_display(),
            one.text,
            one.owner,
            str(one.due),
            state,
            str(one.checked_on or ""),
            one.effect,
        )


def _certificates(period: Period, sheet: Sheet) -> Iterator[Row]:
    """Of those in post alone, for their post: what the firm sees on the page of the appointment."""
    names = dict(Appointment.Post.choices)
    pairs = {pair: str(names[pair[1]]) for pair in posts(period).order_by().values_list("person_id", "post")}
    held = Certificate.objects.live().filter(holder_id__in={person for person, _post in pairs}).told()
    for one in held.order_by("valid_from", "number").iterator(AT_A_TIME):
        post = pairs.get((one.holder_id, one.scheme.code.lower()))
        if post is None:
            continue
        sheet.totals["证书"] += 1
        yield (
            one.holder_name,
            post,
            one.number,
            str(one.valid_from),
            str(one.valid_until or ""),
            CERTIFICATE_STATES[one.status],
            one.public_url,
        )


def _hours(period: Period, sheet: Sheet) -> Iterator[Row]:
    """What the page of hours tells of the period: assigned courses, members of today, since each joined."""
    firm = period.firm
    told = report(firm, members(firm, Asked()), period.since, period.until)
    sheet.totals["培训学时：计入分钟"] = told.minutes
    for line in told.lines:
        if line.seconds:
            yield line.member.name, str(line.member.department or ""), line.member.post, line.minutes, str(line.hours)


def _moment(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
