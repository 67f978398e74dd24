"""Impartiality: who taught, marked or reviewed is refused with the rule named; a second person's exception is logged."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from certificates import granting, impartiality
from certificates.impartiality import NotImpartial, Tie
from certificates.models import Certificate
from core.dates import now, today
from core.models import AuditEntry
from courses.models import Course, CourseTeacher, CourseVersion, Enrolment
from exams.models import AnswerKey, AttemptItem, Case, ItemVersion, Mark
from tests.certificates.applying import granted, looked_at, submitted
from tests.certificates.proceedings import officers
from tests.exams.making import item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemes")]
DAY = dt.timedelta(days=1)


def taught(learner, by, *, since, until=None, enrolled=None):
    course, _ = Course.objects.get_or_create(code="QSD")
    version, _ = CourseVersion.objects.get_or_create(
        course=course, number=1, defaults={"structure": {"modules": []}, "minutes": 0}
    )
    Enrolment.objects.get_or_create(
        learner=learner, course=course, defaults={"version": version, "enrolled_at": enrolled or now()}
    )
    CourseTeacher.objects.create(course=course, person=by, since=since, until=until)


def marked(application, by, stage="first"):
    attempt = application.result.attempt
    version = ItemVersion.objects.filter(item__code="M-1").first() or item("M-1").versions.get()
    paper, _ = AttemptItem.objects.get_or_create(
        attempt=attempt, slot=1, defaults={"item_version": version, "max_marks": Decimal(2), "choice_order": []}
    )
    Mark.objects.create(
        attempt_item=paper, stage=stage, marks=1, marker=by, key=AnswerKey.objects.get(item_version=version), marked_at=now()
    )


def reviewed(application, by):
    Case.objects.create(
        kind="appeal", attempt=application.result.attempt, opened_by=application.holder, due_at=now(), state="decided",
        decided_by=by, decided_at=now(), decision="dismissed", reasons="维持。",
    )  # fmt: skip


TIES = {
    "taught": (lambda application, by: taught(application.holder, by, since=today() - DAY), Tie.TAUGHT),
    "marked": (marked, Tie.MARKED),
    "second marker": (lambda application, by: marked(application, by, "second"), Tie.MARKED),
    "adjudicator": (lambda application, by: marked(application, by, "adjudication"), Tie.MARKED),
    "reviewed": (reviewed, Tie.REVIEWED),
    "marked the month's file": (
        lambda application, by: granting.find(application=application, by=by, code="month_file", met=True),
        Tie.ASSESSED,
    ),
}


@pytest.mark.parametrize("how", TIES, ids=str)
def test_whoever_is_bound_is_refused_with_the_rule_named(learner, how):
    marker, decider = officers(2)
    application = submitted(learner)
    bind, tie = TIES[how]
    bind(application, decider)
    looked_at(application, marker)
    for deed in (granting.grant, granting.refuse):
        with pytest.raises(NotImpartial) as refusal:
            deed(application=application, by=decider, reasons="通过。")
        assert refusal.value.ties == [tie]
    assert str(impartiality.RULES[tie])
    assert not Certificate.objects.exists()


def test_control_whoever_has_no_part_decides(learner):
    marker, decider = officers(2)
    application = submitted(learner)
    taught(learner, marker, since=today())
    assert granted(application, marker, decider)


def test_teaching_counts_only_while_the_applicant_was_enrolled(learner):
    before, since = officers(2)
    taught(learner, before, since=today() - 90 * DAY, until=today() - 31 * DAY, enrolled=now() - 30 * DAY)
    taught(learner, since, since=today() - 40 * DAY, until=today() - 30 * DAY)
    ties = impartiality.of_person(learner)
    assert before.pk not in ties
    assert ties[since.pk] == {Tie.TAUGHT}


def test_a_second_person_without_a_tie_lets_somebody_decide_and_it_is_logged(learner):
    marker, decider, second = officers(3)
    application = looked_at(submitted(learner), marker)
    taught(learner, decider, since=today())
    with pytest.raises(NotImpartial):
        granting.exempt(application=application, person=decider, by=decider, reason="没有别人。")
    with pytest.raises(NotImpartial):
        granting.exempt(application=application, person=decider, by=marker, reason="没有别人。")
    with pytest.raises(granting.NoReason):
        granting.exempt(application=application, person=decider, by=second, reason=" ")
    granting.exempt(application=application, person=decider, by=second, reason="本中心只有三人，其余两人出差。")
    assert granting.grant(application=application, by=decider, reasons="通过。").decided_by == decider
    entry = AuditEntry.objects.get(deed="application.exempted")
    assert entry.data["ties"] == ["taught"]
    assert entry.data["reason"] == "本中心只有三人，其余两人出差。"
    step = application.steps.get(kind="exempted")
    assert (step.author, step.person) == (second, decider)


def test_no_exception_lets_anybody_decide_about_oneself(administrator):
    marker, second = officers(2)
    application = looked_at(submitted(administrator), marker)
    with pytest.raises(NotImpartial):
        granting.exempt(application=application, person=administrator, by=second, reason="没有别人。")


def test_the_ties_are_asked_in_a_fixed_number_of_queries(learner, django_assert_num_queries):
    application = submitted(learner)
    for officer in officers(3):
        taught(learner, officer, since=today())
        granting.find(application=application, by=officer, code="month_file", met=True)
    with django_assert_num_queries(5):
        assert len(impartiality.of_application(application)) == 4


def test_an_appeal_against_a_refusal_is_decided_by_others(learner):
    from certificates import applying
    from exams import cases
    from exams.impartiality import may_decide

    marker, decider, third = officers(3)
    application = looked_at(submitted(learner), marker)
    granting.refuse(application=application, by=decider, reasons="履职记录不足一个月。")
    case = applying.appeal(application=application, by=learner, text="记录齐全。")
    assert [may_decide(case, who) for who in (marker, decider, third, learner)] == [False, False, True, False]
    with pytest.raises(cases.NotImpartial):
        cases.decide(case=case, by=decider, decision="dismissed", reasons="维持。")


def test_a_measure_is_not_decided_by_whoever_taught_the_holder(learner, client_of):
    from certificates import hearing
    from certificates.models import Proceeding
    from tests.certificates.proceedings import announced, answered

    marker, decider, third = officers(3)
    certificate = granted(submitted(learner), marker, decider)
    proceeding = answered(announced(certificate, marker))
    taught(learner, third, since=today())
    told: dict[str, Any] = {"proceeding": proceeding, "decision": Proceeding.Decision.NONE, "reasons": "查无此事。"}
    with pytest.raises(hearing.Bound) as refusal:
        hearing.decide(by=third, **told)
    assert refusal.value.ties == [Tie.TAUGHT]
    form = {"deed": "decide", "decide-decision": "none", "decide-reasons": "查无此事。", "decide-months": "3"}
    answer = client_of(third).post(f"/cms/snippets/certificates/proceeding/edit/{proceeding.pk}/", form)
    assert answer.status_code == 409
    assert str(impartiality.RULES[Tie.TAUGHT]) in answer.content.decode()
    hearing.decide(by=decider, **told)
