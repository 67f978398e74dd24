"""Clearing applications: after their time no table and no file tells about the applicant, and what happened still stands."""

import pytest
from django.core import mail
from django.core.files.storage import storages
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.formats import date_format

from certificates import applying, clearing, forgetting, granting
from certificates.applying import Written
from certificates.models import Application, ApplicationStep, Evidence, Finding
from core.dates import local_day, now
from core.models import AuditEntry
from exams import cases
from tests.certificates.applying import begun, file, granted, looked_at, scheme, submitted
from tests.certificates.conftest import make_result
from tests.certificates.proceedings import officers
from tests.certificates.test_forgetting import DAY, noon, places
from tests.exams.test_races import MANY, at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemes")]
SIGN = "龘龖靐"


def handed_in(holder):
    """An application that names its applicant in every place where words are taken."""
    shown = {
        one.code: [file(f"{SIGN}{one.code}", name=f"{SIGN}.pdf")] for one in scheme().versions.first().demands.on("examined")
    }
    make_result(holder, exam="QSD")
    application = applying.write(holder=holder, scheme=scheme(), written=Written(0, f"我是{SIGN}。", shown))
    return applying.submit(application=application, by=holder, pledges=9)


@pytest.fixture
def refused(learner):
    marker, refuser = officers(2)
    application = handed_in(learner)
    granting.find(application=application, by=marker, code="work", met=False, note=f"{SIGN}的年限不足")
    return granting.refuse(application=application, by=refuser, reasons=f"{SIGN}的工作年限不足。")


def end_of_keeping(application):
    ended = local_day(application.decided_at)
    return ended.replace(year=ended.year + application.scheme_version.retention_years)


def cleared(application, time_machine):
    time_machine.move_to(noon(end_of_keeping(application) - 30 * DAY))
    assert (clearing.tell_due(), clearing.clear_due()) == (1, 0)
    time_machine.move_to(noon(end_of_keeping(application) + DAY))
    assert clearing.clear_due() == 1
    clearing.clear_files()  # what follows the commit waits for the end of the test's own transaction


def test_after_its_time_no_byte_of_a_refused_application_is_left(refused, learner, time_machine):
    keys = set(refused.evidence.values_list("key", flat=True))
    before = {one for one in places(SIGN) if "/" not in one or one in keys}  # another test's files are not this one's
    assert {one.partition(".")[2] for one in before if one.startswith("certificates_")} >= {
        "statement",
        "reasons",
        "text",
        "note",
        "name",
    }
    assert [one for one in before if "/" in one], "the control: its files do name the applicant"
    cleared(refused, time_machine)
    assert {one for one in places(SIGN) if "/" not in one or one in keys} == set()
    refused.refresh_from_db()
    assert (refused.state, refused.holder, refused.reasons) == ("refused", learner, "*")
    assert [step.kind for step in refused.steps.all()] == ["submitted", "refused"]
    assert refused.findings.count() == 1
    assert AuditEntry.objects.filter(deed="application.cleared").count() == 1
    assert clearing.clear_due() == 0


def test_the_applicant_is_told_once_and_may_fetch_the_files_until_then(
    refused, learner, client_of, time_machine, django_capture_on_commit_callbacks
):
    address = refused.evidence.first().get_absolute_url()
    time_machine.move_to(noon(end_of_keeping(refused) - 30 * DAY))
    with django_capture_on_commit_callbacks(execute=True):
        assert (clearing.tell_due(), clearing.tell_due()) == (1, 0)
    assert date_format(end_of_keeping(refused)) in mail.outbox[-1].body
    assert client_of(learner).get(address).status_code == 200
    time_machine.shift(31 * DAY)
    assert clearing.clear_due() == 1
    reader = client_of(learner)
    assert reader.get(address).status_code == 404
    page = reader.get(refused.get_absolute_url()).content.decode()
    assert "保存期限已过" in page
    assert "<p>*</p>" not in page


def test_told_late_it_goes_thirty_days_later(refused, time_machine):
    time_machine.move_to(noon(end_of_keeping(refused) + 400 * DAY))
    assert (clearing.tell_due(), clearing.clear_due()) == (1, 0)
    time_machine.shift(31 * DAY)
    assert clearing.clear_due() == 1


def test_what_was_taken_back_is_counted_from_that_day(learner, time_machine):
    application = applying.withdraw(application=handed_in(learner), by=learner)
    on = local_day(application.steps.last().at)
    time_machine.move_to(noon(on.replace(year=on.year + 6) - 31 * DAY))
    assert list(clearing.due()) == []
    time_machine.shift(2 * DAY)
    assert [one.application for one in clearing.due()] == [application]


def test_nothing_goes_while_an_appeal_is_undecided(refused, learner, examiner, time_machine):
    case = applying.appeal(application=refused, by=learner, text="请复核。")
    time_machine.move_to(noon(end_of_keeping(refused) + DAY))
    assert list(clearing.due()) == []
    cases.decide(case=case, by=examiner, decision="dismissed", reasons="无误。")
    assert len(list(clearing.due())) == 1


def test_a_granted_one_goes_with_the_name_on_its_certificate(learner, django_capture_on_commit_callbacks):
    marker, decider = officers(2)
    certificate = granted(handed_in(learner), marker, decider)
    application = Application.objects.get()
    key = application.evidence.first().key
    with django_capture_on_commit_callbacks(execute=True):
        forgetting.forget(certificate)
    application.refresh_from_db()
    assert (application.state, application.statement, application.reasons) == ("granted", "*", "*")
    assert not storages["artefacts"].exists(key)


def test_files_that_a_reopened_application_needs_stay_until_that_goes(
    refused, learner, examiner, django_capture_on_commit_callbacks
):
    case = applying.appeal(application=refused, by=learner, text="请复核。")
    cases.decide(case=case, by=examiner, decision="upheld", reasons="应重新审核。")
    goes_on, key = refused.goes_on_in(), refused.evidence.first().key
    for application, is_there in ((refused, True), (goes_on, False)):
        with django_capture_on_commit_callbacks(execute=True):
            clearing.clear(application)
        assert storages["artefacts"].exists(key) is is_there


def test_drafts_and_what_is_under_way_are_left_alone(learner, stranger, time_machine):
    begun(learner, "CQO")
    looked_at(submitted(stranger), officers(1)[0])
    time_machine.move_to(now() + 20 * 365 * DAY)
    assert list(clearing.due()) == []


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Application, {"statement": "改写"}),
        (Application, {"reasons": "改写"}),
        (ApplicationStep, {"text": "改写"}),
        (Finding, {"note": "改写"}),
        (Evidence, {"name": "改写"}),
    ],
    ids=["statement", "reasons", "step", "finding", "file"],
)
def test_the_database_lets_words_be_cleared_but_never_rewritten(refused, model, values):
    for told in (values, dict.fromkeys(values, "*")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.update(**told)
    clearing.clear(refused)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(**values)


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_that_clear_at_once_one_does_it(refused):
    done = at_once(*[lambda: clearing.clear(Application.objects.get(pk=refused.pk))] * MANY)
    assert sum(one is True for one in done) == 1
    assert AuditEntry.objects.filter(deed="application.cleared").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_control_that_looks_first_does_it_many_times(refused):
    """As a simpler site would: look whether it was cleared, then write that it is."""
    import threading

    from core import audit

    looked = threading.Barrier(4)

    def looks_first():
        there = Application.objects.get(pk=refused.pk).forgotten_at is None
        looked.wait(timeout=30)
        if there:
            audit.record("application.cleared", refused, by=None)

    at_once(*[looks_first] * 4)
    assert AuditEntry.objects.filter(deed="application.cleared").count() > 1


def test_nobody_elses_file_is_fetched_by_its_address(refused, stranger, client_of, client):
    address = reverse("certificates:application_evidence", args=[refused.evidence.first().pk])
    assert client_of(stranger).get(address).status_code == 404
    assert client.get(address).status_code == 302
