"""An upheld appeal against a refusal: others look at the application anew, with what was handed in before."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from certificates import applying, granting, reopening
from certificates.impartiality import NotImpartial, Tie
from certificates.models import Application
from exams import cases
from exams.models import Case
from tests.certificates.applying import begun, looked_at, submitted
from tests.certificates.proceedings import officers
from tests.exams.test_races import MANY, at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemes")]


@pytest.fixture
def office():
    """Three who handle applications: one looks, one refuses, one has had no part."""
    return officers(3)


@pytest.fixture
def refused(learner, office):
    """林悦's application, looked at by one officer and refused by another."""
    marker, refuser, _other = office
    application = looked_at(submitted(learner, statement="在岗三年"), marker)
    return granting.refuse(application=application, by=refuser, reasons="工作年限不足。")


@pytest.fixture
def case(refused, learner):
    return applying.appeal(application=refused, by=learner, text="年限已满。")


def decided(case, by, decision="upheld"):
    return cases.decide(case=case, by=by, decision=decision, reasons="附件证明年限已满。")


def test_it_goes_on_with_the_same_files_and_the_refusal_stays_as_it_was(case, refused, learner, examiner):
    closed = decided(case, examiner)
    made = Application.objects.get(reopens=refused)
    assert (made.state, made.result, made.scheme_version) == ("submitted", refused.result, refused.scheme_version)
    assert (made.statement, made.entry, made.route) == ("在岗三年", refused.entry, refused.route)
    assert made.due_at
    assert set(made.evidence.values_list("code", "sha256")) == set(refused.evidence.values_list("code", "sha256"))
    assert [(step.kind, step.author) for step in made.steps.all()] == [("reopened", examiner)]
    refused.refresh_from_db()
    assert (refused.state, refused.reasons) == ("refused", "工作年限不足。")
    assert reopening.reopen(closed) == made


def test_somebody_else_decides_and_the_certificate_is_issued(case, refused, examiner, office):
    decided(case, examiner)
    made, decider = Application.objects.get(reopens=refused), office[2]
    with pytest.raises(granting.NotReady):
        granting.grant(application=made, by=decider, reasons="符合。")
    looked_at(made, office[0])
    with pytest.raises(NotImpartial) as refusal:
        granting.grant(application=made, by=refused.decided_by, reasons="符合。")
    assert refusal.value.ties == [Tie.REFUSED]
    assert granting.grant(application=made, by=decider, reasons="符合。").holder == refused.holder


@pytest.mark.parametrize("decision", ["partly", "dismissed"], ids=str)
def test_in_part_is_enough_and_not_upheld_changes_nothing(case, refused, examiner, decision):
    decided(case, examiner, decision)
    assert Application.objects.filter(reopens=refused).exists() is (decision == "partly")


def test_where_the_applicant_has_begun_another_it_goes_on_in_that(case, refused, learner, examiner):
    another = begun(learner, statement="重新申请")
    decided(case, examiner)
    another.refresh_from_db()
    assert (another.reopens, another.state, another.statement) == (refused, "draft", "重新申请")
    assert Application.objects.count() == 2


def test_who_holds_the_certificate_by_now_needs_no_new_look(case, learner, examiner, office):
    marker, _refuser, decider = office
    granting.grant(application=looked_at(submitted(learner), marker), by=decider, reasons="符合。")
    decided(case, examiner)
    assert not Application.objects.exclude(reopens=None).exists()


def test_the_page_and_a_letter_lead_there(case, refused, learner, examiner, client_of, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        decided(case, examiner)
    made = Application.objects.get(reopens=refused)
    letter = next(one for one in mail.outbox if "申诉成立" in one.subject)
    assert letter.to == [learner.email]
    assert made.get_absolute_url() in letter.body
    page = client_of(learner).get(refused.get_absolute_url()).content.decode()
    assert made.get_absolute_url() in page
    assert "申诉成立" in page
    assert client_of(learner).get(made.get_absolute_url()).status_code == 200


def test_a_case_about_something_else_reopens_nothing(case, refused, examiner):
    case.kind = Case.Kind.COMPLAINT
    case.decision = Case.Decision.UPHELD
    assert reopening.reopen(case) is None


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_at_once_one_application_comes(case, refused, examiner):
    case.decision, case.decided_by = Case.Decision.UPHELD, examiner
    done = at_once(*[lambda: reopening.reopen(case)] * MANY)
    assert len({one.pk for one in done}) == 1
    assert Application.objects.filter(reopens=refused).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_lets_one_refusal_go_on_in_one_application(case, refused, learner, examiner):
    closed = decided(case, examiner)
    made = Application.objects.get(reopens=refused)
    applying.withdraw(application=made, by=learner)
    told = {name: getattr(made, name) for name in ("holder", "scheme", "scheme_version", "result", "submitted_at")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(reopens=refused, state="submitted", **told)
    assert reopening.reopen(closed) == made, "taken back, it does not come again"
