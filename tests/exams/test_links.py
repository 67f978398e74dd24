"""The exam office finds every page of a sitting by clicking."""

import pytest

from accounts import roles
from core.dates import now
from exams import appealing, delivery
from exams.eligibility import conditions
from exams.models import Registration
from tests.cast import person
from tests.exams.making import finished, sitting, version


@pytest.fixture
def invigilator(db):
    return person("黄监考", "invigilator@example.cn", roles.INVIGILATOR)


@pytest.fixture
def at(db, invigilator):
    made = sitting(version(["single"]), mode="on_site", walk_in=False, seb_config_key="a" * 64)
    made.invigilators.add(invigilator)
    return made


@pytest.fixture
def admitted(at, learner):
    return Registration.objects.create(
        candidate=learner, sitting=at, admission_no="A2", state="admitted", checked_in_at=now(), without_seb_because="x"
    )


def page(client_of, who, url) -> str:
    response = client_of(who).get(url)
    assert response.status_code == 200, response
    return str(response.content.decode())


FOR_ALL = ("invigilation", "record", "without-seb")
FOR_EXAMINERS = ("registrations", "results", "similarity", "papers")


def test_desk_results_and_record_lead_to_every_page_of_a_sitting(client_of, examiner, invigilator, at):
    for url in ("/exams/desk/", f"/exams/sittings/{at.pk}/results/", f"/exams/sittings/{at.pk}/record/"):
        told = page(client_of, examiner, url)
        for noun in (*FOR_ALL, *FOR_EXAMINERS):
            link = f"/exams/sittings/{at.pk}/{noun}/"
            assert f'href="{link}"' in told or link == url, (url, link)
            assert client_of(examiner).get(link).status_code == 200, link
    for url in ("/exams/desk/", f"/exams/sittings/{at.pk}/record/"):
        told = page(client_of, invigilator, url)
        assert all(f"/exams/sittings/{at.pk}/{noun}/" in told for noun in FOR_ALL)
        assert not any(f"/exams/sittings/{at.pk}/{noun}/" in told for noun in FOR_EXAMINERS)


def test_the_candidates_page_leads_to_the_timeline_and_the_way_round_the_lock(
    client_of, examiner, invigilator, at, admitted, learner
):
    attempt = finished(learner, at)
    url, timeline = f"/exams/admissions/{admitted.admission_no}/invigilation/", f"/exams/attempts/{attempt.pk}/timeline/"
    told = page(client_of, examiner, url)
    assert timeline in told
    assert f"/exams/sittings/{at.pk}/without-seb/" in told
    told = page(client_of, invigilator, url)
    assert timeline not in told
    assert f"/exams/sittings/{at.pk}/without-seb/" in told


def test_an_admission_whose_attempt_was_declared_void_can_be_used_again(client_of, examiner, at, admitted, learner):
    first = finished(learner, at, right=False)
    assert not next(one for one in conditions(learner, at) if one.key == "admission").met
    appealing.annul(first, by=examiner, reason="停电")
    assert all(one.met for one in conditions(learner, at))
    url = f"/exams/admissions/{admitted.admission_no}/invigilation/"
    assert f"/exams/attempts/{first.pk}/timeline/" not in page(client_of, examiner, url)
    second = delivery.start(candidate=learner, sitting=at)
    assert (second.registration, second.ordinal > first.ordinal) == (admitted, True)
    assert f"/exams/attempts/{second.pk}/timeline/" in page(client_of, examiner, url)
    assert Registration.objects.count() == 1
