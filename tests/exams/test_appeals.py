"""Appeals and complaints: in time, decided by someone uninvolved, with marks added or the attempt annulled; and their pages."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.dates import now
from exams import appealing, assessing, cases, delivery, dossier, eligibility, revising
from exams.appealing import Consequences
from exams.models import Attempt, Case, Mark, Result
from exams.signals import attempt_annulled, result_released
from tests.cast import person
from tests.exams.making import finished, sitting, version
from tests.exams.test_key_revisions import apply, propose
from tests.exams.test_markers import handed_in
from tests.exams.test_races import at_once

D = Decimal


@pytest.fixture
def judge(db):
    return person("吴考官", "wu", "examiner")


@pytest.fixture
def at(db):
    return sitting(version(["single", "multiple"], items=1, cut_score=D(3)))


@pytest.fixture
def failed(learner, at):
    return finished(learner, at, right=False)


@pytest.fixture
def result(failed):
    return failed.results.get()


def appeal(result, by) -> Case:
    return appealing.appeal(result=result, by=by, text="第一题有歧义。")


def decide(case, by, then=None, decision="upheld"):
    return appealing.decide(case=case, by=by, decision=decision, reasons="题干确有歧义。", then=then)


def award(attempt, marks="2", kind="single"):
    return Consequences(awards={attempt.items.get(item_version__item__kind=kind).pk: {"1": D(marks)}})


# --- the verbs ----------------------------------------------------------------------------------------------


def test_an_appeal_may_be_made_until_the_fifteenth_working_day(result, learner):
    last = appealing.deadline(result)
    with time_machine.travel(last + dt.timedelta(seconds=1)), pytest.raises(appealing.TooLate):
        appeal(result, learner)
    with time_machine.travel(last - dt.timedelta(seconds=1)):
        assert appeal(result, learner).is_pending


@pytest.mark.django_db(transaction=True)
def test_asked_for_many_times_at_once_there_is_one_appeal(learner):
    result = finished(learner, sitting(version(["single"], items=1)), right=False).results.get()
    made = at_once(*[lambda: appeal(result, learner)] * 8)
    assert {getattr(case, "pk", case) for case in made} == {Case.objects.get().pk}


def test_an_upheld_appeal_adds_marks_and_a_released_result(failed, result, learner, judge):
    heard = []

    def listen(result, **kwargs):
        heard.append((result.cause, result.total))

    result_released.connect(listen)
    try:
        decide(appeal(result, learner), judge, award(failed))
    finally:
        result_released.disconnect(listen)
    new = failed.results.current().get()
    assert (new.cause, new.total, new.supersedes, new.is_released) == ("appeal", D(2), result, True)
    assert heard == [("appeal", D(2))]
    assert Mark.objects.get(stage="appeal").marker == judge
    assert Mark.objects.filter(stage="auto").count() == 2


def test_who_gave_marks_on_appeal_does_not_decide_the_next_one(failed, result, learner, judge, examiner):
    decide(appeal(result, learner), judge, award(failed))
    second = appeal(failed.results.current().get(), learner)
    with pytest.raises(cases.NotImpartial):
        decide(second, judge)
    decide(second, examiner, decision="dismissed")


def test_a_marker_of_the_paper_does_not_decide(learner, examiner, judge):
    from tests.exams.test_markers import give

    attempt = handed_in(learner, sitting(version(["short"], items=1), release="person"))
    give(examiner, "0.5")
    delivery.release(result=attempt.results.get(), by=judge)
    case = appeal(attempt.results.get(), learner)
    for involved in (examiner, judge):
        with pytest.raises(cases.NotImpartial):
            decide(case, involved)
    other = person("冯考官", "feng", "examiner")
    decide(case, other, award(attempt, "1.5", "short"))
    assert attempt.results.current().get().total == D("1.5")


def test_what_was_decided_on_appeal_stays_when_a_key_is_corrected_later(failed, result, learner, judge, examiner):
    decide(appeal(result, learner), judge, award(failed, "1"))
    revision = propose(examiner, kind="full", answered=None)
    assert revising.effects(revision).kept == 1
    apply(revision, judge)
    assert failed.results.current().get().total == D(1)


def test_an_annulled_attempt_counts_for_nothing(failed, result, learner, judge, at):
    heard: list[object] = []

    def listen(attempt, **kwargs):
        heard.append(attempt.pk)

    attempt_annulled.connect(listen)
    try:
        decide(appeal(result, learner), judge, Consequences(annuls=True))
    finally:
        attempt_annulled.disconnect(listen)
    failed.refresh_from_db()
    assert failed.state == "void"
    assert heard == [failed.pk]
    assert all(condition.met for condition in eligibility.conditions(learner, at))
    assert not Attempt.objects.of(learner, failed.exam).exists()


def test_nothing_changes_where_a_case_is_dismissed(failed, result, learner, judge):
    case = appeal(result, learner)
    for then in (award(failed), Consequences(annuls=True), Consequences(counts_late=True)):
        with pytest.raises(appealing.NothingToChange):
            decide(case, judge, then, decision="dismissed")
    case.refresh_from_db()
    assert case.is_pending
    assert Result.objects.count() == 1


def test_an_incident_that_is_upheld_lets_late_answers_count(learner, examiner, judge):
    attempt = delivery.start(candidate=learner, sitting=sitting(version(["single"], items=1)))
    with time_machine.travel(attempt.deadline_at + dt.timedelta(seconds=60)):
        delivery.save(attempt=attempt, slot=1, value="B", seq=1, epoch=1)
        assert attempt.results.get().total == 0
        case = cases.open_case(kind="incident", by=examiner, text="停电十分钟", attempt=attempt)
        decide(case, judge, Consequences(counts_late=True))
        assert attempt.results.current().get().total == 2


# --- the pages ------------------------------------------------------------------------------------------------


def test_the_candidate_finds_the_way_from_the_result_to_the_decision(client_of, failed, result, learner, judge):
    candidate, office = client_of(learner), client_of(judge)
    address = f"/exams/results/{result.pk}/appeal/"
    assert address in candidate.get(f"/exams/results/{result.pk}/").content.decode()
    assert candidate.post(address, {"text": " "}).status_code == 422
    case_url = candidate.post(address, {"text": "第一题有歧义。"}).url
    assert candidate.get(address).url == case_url
    assert case_url in candidate.get(f"/exams/results/{result.pk}/").content.decode()
    assert case_url in candidate.get("/learn/").content.decode()
    candidate.post(f"{case_url}notes/", {"text": "补充：见条例第九条。"})
    office.post(f"{case_url}notes/", {"text": "内部意见", "is_internal": "on"})
    page = candidate.get(case_url).content.decode()
    assert "补充：见条例第九条。" in page
    assert "内部意见" not in page
    assert judge.full_name not in page
    timeline = f"/exams/attempts/{failed.pk}/timeline/"
    assert (f'"/exams/results/{result.pk}/"' in page, timeline in page) == (True, False)
    page = office.get(case_url).content.decode()
    assert (f'"/exams/results/{result.pk}/"' in page, timeline in page, "内部意见" in page) == (True, True, True)
    item = failed.items.get(item_version__item__kind="single")
    sent = {"decision": "partly", "reasons": "部分成立，补1分。", f"a{item.pk}-1": "1"}
    assert office.post(f"{case_url}decision/", sent).url == case_url
    page = candidate.get(case_url, HTTP_ACCEPT_LANGUAGE="zh-hans").content.decode()
    assert "部分成立，补1分。" in page
    new = failed.results.current().get()
    assert candidate.get(f"/exams/results/{result.pk}/").url == new.get_absolute_url()
    assert new.total == D(1)


def test_who_decides_reads_answer_and_key_under_the_letters_of_the_paper(client_of, failed, result, learner, judge):
    kept = failed.items.select_related("item_version__item").get(item_version__item__kind="single")
    kept.choice_order = list("DCBA")  # not the order of the bank
    entry = dossier._entry(kept, assessing.newest_keys([kept.item_version_id])[kept.item_version_id], "A", None)
    assert (entry.answer, entry.key, entry.listed[0]) == ("D 选项A", ["C　选项B"], ("A", "选项D"))
    page = client_of(judge).get(f"{appeal(result, learner).get_absolute_url()}decision/").content.decode()
    assert all(f"<span>选项{choice}</span>" in page for choice in "ABCD")


def test_a_late_appeal_is_refused_in_words(client_of, result, learner):
    with time_machine.travel(appealing.deadline(result) + dt.timedelta(days=1)):
        response = client_of(learner).post(f"/exams/results/{result.pk}/appeal/", {"text": "…"}, HTTP_ACCEPT_LANGUAGE="zh-hans")
    assert response.status_code == 422
    assert "已过" in response.content.decode()
    assert not Case.objects.exists()


def test_anothers_result_attempt_and_case_are_not_there(client_of, failed, result, learner, stranger, employer, regulator):
    case = appeal(result, learner)
    for who in (stranger, employer, regulator):
        client = client_of(who)
        for address in (
            f"/exams/results/{result.pk}/appeal/",
            f"/exams/attempts/{failed.pk}/complaint/",
            f"/exams/cases/{case.pk}/",
        ):
            assert client.get(address).status_code == 404, address
        for deed in ("notes", "assignment", "decision", "closing"):
            assert client.post(f"/exams/cases/{case.pk}/{deed}/", {"text": "…"}).status_code == 404, deed
    assert case.notes.count() == 1


def test_the_candidate_cannot_decide_or_assign(client_of, result, learner):
    case = appeal(result, learner)
    for deed in ("assignment", "decision"):
        assert (
            client_of(learner).post(f"/exams/cases/{case.pk}/{deed}/", {"decision": "upheld", "reasons": "是"}).status_code == 404
        )
    assert client_of(learner).get("/exams/cases/years/").status_code == 404


def test_an_unreleased_result_has_no_appeal(client_of, learner):
    attempt = finished(learner, sitting(version(["single"], items=1), release="person"))
    result = attempt.results.get()
    assert client_of(learner).get(f"/exams/results/{result.pk}/appeal/").status_code == 404
    assert client_of(learner).get(f"/exams/attempts/{attempt.pk}/complaint/").status_code == 200


def test_marks_beyond_the_item_or_beside_a_dismissal_are_refused_in_words(client_of, failed, result, learner, judge):
    case, item = appeal(result, learner), failed.items.first()
    address, client = f"/exams/cases/{case.pk}/decision/", client_of(judge)
    for sent in (
        {"decision": "upheld", "reasons": "是", f"a{item.pk}-1": "3"},
        {"decision": "dismissed", "reasons": "否", f"a{item.pk}-1": "1"},
        {"decision": "upheld", "reasons": ""},
        {"reasons": "是"},
    ):
        assert client.post(address, sent).status_code == 422, sent
    case.refresh_from_db()
    assert case.is_pending


def test_who_was_involved_is_sent_away_from_the_decision(client_of, learner, examiner, judge):
    attempt = finished(learner, sitting(version(["single"], items=1), release="person"))
    delivery.release(result=attempt.results.get(), by=examiner)
    case = appeal(attempt.results.get(), learner)
    client = client_of(examiner)
    assert client.get(f"/exams/cases/{case.pk}/decision/").status_code == 302
    page = client.get(f"/exams/cases/{case.pk}/").content.decode()
    assert f"/exams/cases/{case.pk}/decision/" not in page
    assert judge.full_name in page
    client.post(f"/exams/cases/{case.pk}/assignment/", {"to": judge.pk})
    client.post(f"/exams/cases/{case.pk}/assignment/", {"to": examiner.pk})
    case.refresh_from_db()
    assert case.assigned_to == judge


def test_the_opener_takes_it_back_and_the_office_closes_it_after_the_decision(client_of, result, learner, judge):
    case = appeal(result, learner)
    client_of(judge).post(f"/exams/cases/{case.pk}/closing/")
    case.refresh_from_db()
    assert case.is_pending
    client_of(learner).post(f"/exams/cases/{case.pk}/closing/")
    case.refresh_from_db()
    assert case.state == "closed"


def test_the_list_is_narrowed_tells_what_is_overdue_and_costs_the_same_for_many(client_of, at, result, learner, judge, stranger):
    first = appeal(result, learner)
    client, counts = client_of(judge), []
    client.get("/exams/cases/")
    for more in (0, 12):
        for _number in range(more):
            cases.open_case(kind="complaint", by=stranger, text="…", attempt=result.attempt)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/exams/cases/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert str(first.pk) in page
    assert str(first.pk) not in client.get("/exams/cases/?kind=complaint").content.decode()
    assert str(first.pk) not in client.get("/exams/cases/?which=overdue").content.decode()
    with time_machine.travel(now() + dt.timedelta(days=60)):
        assert str(first.pk) in client_of(judge).get("/exams/cases/?which=overdue").content.decode()
    assert str(first.pk) in client_of(learner).get("/exams/cases/").content.decode()


def test_the_years_are_counted(client_of, failed, result, learner, judge):
    decide(appeal(result, learner), judge, decision="dismissed")
    page = client_of(judge).get("/exams/cases/years/").content.decode()
    assert str(now().year) in page


def test_a_void_result_says_so(client_of, failed, result, learner, judge):
    decide(appeal(result, learner), judge, Consequences(annuls=True))
    page = client_of(learner).get(f"/exams/results/{result.pk}/", HTTP_ACCEPT_LANGUAGE="zh-hans").content.decode()
    assert "已作废" in page
