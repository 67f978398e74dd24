"""Rules that wait for a day: told once, on that day, and foreseen by the same function."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from core.dates import now
from core.models import AuditEntry
from exams import posting, registering
from exams.models import Registration
from notices.kinds import kinds, worded
from notices.models import Notice
from notices.reminding import foresee, remind_due
from tests.courses import learning
from tests.courses.small import make_course
from tests.courses.training import assign
from tests.exams import making
from tests.organisations.making import firm, member

DAY = dt.timedelta(days=1)
FACT = re.compile(r"%\((\w+)\)")


@pytest.fixture
def seat(learner: User, time_machine: Any) -> Registration:
    """A seat in a sitting of 20 November 2026."""
    time_machine.move_to("2026-11-02T09:00:00+08:00", tick=False)
    opens = dt.datetime.fromisoformat("2026-11-20T01:00:00+08:00")
    sitting = making.sitting(opens_at=opens, closes_at=opens + DAY, walk_in=False)
    seat = registering.admit(learner, sitting, now())
    seat.state = Registration.State.ADMITTED
    seat.save()
    return seat


def test_a_sitting_is_announced_the_day_before_and_once(
    seat: Registration, time_machine: Any, django_capture_on_commit_callbacks: Any
) -> None:
    commits = django_capture_on_commit_callbacks
    for day, number in (("18", 0), ("19", 1), ("19", 1), ("20", 1)):
        time_machine.move_to(f"2026-11-{day}T10:20:00+08:00", tick=False)
        with commits(execute=True):
            posting.remind_due()
            remind_due()
        assert Notice.objects.filter(code="exams.reminder").count() == number, day
    assert len(mail.outbox) == 1
    assert Notice.objects.get().address == seat.get_absolute_url()


def test_the_dry_run_foresees_what_will_be_told_and_tells_nothing(
    seat: Registration, learner: User, colleague: User, time_machine: Any, django_capture_on_commit_callbacks: Any
) -> None:
    foreseen = foresee(learner, start=dt.date(2026, 11, 2), end=dt.date(2026, 11, 30))
    assert [(one.due.on, one.kind.code, one.was_told) for one in foreseen] == [(dt.date(2026, 11, 19), "exams.reminder", False)]
    assert not foresee(colleague, start=dt.date(2026, 11, 2), end=dt.date(2026, 11, 30))
    assert not Notice.objects.exists()
    time_machine.move_to("2026-11-19T10:20:00+08:00", tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        posting.remind_due()
    assert [one.was_told for one in foresee(learner, start=dt.date(2026, 11, 19), end=dt.date(2026, 11, 19))] == [True]


def test_the_admin_shows_every_rule_and_one_persons_dry_run(
    client: Client, seat: Registration, learner: User, administrator: User
) -> None:
    client.force_login(administrator)
    page = client.get(reverse("notice_rules:index"), {"email": learner.email, "days": "60"}).content.decode()
    assert "2026-11-19" in page
    all_rules = unescape(page.partition("全部规则")[2])
    assert [kind.code for kind in kinds() if str(kind.rule) not in all_rules or str(kind.name) not in all_rules] == []
    assert all_rules.count("不可关闭") == sum(kind.is_owed for kind in kinds()), "what is owed says so"
    assert AuditEntry.objects.filter(deed="notices.foreseen").count() == 1, "who looked is noted"
    assert (
        "没有人用这个邮箱登录"
        in client.get(reverse("notice_rules:index"), {"email": "no@example.org", "days": "1"}).content.decode()
    )


def test_only_who_may_looks_at_the_rules(client: Client, learner: User, examiner: User) -> None:
    for user in (learner, examiner):
        client.force_login(user)
        assert client.get(reverse("notice_rules:index")).status_code in (302, 403)


def test_a_course_left_alone_is_recalled_after_a_fortnight_and_once_more(learner: User, content: None, time_machine: Any) -> None:
    time_machine.move_to("2026-11-02T09:00:00+08:00", tick=False)
    enrolment = learning.enrol(learner)
    learning.answer_all(learner, enrolment.version.codes[0])
    told = []
    for day in range(1, 40):
        time_machine.move_to(dt.datetime.fromisoformat("2026-11-02T10:20:00+08:00") + day * DAY, tick=False)
        told += [day] * remind_due()
    assert told == [14, 30]
    assert "继续学习《" in Notice.objects.newest().first().subject


def test_a_day_on_which_nothing_ran_is_made_up_for_and_told_once(
    learner: User, employer: User, seat: Registration, time_machine: Any
) -> None:
    """The site was down on the 18th and the 19th. What a task says is true on the 20th still; “tomorrow” is not."""
    body, course = firm("甲公司", manager=employer), make_course()
    member(body, learner)
    assign(body, course, employer, days=19)  # due on the 21st
    told: list[int] = []
    for day in (17, 20, 20):
        time_machine.move_to(f"2026-11-{day}T10:20:00+08:00", tick=False)
        told.append(remind_due())
    codes = set(Notice.objects.filter(reader=learner).values_list("code", flat=True))
    assert codes == {"courses.training_assigned", "courses.training_due"}
    assert told == [0, 2, 0], "the learner and the manager, once"
    assign(body, make_course("OTH", [["OTH-01"]]), employer, days=1)
    assert remind_due() == 0, "who has it since today is not reminded of days before"


def test_every_kind_has_words_in_three_languages() -> None:
    """A rule that lacks its words, or names another fact in one language, would be seen first by its reader."""
    for kind in kinds():
        for words in (kind.rule, kind.name, kind.subject, kind.text):
            with override("en"):
                english = worded(words, {})
            if not re.sub(r"%\(\w+\)s", "", english):
                continue  # all of it is said by who tells it
            for language in ("zh-hans", "zh-hant"):
                with override(language):
                    told = worded(words, {})
                assert re.search("[\u4e00-\u9fff]", told), (kind.code, language, told)
                assert {*FACT.findall(told)} <= {*FACT.findall(english)}, (kind.code, language)
