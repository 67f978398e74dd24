"""A record a day, a week, a month: written once, corrected by a further entry, missing since a day that is told."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import F

from appointments.appointing import Refused
from appointments.duties import daily, drafting, expecting, meeting, news, overdue, weekly
from appointments.duties.expecting import Missing, Version, Written
from appointments.duties.meeting import Minutes, Task
from appointments.duties.models import (
    DayLine,
    DayRecord,
    MonthPresence,
    MonthRecord,
    MonthTask,
    RiskList,
    RiskListAdoption,
    WeekDecision,
    WeekRecord,
)
from core.dates import today
from notices.models import Notice
from tests.appointments.duty import DAY, FRIDAY, Works, point

pytestmark = pytest.mark.usefixtures("on_a_friday")


@pytest.mark.django_db
def test_the_director_writes_a_version_and_the_head_adopts_it(there: Works) -> None:
    with pytest.raises(Refused, match="质量安全总监"):
        drafting.write(standing=there.standing(there.officer), points=[point()], rest_days="")
    first = drafting.write(standing=there.standing(there.director), points=[point()], rest_days="67")
    assert RiskList.objects.of(there.firm).in_force() is None
    with pytest.raises(Refused, match="主要负责人"):
        drafting.adopt(standing=there.standing(there.director), risk_list=first)
    drafting.adopt(standing=there.standing(there.head), risk_list=first)
    with pytest.raises(Refused, match="已经"):
        drafting.adopt(standing=there.standing(there.head), risk_list=first)
    second = drafting.write(standing=there.standing(there.director), points=[point(), point("终检")], rest_days="67")
    assert RiskList.objects.of(there.firm).in_force() == first
    drafting.adopt(standing=there.standing(there.head), risk_list=second)
    assert RiskList.objects.of(there.firm).in_force() == second
    third = drafting.write(standing=there.standing(there.director), points=[], rest_days="")
    drafting.write(standing=there.standing(there.director), points=[], rest_days="")
    with pytest.raises(Refused, match="更新的版本"):
        drafting.adopt(standing=there.standing(there.head), risk_list=third)


@pytest.mark.django_db
def test_an_old_record_keeps_the_version_it_was_made_with(there: Works) -> None:
    old = there.listed(point("旧工序"))
    record = there.day(old)
    new = there.listed(point("新工序"))
    assert RiskList.objects.of(there.firm).in_force() == new
    read = DayRecord.objects.told().get(pk=record.pk)
    assert read.risk_list == old
    assert [line.point.place for line in read.lines.all()] == ["旧工序"]


@pytest.mark.django_db
def test_no_row_of_the_records_is_ever_rewritten(there: Works) -> None:
    held = there.listed()
    week = expecting.monday(today())
    record = there.day(held, finding="渗漏")
    weekly.note(
        standing=there.standing(there.director),
        risk_list=held,
        week=week,
        checked="看记录",
        conclusion="跟进",
        decisions=dict.fromkeys(weekly.findings(there.firm, week), "返工"),
    )
    _meet(there, held)
    tables = (RiskList, RiskListAdoption, DayRecord, DayLine, WeekRecord, WeekDecision, MonthRecord, MonthPresence, MonthTask)
    for table in tables:
        assert table.objects.exists(), table
        with transaction.atomic(), pytest.raises(Exception, match="append-only"):
            table._base_manager.update(id=F("id"))
    with transaction.atomic(), pytest.raises(Exception, match="append-only"):
        DayRecord.objects.filter(pk=record.pk).update(note="x")


@pytest.mark.django_db
def test_a_day_has_one_record_and_a_correction_is_a_further_entry(there: Works) -> None:
    held = there.listed()
    first = there.day(held)
    with pytest.raises(daily.AlreadyWritten):
        there.day(held)
    second = there.day(held, finding="渗漏2件", corrects=first)
    with pytest.raises(Refused, match="较新"):
        there.day(held, corrects=first)
    assert list(DayRecord.objects.of(there.firm).standing()) == [second]
    assert DayRecord.objects.count() == 2


@pytest.mark.django_db
def test_workshops_have_their_own_record_each(there: Works) -> None:
    held = there.listed(point("注塑", unit="一车间"), point("装配", unit="二车间"), point("周清", frequency="week"))
    assert held.units == ["一车间", "二车间"]
    there.day(held, unit="一车间")
    there.day(held, unit="二车间")
    assert DayRecord.objects.count() == 2
    with pytest.raises(Refused, match="每一个"):
        daily.note(standing=there.standing(there.officer), risk_list=held, unit="一车间", day=today() - DAY, found=[])


@pytest.mark.django_db
def test_a_finding_without_a_measure_is_kept_by_no_database(there: Works) -> None:
    held = there.listed()
    record = there.day(held)
    with transaction.atomic(), pytest.raises(IntegrityError):
        DayLine.objects.create(record=record, point=held.daily("")[0], state="finding", finding="渗漏")
    with pytest.raises(Refused, match="在任"):
        daily.note(standing=there.standing(there.head), risk_list=held, unit="", day=today(), found=[])


@pytest.mark.django_db
def test_days_without_operation_are_marked_and_written_days_stay(there: Works) -> None:
    held = there.listed(since=today() - 5 * DAY)
    there.day(held, today() - 3 * DAY)
    span = {"first": today() - 5 * DAY, "last": today() + 2 * DAY}
    assert daily.mark_idle(standing=there.standing(there.head), risk_list=held, text="检修", **span) == 7
    assert daily.mark_idle(standing=there.standing(there.head), risk_list=held, text="检修", **span) == 0
    assert DayRecord.objects.filter(is_idle=True).count() == 7
    assert [one for one in overdue.missing(there.firm) if one.kind == "day"] == []
    with pytest.raises(Refused, match="60"):
        daily.mark_idle(standing=there.standing(there.head), risk_list=held, first=today(), last=today() + 61 * DAY, text="x")


def test_nothing_is_expected_before_a_list_holds_nor_while_an_empty_one_does() -> None:
    day = dt.date(2026, 11, 2)
    assert expecting.missing([], Written(), day) == []
    held = [Version(day, ("一车间", "二车间")), Version(day + 2 * DAY, ())]
    found = expecting.missing(held, Written(days={("一车间", day)}), day + 40 * DAY)
    assert [(one.unit, one.on) for one in found if one.kind == "day"] == [
        ("二车间", day),
        ("一车间", day + DAY),
        ("二车间", day + DAY),
    ]
    assert [one.on for one in found if one.kind == "week"] == [day]
    assert [one for one in found if one.kind == "month"] == []


def test_a_month_is_missing_from_the_first_of_the_next() -> None:
    held = [Version(dt.date(2026, 10, 1), ("",))]
    days = {("", dt.date(2026, 10, 1) + n * DAY) for n in range(70)}
    weeks = {dt.date(2026, 9, 28) + n * 7 * DAY for n in range(10)}
    written = Written(days=days, weeks=weeks)
    assert expecting.missing(held, written, dt.date(2026, 10, 31)) == []
    assert expecting.missing(held, written, dt.date(2026, 11, 1)) == [
        Missing("month", dt.date(2026, 10, 1), dt.date(2026, 11, 1))
    ]


@pytest.mark.django_db
def test_whoever_writes_is_told_once_what_is_missing(there: Works) -> None:
    held = there.listed(since=today() - 3 * DAY)
    there.day(held, today() - 2 * DAY)
    gaps = overdue.gaps(there.firm)
    assert [(gap.kind, gap.since, len(gap.missing)) for gap in gaps] == [("day", today() - 2 * DAY, 2)]
    assert news.remind_all() == 2
    assert news.remind_all() == 0
    notice = Notice.objects.get(reader=there.officer, code="appointments.days_missing")
    assert notice.facts["number"] == 2
    assert not Notice.objects.filter(reader=there.head, code="appointments.days_missing").exists()
    there.day(held, today() - 3 * DAY)
    there.day(held, today() - DAY)
    assert overdue.gaps(there.firm) == []
    with time_machine.travel(FRIDAY + 6 * DAY, tick=False):
        for number in range(6):
            there.day(held, FRIDAY.date() + number * DAY)
        # The week in which the list was adopted on its Tuesday owes nothing; the head is told of months alone.
        assert overdue.gaps(there.firm) == []


@pytest.mark.django_db
def test_a_week_decides_about_each_finding_and_without_one_it_is_written_too(there: Works) -> None:
    held = there.listed(since=dt.date(2026, 11, 16))
    week = expecting.monday(today())
    there.day(held, today() - DAY, finding="密封圈偏软")
    told: dict[str, Any] = {
        "standing": there.standing(there.director),
        "risk_list": held,
        "checked": "看了4天记录",
        "conclusion": "已处理",
    }
    with pytest.raises(Refused, match="发现"):
        weekly.note(week=week, decisions={}, **told)
    with pytest.raises(Refused, match="质量安全总监"):
        weekly.note(week=week, decisions={}, **{**told, "standing": there.standing(there.officer)})
    line = weekly.findings(there.firm, week).get()
    first = weekly.note(week=week, decisions={line: "退供应商"}, **told)
    with pytest.raises(Refused, match="已经写好"):
        weekly.note(week=week, decisions={line: "退供应商"}, **told)
    weekly.note(week=week, decisions={line: "退货并换供方"}, corrects=first, **told)
    zero = weekly.note(week=week - 7 * DAY, decisions={}, **told)
    assert zero in WeekRecord.objects.of(there.firm).standing()
    assert WeekRecord.objects.of(there.firm).standing().count() == 2
    with transaction.atomic(), pytest.raises(IntegrityError):
        WeekRecord.objects.create(
            organisation=there.firm, risk_list=held, week=today(), checked="x", conclusion="x", written_by=there.director
        )


def _meet(there: Works, held: RiskList, **changes: Any) -> MonthRecord:
    minutes = Minutes(
        held_on=today(),
        chair=changes.pop("chair", there.head),
        present=[there.director, there.head],
        others_present="班组长2人",
        text="本月发现1项，已处理。",
        tasks=[Task("更换供方", "采购王工", today() + DAY)],
    )
    return meeting.note(
        standing=changes.pop("standing", there.standing(there.director)),
        risk_list=held,
        month=today().replace(day=1),
        minutes=minutes,
        **changes,
    )


@pytest.mark.django_db
def test_the_head_chairs_the_month_and_a_task_is_finished_once(there: Works) -> None:
    held = there.listed()
    with pytest.raises(Refused, match="主持"):
        _meet(there, held, chair=there.director)
    with pytest.raises(Refused, match="纪要"):
        _meet(there, held, standing=there.standing(there.officer))
    first = _meet(there, held)
    assert {one.person for one in first.presences.all()} == {there.head, there.director}
    with pytest.raises(Refused, match="已经写好"):
        _meet(there, held)
    task = meeting.open_tasks(there.firm).get()
    meeting.finish(standing=there.standing(there.head), task=task, done_on=today(), outcome="已签新供方")
    with pytest.raises(Refused, match="已经完成"):
        meeting.finish(standing=there.standing(there.head), task=task, done_on=today(), outcome="再写")
    _meet(there, held, corrects=first)
    assert not meeting.open_tasks(there.firm).exists()
